"""Names over time: several looks, followed faces, and who is never named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.face import Face, Reason, Refusal
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Measurements
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.gallery import Gallery, Identification
from faceid_app.identity.identification import IdentifiedFace, Identifier
from faceid_app.identity.preprocessing import Input

LEFT, RIGHT = (10.0, 10.0, 80.0, 100.0), (300.0, 10.0, 80.0, 100.0)
DARK = Refusal(Reason.TOO_DARK, 2, 8, "percent", "It is dark.", "Turn on a light.")


@dataclass
class Scene:
    """What the camera would show: a box and who is in it (1, 2, …; 0 a stranger, None too dark to tell)."""

    faces: list[tuple[tuple[float, float, float, float], int | None]]

    def observe_each(self, _rgb: RgbImage) -> list[Observation]:
        return [self._observation(box, who) for box, who in self.faces]

    def _observation(self, box: tuple[float, float, float, float], who: int | None) -> Observation:
        aligned = np.full((112, 112, 3), who or 0, np.uint8)
        return Observation(
            faces=(),
            subject=Face(box, PORTRAIT_TEMPLATE, 0.9),
            pose=None,
            measurements=Measurements(faces=1),
            refusal=DARK if who is None else None,
            aligned=aligned,
            detect_ms=1.0,
            align_ms=1.0,
            _rgb=aligned,
        )


class MeanEmbedder:
    """The picture's brightness is its embedding."""

    input = Input.ALIGNED_112
    dimension = 1

    def embed(self, batch: Embeddings) -> Embeddings:
        return np.asarray(batch.mean(axis=(1, 2, 3))[:, None], np.float32)


class NamesByNumber:
    """A gallery that knows 1 as ada and 2 as bo."""

    def identify(self, embeddings: Embeddings) -> list[Identification]:
        return [Identification({1: "ada", 2: "bo"}.get(round(float(row[0]))), None, ()) for row in embeddings]


class Sitting:
    """An identifier before a scene that changes."""

    def __init__(self) -> None:
        self.scene = Scene([])
        self._identifier = Identifier(
            cast(Gallery, NamesByNumber()), MeanEmbedder(), cast(Observer, self.scene), k=3, n=5, seconds=2.0
        )
        self._seq = 0

    def look(self, *faces: tuple[tuple[float, float, float, float], int | None]) -> list[IdentifiedFace]:
        """The next frame, a fifth of a second later."""
        self.scene.faces = list(faces)
        self._seq += 1
        frame = Frame(np.zeros((200, 400, 3), np.uint8), self._seq, self._seq * 0.2)
        return list(self._identifier.identify(frame).faces)


def test_a_name_is_said_when_enough_looks_agree() -> None:
    sitting = Sitting()
    answers = [sitting.look((LEFT, 1))[0] for _ in range(4)]
    assert [(answer.name, answer.decided) for answer in answers] == [
        (None, False), (None, False), ("ada", True), ("ada", True),
    ]  # fmt: skip


def test_a_stranger_is_unknown_when_no_name_can_be_reached() -> None:
    sitting = Sitting()
    answers = [sitting.look((LEFT, 0))[0] for _ in range(5)]
    assert [answer.decided for answer in answers] == [False, False, True, True, True]
    assert {answer.name for answer in answers} == {None}


def test_two_faces_are_followed_apart() -> None:
    sitting = Sitting()
    for _ in range(3):
        left, right = sitting.look((LEFT, 1), (RIGHT, 2))
    assert (left.name, right.name) == ("ada", "bo")
    right, left = sitting.look((RIGHT, 2), (LEFT, 1))  # in another order
    assert (left.name, right.name) == ("ada", "bo")


def test_whoever_takes_the_place_of_another_loses_the_name_in_time() -> None:
    sitting = Sitting()
    for _ in range(5):
        sitting.look((LEFT, 1))
    names = [sitting.look((LEFT, 0))[0].name for _ in range(5)]
    assert names == ["ada", "ada", None, None, None]


def test_a_face_that_jumps_starts_anew() -> None:
    sitting = Sitting()
    for _ in range(3):
        sitting.look((LEFT, 1))
    assert sitting.look((RIGHT, 1))[0].name is None


def test_a_refused_look_counts_for_nothing_and_keeps_a_name_for_a_while_only() -> None:
    sitting = Sitting()
    for _ in range(3):
        sitting.look((LEFT, 1))
    first = sitting.look((LEFT, None))[0]
    assert (first.name, first.now) == ("ada", None)
    answers = [sitting.look((LEFT, None))[0] for _ in range(12)]
    assert (answers[-1].name, answers[-1].decided) == (None, False)


def test_half_of_the_looks_are_not_enough_to_ask_for() -> None:
    with pytest.raises(ValueError, match="more than half"):
        Identifier(cast(Gallery, NamesByNumber()), MeanEmbedder(), cast(Observer, Scene([])), k=2, n=4)
