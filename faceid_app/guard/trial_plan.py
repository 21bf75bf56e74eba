"""Where somebody stands who attacks themselves: step by step, each shown so often, skipped, or shown again."""

from __future__ import annotations

from collections.abc import Sequence

from faceid_app.guard.trial import STEPS, Step
from faceid_app.storage.trials import Presentation


class TrialPlan:
    """The steps in their order, and what was shown in each."""

    def __init__(self, wanted: int, steps: Sequence[Step] = STEPS) -> None:
        if wanted < 1 or not steps:
            raise ValueError(f"a plan needs steps and presentations. Received: {len(steps)} and {wanted}")
        self.steps = tuple(steps)
        self.wanted = wanted
        self._at = 0
        self._shown: dict[str, list[Presentation]] = {step.species: [] for step in self.steps}

    @property
    def step(self) -> Step | None:
        """The one to do now; None when all were done or skipped."""
        return self.steps[self._at] if self._at < len(self.steps) else None

    @property
    def number(self) -> int:
        """Which of the steps, from 1; one more than there are at the end."""
        return self._at + 1

    def shown(self, step: Step) -> tuple[Presentation, ...]:
        """What was shown in a step, in order."""
        return tuple(self._shown[step.species])

    @property
    def presentations(self) -> tuple[Presentation, ...]:
        """Everything that was shown."""
        return tuple(one for shown in self._shown.values() for one in shown)

    @property
    def is_enough(self) -> bool:
        """Whether the present step was shown as often as wanted."""
        return self.step is not None and len(self._shown[self.step.species]) >= self.wanted

    def was_passed(self, step: Step) -> bool:
        """Whether that step lies behind, done or skipped."""
        return self.steps.index(step) < self._at

    def add(self, presentation: Presentation) -> None:
        """It was shown once more. ValueError where the present step is of another species."""
        if self.step is None or presentation.species != self.step.species:
            raise ValueError(f"{presentation.species!r} is not what is to be shown now")
        self._shown[presentation.species].append(presentation)

    def redo(self) -> tuple[str, ...]:
        """Begin the present step anew; the ids of what was shown in it, which counts no more."""
        if self.step is None:
            return ()
        dropped = tuple(one.id for one in self._shown[self.step.species])
        self._shown[self.step.species].clear()
        return dropped

    def go_on(self) -> None:
        """To the next step, whatever was shown in this one."""
        self._at = min(self._at + 1, len(self.steps))
