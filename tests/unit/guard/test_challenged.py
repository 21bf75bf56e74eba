"""The guard that asks, with challenges and a watching guard that do what a test wants."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from faceid_app.faces.face import Face, Pose
from faceid_app.guard.blink import Blink
from faceid_app.guard.challenge import Challenge, Outcome, State
from faceid_app.guard.challenged import (
    PATIENCE,
    PAUSE,
    PROOF,
    TRIES,
    ChallengedGuard,
    Drawing,
    InTurn,
)
from faceid_app.guard.eyes import Eye
from faceid_app.guard.head_turn import HeadTurn
from faceid_app.guard.passive import FROZEN_CAMERA
from faceid_app.guard.screen_light import ScreenLight
from faceid_app.guard.verdict import Ask, GuardVerdict, Liveness, Prompt
from faceid_app.words import Words

STEP = 0.1


class Watching:
    """Says what it is told to."""

    def __init__(self, liveness: Liveness) -> None:
        self.verdict = GuardVerdict(liveness, 0.1, Words("Watched."))

    def check(self, frame: Any, observation: Any) -> GuardVerdict:
        return self.verdict

    def lost(self) -> None:
        pass


class Scripted:
    """A challenge that ends in a state after some frames."""

    def __init__(self, state: State, frames: int = 3, ask: Ask = Ask.LEFT) -> None:
        self._state, self._frames, self._ask = state, frames, ask

    def prompt(self, at: float) -> Prompt:
        return Prompt(self._ask, Words("Turn."), 1, 1, 2.0, 4.0)

    def see(self, frame: Any, observation: Any) -> Outcome:
        self._frames -= 1
        return Outcome(State.RUNNING if self._frames > 0 else self._state, Words(f"It {self._state}."))


@dataclass
class Sitting:
    """A face in frames at an even pace, before a guard whose challenges all end alike."""

    liveness: Liveness = Liveness.LIVE
    always: bool = True
    ends: State = State.PASSED
    at: float = 0.0
    drawn: int = 0
    declined: bool = False
    guard: ChallengedGuard = field(init=False)
    watching: Watching = field(init=False)

    def __post_init__(self) -> None:
        self.watching = Watching(self.liveness)
        self.guard = ChallengedGuard(self.watching, always=self.always, draw=self)

    def next(self) -> Challenge:
        self.drawn += 1
        return Scripted(self.ends)

    def is_declined(self, challenge: Challenge) -> bool:
        was, self.declined = self.declined, False
        return was

    def see(self, *, after: float = STEP, x: float = 100.0, look: int = 0) -> GuardVerdict:
        self.at += after
        face = Face((x, 100.0, 80.0, 100.0), np.zeros((5, 2), np.float32), 0.9)
        picture = np.random.default_rng(look).integers(0, 255, (112, 112, 3)).astype(np.uint8)
        observation: Any = SimpleNamespace(subject=face, pose=Pose(0, 0, 0), aligned=picture, refusal=None)
        frame: Any = SimpleNamespace(captured_at=self.at)
        return self.guard.check(frame, observation)

    def until(self, liveness: Liveness, *, most: int = 400) -> GuardVerdict:
        for _ in range(most):
            verdict = self.see()
            if verdict.liveness is liveness:
                return verdict
        raise AssertionError(f"never {liveness}")


def test_a_passed_challenge_makes_it_live_and_says_so() -> None:
    sitting = Sitting()
    first = sitting.see()
    assert first.liveness is Liveness.UNSURE
    assert first.prompt is not None
    verdict = sitting.until(Liveness.LIVE)
    assert verdict.reason == "It passed."
    assert verdict.prompt is None


@pytest.mark.parametrize("ends", [State.FAILED, State.EXPIRED])
def test_who_never_passes_is_never_live_and_not_asked_for_ever(ends: State) -> None:
    sitting = Sitting(ends=ends)
    seen = [sitting.see() for _ in range(300)]
    assert all(verdict.liveness is Liveness.UNSURE for verdict in seen)
    assert sitting.drawn == TRIES
    assert seen[3].reason == f"It {ends}."
    assert seen[3].prompt is None
    assert "come back" in seen[-1].reason
    sitting.guard.lost()
    assert sitting.see().prompt is not None


def test_there_is_time_to_read_why() -> None:
    sitting = Sitting(ends=State.FAILED)
    prompts = [sitting.see().prompt is not None for _ in range(60)]
    pause = prompts.index(True, 3) - 2
    assert pause * STEP == pytest.approx(PAUSE, abs=2 * STEP)


def test_watching_alone_suffices_unless_it_stays_in_doubt() -> None:
    assert Sitting(always=False).see().liveness is Liveness.LIVE
    doubtful = Sitting(always=False, liveness=Liveness.UNSURE)
    count = next(number for number in range(100) if doubtful.see().prompt is not None)
    assert count * STEP == pytest.approx(PATIENCE, abs=2 * STEP)


def test_an_attack_outweighs_a_passed_challenge() -> None:
    sitting = Sitting()
    sitting.until(Liveness.LIVE)
    sitting.watching.verdict = GuardVerdict(Liveness.ATTACK, 0.9, Words("A print."))
    assert sitting.see().liveness is Liveness.ATTACK
    sitting.watching.verdict = GuardVerdict(Liveness.LIVE, 0.1, Words("Live."))
    assert sitting.see().liveness is Liveness.UNSURE


@pytest.mark.parametrize("change", [{"after": 0.9}, {"x": 400.0}, {"look": 1}, {"after": -1.0}])
def test_a_proof_is_lost_with_the_face(change: dict[str, Any]) -> None:
    sitting = Sitting()
    sitting.until(Liveness.LIVE)
    assert sitting.see().liveness is Liveness.LIVE
    assert sitting.see(**change).liveness is Liveness.UNSURE


@pytest.mark.parametrize("change", [{"after": 0.9}, {"x": 400.0}, {"look": 1}])
def test_another_face_in_the_middle_ends_the_challenge(change: dict[str, Any]) -> None:
    sitting = Sitting()
    sitting.see()
    verdict = sitting.see(**change)
    assert verdict.liveness is Liveness.UNSURE
    assert verdict.prompt is None
    assert str(verdict.reason).startswith("The face")


def test_a_proof_does_not_last_for_ever() -> None:
    sitting = Sitting()
    sitting.until(Liveness.LIVE)
    lasted = sum(1 for _ in range(int(PROOF / STEP) + 50) if sitting.see().liveness is Liveness.LIVE)
    assert lasted * STEP <= PROOF + 2 * STEP + 5.0
    assert sitting.drawn == 2


def test_a_frozen_camera_is_told_not_asked() -> None:
    sitting = Sitting(liveness=Liveness.UNSURE)
    sitting.watching.verdict = GuardVerdict(Liveness.UNSURE, 1.0, FROZEN_CAMERA)
    verdict = [sitting.see() for _ in range(40)][-1]
    assert verdict.reason == FROZEN_CAMERA
    assert verdict.prompt is None
    assert sitting.drawn == 0


def test_a_declined_challenge_costs_no_try() -> None:
    sitting = Sitting()
    sitting.see()
    sitting.declined = True
    assert sitting.see().prompt is not None
    assert sitting.drawn == 2
    sitting.until(Liveness.LIVE)


def test_in_turn_passes_when_each_has_passed() -> None:
    both = InTurn((Scripted(State.PASSED, ask=Ask.LIGHT), Scripted(State.PASSED)))
    states = [both.see(None, None).state for _ in range(5)]  # type: ignore[arg-type]
    assert states == [State.RUNNING] * 4 + [State.PASSED]
    failing = InTurn((Scripted(State.FAILED), Scripted(State.PASSED)))
    assert [failing.see(None, None).state for _ in range(3)][-1] is State.FAILED  # type: ignore[arg-type]


class NoEyes:
    """Eyes that nobody looks at."""

    def look(self, rgb: Any, landmarks: Any) -> tuple[Eye, Eye]:
        raise AssertionError("nothing was to be looked at")


def kinds_of(challenge: Challenge) -> frozenset[type]:
    parts = challenge.challenges if isinstance(challenge, InTurn) else (challenge,)
    return frozenset(type(part) for part in parts)


@pytest.mark.parametrize("light", [True, False])
def test_every_kind_is_drawn_and_the_last_one_less_often_but_not_never(light: bool) -> None:
    drawing = Drawing(light=light, eyes=NoEyes(), source=random.Random(0))
    drawn = [kinds_of(drawing.next()) for _ in range(400)]
    again = sum(before == after for before, after in pairwise(drawn)) / 399
    assert again == pytest.approx(1 / 5 if light else 1 / 3, abs=0.07)
    assert (frozenset({ScreenLight, HeadTurn}) in drawn) is light


def test_every_kind_is_one_turn_with_something_or_two() -> None:
    drawing = Drawing(light=True, eyes=NoEyes(), source=random.Random(0))
    drawn = [kinds_of(drawing.next()) for _ in range(60)]
    assert set(drawn) == {frozenset({HeadTurn}), frozenset({Blink, HeadTurn}), frozenset({ScreenLight, HeadTurn})}
    assert min(Counter(drawn).values()) > 10


def test_blinks_and_turn_come_in_either_order() -> None:
    drawing = Drawing(light=False, eyes=NoEyes(), source=random.Random(0))
    both = [one for one in (drawing.next() for _ in range(40)) if isinstance(one, InTurn)]
    assert {type(one.challenges[0]) for one in both} == {Blink, HeadTurn}


def test_colours_are_drawn_only_where_they_may_be_shown() -> None:
    drawing = Drawing(light=True, eyes=NoEyes(), source=random.Random(0))
    first = next(one for one in iter(drawing.next, None) if ScreenLight in kinds_of(one))
    assert first.prompt(0.0).ask is Ask.LIGHT
    assert not drawing.is_declined(first)
    drawing.decline()
    assert drawing.is_declined(first)
    later = [drawing.next() for _ in range(20)]
    assert not any(ScreenLight in kinds_of(one) or drawing.is_declined(one) for one in later)
    assert later[0].prompt(0.0).ask is Ask.FRONT
