"""Values of this package: a face in a picture, its pose, and why a picture is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Landmarks = NDArray[np.float32]
"""(5, 2) float32, x and y in pixels of the frame: right eye, left eye, nose tip, right and left mouth corner
(the person's right)."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A detected face. `box`: x, y, width, height in pixels of the frame, may reach beyond it; `score`: 0..1."""

    box: tuple[float, float, float, float]
    landmarks: Landmarks
    score: float


@dataclass(frozen=True, slots=True)
class Pose:
    """Head pose in degrees. yaw > 0: turned to the person's left; pitch > 0: up; roll > 0: clockwise in the picture."""

    yaw: float
    pitch: float
    roll: float


class Reason(StrEnum):
    """Why a picture cannot be used, in the order in which it is checked; the last four are told by the enrolment."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "too_small"
    CUT_OFF = "cut_off"
    TURNED_AWAY = "turned_away"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    UNSURE = "unsure"
    ATTACK = "attack"
    SOMEBODY_ELSE = "somebody_else"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The first gate that failed: measured value, limit (both in `unit`), one sentence and one action."""

    reason: Reason
    value: float
    limit: float
    unit: str
    sentence: str
    action: str

    def __str__(self) -> str:
        """Sentence and action as one sentence."""
        return f"{self.sentence.removesuffix('.')}; {self.action[:1].lower()}{self.action[1:]}"
