"""Captures and their journal, killed at every moment."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import random
import subprocess
import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faceid_app.errors import CorruptData, DiskFull, NewerFormat, NotStored, NotWritable, ProfileGone, StorageError
from faceid_app.paths import Paths
from faceid_app.storage import captures as captures_module
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import check_log
from faceid_app.storage.captures import CaptureRecord, Captures, Role
from faceid_app.storage.journal import JournalState, replay
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.storage.crashes import CUT_SHORT, Fate, MortalStore, PowerCut, Start, cut_short


def take(captures: Captures, role: Role = Role.ANCHOR, *, aligned: bool = True) -> CaptureRecord:
    """A capture whose files carry their own checksum."""
    return captures.add(
        role=role,
        portrait_jpeg=sealed(os.urandom(3000)),
        aligned_png=sealed(os.urandom(2000)) if aligned else None,
        burst="b1",
        camera="usb-1",
        clock=1.5,
        measurements={"yaw": -3.25, "face_px": 120.0},
    )


def sealed(data: bytes) -> bytes:
    return data + hashlib.sha256(data).digest()


def is_whole(data: bytes) -> bool:
    return hashlib.sha256(data[:-32]).digest() == data[-32:]


def assert_in_agreement(store: PlainStore, captures: Captures) -> None:
    """Every record has its files, every file its record, and no file is half."""
    expected = set()
    for record in captures.records():
        expected.add(f"anna/{record.role}/{record.id}.jpg")
        assert is_whole(captures.picture(record.id))
        aligned = captures.aligned(record.id)
        assert (aligned is not None) == record.aligned
        if aligned is not None:
            expected.add(f"anna/aligned/{record.id}.png")
            assert is_whole(aligned)
    assert {key for key in store.list("anna") if key.endswith((".jpg", ".png"))} == expected


def test_a_capture_lies_where_the_documents_want_it(profile: Profile, store: PlainStore):
    anchor = take(profile.captures)
    positive = take(profile.captures, Role.POSITIVE, aligned=False)
    assert set(store.list("anna")) == {
        "anna/profile.json",
        "anna/captures.jsonl",
        f"anna/anchor/{anchor.id}.jpg",
        f"anna/aligned/{anchor.id}.png",
        f"anna/positive/{positive.id}.jpg",
    }
    assert uuid.UUID(anchor.id).version == 1
    assert uuid.UUID(anchor.id).node != uuid.getnode()
    assert datetime.fromisoformat(anchor.taken_at).tzinfo == UTC


def test_records_come_back_as_they_were(profile: Profile, root: Path):
    taken = [take(profile.captures, role) for role in (Role.ANCHOR, Role.POSITIVE, Role.ANCHOR)]
    again = Profiles(PlainStore(root)).get("anna").captures
    assert again.records() == taken
    assert again.records(Role.POSITIVE) == [taken[1]]
    assert again.counts() == {Role.ANCHOR: 2, Role.POSITIVE: 1}


def test_the_time_taken_can_be_given(profile: Profile):
    when = datetime.fromisoformat("2020-02-03T04:05:06+02:00")
    record = profile.captures.add(
        role=Role.ANCHOR,
        portrait_jpeg=b"",
        aligned_png=None,
        burst="",
        camera="",
        clock=0,
        measurements={},
        taken_at=when,
    )
    assert record.taken_at == "2020-02-03T02:05:06.000+00:00"


def test_undo_takes_the_newest_and_remove_the_named(profile: Profile, store: PlainStore):
    one, two, three = (take(profile.captures) for _ in range(3))
    assert profile.captures.undo_last() == three
    profile.captures.remove(one.id)
    assert profile.captures.records() == [two]
    assert_in_agreement(store, profile.captures)
    assert profile.captures.undo_last() == two
    assert profile.captures.undo_last() is None
    with pytest.raises(NotStored):
        profile.captures.remove(two.id)
    with pytest.raises(NotStored):
        profile.captures.picture(two.id)
    with pytest.raises(NotStored):
        profile.captures.aligned(two.id)


def test_a_file_taken_away_by_hand_is_told_and_can_be_cleared(profile: Profile, store: PlainStore):
    record = take(profile.captures)
    store.delete(f"anna/anchor/{record.id}.jpg")
    store.delete(f"anna/aligned/{record.id}.png")
    with pytest.raises(CorruptData, match="delete that capture"):
        profile.captures.picture(record.id)
    with pytest.raises(CorruptData, match="delete that capture"):
        profile.captures.aligned(record.id)
    profile.captures.remove(record.id)
    assert profile.captures.records() == []


def test_nothing_is_saved_for_a_profile_that_is_gone(profile: Profile, store: PlainStore):
    Profiles(store).delete("anna")
    with pytest.raises(ProfileGone, match="deleted or renamed"):
        take(profile.captures)
    assert store.list("") == []


def test_the_journal_stays_short(profile: Profile, store: PlainStore):
    kept = take(profile.captures)
    for _ in range(40):
        take(profile.captures)
        profile.captures.undo_last()
    assert profile.captures.records() == [kept]
    assert len(store.read_lines("anna/captures.jsonl")) <= 80
    assert_in_agreement(store, profile.captures)


def test_fields_of_a_later_minor_version_survive(profile: Profile, store: PlainStore):
    record = take(profile.captures)
    lines = [json.loads(line) for line in store.read_lines("anna/captures.jsonl")]
    lines[1]["lens"] = "wide"
    store.write_lines("anna/captures.jsonl", [json.dumps(line).encode() for line in lines])
    for _ in range(30):
        take(profile.captures)
        profile.captures.undo_last()
    assert profile.captures.records() == [record]
    assert b'"lens":"wide"' in store.read_lines("anna/captures.jsonl")[1]


def test_a_journal_of_a_newer_version_is_refused(profile: Profile, store: PlainStore):
    take(profile.captures)
    before = [b'{"journal":"captures","version":2}', b'{"op":"teleport"}']
    store.write_lines("anna/captures.jsonl", before)
    for action in (profile.captures.records, profile.captures.undo_last, lambda: take(profile.captures)):
        with pytest.raises(NewerFormat, match=r"newer version .*format 2.*up to 1.*update the program"):
            action()
    with pytest.raises(NewerFormat):
        Profiles(store).get("anna")
    assert store.read_lines("anna/captures.jsonl") == before


@pytest.mark.parametrize(
    "line",
    [b"garbage", b"[]", b"null", b"{}", b'{"op":"done","id":"x"}', b'{"op":"add"}', b'{"op":"leap"}', b"\xff\xfe"],
)
def test_a_damaged_line_is_told_with_its_number(profile: Profile, store: PlainStore, line: bytes):
    take(profile.captures)
    lines = store.read_lines("anna/captures.jsonl")
    store.write_lines("anna/captures.jsonl", [*lines, line])
    with pytest.raises(CorruptData, match="line 4"):
        profile.captures.records()
    store.write_lines("anna/captures.jsonl", [line, *lines[1:]])
    with pytest.raises(CorruptData, match="line 1"):
        profile.captures.records()


# --- killed ----------------------------------------------------------------------------------------------------------


def committed(lines: list[bytes]) -> list[str]:
    """Ids of the captures that are there after these lines, told without the program's own reading."""
    live: list[str] = []
    for line in lines:
        entry = json.loads(line)
        if entry.get("op") == "done":
            live.append(entry["id"])
        elif entry.get("op") == "drop":
            live.remove(entry["id"])
    return live


