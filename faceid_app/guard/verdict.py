"""Values of this package: what the guard says of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from faceid_app.camera.frame import Frame
from faceid_app.faces.observation import Observation
from faceid_app.words import Words


class Liveness(StrEnum):
    """Whether a live, real face is before the camera. Only LIVE may become a match."""

    LIVE = "live"
    ATTACK = "attack"
    UNSURE = "unsure"


class Ask(StrEnum):
    """What a challenge asks of the person; left and right are theirs."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    BLINK = "blink"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to show and ask now.

    Attributes:
        ask: what is asked.
        sentence: the same, said to the person.
        step: which of `steps` this is, from 1.
        steps: how many a challenge has.
        left: seconds of frame time until the challenge expires.
        allowed: as many seconds were there at first.
        colour: R, G, B in 0..255 to fill the window with, for LIGHT only.
        blinks: how many were seen, and how many are wanted, for BLINK only.
    """

    ask: Ask
    sentence: Words
    step: int
    steps: int
    left: float
    allowed: float
    colour: tuple[int, int, int] | None = None
    blinks: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CueReading:
    """One cue of one frame.

    Attributes:
        name: which cue.
        value: as measured, in `unit`.
        limit: beyond it the cue speaks against a live face.
        unit: of both; empty for a share.
        against: whether it does.
    """

    name: str
    value: float
    limit: float
    unit: str
    against: bool


@dataclass(frozen=True, slots=True)
class GuardVerdict:
    """What the guard says of one frame, from all it has seen since it was last told `lost`.

    Attributes:
        liveness: what it comes to.
        risk: 0..1, the estimated probability of an attack, calibrated on held-out people; 1 where that cannot be told.
        reason: one sentence: the strongest cue with its value and limit, or what is still missing.
        cues: all that were measured.
        prompt: what the person is to do for proof, or None where nothing is asked; set only while UNSURE.
    """

    liveness: Liveness
    risk: float
    reason: Words
    cues: tuple[CueReading, ...] = ()
    prompt: Prompt | None = None


class Guard(Protocol):
    """Watches one person's frames in their order. Belongs to one thread."""

    def check(self, frame: Frame, observation: Observation) -> GuardVerdict:
        """Judge a frame whose observation has no refusal. What cannot be judged is UNSURE, never LIVE."""
        ...

    def lost(self) -> None:
        """Forget what was seen: somebody else may come."""
        ...
