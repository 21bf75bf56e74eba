"""The head-turn challenge on drawn landmarks: heads that turn, and pictures that only seem to."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from faceid_app.faces.face import Face
from faceid_app.faces.pose import FACE_MODEL, estimate_pose
from faceid_app.guard.challenge import Outcome, State
from faceid_app.guard.head_turn import DIRECTIONS, ENOUGH, SIDES, HeadTurn, shape_of, turned
from faceid_app.guard.verdict import Ask

FPS = 15.0
EYES = 60.0


class Asks(random.Random):
    """Draws the directions that a test wants."""

    def __init__(self, *asks: Ask) -> None:
        super().__init__(0)
        self._asks = iter(asks)

    def choice(self, seq: Any) -> Any:
        return next(self._asks)


def seen(points: np.ndarray, *, raised: float = 0.0) -> Any:
    """An observation of these landmarks; `raised`: degrees of pitch that the outline of the head tells."""
    landmarks = (points[:, :2] * EYES + (320, 240)).astype(np.float32)
    height = 2.4 * EYES
    middle = landmarks[[0, 1, 3, 4]].mean(axis=0)
    box = (middle[0] - 0.9 * EYES, middle[1] - height * (0.45 - raised / 260), 1.8 * EYES, height)
    face = Face((float(box[0]), float(box[1]), float(box[2]), float(box[3])), landmarks, 0.9)
    return SimpleNamespace(subject=face, pose=estimate_pose(face), aligned=None, refusal=None)


def head(yaw: float, up: float = 0.0) -> Any:
    """A head that is turned so far to its left, and up."""
    a = math.radians(yaw)
    turn = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    return seen((FACE_MODEL - FACE_MODEL.mean(axis=0)) @ turn.T, raised=up)


def photo(angle: float, *, tilt: float = 0.0) -> Any:
    """A flat picture of a face that looks ahead, turned and tilted before a lens 8 eye distances away."""
    flat = (FACE_MODEL - FACE_MODEL.mean(axis=0)) * (1, 1, 0)
    a, b = math.radians(angle), math.radians(tilt)
    turn = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    nod = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    points = flat @ (nod @ turn).T
    return seen(points * (8 / (8 - points[:, 2:])))


@dataclass
class Sitting:
    """Frames at an even pace."""

    challenge: HeadTurn
    at: float = 0.0

    def see(self, observation: Any) -> Outcome:
        self.at += 1 / FPS
        return self.challenge.see(SimpleNamespace(captured_at=self.at), observation)  # type: ignore[arg-type]

    def wait_for_turn(self) -> Ask:
        """Look ahead until a turn is asked for."""
        for _ in range(60):
            self.see(head(0.0))
            if (ask := self.challenge.prompt(self.at).ask) is not Ask.FRONT:
                return ask
        raise AssertionError("no turn was asked for")


def ways(ask: Ask) -> Iterator[Any]:
    """A head on its way in that direction and beyond."""
    for step in range(30):
        angle = 2.0 * step
        yield {Ask.LEFT: head(angle), Ask.RIGHT: head(-angle), Ask.UP: head(0.0, min(angle, 28.0))}[ask]


def turn(sitting: Sitting, ask: Ask) -> Outcome:
    outcome = sitting.see(head(0.0))
    for observation in ways(ask):
        outcome = sitting.see(observation)
        if outcome.state is not State.RUNNING or sitting.challenge.prompt(sitting.at).ask is Ask.FRONT:
            break
    return outcome


@pytest.mark.parametrize("first", DIRECTIONS)
def test_a_head_that_turns_as_asked_passes(first: Ask) -> None:
    sitting = Sitting(HeadTurn(source=Asks(first, Ask.RIGHT)))
    assert sitting.wait_for_turn() is first
    assert turn(sitting, first).state is State.RUNNING
    assert sitting.wait_for_turn() is Ask.RIGHT
    outcome = turn(sitting, Ask.RIGHT)
    assert outcome.state is State.PASSED
    assert all(reading.value >= reading.limit for reading in outcome.readings)
    assert sitting.see(head(-40.0)) is outcome


@pytest.mark.parametrize(("asked", "done"), [(Ask.LEFT, Ask.RIGHT), (Ask.RIGHT, Ask.UP), (Ask.UP, Ask.LEFT)])
def test_turning_another_way_fails_and_says_which(asked: Ask, done: Ask) -> None:
    sitting = Sitting(HeadTurn(source=Asks(asked, Ask.LEFT)))
    sitting.wait_for_turn()
    outcome = turn(sitting, done)
    assert outcome.state is State.FAILED
    assert "it turned" in outcome.sentence


def test_who_turns_before_the_prompt_can_be_read_fails() -> None:
    sitting = Sitting(HeadTurn(turns=1, source=Asks(Ask.LEFT)))
    sitting.wait_for_turn()
    assert sitting.see(head(25.0)).state is State.FAILED


def test_who_does_not_turn_lets_it_expire() -> None:
    sitting = Sitting(HeadTurn(turns=1, source=Asks(Ask.LEFT)))
    sitting.wait_for_turn()
    outcomes = [sitting.see(head(5.0)) for _ in range(70)]
    assert outcomes[-1].state is State.EXPIRED
    assert "by 18 degrees" in outcomes[-1].sentence
    assert "turned by 5" in outcomes[-1].sentence


def test_a_head_that_never_rests_is_not_asked() -> None:
    sitting = Sitting(HeadTurn(turns=1, source=Asks(Ask.LEFT)))
    outcome = [sitting.see(head(14 * math.sin(number / 3))) for number in range(100)][-1]
    assert outcome.state is State.EXPIRED


@pytest.mark.parametrize("ask", SIDES)
@pytest.mark.parametrize("tilt", [-30.0, 0.0, 30.0])
@pytest.mark.parametrize("away", [-1.0, 1.0])
def test_a_photo_that_is_turned_fails(ask: Ask, tilt: float, away: float) -> None:
    sitting = Sitting(HeadTurn(turns=1, source=Asks(ask)))
    while sitting.challenge.prompt(sitting.at).ask is Ask.FRONT:
        sitting.see(photo(0.0))
    outcome = None
    for step in range(70):
        outcome = sitting.see(photo(away * min(1.5 * step, 65.0), tilt=tilt * min(step / 30, 1.0)))
    assert outcome is not None
    assert outcome.state is not State.PASSED


def test_a_flat_face_that_seems_turned_is_told_by_its_shape() -> None:
    narrow = head(25.0)
    narrow.subject.landmarks[:, 0] = 320 + (narrow.subject.landmarks[:, 0] - 320) * 0.8
    assert turned(narrow.pose, head(0.0).pose)[Ask.LEFT] >= ENOUGH[Ask.LEFT]
    sitting = Sitting(HeadTurn(turns=1, source=Asks(Ask.LEFT)))
    sitting.wait_for_turn()
    for step in range(5):
        sitting.see(head(3.0 * step))
    outcome = [sitting.see(narrow) for _ in range(70)][-1]
    assert outcome.state is State.FAILED
    assert "flat" in outcome.sentence
    assert shape_of(narrow.subject.landmarks) < 0.85 * shape_of(head(0.0).subject.landmarks)


def test_every_order_has_a_side_and_all_eight_come() -> None:
    source = random.Random(4)
    orders = {tuple(HeadTurn(source=source)._asked) for _ in range(400)}
    assert len(orders) == 8
    assert all(any(ask in SIDES for ask in order) for order in orders)
