"""Kept attempts: at most 200, exact, private, erasable, and none lost to a damaged neighbour."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import NewerFormat, ProfileGone
from faceid_app.storage import attempts as module
from faceid_app.storage.attempts import ATTEMPTS_FILE, MOST, Attempt, Attempts, Glance
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore

DRAW = np.random.default_rng(3)


def attempt(number: int = 0, *, glances: int = 3) -> Attempt:
    return Attempt(
        taken_at=f"2026-01-01T00:{number // 60:02}:{number % 60:02}+00:00",
        verdict="match",
        network="ab" * 32,
        bundle="universal",
        detection=0.7712,
        verification=0.5,
        needed=3,
        score=0.9,
        glances=tuple(
            Glance(index / 10, DRAW.standard_normal(128).astype(np.float32), {"yaw": 1.5}) for index in range(glances)
        ),
    )


def numbers(kept: Attempts) -> list[str]:
    return [one.taken_at for one in kept.load().attempts]


@pytest.fixture
def kept(profile: Profile) -> Attempts:
    return profile.attempts


def test_what_was_kept_comes_back_to_the_bit(kept: Attempts, root: Path) -> None:
    first = attempt()
    kept.add(first)
    (back,) = kept.load().attempts
    assert figures_of(back) == figures_of(first)
    for one, other in zip(first.glances, back.glances, strict=True):
        assert (one.at, one.measurements) == (other.at, other.measurements)
        assert one.embedding.tobytes() == other.embedding.tobytes()
        assert other.embedding.dtype == np.float32
    assert stat.S_IMODE((root / "anna" / ATTEMPTS_FILE).stat().st_mode) == 0o600


def figures_of(one: Attempt) -> list[object]:
    return [getattr(one, name) for name in Attempt.__slots__ if name != "glances"]


def test_the_oldest_makes_room(kept: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 200
    monkeypatch.setattr(module, "MOST", 5)
    every = [attempt(number, glances=1) for number in range(8)]
    for one in every:
        kept.add(one)
    assert numbers(kept) == [one.taken_at for one in every[3:]]


def test_erasing_leaves_nothing_and_can_be_undone(kept: Attempts, root: Path) -> None:
    for number in range(3):
        kept.add(attempt(number))
    before = numbers(kept)
    erased = kept.erase()
    assert not (root / "anna" / ATTEMPTS_FILE).exists()
    assert kept.load().attempts == ()
    kept.add(attempt(9))
    kept.put_back(erased)
    assert numbers(kept) == [*before, attempt(9).taken_at]


@pytest.mark.parametrize("damage", [b"{", b"null", b"{}", b"\xff\xfe", b'{"sha256":1}'])
def test_a_damaged_line_costs_one_attempt(kept: Attempts, store: PlainStore, damage: bytes) -> None:
    kept.add(attempt(1))
    store.append_line(f"anna/{ATTEMPTS_FILE}", damage)
    kept.add(attempt(2))
    assert numbers(kept) == [attempt(1).taken_at, attempt(2).taken_at]
    assert kept.load().damaged == 1


def test_a_changed_figure_is_damage(kept: Attempts, store: PlainStore) -> None:
    kept.add(attempt())
    key = f"anna/{ATTEMPTS_FILE}"
    (line,) = store.read_lines(key)
    store.write_lines(key, [line.replace(b'"verdict":"match"', b'"verdict":"no_match"')])
    assert (kept.load().attempts, kept.load().damaged) == ((), 1)


def test_an_unfinished_line_is_as_if_it_had_not_been_written(kept: Attempts, root: Path) -> None:
    kept.add(attempt(1))
    path = root / "anna" / ATTEMPTS_FILE
    path.write_bytes(path.read_bytes() + path.read_bytes()[:100])
    assert (numbers(kept), kept.load().damaged) == ([attempt(1).taken_at], 0)
    kept.add(attempt(2))
    assert (numbers(kept), kept.load().damaged) == ([attempt(1).taken_at, attempt(2).taken_at], 0)


def test_a_newer_version_is_refused_not_guessed(kept: Attempts, store: PlainStore) -> None:
    kept.add(attempt())
    key = f"anna/{ATTEMPTS_FILE}"
    entry = json.loads(store.read_lines(key)[0])
    del entry["sha256"]
    entry["version"] = module.VERSION + 1
    store.write_lines(key, [module._dumps(entry | {"sha256": module._checksum(entry)})])
    with pytest.raises(NewerFormat):
        kept.load()


def test_they_go_with_the_profile_and_are_not_written_after_it(store: PlainStore, profile: Profile, root: Path) -> None:
    profile.attempts.add(attempt())
    people = Profiles(store)
    moved = people.rename("anna", "bea")
    assert len(moved.attempts.load().attempts) == 1
    people.delete("bea")
    assert not (root / "bea").exists()
    with pytest.raises(ProfileGone):
        moved.attempts.add(attempt())


def test_lines_from_before_the_guard_are_read_as_unguarded(kept: Attempts, store: PlainStore) -> None:
    kept.add(attempt())
    key = f"anna/{ATTEMPTS_FILE}"
    entry = json.loads(store.read_lines(key)[0])
    del entry["sha256"]
    entry["version"] = 1
    for glance in entry["glances"]:
        del glance["liveness"]
    store.write_lines(key, [module._dumps(entry | {"sha256": module._checksum(entry)})])
    (old,) = kept.load().attempts
    assert {glance.liveness for glance in old.glances} == {module.NOT_ASKED}
