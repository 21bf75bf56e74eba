"""Every verdict that is told has its line in the audit log, and a match has it before it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.errors import DiskFull
from faceid_app.guard.policy import Policy
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.guarding import save_policy
from faceid_app.identity.lockout import Lockout
from faceid_app.identity.thresholds_in_use import save_thresholds
from faceid_app.paths import Paths
from faceid_app.storage import audit
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import entries
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.guarded import ATTACK, BLURRED, EMPTY, LIVE, FakeClocks, Sitting


@pytest.fixture
def anna(paths: Paths) -> Profile:
    return Profiles(PlainStore(paths.personal), AuditLog(paths)).create("anna")


def _told(paths: Paths, *, event: str = "verdict") -> list[str]:
    return [str(entry.facts["verdict"]) for entry in entries(AuditLog(paths)) if entry.event == event]


def test_a_verdict_has_one_line_however_long_it_is_told(paths: Paths, anna: Profile):
    sitting = Sitting(history=anna.history)
    assert sitting.looks(20, LIVE).verdict is Verdict.MATCH
    assert _told(paths) == ["match"]
    assert sitting.looks(20, LIVE, same=False).verdict is Verdict.NO_MATCH
    assert sitting.look(ATTACK).verdict is Verdict.ATTACK
    assert _told(paths) == ["match", "no_match", "attack"]
    for refusal in (BLURRED, EMPTY):
        sitting.look(refusal=refusal, step=3.0)
    assert _told(paths) == ["match", "no_match", "attack"]
    assert sitting.looks(5, LIVE).verdict is Verdict.MATCH
    assert _told(paths) == ["match", "no_match", "attack", "match"]
    assert {entry.who for entry in entries(AuditLog(paths)) if entry.event == "verdict"} == {anna.id}


def test_who_is_locked_out_is_told_once_and_the_lock_out_itself_too(paths: Paths, anna: Profile):
    clocks = FakeClocks()
    sitting = Sitting(history=anna.history, lockout=Lockout(anna.lockout, clock=clocks), when_looked=clocks.wait)
    while sitting.look(LIVE, same=False).verdict is not Verdict.LOCKED:
        pass
    sitting.looks(10)
    assert _told(paths) == ["no_match", "locked"]
    assert [entry.facts for entry in entries(AuditLog(paths)) if entry.event == "locked out"] == [{"seconds": 30}]


def test_a_match_that_cannot_be_recorded_is_not_told_and_all_else_is(
    anna: Profile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def full(_path: Path, _line: bytes) -> None:
        raise OSError(28, "No space left on device")

    sitting = Sitting(history=anna.history)
    with monkeypatch.context() as patched:
        patched.setattr(audit, "append_whole", full)
        for _ in range(2):
            with pytest.raises(DiskFull):
                sitting.looks(5, LIVE)
        attack = sitting.look(ATTACK)
    assert attack.verdict is Verdict.ATTACK
    assert "missing from the audit log: There is no space left" in attack.reason
    assert "could not be added" in caplog.text
    assert sitting.looks(30, LIVE).verdict is Verdict.MATCH


def test_what_decides_about_a_person_is_recorded_without_its_numbers(paths: Paths, anna: Profile):
    for detection in (0.61234, 0.71234, 0.51234):
        save_thresholds(anna, "bundle", Thresholds(detection, 0.5))
    save_policy(anna, Policy.CHALLENGE)
    facts = [entry.facts for entry in entries(AuditLog(paths)) if entry.event.endswith("changed")]
    assert facts == [{"to": "chosen"}, {"to": "stricter"}, {"to": "looser"}, {"policy": "challenge"}]
    assert b"1234" not in AuditLog(paths).files()[0].read_bytes().replace(anna.id.encode(), b"")
