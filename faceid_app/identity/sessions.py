"""Owns the sessions of a person: sittings before one camera, in one light, told apart by camera and time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

PAUSE_MINUTES = 30.0
"""Without a capture for longer than this, it is another session, even before the same camera."""


class Taken(Protocol):
    """What is asked of a capture: its camera's name, and when it was taken, ISO 8601 with its zone or empty."""

    @property
    def camera(self) -> str: ...

    @property
    def taken_at(self) -> str: ...


def sessions_of(captures: Sequence[Taken]) -> list[int]:
    """The number of each capture's session, from 0 in the order they began; captures without a time share one."""
    times = [_seconds(capture.taken_at) for capture in captures]
    order = sorted(range(len(captures)), key=lambda index: (times[index], index))
    last: dict[str, tuple[float, int]] = {}
    numbers = [0] * len(captures)
    count = 0
    for index in order:
        camera = captures[index].camera
        earlier = last.get(camera)
        if earlier is None or times[index] - earlier[0] > PAUSE_MINUTES * 60:
            number, count = count, count + 1
        else:
            number = earlier[1]
        last[camera] = (times[index], number)
        numbers[index] = number
    return numbers


def _seconds(taken_at: str) -> float:
    try:
        return datetime.fromisoformat(taken_at).timestamp()
    except ValueError:
        return 0.0