def test_a_journal_cut_at_any_byte_is_read_and_goes_on(profile: Profile, store: PlainStore, root: Path):
    take(profile.captures)
    take(profile.captures, Role.POSITIVE)
    profile.captures.undo_last()
    take(profile.captures, aligned=False)
    whole = (root / "anna/captures.jsonl").read_bytes()
    for length in range(len(whole) + 1):
        lines = whole[:length].split(b"\n")[:-1]
        assert list(replay(lines, "anna").live) == committed(lines)
    for length in [*range(0, len(whole), 97), len(whole)]:
        (root / "anna/captures.jsonl").write_bytes(whole[:length])
        captures = Captures(store, "anna")
        there = [record.id for record in captures.records()]
        new = take(captures)
        assert [record.id for record in Captures(store, "anna").records()] == [*there, new.id]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(["anchor", "positive", "plain", "undo", "remove"]), min_size=1, max_size=6),
    data=st.data(),
)
def test_a_stop_after_any_step_keeps_records_and_files_in_agreement(
    tmp_path_factory, steps: list[str], data: st.DataObject
):
    root = tmp_path_factory.mktemp("people")
    Profiles(PlainStore(root)).create("anna")
    mortal = MortalStore(root, steps=data.draw(st.integers(0, 6 * len(steps))))
    captures = Captures(mortal, "anna")
    sure: dict[str, CaptureRecord] = {}
    leaving: CaptureRecord | None = None
    with contextlib.suppress(PowerCut):
        for step in steps:
            if step == "undo" or (step == "remove" and sure):
                leaving = next(iter(sure.values()) if step == "remove" else reversed(sure.values()), None)
                if step == "remove" and leaving:
                    captures.remove(leaving.id)
                else:
                    captures.undo_last()
                if leaving:
                    del sure[leaving.id]
                leaving = None
            elif step != "remove":
                role = Role.POSITIVE if step == "positive" else Role.ANCHOR
                record = take(captures, role, aligned=step != "plain")
                sure[record.id] = record
    store = PlainStore(root)
    again = Profiles(store).get("anna").captures
    there = {record.id for record in again.records()}
    assert set(sure) - ({leaving.id} if leaving else set()) <= there
    assert len(there - set(sure)) <= 1  # the one that was complete but for its last line
    assert_in_agreement(store, again)
    state = (
        replay(store.read_lines("anna/captures.jsonl"), "anna")
        if store.exists("anna/captures.jsonl")
        else JournalState()
    )
    assert not state.adding
    assert not state.dropping
    take(again)
    assert_in_agreement(store, again)


