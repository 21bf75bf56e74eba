"""View-model: which key presses ask for a capture; every press does, a held key at most four times a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from faceid_app.identity.enrolment import HELD_INTERVAL
from faceid_app.storage.captures import Role

ROLE_KEYS = {"A": Role.ANCHOR, "P": Role.POSITIVE}
DONE_KEY = "Q"


class CaptureKeys:
    """Tells presses from the repetitions of a held key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[Role, float] = {}

    def asks(self, role: Role, *, repeated: bool) -> bool:
        """Whether this key event asks for a capture. `repeated`: the keyboard repeats a key that is held."""
        now = self._clock()
        if repeated and now - self._last.get(role, float("-inf")) < HELD_INTERVAL:
            return False
        self._last[role] = now
        return True
