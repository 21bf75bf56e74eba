"""The blink challenge on eyes that do what a test wants."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from faceid_app.faces.face import Face, Pose
from faceid_app.guard.blink import (
    BLINKS,
    LEAST_OPEN,
    LONGEST,
    REST_SECONDS,
    SECONDS,
    STILL,
    TOGETHER,
    Blink,
)
from faceid_app.guard.challenge import Outcome, State
from faceid_app.guard.eyes import Eye
from faceid_app.guard.verdict import Ask

FPS = 15.0
OPENNESS = 0.3


@dataclass
class Sitting:
    """Frames at an even pace; `right` and `left` are openness, `seen` whether eyes are to be seen at all."""

    right: float = OPENNESS
    left: float = OPENNESS
    seen: float = 1.0
    yaw: float = 0.0
    at: float = 0.0
    challenge: Blink = field(init=False)

    def __post_init__(self) -> None:
        self.challenge = Blink(self, source=random.Random(0))

    def look(self, rgb: Any, landmarks: Any) -> tuple[Eye, Eye]:
        return Eye(self.right, self.seen), Eye(self.left, self.seen)

    def see(self) -> Outcome:
        self.at += 1 / FPS
        face = Face((100.0, 100.0, 80.0, 100.0), np.zeros((5, 2), np.float32), 0.9)
        observation: Any = SimpleNamespace(subject=face, pose=Pose(self.yaw, 0.0, 0.0), refusal=None)
        frame: Any = SimpleNamespace(captured_at=self.at, rgb=np.zeros((1, 1, 3), np.uint8))
        return self.challenge.see(frame, observation)

    def hold(self, seconds: float, share: float = 1.0) -> Outcome:
        """Hold both eyes that far open for that long."""
        self.right = self.left = OPENNESS * share
        outcome = self.see()
        for _ in range(round(seconds * FPS) - 1):
            outcome = self.see()
        return outcome

    def wait_until_asked(self) -> None:
        """Look ahead until blinks are asked for."""
        for _ in range(60):
            self.hold(1 / FPS)
            if self.challenge.prompt(self.at).ask is Ask.BLINK:
                return
        raise AssertionError("nobody was asked to blink")

    def blink(self, *, closed: float = 0.2, after: float = 0.4, share: float = 0.2) -> Outcome:
        self.hold(after)
        self.hold(closed, share)
        return self.hold(2 / FPS)


def to_the_end(step: Callable[[], Outcome], most: int = 60) -> Outcome:
    for _ in range(most):
        outcome = step()
        if outcome.state is not State.RUNNING:
            return outcome
    raise AssertionError("it never ended")


def test_two_blinks_after_the_prompt_pass_and_are_counted_for_the_person() -> None:
    sitting = Sitting()
    assert sitting.hold(1 / FPS).state is State.RUNNING
    assert sitting.challenge.prompt(sitting.at).ask is Ask.FRONT
    sitting.wait_until_asked()
    assert sitting.challenge.prompt(sitting.at).blinks == (0, BLINKS)
    assert sitting.blink().state is State.RUNNING
    prompt = sitting.challenge.prompt(sitting.at)
    assert prompt.blinks == (1, BLINKS)
    assert prompt.sentence == "Blink once more."
    outcome = sitting.blink()
    assert outcome.state is State.PASSED
    assert "20% of their openness" in outcome.sentence
    assert sitting.hold(1.0) is outcome


@pytest.mark.parametrize(
    "change",
    [{"share": 0.6}, {"closed": LONGEST + 0.3}],
    ids=["not closed far enough", "closed too long"],
)
def test_what_is_no_blink_is_not_counted(change: dict[str, float]) -> None:
    sitting = Sitting()
    sitting.wait_until_asked()
    outcome = to_the_end(lambda: sitting.blink(**change))
    assert outcome.state is State.EXPIRED
    assert "0 of 2 blinks" in outcome.sentence
    assert outcome.readings[0].against


def test_one_eye_is_a_wink() -> None:
    sitting = Sitting()
    sitting.wait_until_asked()

    def wink() -> Outcome:
        sitting.hold(0.3)
        sitting.left = 0.05
        for _ in range(4):
            outcome = sitting.see()
        return outcome

    assert to_the_end(wink).state is State.EXPIRED


def test_blinks_by_oneself_are_too_far_apart() -> None:
    sitting = Sitting()
    sitting.wait_until_asked()
    sitting.blink()
    sitting.hold(TOGETHER)
    assert sitting.challenge.prompt(sitting.at).blinks == (0, BLINKS)
    assert sitting.blink().state is State.RUNNING
    assert to_the_end(lambda: sitting.hold(0.2)).state is State.EXPIRED


def test_whoever_was_blinking_when_asked_has_not_read_the_prompt() -> None:
    sitting = Sitting()
    sitting.wait_until_asked()
    sitting.blink(after=1 / FPS, closed=0.3)
    assert sitting.challenge.prompt(sitting.at).blinks == (0, BLINKS)


def test_closing_while_the_head_is_turned_away_or_the_eyes_covered_does_not_count() -> None:
    for change in ({"yaw": STILL + 3}, {"seen": 0.2}):
        sitting = Sitting()
        sitting.wait_until_asked()

        def hidden(sitting: Sitting = sitting, change: dict[str, float] = change) -> Outcome:
            sitting.hold(0.3)
            for name, value in change.items():
                setattr(sitting, name, value)
            sitting.hold(0.2, 0.1)
            sitting.yaw, sitting.seen = 0.0, 1.0
            return sitting.hold(0.2)

        outcome = to_the_end(hidden)
        assert outcome.state is State.EXPIRED
        assert "covered or the head turned away" in outcome.sentence


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seen": 0.1}, "could not be seen"),
        ({"yaw": 30.0}, "look ahead with open eyes"),
        ({"right": LEAST_OPEN - 0.05}, "look ahead with open eyes"),
    ],
)
def test_who_cannot_be_asked_is_told_why(change: dict[str, float], why: str) -> None:
    sitting = Sitting()
    for name, value in change.items():
        setattr(sitting, name, value)
    outcome = to_the_end(sitting.see, most=round(REST_SECONDS * FPS) + 5)
    assert outcome.state is State.EXPIRED
    assert why in outcome.sentence


def test_one_picture_without_eyes_is_not_why_nobody_rested() -> None:
    sitting = Sitting(seen=0.1)
    sitting.see()
    sitting.seen, sitting.yaw = 1.0, 30.0
    assert "look ahead with open eyes" in to_the_end(sitting.see, most=round(REST_SECONDS * FPS) + 5).sentence


def test_a_blink_while_resting_begins_the_rest_anew() -> None:
    sitting = Sitting()
    for _ in range(4):
        sitting.hold(0.3)
        assert sitting.hold(0.2, 0.2).state is State.RUNNING
        assert sitting.challenge.prompt(sitting.at).ask is Ask.FRONT


def test_no_face_fails_and_the_time_is_told() -> None:
    sitting = Sitting()
    sitting.wait_until_asked()
    prompt = sitting.challenge.prompt(sitting.at + 1.0)
    assert prompt.allowed == SECONDS
    assert prompt.left == pytest.approx(SECONDS - 1.0, abs=0.1)
    nobody: Any = SimpleNamespace(subject=None, pose=None, refusal=None)
    frame: Any = SimpleNamespace(captured_at=sitting.at + 0.1, rgb=np.zeros((1, 1, 3), np.uint8))
    assert sitting.challenge.see(frame, nobody).state is State.FAILED


def lengths() -> Iterable[float]:
    return (sitting_until_asked(seed) for seed in range(12))


def sitting_until_asked(seed: int) -> float:
    sitting = Sitting()
    sitting.challenge = Blink(sitting, source=random.Random(seed))
    sitting.wait_until_asked()
    return sitting.at


def test_when_the_prompt_comes_is_drawn() -> None:
    assert max(lengths()) - min(lengths()) > 0.4
