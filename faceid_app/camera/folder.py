"""Owns folders of pictures as cameras."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from faceid_app.camera.errors import SourceUnreadable
from faceid_app.camera.frame import Frame
from faceid_app.camera.pace import Pace
from faceid_app.camera.pixels import PICTURE_SUFFIXES, read_picture
from faceid_app.camera.protocol import SourceInfo, Span
from faceid_app.errors import InvalidSpan

PICTURES_PER_SECOND = 10.0
"""The rate of the folder's clock: picture i is taken at i / 10 s."""


class FolderSource:
    """The pictures of a folder by name, ten a second; with `fast` without waiting. Late pictures are skipped unread.

    Files without a picture's suffix are left out; a picture that cannot be read is a PictureError with its name.
    Raises SourceUnreadable if there is none and InvalidSpan if the span lies behind the last one.
    """

    def __init__(
        self,
        path: Path,
        *,
        span: Span | None = None,
        loop: bool = False,
        fast: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        span = (span or Span()).checked(path)
        try:
            files = sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES)
        except OSError as error:
            raise SourceUnreadable(path, error.strerror or "it cannot be listed") from error
        if not files:
            raise SourceUnreadable(path, "there is no picture in it")
        first = round(span.start * PICTURES_PER_SECOND)
        last = len(files) if span.end is None else max(round(span.end * PICTURES_PER_SECOND), first + 1)
        self._files = files[first:last]
        if not self._files:
            lasts = len(files) / PICTURES_PER_SECOND
            raise InvalidSpan(path, span.start, span.end, f"its {len(files)} pictures end at {lasts:.1f} s")
        self._name = path.resolve().name
        self._loop, self._fast = loop, fast
        self._interrupted = threading.Event()
        self._wait = wait or self._interrupted.wait
        self._pace = Pace(clock=clock)
        self._next = 0
        self._seq = 0

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(self._name, self._name, "folder")

    def read(self) -> Frame | None:
        """The picture that is due; None after the last one or after `interrupt`."""
        while not self._interrupted.is_set() and (self._loop or self._next < len(self._files)):
            number = self._next
            self._next += 1
            position = number / PICTURES_PER_SECOND
            if not self._fast:
                late = self._pace.late(position)
                if late > 1 / PICTURES_PER_SECOND:
                    continue
                if late < 0:
                    self._wait(-late)
                    if self._interrupted.is_set():
                        return None
            frame = Frame(read_picture(self._files[number % len(self._files)]), self._seq, position)
            self._seq += 1
            return frame
        return None

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