def test_interrupted_when_its_last_line_is_there_a_capture_stays(
    profile: Profile, store: PlainStore, root: Path, monkeypatch: pytest.MonkeyPatch
):
    told = take(profile.captures)
    append_line = PlainStore.append_line

    def interrupted(self: PlainStore, key: str, line: bytes) -> None:
        append_line(self, key, line)
        if b'"done"' in line:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(PlainStore, "append_line", interrupted)
        with pytest.raises(KeyboardInterrupt):
            take(profile.captures)
    again = Profiles(PlainStore(root)).get("anna").captures
    assert again.records()[0] == told
    assert len(again.records()) == 2
    assert_in_agreement(store, again)


def test_a_capture_that_an_earlier_version_took_back_though_it_was_complete_is_gone(profile: Profile, root: Path):
    kept, hurt = take(profile.captures), take(profile.captures)
    (root / f"anna/anchor/{hurt.id}.jpg").unlink()
    (root / f"anna/aligned/{hurt.id}.png").unlink()
    with (root / "anna/captures.jsonl").open("ab") as file:
        file.write(json.dumps({"op": "gone", "id": hurt.id}).encode() + b"\n")
    store = PlainStore(root)
    again = Profiles(store).get("anna").captures
    assert again.records() == [kept]
    assert take(again) in again.records()
    assert_in_agreement(store, again)


@pytest.mark.parametrize("fate", Fate)
def test_cut_short_at_any_system_call_what_was_told_is_there_and_saving_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fate: Fate
):
    monkeypatch.setattr(captures_module, "_SLACK", 0)  # every removal rewrites the journal
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    for at in itertools.count():
        paths = Paths(tmp_path / str(at))
        log, store = AuditLog(paths), PlainStore(paths.personal)
        captures = Profiles(store, log).create("anna").captures
        told: list[CaptureRecord] = []
        leaving: CaptureRecord | None = None
        with cut_short(fate, at) as came_to_it, contextlib.suppress(*CUT_SHORT):
            told.append(take(captures))
            told.append(take(captures, Role.POSITIVE))
            leaving = told.pop(0)
            captures.remove(leaving.id)
            leaving = None
        if not came_to_it():
            assert len(told) == 1
            break
        assert {record.name for record in caplog.records} <= {"faceid_app.storage.audit"}  # what was only noted
        again = PlainStore(paths.personal)
        for opened in (captures, Profiles(again, log).get("anna").captures):
            there = opened.records()
            assert [record for record in there if record in told] == told
            assert len([record for record in there if record not in (*told, leaving)]) <= 1
            new = take(opened)
            assert opened.records() == [*there, new]
            assert_in_agreement(again, opened)
            told.append(new)
        assert check_log(AuditLog(paths)).broken is None
    assert at > 15


def test_a_removal_that_cannot_shorten_the_journal_is_one_all_the_same(
    profile: Profile, store: PlainStore, monkeypatch: pytest.MonkeyPatch
):
    record = take(profile.captures)
    monkeypatch.setattr(captures_module, "_SLACK", 0)

    def full(_self: PlainStore, key: str, _lines: list[bytes]) -> None:
        raise DiskFull(Path(key))

    with monkeypatch.context() as patched:
        patched.setattr(PlainStore, "write_lines", full)
        assert profile.captures.undo_last() == record
    assert profile.captures.records() == []
    assert_in_agreement(store, profile.captures)


