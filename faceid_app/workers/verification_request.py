"""What one verification is asked for, as the command line and the service's clients ask; loads no network."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from faceid_app.errors import UsageError
from faceid_app.guard.policy import Policy

MOST_SECONDS = 600.0
"""Of camera time that a request may ask for."""
_LONGEST_TEXT = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One verification.

    Attributes:
        name: of the profile.
        camera: index, name or id of a camera, a video file, or a folder.
        timeout: seconds of camera time after which to give up; None for the usual ones.
        start, end: seconds of a file; `loop`: start it over; `fast`: every frame, without waiting for its time.
        guard: policy for this run; None for the profile's.
        force: use a model that the probes found unfit, or a weaker guard.
        frames: tell of every frame.
        to_the_end: judge every frame, do not stop at a match or an attack.
    """

    name: str
    camera: str
    timeout: float | None = None
    start: float = 0.0
    end: float | None = None
    loop: bool = False
    fast: bool = False
    guard: Policy | None = None
    force: bool = False
    frames: bool = False
    to_the_end: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values; a file's path is made absolute, for who reads it may stand in another folder."""
        path = Path(self.camera).expanduser()
        is_file = not self.camera.isdecimal() and path.exists()
        return asdict(self) | {"camera": str(path.resolve()) if is_file else self.camera}

    @classmethod
    def from_json(cls, asked: object) -> Self:
        """What `to_json` gave. Raises UsageError: it came from another program, so nothing in it is believed."""
        known = {field.name for field in fields(cls)}
        if not isinstance(asked, Mapping) or not {"name", "camera"} <= asked.keys() <= known:
            raise UsageError("The request is none for a verification; it needs a name and a camera.")
        values: dict[str, Any] = {name: _checked(name, value) for name, value in asked.items()}
        return cls(**values)


def _checked(name: str, value: object) -> object:
    if name in ("name", "camera"):
        good = isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT and "\0" not in value
    elif name in ("timeout", "start", "end"):
        good = (value is None and name != "start") or (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(value)
            and 0.0 <= value <= (MOST_SECONDS if name == "timeout" else math.inf)
        )
    elif name == "guard":
        if isinstance(value, str) and value in list(Policy):
            return Policy(value)
        good = value is None
    else:
        good = isinstance(value, bool)
    if not good:
        raise UsageError(f"The request's {name!r} cannot be used.")
    return value
