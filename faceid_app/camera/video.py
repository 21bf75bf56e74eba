"""Owns video files as cameras."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2

from faceid_app.camera.errors import SourceUnreadable
from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.opencv_log import silence
from faceid_app.camera.pace import Pace
from faceid_app.camera.pixels import LARGEST_SIDE, PICTURE_SUFFIXES, rgb_from_bgr
from faceid_app.camera.protocol import SourceInfo, Span
from faceid_app.errors import InvalidSpan

_SEEK_FROM = 10.0
"""Seconds. Up to here decoding from the beginning is quick and exact; beyond, a seek saves time."""
_SEEK_MARGIN = 5.0
"""Seconds before `start` at which a seek aims: it is only as exact as the file's key frames."""
_TOLERANCE = 5e-4
"""Seconds. Positions are multiples of a file's time base, which hits round numbers only nearly."""
_CATCH_UP = 0.5
"""Seconds of decoding after which a late frame is delivered all the same, so that slow machines still see some."""


class VideoSource:
    """Frames of a video file, upright, by the positions the file gives them.

    At the file's own pace frames that are overdue are skipped; with `fast` each one is delivered at once. A file cut
    short ends where its last readable frame does. `captured_at` counts from 0 at the span's start and rises over loops.
    Raises SourceUnreadable if no frame can be decoded and InvalidSpan if the file has no frame in that span.
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
        self._path = path.resolve()
        self._span = (span or Span()).checked(path)
        self._loop, self._fast = loop, fast
        self._clock = clock
        self._interrupted = threading.Event()
        self._wait = wait or self._interrupted.wait
        self._pace = Pace(clock=clock)
        self._seq = 0
        self._before = 0.0
        """Seconds played in earlier rounds of the loop."""
        if path.suffix.lower() in PICTURE_SUFFIXES:
            raise SourceUnreadable(path, "it is a single picture")
        self._capture = self._open()
        self._interval = _interval(self._capture)
        self._position = 0.0
        self._pending: float | None = None
        try:
            self._rewind()
        except Exception:
            self._capture.release()
            raise

    @property
    def info(self) -> SourceInfo:
        """The file's name is its stable id: where it lies is nobody's business."""
        return SourceInfo(self._path.name, self._path.name, "video")

    def read(self) -> Frame | None:
        """The frame that is due, waiting for its time; None at the end or after `interrupt`."""
        began = self._clock()
        while not self._interrupted.is_set():
            position = self._next_position()
            if position is None:
                break
            if not self._fast:
                late = self._pace.late(position)
                if late > self._interval:
                    if self._clock() - began < _CATCH_UP:
                        continue
                    self._pace.slip(late)
                elif late < 0:
                    self._wait(-late)
                    if self._interrupted.is_set():
                        break
            rgb = self._decode()
            if rgb is None:
                continue  # a damaged frame; the next one may be whole
            frame = Frame(rgb, self._seq, position)
            self._seq += 1
            return frame
        return None

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self.interrupt()
        self._capture.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> cv2.VideoCapture:
        silence()
        # The absolute path: a relative one such as "http:x" would be taken for a protocol.
        capture = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise SourceUnreadable(self._path, "it is no video, or it is cut off before its first picture")
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)  # phones store the sensor's view and a rotation
        if max(capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)) > LARGEST_SIDE:
            capture.release()
            raise SourceUnreadable(self._path, f"its pictures are over {LARGEST_SIDE} pixels a side")
        return capture

    def _reopen(self) -> None:
        self._capture.release()
        self._capture = self._open()

    def _grab(self) -> bool:
        """Go to the next frame and note its position in the file."""
        if not self._capture.grab():
            return False
        told = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        # Some containers carry no times: then the frame rate counts.
        self._position = told if told > self._position else self._position + self._interval
        return True

    def _rewind(self) -> None:
        """Stand on the first frame of the span, grabbed but not decoded into a picture."""
        start = self._span.start
        self._position = -self._interval
        if start > _SEEK_FROM:
            self._capture.set(cv2.CAP_PROP_POS_MSEC, (start - _SEEK_MARGIN) * 1000)
            if not self._grab() or not 0 < self._position < start - _TOLERANCE:
                self._reopen()  # the seek went too far, or the file does not tell where it went
                self._position = -self._interval
        grabbed = False
        while self._grab():
            grabbed = True
            if self._position >= start - _TOLERANCE:
                self._pending = self._position
                return
        if not grabbed:
            raise SourceUnreadable(self._path, "none of its pictures can be decoded")
        raise InvalidSpan(
            self._path, start, self._span.end, f"the file ends at {self._position + self._interval:.1f} s"
        )

    def _next_position(self) -> float | None:
        """Seconds since the span's start, rising over loops, of the frame now grabbed; None at the end."""
        if self._pending is not None:
            here, self._pending = self._pending, None
            return self._before + max(here - self._span.start, 0.0)
        last = self._position
        if self._grab() and (self._span.end is None or self._position < self._span.end):
            return self._before + self._position - self._span.start
        if not self._loop:
            return None
        self._before += max(last - self._span.start, 0.0) + self._interval
        self._reopen()
        self._rewind()
        return self._next_position()

    def _decode(self) -> RgbImage | None:
        found, image = self._capture.retrieve()
        return rgb_from_bgr(image) if found and image is not None else None  # type: ignore[arg-type]


def _interval(capture: cv2.VideoCapture) -> float:
    """Seconds between frames; files with a nonsensical rate count as 30 a second."""
    rate = capture.get(cv2.CAP_PROP_FPS)
    return 1 / rate if 0.1 <= rate <= 480 else 1 / 30