def test_pictures_that_could_not_all_be_dropped_are_dropped_the_next_time(
    profile: Profile, store: PlainStore, monkeypatch: pytest.MonkeyPatch
):
    record = take(profile.captures)
    delete = PlainStore.delete

    def stopping(self: PlainStore, key: str) -> None:
        if "/aligned/" in key:
            raise NotWritable(key, "it is in use")
        delete(self, key)

    with monkeypatch.context() as patched:
        patched.setattr(PlainStore, "delete", stopping)
        with pytest.raises(StorageError):
            profile.captures.drop_pictures()
    profile.captures.drop_pictures()
    assert [key for key in store.list("anna") if record.id in key] == []


CHILD = """
import hashlib, os, sys
from pathlib import Path
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
sealed = lambda data: data + hashlib.sha256(data).digest()
captures = Profiles(PlainStore(Path(sys.argv[1]))).get("anna").captures
number = 0
while True:
    number += 1
    record = captures.add(role=Role.ANCHOR if number % 2 else Role.POSITIVE, portrait_jpeg=sealed(os.urandom(30000)),
        aligned_png=sealed(os.urandom(20000)) if number % 3 else None, burst="b", camera="c",
        clock=0.0, measurements={})
    print("added", record.id, flush=True)
    if number % 5 == 0:
        last = captures.records()[-1].id
        print("undoing", last, flush=True)
        print("undone", captures.undo_last().id, flush=True)
"""


def test_killed_at_any_moment_every_capture_that_was_told_is_there(profile: Profile, start: Start, root: Path):
    dice = random.Random(20)
    present: set[str] = set()
    for _ in range(15):
        child = start(CHILD, str(root))
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(dice.randint(1, 7))]
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=dice.uniform(0, 0.03))
        child.kill()
        # Not communicate(): it would pass over what readline has read ahead.
        assert child.stderr is not None
        rest, errors = child.stdout.read(), child.stderr.read()
        child.wait()
        assert errors == ""
        unsure: set[str] = set()
        for word, capture_id in (line.split() for line in [*told, *rest.splitlines()] if len(line.split()) == 2):
            if word == "added":
                present.add(capture_id)
            elif word == "undoing":
                unsure.add(capture_id)
            else:
                present.remove(capture_id)
                unsure.remove(capture_id)
        store = PlainStore(root)
        captures = Profiles(store).get("anna").captures
        there = {record.id for record in captures.records()}
        assert present - unsure <= there
        assert len(there - present) <= 1
        assert_in_agreement(store, captures)
        assert not list(root.rglob(".tmp-*"))
        present = there
    assert len(present) > 15


def test_two_processes_and_two_threads_take_captures_at_once(
    profile: Profile, start: Start, root: Path, store: PlainStore
):
    child = start(CHILD.replace("while True", "while number < 10"), str(root))
    threads = [
        threading.Thread(target=lambda: [take(Captures(PlainStore(root), "anna")) for _ in range(6)]) for _ in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out, errors = child.communicate(timeout=60)
    assert errors == ""
    undone = out.count("undone")  # it may have met a capture of a thread; both are right
    assert len(profile.captures.records()) == out.count("added") + 12 - undone
    assert_in_agreement(store, profile.captures)


@pytest.mark.parametrize("aligned", [True, False])
def test_a_capture_that_was_taken_out_comes_back_as_it_was(profile: Profile, store: PlainStore, aligned: bool):
    captures = profile.captures
    first, _ = take(captures, aligned=aligned), take(captures)
    removed = captures.take_out(first.id)
    assert first.id not in {record.id for record in captures.records()}
    assert_in_agreement(store, captures)
    back = captures.put_back(removed)
    assert_in_agreement(store, captures)
    assert replace(back, id=first.id) == first
    assert (captures.picture(back.id), captures.aligned(back.id)) == (removed.picture, removed.aligned)
    with pytest.raises(NotStored):
        captures.take_out(first.id)


@pytest.mark.parametrize("named", ["", "../anchor", "a/b", 3, None, ["a"]])
def test_what_names_no_capture_drops_nothing(profile: Profile, named: object) -> None:
    kept = take(profile.captures)
    profile.write_json("dropped.json", {"at": "2026-11-22", "ids": [named], "finished": False})
    with pytest.raises(CorruptData, match=r"dropped\.json.* cannot be read"):
        Profiles(profile.store).get(profile.name).captures.picture(kept.id)
