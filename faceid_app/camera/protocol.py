"""Owns what every frame source has in common: how it is read, what it calls itself, which part of a file is meant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from faceid_app.camera.frame import Frame
from faceid_app.errors import InvalidSpan


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source calls itself. `stable_id` survives a restart of the computer and goes into capture records."""

    name: str
    stable_id: str
    kind: Literal["device", "video", "folder"]


class FrameSource(Protocol):
    """Frames one after the other, for one thread; only `interrupt` may be called from another one."""

    @property
    def info(self) -> SourceInfo: ...

    def read(self) -> Frame | None:
        """The next frame, after waiting for its time; None at the end. Raises CameraError or PictureError."""
        ...

    def interrupt(self) -> None:
        """Make `read`, the one under way included, return None soon. Does not wait."""
        ...

    def close(self) -> None:
        """Release the device or file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a file that is played, in seconds of the file; `end` None is the file's end."""

    start: float = 0.0
    end: float | None = None

    def checked(self, path: Path) -> Span:
        """This span, or InvalidSpan if no clip could have it."""
        finite = math.isfinite(self.start) and (self.end is None or math.isfinite(self.end))
        if not finite or self.start < 0:
            raise InvalidSpan(path, self.start, self.end, "a clip begins at 0 s")
        if self.end is not None and self.end <= self.start:
            raise InvalidSpan(path, self.start, self.end, "its end does not lie after its start")
        return self
