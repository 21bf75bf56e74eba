"""A camera that stays open between requests, so that the last second of what it saw is there when one comes."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from faceid_app.camera.errors import CameraSilent
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource
from faceid_app.workers.capture import CaptureState, CaptureThread
from faceid_app.workers.mailbox import STALE_SECONDS, Mailbox, Subscribers

SPACING = 0.1
"""Seconds between two frames that are kept: what the verdict's window counts as two glances."""
SILENT_SECONDS = 5.0
"""Without a frame for so long whoever waits is told so."""
_LOOK_SECONDS = 0.2
"""After so long without a frame it is looked whether the camera is in trouble that it knows of."""
_ROUNDING = 1e-6


class KeptCamera:
    """Opens `spec` and keeps it open, again and again where it was unplugged. Nothing that it sees is looked at, and
    all of it is forgotten after a second, unless somebody asks: then their frames begin with that second.

    `open_source` opens it; `clock` is what the age of frames is counted on.
    """

    def __init__(
        self, spec: str, open_source: Callable[[], FrameSource], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.spec = spec
        self._clock = clock
        self._lock = threading.Lock()
        self._recent: deque[tuple[float, Frame]] = deque()
        self._subscribers = Subscribers(clock=clock)
        self._state: CaptureState | None = None
        self._thread = CaptureThread(open_source, self, self._tell)

    def start(self) -> None:
        """Open the camera, on a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Release it."""
        self._thread.stop()

    def frames(self) -> KeptFrames:
        """Those of the last second, then the newest ones, for one reader."""
        with self._lock:
            self._drop_stale()
            return KeptFrames(tuple(self._recent), self._subscribers.subscribe(), self._clock, self._trouble)

    def put(self, frame: Frame) -> None:
        """See `mailbox.FrameSink`."""
        with self._lock:
            self._drop_stale()
            last = self._recent[-1][1].captured_at if self._recent else None
            if last is None or not 0.0 <= frame.captured_at - last < SPACING - _ROUNDING:
                self._recent.append((self._clock(), frame))
        self._subscribers.put(frame)

    def fail(self, error: Exception) -> None:
        """See `mailbox.FrameSink`."""
        self._subscribers.fail(error)

    def close(self) -> None:
        """See `mailbox.FrameSink`."""
        self._subscribers.close()

    def _drop_stale(self) -> None:
        while self._recent and self._clock() - self._recent[0][0] > STALE_SECONDS:
            self._recent.popleft()

    def _tell(self, state: CaptureState) -> None:
        with self._lock:
            self._state = state
            if not state.state.sees:
                self._recent.clear()

    def _trouble(self) -> Exception | None:
        with self._lock:
            return None if self._state is None else self._state.error


class KeptFrames:
    """What one reader gets of a kept camera; as `Frames`."""

    def __init__(
        self,
        recent: tuple[tuple[float, Frame], ...],
        mailbox: Mailbox,
        clock: Callable[[], float],
        trouble: Callable[[], Exception | None],
    ) -> None:
        self._recent, self._mailbox, self._clock, self._trouble = recent, mailbox, clock, trouble

    def interrupt(self) -> None:
        """End the frames soon; for any thread."""
        self._mailbox.close()

    def __iter__(self) -> Iterator[Frame]:
        """Frames, none older than a second when it is given. Raises CameraError as soon as the camera fails."""
        last: Frame | None = None
        try:
            for came_at, frame in self._recent:
                if self._mailbox.closed or self._clock() - came_at > STALE_SECONDS:
                    continue
                last = frame
                yield frame
            waited = 0.0
            while True:
                newest = self._mailbox.take(_LOOK_SECONDS, fresh=STALE_SECONDS)
                if newest is not None:
                    waited = 0.0
                    if newest is not last:
                        yield newest
                    continue
                if self._mailbox.closed:
                    return
                waited += _LOOK_SECONDS
                trouble = self._trouble()
                if trouble is not None:
                    raise trouble
                if waited >= SILENT_SECONDS:
                    raise CameraSilent(SILENT_SECONDS)
        finally:
            self._mailbox.close()
