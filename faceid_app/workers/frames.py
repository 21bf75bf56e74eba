"""Frames for a command: every frame of a fast file in turn, else the newest one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from faceid_app.camera.errors import PictureError, SourceUnreadable
from faceid_app.camera.frame import Frame
from faceid_app.camera.source import FrameSource, SourceInfo, open_source
from faceid_app.workers.capture import CaptureThread
from faceid_app.workers.mailbox import STALE_SECONDS, Mailbox


class Frames:
    """An open camera and its frames, newest first where the camera does not wait."""

    def __init__(
        self, spec: str, *, start: float = 0.0, end: float | None = None, loop: bool = False, fast: bool = False
    ) -> None:
        self._source: FrameSource = open_source(spec, start=start, end=end, loop=loop, fast=fast)
        self._fast = fast and self._source.info.kind != "device"

    @property
    def info(self) -> SourceInfo:
        """Name and stable id of the camera."""
        return self._source.info

    def interrupt(self) -> None:
        """End the frames soon; for any thread. Does not wait."""
        self._source.interrupt()

    def __iter__(self) -> Iterator[Frame]:
        """Frames until the source ends; CameraError as soon as it fails."""
        try:
            yield from self._frames()
        except PictureError as error:
            raise SourceUnreadable(self.info.name, str(error).rstrip(".")) from error

    def _frames(self) -> Iterator[Frame]:
        with closing(self._source):
            if self._fast:
                while (frame := self._source.read()) is not None:
                    yield frame
                return
            mailbox = Mailbox()
            thread = CaptureThread.of(self._source, mailbox)
            thread.start()
            try:
                while (frame := mailbox.take(fresh=STALE_SECONDS)) is not None:
                    yield frame
            finally:
                thread.stop()
