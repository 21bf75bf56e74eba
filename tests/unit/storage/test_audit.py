"""The audit log: nothing in it can be changed, taken out or cut off without being told."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.errors import DiskFull, NotWritable, StorageError
from faceid_app.files import write_whole
from faceid_app.paths import Paths
from faceid_app.storage import audit
from faceid_app.storage.audit import AuditLog, Event
from faceid_app.storage.audit_check import Checked, check_log, entries
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.storage.crashes import CUT_SHORT, Fate, cut_short


@pytest.fixture
def log(paths: Paths) -> AuditLog:
    """A log of six events."""
    log = AuditLog(paths)
    for number in range(5):
        log.record(Event.VERDICT, "ab" * 16, verdict="match" if number % 2 else "no_match")
    return log


def _lines(log: AuditLog) -> list[bytes]:
    return log.files()[-1].read_bytes().splitlines(keepends=True)


def _put(log: AuditLog, lines: list[bytes]) -> None:
    log.files()[-1].write_bytes(b"".join(lines))


def _changed(log: AuditLog) -> None:
    lines = _lines(log)
    lines[2] = lines[2].replace(b'"match"', b'"attack"')
    _put(log, lines)


def _last_changed(log: AuditLog) -> None:
    lines = _lines(log)
    lines[-1] = lines[-1].replace(b"no_match", b"xx_match")
    _put(log, lines)


def _taken_out(log: AuditLog) -> None:
    _put(log, [line for number, line in enumerate(_lines(log)) if number != 3])


def _swapped(log: AuditLog) -> None:
    lines = _lines(log)
    lines[1], lines[3] = lines[3], lines[1]
    _put(log, lines)


def _cut_off(log: AuditLog) -> None:
    _put(log, _lines(log)[:-2])


def _begins_later(log: AuditLog) -> None:
    _put(log, _lines(log)[2:])


def _garbage(log: AuditLog) -> None:
    _put(log, [*_lines(log)[:-1], b"\x00\xff{[\n"])


def _deep(log: AuditLog) -> None:
    _put(log, [*_lines(log)[:-1], b"[" * 100_000 + b"\n"])


def _removed(log: AuditLog) -> None:
    shutil.rmtree(log.folder)


def _without_head(log: AuditLog) -> None:
    log.head.unlink()


DAMAGES: list[tuple[Callable[[AuditLog], None], str]] = [
    (_changed, "line 4 of audit-000001.jsonl: the line before it is not the one"),
    (_last_changed, "not the one the head record knows"),
    (_taken_out, "line 4 of audit-000001.jsonl: the line before it is not the one"),
    (_swapped, "line 2 of audit-000001.jsonl"),
    (_cut_off, "the last 2 events are missing"),
    (_begins_later, "everything before event 3 is missing"),
    (_garbage, "line 6 of audit-000001.jsonl: it cannot be read"),
    (_deep, "line 6 of audit-000001.jsonl: it cannot be read"),
    (_removed, "the last 6 events are missing"),
    (_without_head, "no head record"),
]


@pytest.mark.parametrize(("damage", "told"), DAMAGES)
def test_damage_is_told_and_stays_told_when_more_is_written(
    log: AuditLog, damage: Callable[[AuditLog], None], told: str
):
    assert check_log(log).broken is None
    damage(log)
    broken = check_log(log).broken
    assert broken is not None
    assert told in broken.words
    for _ in range(3):
        log.record(Event.VERDICT, verdict="match")
    assert check_log(log).broken is not None
    assert sum(entry.event == "verdict" for entry in entries(log)) >= 3


def test_a_whole_log_says_how_long_it_is_and_what_its_last_line_is(log: AuditLog):
    checked = check_log(log)
    assert str(checked.words) == "The history is whole; events in it: 6."
    assert checked.last == log.last_known()
    log.record(Event.VERDICT, verdict="match")
    assert check_log(log, known=checked.last).broken is None


def test_a_log_made_anew_from_the_first_line_is_not_the_one_that_was_noted(log: AuditLog, paths: Paths):
    noted = check_log(log).last
    _removed(log)
    _without_head(log)
    for _ in range(9):
        log.record(Event.VERDICT, verdict="match")
    assert check_log(log).broken is None  # by itself it cannot know
    assert _told(check_log(log, known=noted)) == "The audit log is not the one that was noted: that line is not in it."


def test_a_log_that_was_removed_does_not_know_who_is_enrolled(paths: Paths):
    log = AuditLog(paths)
    anna = Profiles(PlainStore(paths.personal), log).create("anna")
    assert check_log(log, enrolled=[anna.id]).broken is None
    _removed(log)
    _without_head(log)
    assert "does not know 1 of the people" in _told(check_log(log, enrolled=[anna.id]))
    log.record(Event.VERDICT, anna.id, verdict="match")  # what is written next does not make up for it
    assert "does not know 1 of the people" in _told(check_log(log, enrolled=[anna.id]))


def test_killed_between_line_and_head_record_the_log_is_whole(log: AuditLog):
    kept = log.head.read_bytes()
    log.record(Event.VERDICT, verdict="match")
    log.head.write_bytes(kept)
    assert check_log(log).broken is None
    log.record(Event.VERDICT, verdict="match")
    assert check_log(log).broken is None


def test_an_unfinished_line_is_no_event(log: AuditLog):
    with log.files()[-1].open("ab") as file:
        file.write(b'{"n":7,"at"')
    assert check_log(log).lines == 6
    log.record(Event.VERDICT, verdict="match")
    assert (check_log(log).broken, check_log(log).lines) == (None, 7)


def test_a_long_log_goes_on_in_further_files_and_forgets_the_oldest(log: AuditLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit, "LARGEST", 1000)
    monkeypatch.setattr(audit, "KEPT", 3)
    while len(log.files()) < 3 or audit.number_of(log.files()[0]) == 1:
        assert check_log(log).broken is None
        log.record(Event.VERDICT, "cd" * 16, verdict="match")
    assert (check_log(log, enrolled=["ef"]).broken, check_log(log).files) == (None, 3)
    middle = log.files()[1]
    kept = middle.read_bytes()
    middle.unlink()
    assert "a file is missing" in _told(check_log(log))
    middle.write_bytes(kept)
    log.files()[0].unlink()
    assert "files before 3 are missing" in _told(check_log(log))


def test_several_processes_write_one_chain(paths: Paths):
    program = (
        "import sys; from pathlib import Path; from faceid_app.paths import Paths\n"
        "from faceid_app.storage.audit import AuditLog, Event\n"
        "log = AuditLog(Paths(Path(sys.argv[1])))\n"
        "for number in range(20): log.record(Event.VERDICT, verdict='match', number=number)\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(paths.root)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    checked = check_log(AuditLog(paths))
    assert (checked.broken, checked.lines) == (None, 61)


def test_on_a_full_disk_what_must_be_recorded_fails_and_the_rest_is_counted(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def full(_path: Path, _line: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "append_whole", full)
        with pytest.raises(DiskFull):
            log.record(Event.VERDICT, verdict="match")
        assert isinstance(log.note(Event.VERDICT, verdict="attack"), StorageError)
    log.record(Event.VERDICT, verdict="match")
    assert "could not be added" in caplog.text
    assert list(entries(log))[-1].facts == {"verdict": "match", "missed": 1}
    assert check_log(log).broken is None


def test_a_line_whose_head_record_does_not_fit_on_the_disk_is_taken_back(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "write_whole", full)
        with pytest.raises(DiskFull):
            log.record(Event.VERDICT, verdict="match")
        assert check_log(log).lines == 6
        assert isinstance(log.note(Event.VERDICT, verdict="attack"), StorageError)
        assert isinstance(log.note(Event.VERDICT, verdict="attack"), StorageError)
    assert "could not be added" in caplog.text
    assert check_log(log).broken is None
    log.record(Event.VERDICT, verdict="no_match")
    assert list(entries(log))[-1].facts == {"verdict": "no_match", "missed": 2}
    assert (check_log(log).broken, check_log(log).lines) == (None, 7)


def test_a_head_record_that_is_there_though_writing_it_failed_keeps_its_line(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
):
    def failing_late(path: Path, data: bytes) -> None:
        write_whole(path, data)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "write_whole", failing_late)
        with pytest.raises(NotWritable):
            log.record(Event.VERDICT, verdict="match")
    assert (check_log(log).broken, check_log(log).lines) == (None, 7)


def test_a_head_record_that_cannot_be_read_for_a_moment_is_not_taken_for_a_missing_one(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
):
    def too_many(_path: Path) -> bytes:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", too_many)
        with pytest.raises(StorageError):
            log.record(Event.VERDICT, verdict="match")
    log.record(Event.VERDICT, verdict="match")
    assert check_log(log).broken is None


def test_a_log_whose_very_first_line_did_not_fit_begins_the_next_time(paths: Paths):
    with cut_short(Fate.FULL, 0), pytest.raises(DiskFull):
        AuditLog(paths).record(Event.VERDICT, verdict="match")
    AuditLog(paths).record(Event.VERDICT, verdict="match")
    assert [entry.event for entry in entries(AuditLog(paths))] == ["log begun", "verdict"]
    assert check_log(AuditLog(paths)).broken is None


@pytest.mark.parametrize("fate", Fate)
def test_cut_short_at_any_system_call_the_log_is_whole_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fate: Fate
):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(audit, "LARGEST", 500)
    monkeypatch.setattr(audit, "KEPT", 2)
    for at in itertools.count():
        paths = Paths(tmp_path / str(at))
        log, told = AuditLog(paths), 0
        with cut_short(fate, at) as came_to_it, contextlib.suppress(*CUT_SHORT):
            for told in range(5):
                log.record(Event.VERDICT, number=told)
            told = 5
        assert check_log(AuditLog(paths)).broken is None
        numbers = [int(entry.facts["number"]) for entry in entries(log) if "number" in entry.facts]
        assert numbers == list(range(told + 1))[-len(numbers) :] or numbers == list(range(told))[-len(numbers) :]
        for number in range(5):
            AuditLog(paths).record(Event.VERDICT, number=number)
            checked = check_log(AuditLog(paths))
            assert checked.broken is None, (at, number)
        if not came_to_it():
            break
    assert at > 10


@pytest.mark.parametrize("lines", [0, 3])
@pytest.mark.parametrize("largest", [1, audit.LARGEST])
@pytest.mark.parametrize("fate", [Fate.CTRL_C, Fate.FAILED, Fate.KILLED])
def test_cut_short_again_and_again_the_log_is_whole_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fate: Fate, largest: int, lines: int
):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(audit, "LARGEST", largest)
    for at in itertools.count():
        paths = Paths(tmp_path / str(at))
        for number in range(lines):
            AuditLog(paths).record(Event.VERDICT, number=number)
        came = 0
        for _ in range(3):
            with cut_short(fate, at) as came_to_it, contextlib.suppress(*CUT_SHORT):
                AuditLog(paths).record(Event.VERDICT, number=lines)
            came += came_to_it()
            assert check_log(AuditLog(paths)).broken is None, at
        AuditLog(paths).record(Event.VERDICT, number=lines)
        assert check_log(AuditLog(paths)).broken is None, at
        if not came:
            break


@pytest.mark.parametrize("fact", [0.973, "x" * 65, b"bytes", [1, 2], None])
def test_scores_pictures_and_embeddings_do_not_fit_into_a_fact(log: AuditLog, fact: object):
    with pytest.raises(ValueError, match="a fact is"):
        log.record(Event.VERDICT, score=fact)  # type: ignore[arg-type]


def test_a_persons_life_is_recorded_under_an_id_and_never_by_name(paths: Paths):
    log = AuditLog(paths)
    people = Profiles(PlainStore(paths.personal), log)
    anna = people.create("Anna Karenina")
    for role in Role:
        anna.captures.add(
            role=role, portrait_jpeg=b"jpeg", aligned_png=None, burst="b", camera="Anna's camera", clock=0.0,
            measurements={"sharpness": 0.123456},
        )  # fmt: skip
    anna.captures.undo_last()
    anna.bundles.save({"head.npz": b"head"}, manifest={"recipe": "head"})
    renamed = people.rename("Anna Karenina", "Vronsky")
    assert renamed.id == anna.id
    people.delete("Vronsky")
    told = [entry.event for entry in entries(log) if entry.who == anna.id]
    assert told == [
        "profile created", "capture added", "capture added", "capture removed", "model trained", "profile renamed",
        "profile deleted",
    ]  # fmt: skip
    everything = b"".join(path.read_bytes() for path in [*log.files(), log.head])
    assert not [word for word in (b"Anna", b"Vronsky", b"jpeg", b"camera", b"0.123456") if word in everything]


def test_a_profile_of_before_gets_its_id_once(paths: Paths):
    log = AuditLog(paths)
    store = PlainStore(paths.personal)
    store.write("old/profile.json", json.dumps({"format": 1, "created_at": "2026-01-01T00:00:00+00:00"}).encode())
    first, second = (Profiles(store, log).get("old") for _ in range(2))
    assert first.id == second.id != ""
    assert [entry.event for entry in entries(log)] == ["log begun", "profile known"]


def _told(checked: Checked) -> str:
    assert checked.broken is not None
    return str(checked.broken.words)
