"""Values of a challenge: something asked of the person that a picture of them cannot know beforehand."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from faceid_app.camera.frame import Frame
from faceid_app.faces.observation import Observation
from faceid_app.guard.verdict import CueReading, Prompt
from faceid_app.words import Words


class State(StrEnum):
    """How a challenge stands. Only PASSED is worth anything."""

    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it stands, and one sentence: what was wanted, what was measured, and the limit."""

    state: State
    sentence: Words
    readings: tuple[CueReading, ...] = ()


class Challenge(Protocol):
    """Asked once, of one person, on the clock of their frames. Belongs to one thread."""

    def prompt(self, at: float) -> Prompt:
        """What to show and ask at that time, seconds on the frames' clock. Never before the first `see`."""
        ...

    def see(self, frame: Frame, observation: Observation) -> Outcome:
        """Judge one frame whose observation has no refusal, of the same face as before.

        `prompt` then tells what is asked next. Once it is not RUNNING any more, it stays as it is.
        """
        ...


class EndsOnce(ABC):
    """What challenges share: once one is not RUNNING any more, it stays as it is."""

    _outcome: Outcome | None = None

    def see(self, frame: Frame, observation: Observation) -> Outcome:
        """Judge one frame. See `Challenge`."""
        if self._outcome is None:
            outcome = self._see(frame, observation)
            if outcome.state is State.RUNNING:
                return outcome
            self._outcome = outcome
        return self._outcome

    @abstractmethod
    def _see(self, frame: Frame, observation: Observation) -> Outcome: ...


def unforeseeable() -> random.Random:
    """The source of every choice a challenge makes, unless a test brings a seeded one: the operating system's."""
    return random.SystemRandom()
