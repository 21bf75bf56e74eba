"""The guard before a match: only live frames match, an attack holds, doubt never matches, and nothing goes round it."""

from __future__ import annotations

import threading
from typing import cast

import pytest

from faceid_app.identity.attempts import AttemptWatch
from faceid_app.identity.decision import Thresholds, Verdict, VerdictWindow
from faceid_app.identity.guarded_window import ATTACK_SECONDS, UNSURE_SECONDS
from faceid_app.storage.attempts import Attempt
from faceid_app.storage.audit import UNRECORDED, Event, History
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


class _WaitingHistory:
    """A log that another process holds until `free`."""

    def __init__(self) -> None:
        self.asked, self.free = threading.Event(), threading.Event()
        self.recorded: list[object] = []

    def record(self, _event: Event, **facts: object) -> None:
        self.asked.set()
        assert self.free.wait(5.0), "nobody waits for this while thresholds are moved"
        self.recorded.append(facts["verdict"])

    note = UNRECORDED.note


@pytest.mark.parametrize("agree", [1, 2, 3, 5])
@pytest.mark.parametrize("same", [True, False])
def test_moving_the_thresholds_shows_the_frame_anew_but_tells_no_match(agree: int, same: bool) -> None:
    history = _WaitingHistory()
    history.free.set()
    sitting = Sitting(history=cast(History, history), window=VerdictWindow(k=agree, n=agree))
    for detection in (1.0, 0.0, 0.4):
        sitting.verifier.set_thresholds(Thresholds(1.0, 0.5))
        sitting.looks(10, LIVE, same=False)
        history.recorded.clear()
        sitting.look(LIVE, same=same)
        moved = sitting.verifier.set_thresholds(Thresholds(detection, 0.5))
        assert moved is not None
        assert moved.decision is not None
        assert moved.decision.match == (detection < 1.0 and (same or not detection))
        assert moved.verdict is Verdict.CHECKING
        assert f"threshold {detection:.3f}" in moved.reason
        assert history.recorded == []
        told = sitting.looks(agree, LIVE, same=same).verdict
        assert told is (Verdict.MATCH if moved.decision.match else Verdict.NO_MATCH)
        assert history.recorded == ["match"] * moved.decision.match


def test_moving_the_thresholds_waits_for_no_verdict_that_is_being_recorded() -> None:
    history = _WaitingHistory()
    sitting = Sitting(history=cast(History, history))
    sitting.looks(2, LIVE)
    told = []
    frames = threading.Thread(target=lambda: told.append(sitting.look(LIVE)))
    frames.start()
    assert history.asked.wait(5.0)
    moved = sitting.verifier.set_thresholds(Thresholds(1.0, 1.0))
    assert history.recorded == told == []
    assert moved is not None
    assert moved.decision is not None
    assert (moved.decision.match, sitting.verifier.thresholds) == (False, Thresholds(1.0, 1.0))
    history.free.set()
    frames.join(5.0)
    assert [(one.verdict, one.thresholds) for one in told] == [(Verdict.MATCH, Thresholds(0.5, 0.5))]
    after = sitting.look(LIVE)
    assert (after.verdict, after.thresholds) == (Verdict.CHECKING, Thresholds(1.0, 1.0))


def test_nobody_and_nothing_usable_stay_so_when_the_thresholds_are_moved() -> None:
    sitting = Sitting()
    assert sitting.verifier.set_thresholds(Thresholds(0.1, 0.5)) is None
    sitting.looks(3, LIVE)
    for refusal in (BLURRED, EMPTY):
        sitting.look(refusal=refusal)
        moved = sitting.verifier.set_thresholds(Thresholds(0.0, 0.01))
        assert moved is not None
        assert (moved.verdict, moved.decision, moved.glances) == (Verdict.NO_FACE, None, ())


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
