"""The guard before a match: only live frames match, an attack holds, doubt never matches, and nothing goes round it."""

from __future__ import annotations

import pytest

from faceid_app.identity.attempts import AttemptWatch
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.guarded_window import ATTACK_SECONDS, UNSURE_SECONDS
from faceid_app.storage.attempts import Attempt
from tests.helpers.guarded import ATTACK, BLURRED, EMPTY, LIVE, THERE, UNSURE, ScriptedGuard, Sitting


def test_only_frames_that_are_called_live_match() -> None:
    sitting = Sitting()
    told = sitting.looks(3, LIVE)
    assert told.verdict is Verdict.MATCH
    assert told.guard is not None
    assert told.guard.liveness is LIVE
    assert "guard" in told.latency_ms
    assert sitting.looks(5, LIVE, same=False).verdict is Verdict.NO_MATCH


def test_an_attack_is_told_at_once_and_outlasts_the_frames_that_look_live() -> None:
    sitting = Sitting()
    sitting.looks(3, LIVE)
    told = sitting.look(ATTACK)
    assert (told.verdict, str(told.reason)) == (Verdict.ATTACK, "Because the test says so.")
    held = [sitting.look(LIVE).verdict for _ in range(int(ATTACK_SECONDS * 10) - 1)]
    assert set(held) == {Verdict.ATTACK}
    sitting.look(LIVE)
    assert sitting.looks(3, LIVE).verdict is Verdict.MATCH  # and not for ever


@pytest.mark.parametrize("way_out", ["gone", "elsewhere", "late"])
def test_nobody_gets_rid_of_an_attack_by_leaving_for_a_moment(way_out: str) -> None:
    sitting = Sitting()
    sitting.look(ATTACK)
    first = {
        "gone": lambda: sitting.look(refusal=EMPTY),
        "elsewhere": lambda: sitting.look(LIVE, box=THERE),
        "late": lambda: sitting.look(LIVE, step=1.1),
    }[way_out]()
    assert first.verdict in (Verdict.NO_FACE, Verdict.ATTACK)
    assert sitting.looks(5, LIVE).verdict is Verdict.ATTACK


def test_a_blurred_frame_does_not_hide_an_attack() -> None:
    sitting = Sitting()
    sitting.look(ATTACK)
    assert sitting.look(refusal=BLURRED).verdict is Verdict.ATTACK


def test_doubt_is_checked_for_a_while_and_then_is_no_match() -> None:
    sitting = Sitting()
    verdicts = [sitting.look(UNSURE).verdict for _ in range(int(UNSURE_SECONDS * 10) + 2)]
    assert set(verdicts[:-2]) == {Verdict.CHECKING}
    assert verdicts[-1] is Verdict.NO_MATCH


def test_doubt_takes_a_match_back_and_counts_for_nothing() -> None:
    sitting = Sitting()
    sitting.looks(2, LIVE)
    assert sitting.looks(10, UNSURE).verdict is Verdict.CHECKING
    sitting.looks(3, LIVE)
    assert sitting.look(UNSURE).verdict is Verdict.CHECKING


@pytest.mark.parametrize("says", [ATTACK, UNSURE])
def test_moving_the_thresholds_does_not_go_round_the_guard(says) -> None:
    sitting = Sitting()
    sitting.look(says)
    for _ in range(10):
        told = sitting.verifier.set_thresholds(Thresholds(0.0, 0.01))
        assert told is not None
        assert told.decision is not None
        assert told.decision.match
        assert told.verdict is not Verdict.MATCH


def test_a_guard_that_fails_is_never_a_match() -> None:
    sitting = Sitting()
    sitting.looks(2, LIVE)
    with pytest.raises(RuntimeError):
        sitting.look(RuntimeError("the network is broken"))
    sitting.guard = None  # the verifier keeps its own, which still raises
    for _ in range(5):
        with pytest.raises(RuntimeError):
            sitting.look()


def test_the_guard_forgets_whenever_somebody_else_may_come() -> None:
    sitting = Sitting()
    guard = sitting.guard
    assert isinstance(guard, ScriptedGuard)
    sitting.looks(3, LIVE)
    assert guard.losses == 0
    sitting.look(refusal=EMPTY)
    assert guard.losses == 1
    sitting.look(box=THERE)
    assert guard.losses == 2
    sitting.look(box=THERE, step=1.5)
    assert guard.losses == 3
    sitting.look(refusal=BLURRED, box=THERE)
    assert guard.losses == 3


def test_each_network_runs_once_a_frame_and_the_guard_not_on_frames_that_are_refused() -> None:
    sitting = Sitting()
    sitting.looks(4, LIVE)
    sitting.look(refusal=BLURRED)
    assert sitting.guard is not None
    assert (sitting.guard.checked, sitting.embedder.passes) == (4, 4)


def test_an_attack_is_one_attempt_with_what_the_guard_said() -> None:
    sitting = Sitting()
    watch = AttemptWatch(network="n", bundle="b")
    frames = [sitting.look(ATTACK) for _ in range(4)]
    frames += [sitting.look(refusal=BLURRED), sitting.look(LIVE), sitting.look(ATTACK)]
    kept = [attempt for attempt in map(watch.see, frames) if isinstance(attempt, Attempt)]
    assert [attempt.verdict for attempt in kept] == ["attack"]
    assert [glance.liveness for glance in kept[0].glances] == ["attack"]
    sitting.looks(25, LIVE)
    after = [watch.see(sitting.look(LIVE)), watch.see(sitting.look(refusal=EMPTY)), watch.see(sitting.look(ATTACK))]
    assert [one.verdict for one in after if one is not None] == ["match", "attack"]
