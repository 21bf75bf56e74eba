"""The record of failed attempts: exact, private, and as it was where saving is cut short."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

import pytest

from faceid_app.errors import NewerFormat, ProfileGone
from faceid_app.identity.lockout import DELAYS, Lockout
from faceid_app.storage.lockout import LOCKOUT_FILE, KeptLockout, LockoutRecord, Moment
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.guarded import FakeClocks
from tests.unit.storage.crashes import MortalStore, PowerCut

RECORD = LockoutRecord((Moment(2.25, "a"),), 2, Moment(4.0, ""), 300.0)


def test_what_was_kept_comes_back_and_only_the_user_can_read_it(profile: Profile, root: Path) -> None:
    profile.lockout.change(lambda _kept: RECORD)
    assert profile.lockout.load() == RECORD
    assert stat.S_IMODE((root / "anna" / LOCKOUT_FILE).stat().st_mode) == 0o600
    profile.lockout.erase()
    assert profile.lockout.load() == LockoutRecord()
    assert not profile.exists(LOCKOUT_FILE)


@pytest.mark.parametrize("steps", range(6))
def test_a_program_that_dies_while_counting_loses_no_failure_that_was_told(profile: Profile, root: Path, steps) -> None:
    clocks = FakeClocks()
    mortal = Lockout(KeptLockout(MortalStore(root, steps=steps), "anna"), clock=clocks)
    counted = 0
    with contextlib.suppress(PowerCut):
        while counted < 5:
            clocks.wait(1.0)
            mortal.failed()
            counted += 1
    assert counted == min(steps, 5)
    kept = Lockout(profile.lockout, clock=clocks)
    assert kept.remaining() == (DELAYS[0] if counted == 5 else 0.0)
    assert len(profile.lockout.load().failures) == (0 if counted == 5 else counted)


def test_it_goes_with_the_profile_and_is_not_written_after_it(store: PlainStore, profile: Profile, root: Path) -> None:
    profile.lockout.change(lambda _kept: RECORD)
    people = Profiles(store)
    moved = people.rename("anna", "bea")
    assert moved.lockout.load() == RECORD
    people.delete("bea")
    with pytest.raises(ProfileGone):
        moved.lockout.change(lambda _kept: RECORD)
    assert not (root / "bea").exists()


def test_a_newer_record_is_refused_not_guessed(profile: Profile) -> None:
    profile.write_json(LOCKOUT_FILE, {"format": 2})
    with pytest.raises(NewerFormat):
        Lockout(profile.lockout).remaining()
