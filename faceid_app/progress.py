"""How a long job tells where it stands and learns that it should stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from faceid_app.errors import Cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of a job. `of` is 0 while the total is unknown; `eta` is in seconds."""

    stage: str
    step: int = 0
    of: int = 0
    eta: float | None = None
    epoch: int | None = None
    epochs: int | None = None
    loss: float | None = None
    precision: float | None = None
    recall: float | None = None
    message: str | None = None


Report = Callable[[Progress], None]
IsCancelled = Callable[[], bool]


def ignore(_progress: Progress) -> None:
    """A `Report` for callers that do not watch."""


def never() -> bool:
    """An `IsCancelled` for callers that do not cancel."""
    return False


class Stage:
    """Counts the steps of a stage, estimates the time left, and notices cancellation where progress is reported."""

    def __init__(
        self,
        name: str,
        *,
        of: int,
        report: Report,
        is_cancelled: IsCancelled,
        every: float = 0.2,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._of, self._report, self._is_cancelled = name, of, report, is_cancelled
        self._every, self._clock = every, clock
        self._step = 0
        self._started = clock()
        self._reported = float("-inf")
        self.advance(0)

    def advance(self, steps: int = 1, *, message: str | None = None) -> None:
        """Count `steps`; report at most every `every` seconds and at the end. Raises `Cancelled` where asked to."""
        if self._is_cancelled():
            raise Cancelled(self._name.capitalize())
        self._step += steps
        now = self._clock()
        finished = self._of > 0 and self._step >= self._of
        if now - self._reported < self._every and not finished:
            return
        self._reported = now
        eta = None
        if self._step and self._of:
            eta = (now - self._started) / self._step * max(self._of - self._step, 0)
        self._report(Progress(stage=self._name, step=self._step, of=self._of, eta=eta, message=message))
