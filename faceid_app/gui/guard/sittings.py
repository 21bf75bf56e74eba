"""Owns the trials that were left half way: where each goes on when its person comes back."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from enum import Enum, auto

from faceid_app.errors import FaceIdError
from faceid_app.guard.trial_plan import TrialPlan
from faceid_app.storage.profiles import Profile


class Phase(Enum):
    """What happens now."""

    SETUP = auto()
    READY = auto()
    COUNTDOWN = auto()
    SHOWING = auto()
    RESULT = auto()
    REPORT = auto()


@dataclass(frozen=True, slots=True)
class Sitting:
    """How far a trial is, and where it goes on. `outdated`: another model judges now than judged what was shown."""

    plan: TrialPlan
    phase: Phase
    outdated: bool = False


class Sittings:
    """One for each person, for as long as the window is open."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Sitting, str | None]] = {}
        self._model: str | None = None

    def take_up(self, profile: Profile) -> Sitting:
        """The person's own, or a new one. Figures of two models are none of either, so after a training it is new."""
        self._model = None
        with contextlib.suppress(FaceIdError):  # opening what judges will tell
            self._model = profile.bundles.current_id()
        sitting, model = self._kept.pop(_key(profile), (Sitting(TrialPlan(1), Phase.SETUP), self._model))
        if model == self._model:
            return sitting
        return Sitting(TrialPlan(1), Phase.SETUP, outdated=bool(sitting.plan.presentations))

    def lay_aside(self, profile: Profile, plan: TrialPlan, phase: Phase) -> None:
        """The person leaves, of whom the last one was taken up; what was under way is paused."""
        if phase is not Phase.SETUP:
            phase = Phase.READY if phase in (Phase.COUNTDOWN, Phase.SHOWING) else phase
            self._kept[_key(profile)] = Sitting(plan, phase), self._model


def _key(profile: Profile) -> str:
    return profile.id or profile.name
