"""Owns when a frame of a file is due, so that files play like cameras."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Ties positions in a clip (seconds) to a clock. The clock starts with the first position asked for."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._origin: float | None = None

    def late(self, position: float) -> float:
        """Seconds by which `position` is overdue; negative: the time left to wait."""
        now = self._clock()
        if self._origin is None:
            self._origin = now - position
        return now - self._origin - position

    def slip(self, seconds: float) -> None:
        """Move the clip's clock on: the machine cannot play this file at its own pace."""
        if self._origin is not None:
            self._origin += seconds
