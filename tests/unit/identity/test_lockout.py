"""The lock-out: five failures in a minute, longer each time, deaf to the clock that people can set."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from faceid_app.identity import lockout as lockout_module
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.lockout import AGAIN_SECONDS, DELAYS, MOST_FAILURES, Lockout, now, remaining_words
from faceid_app.paths import Paths
from faceid_app.storage.lockout import LOCKOUT_FILE, KeptLockout
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.guarded import ATTACK, BLURRED, EMPTY, LIVE, UNSURE, FakeClocks, Sitting


@pytest.fixture
def anna(paths: Paths) -> Profile:
    return Profiles(PlainStore(paths.personal)).create("anna")


@pytest.fixture
def clocks() -> FakeClocks:
    return FakeClocks()


@pytest.fixture
def lockout(anna: Profile, clocks: FakeClocks) -> Lockout:
    return Lockout(anna.lockout, clock=clocks)


def fail(lockout: Lockout, clocks: FakeClocks, times: int = MOST_FAILURES, *, apart: float = 1.0) -> float:
    for _ in range(times):
        clocks.wait(apart)
        locked = lockout.failed()
    return locked


def test_the_fifth_failure_in_a_minute_locks_and_the_delays_grow(lockout: Lockout, clocks: FakeClocks) -> None:
    assert fail(lockout, clocks, 4) == 0.0
    assert fail(lockout, clocks, 1) == DELAYS[0]
    for delay in (*DELAYS[1:], DELAYS[-1]):
        clocks.wait(lockout.remaining() - 0.5)
        assert lockout.remaining() > 0.0
        clocks.wait(1.0)
        assert lockout.remaining() == 0.0
        assert fail(lockout, clocks) == delay


def test_failures_further_apart_than_a_minute_never_lock(lockout: Lockout, clocks: FakeClocks) -> None:
    assert fail(lockout, clocks, 50, apart=16.0) == 0.0


def test_a_match_forgets_all_but_no_delay_that_began_meanwhile(
    anna: Profile, lockout: Lockout, clocks: FakeClocks
) -> None:
    fail(lockout, clocks, 4)
    assert lockout.matched() == 0.0
    assert not anna.exists(LOCKOUT_FILE)
    other = Lockout(anna.lockout, clock=clocks)  # as another process has it
    fail(other, clocks)
    assert lockout.matched() == DELAYS[0]
    assert lockout.remaining() == DELAYS[0]


def test_it_is_kept_over_restarts_of_the_program(anna: Profile, lockout: Lockout, clocks: FakeClocks) -> None:
    fail(lockout, clocks)
    clocks.wait(10.0)
    assert Lockout(anna.lockout, clock=clocks).remaining() == pytest.approx(DELAYS[0] - 10.0)


def test_several_at_once_get_no_more_tries_than_one(paths: Paths, anna: Profile, clocks: FakeClocks) -> None:
    together = Barrier(4)

    def try_often(_number: int) -> tuple[list[float], float]:
        mine = Lockout(KeptLockout(PlainStore(paths.personal), "anna"), clock=clocks)  # as another process has it
        together.wait()
        failed = [mine.failed() for _ in range(3)]
        together.wait()
        return failed, mine.matched()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(try_often, range(4)))
    record = anna.lockout.load()
    assert (record.failures, record.delays, record.seconds) == ((), 1, DELAYS[0])
    assert sum(locked == 0.0 for failed, _ in told for locked in failed) == MOST_FAILURES - 1
    assert {matched for _, matched in told} == {DELAYS[0]}, "who matches after that is told to wait"


@pytest.mark.parametrize("change", [-1e9, -3600.0, 3600.0, 1e9])
def test_setting_the_clock_changes_nothing(
    anna: Profile, lockout: Lockout, clocks: FakeClocks, monkeypatch: pytest.MonkeyPatch, change: float
) -> None:
    fail(lockout, clocks)
    said = time.time() + change
    monkeypatch.setattr(time, "time", lambda: said)
    clocks.wait(10.0)
    for seen in (lockout, Lockout(anna.lockout, clock=clocks)):
        assert seen.remaining() == pytest.approx(DELAYS[0] - 10.0)


def test_after_a_restart_of_the_machine_only_its_own_seconds_count(
    anna: Profile, lockout: Lockout, clocks: FakeClocks
) -> None:
    fail(lockout, clocks)
    clocks.wait(10.0)
    clocks.start_anew(boot=12.0)
    again = Lockout(anna.lockout, clock=clocks)
    assert again.remaining() == pytest.approx(DELAYS[0] - 12.0)
    clocks.wait(DELAYS[0])
    assert again.remaining() == 0.0


def test_the_real_clock_goes_on_and_knows_its_start() -> None:
    before, after = now(), now()
    assert 0.0 <= after.boot - before.boot < 60.0
    assert before.boot_id == after.boot_id


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 1}', b'{"format":1,"failures":[{}],"delays":0}'])
def test_a_damaged_record_locks_and_is_mended(
    anna: Profile, lockout: Lockout, clocks: FakeClocks, damage: bytes
) -> None:
    anna.write(LOCKOUT_FILE, damage)
    assert lockout.remaining() == DELAYS[0]
    clocks.wait(DELAYS[0] + 1)
    assert lockout.remaining() == 0.0


def test_words_say_how_long() -> None:
    assert str(remaining_words(29.2)) == "Too many attempts failed; try again in 30 s."
    assert str(remaining_words(61.0)) == "Too many attempts failed; try again in 1 min 1 s."


# --- at the camera ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sitting(lockout: Lockout, clocks: FakeClocks) -> Sitting:
    return Sitting(lockout=lockout, when_looked=clocks.wait)


def failures(anna: Profile) -> int:
    return len(anna.lockout.load().failures)


def test_attacks_lock_and_then_no_frame_is_judged(anna: Profile, sitting: Sitting) -> None:
    for count in range(1, MOST_FAILURES):
        assert sitting.look(ATTACK).verdict is Verdict.ATTACK
        sitting.look(refusal=EMPTY)
        assert failures(anna) == count
    assert sitting.look(ATTACK).verdict is Verdict.ATTACK
    passes = sitting.embedder.passes
    told = sitting.look(LIVE)
    assert told.verdict is Verdict.LOCKED
    assert 29.0 < told.locked_for <= 30.0
    assert "try again" in told.reason
    moved = sitting.verifier.set_thresholds(Thresholds(0.0, 0.01))
    assert moved is not None
    assert moved.verdict is Verdict.LOCKED
    assert {sitting.look(LIVE).verdict for _ in range(280)} == {Verdict.LOCKED}
    assert sitting.embedder.passes == passes
    assert [sitting.look(LIVE).verdict for _ in range(30)][-1] is Verdict.MATCH
    assert not anna.exists(LOCKOUT_FILE)


def test_dark_blur_nobody_and_one_long_doubt_are_no_five_failures(anna: Profile, sitting: Sitting) -> None:
    for _ in range(100):
        sitting.look(refusal=BLURRED)
        sitting.look(refusal=EMPTY)
    assert failures(anna) == 0
    sitting.looks(60, UNSURE)
    assert failures(anna) == 1


def test_who_stays_and_goes_on_failing_is_locked_out_within_a_minute(anna: Profile, sitting: Sitting) -> None:
    sitting.looks(10, LIVE, same=False)
    assert failures(anna) == 1
    sitting.looks(int(AGAIN_SECONDS * 10), LIVE, same=False)
    assert failures(anna) == 2
    assert sitting.looks(int(AGAIN_SECONDS * 30) + 5, LIVE, same=False).verdict is Verdict.LOCKED


def test_what_comes_from_moving_the_thresholds_counts_for_nothing(anna: Profile, sitting: Sitting) -> None:
    sitting.looks(5, LIVE, same=False)
    assert failures(anna) == 1
    for strict in (0.0, 1.0) * 5:
        sitting.verifier.set_thresholds(Thresholds(strict, 0.5))
        sitting.looks(5, LIVE, same=False)
    assert failures(anna) == 1  # neither failed again, nor forgotten by a match that was made with the slider


@pytest.mark.parametrize("nudges", [1, 1_000])
def test_moving_the_thresholds_does_not_switch_the_lock_out_off(anna: Profile, sitting: Sitting, nudges: int) -> None:
    sitting.looks(5, LIVE, same=False)
    told = []
    for second in range(int(AGAIN_SECONDS) * MOST_FAILURES):
        if second < nudges:
            sitting.verifier.set_thresholds(Thresholds(0.5 + 0.0001 * (1 + second % 2), 0.5))  # only ever stricter
        told.append(sitting.looks(10, LIVE, same=False).verdict)
    assert told[-1] is Verdict.LOCKED
    assert anna.lockout.load().delays == 1


def test_only_the_next_change_of_verdict_comes_from_moving_the_thresholds(anna: Profile, sitting: Sitting) -> None:
    sitting.looks(5, LIVE, same=False)
    sitting.verifier.set_thresholds(Thresholds(0.0, 0.5))
    assert sitting.looks(5, LIVE, same=False).verdict is Verdict.MATCH
    assert failures(anna) == 1
    assert sitting.looks(60, UNSURE).verdict is Verdict.NO_MATCH
    assert failures(anna) == 2


def test_who_goes_on_failing_at_moved_thresholds_counts_from_when_they_were_moved(
    anna: Profile, sitting: Sitting
) -> None:
    assert sitting.looks(300, LIVE).verdict is Verdict.MATCH
    sitting.verifier.set_thresholds(Thresholds(1.0, 0.5))
    assert sitting.looks(int(AGAIN_SECONDS * 10), LIVE, same=False).verdict is Verdict.NO_MATCH
    assert failures(anna) == 0
    sitting.looks(5, LIVE, same=False)
    assert failures(anna) == 1


def test_a_match_made_with_the_thresholds_is_not_told_in_a_delay_that_began_elsewhere(
    anna: Profile, clocks: FakeClocks, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout_module, "_RELOAD_SECONDS", 1e9)  # it was looked at a moment before
    sitting.looks(5, LIVE, same=False)
    sitting.verifier.set_thresholds(Thresholds(0.0, 0.5))
    fail(Lockout(anna.lockout, clock=clocks), clocks, apart=0.0)  # as another process has it
    assert {sitting.look(LIVE).verdict for _ in range(5)} == {Verdict.CHECKING, Verdict.LOCKED}


def test_a_run_that_told_nothing_and_did_not_match_counts_once(anna: Profile, sitting: Sitting) -> None:
    sitting.looks(2, LIVE, same=False)
    sitting.verifier.end(failed=True)
    assert failures(anna) == 1
    sitting.looks(5, LIVE, same=False)
    sitting.look(refusal=EMPTY)
    sitting.verifier.end(failed=True)
    assert failures(anna) == 2
