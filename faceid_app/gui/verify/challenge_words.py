"""View-model: what a challenge asks, as the words, the icon and the place on the ring that are shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.guard.verdict import Ask, Prompt
from faceid_app.gui.messages import said

_ANGLES = {Ask.LEFT: 0.0, Ask.UP: 90.0, Ask.RIGHT: 180.0}


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """What is shown.

    angle: degrees on the circle of directions, 0 the person's left, 90 up; None where no direction is asked for.
    left: share of the time that is left, 0 to 1. blinks: how many were seen, and how many are wanted; None where none
    are. spoken: all of it as words.
    """

    sentence: str
    step: str
    seconds: str
    left: float
    angle: float | None
    colour: tuple[int, int, int] | None
    blinks: tuple[int, int] | None
    spoken: str


def challenge_view(prompt: Prompt) -> ChallengeView:
    """How a prompt is shown."""
    sentence = said(prompt.sentence)
    step = _tr("Step {step} of {steps}").format(step=prompt.step, steps=prompt.steps)
    return ChallengeView(
        sentence=sentence,
        step=step,
        seconds=_tr("{seconds} s").format(seconds=math.ceil(prompt.left)),
        left=prompt.left / prompt.allowed if prompt.allowed > 0 else 0.0,
        angle=_ANGLES.get(prompt.ask),
        colour=prompt.colour,
        blinks=prompt.blinks,
        spoken=f"{sentence} {step}.",
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("ChallengeWords", words)
