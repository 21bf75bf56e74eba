"""Owns the thread that reads a frame source, and what becomes of it when the source fails."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from faceid_app.camera.errors import (
    CameraBlack,
    CameraBusy,
    CameraError,
    CameraFormat,
    CameraFrozen,
    CameraMissing,
    CameraUnplugged,
)
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource
from faceid_app.errors import FaceIdError
from faceid_app.words import Words
from faceid_app.workers.mailbox import FrameSink

log = logging.getLogger(__name__)

BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before the camera is tried again; the last one repeats."""
_STEADY = 30
"""Frames after which a camera counts as working, so that its next failure is retried quickly again."""
THAW_SECONDS = 4.0
"""A frozen camera is opened anew after this long: often nothing else helps its driver."""
SLOW_RATE, BRISK_RATE = 8.0, 10.0
"""Pictures a second below which a camera is called slow, and above which it no longer is."""
_RATE_OF = 5
"""The rate is that of the last five pictures: at five a second it is known after 0.8 s."""


class SourceState(StrEnum):
    """How the camera is doing. `ENDED`, `FAILED` and `STOPPED` are final."""

    STARTING = "starting"
    WAITING = "waiting"
    RUNNING = "running"
    SLOW = "slow"
    MISSING = "missing"
    BUSY = "busy"
    UNPLUGGED = "unplugged"
    SILENT = "silent"
    BLACK = "black"
    FROZEN = "frozen"
    FORMAT = "format"
    ENDED = "ended"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def sees(self) -> bool:
        """Whether what was seen last may be shown as what is: pictures come, or a recording is over."""
        return self in (SourceState.RUNNING, SourceState.SLOW, SourceState.ENDED)


_STATES: dict[type[CameraError], SourceState] = {
    CameraMissing: SourceState.MISSING,
    CameraBusy: SourceState.BUSY,
    CameraUnplugged: SourceState.UNPLUGGED,
    CameraBlack: SourceState.BLACK,
    CameraFrozen: SourceState.FROZEN,
    CameraFormat: SourceState.FORMAT,
}


@dataclass(frozen=True, slots=True)
class CaptureState:
    """A state, one sentence for the user (empty where there is nothing to say), and the error behind it."""

    state: SourceState
    message: str = ""
    error: Exception | None = None


OnState = Callable[[CaptureState], None]


def unwatched(_state: CaptureState) -> None:
    """An `OnState` for callers that learn from the mailbox."""


class CaptureThread(threading.Thread):
    """Opens a source and puts its frames into a mailbox until it ends, fails for good, or `stop` is called.

    With `reconnect` a camera that is missing, busy, unplugged or of the wrong format is opened again with growing
    pauses, and the mailbox stays open; a black or frozen one is watched until it shows something new. Without, and for
    any other error, the mailbox fails with the error. `on_state` is called from this thread at every change.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        mailbox: FrameSink,
        on_state: OnState = unwatched,
        *,
        reconnect: bool = True,
        wait: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name="capture", daemon=True)
        self._clock = clock
        self._open_source = open_source
        self._mailbox = mailbox
        self._on_state = on_state
        self._reconnect = reconnect
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait
        self._source: FrameSource | None = None
        self._source_lock = threading.Lock()
        self._told: CaptureState | None = None
        self._delivered = 0
        self._arrivals: deque[float] = deque(maxlen=_RATE_OF)
        self._doubted: float | None = None

    @classmethod
    def of(cls, source: FrameSource, mailbox: FrameSink, on_state: OnState = unwatched) -> Self:
        """A thread for a source that is open already; without reconnecting, for a source cannot be opened twice."""
        return cls(lambda: source, mailbox, on_state, reconnect=False)

    def request_stop(self) -> None:
        """Have the thread release its source and end, without waiting for it."""
        self._stopping.set()
        with self._source_lock:
            if self._source is not None:
                self._source.interrupt()

    def stop(self, seconds: float = 2.0) -> bool:
        """End the thread and wait for it; False if a driver hangs (then the device is released when that returns)."""
        self.request_stop()
        if self.ident is not None:
            self.join(seconds)
        return not self.is_alive()

    def run(self) -> None:
        """The thread's work; never raises."""
        try:
            self._capture()
        except Exception as error:
            if not isinstance(error, FaceIdError):
                log.exception("The capture thread failed")
            self._mailbox.fail(error)
            words = error.words if isinstance(error, FaceIdError) else str(error)
            self._tell(CaptureState(SourceState.FAILED, words, error))
        finally:
            self._mailbox.close()
            if self._stopping.is_set():
                self._tell(CaptureState(SourceState.STOPPED))

    def _capture(self) -> None:
        self._tell(CaptureState(SourceState.STARTING))
        attempt = 0
        while not self._stopping.is_set():
            self._delivered = 0
            try:
                source = self._open_source()
                try:
                    self._deliver(source)
                finally:
                    with self._source_lock:
                        self._source = None
                    source.close()
                return
            except (CameraMissing, CameraBusy, CameraUnplugged, CameraFrozen, CameraFormat) as error:
                if not self._reconnect:
                    raise
                if self._delivered >= _STEADY:
                    attempt = 0
                self._tell_trouble(error)
                self._wait(BACK_OFF[min(attempt, len(BACK_OFF) - 1)])
                attempt += 1

    def _deliver(self, source: FrameSource) -> None:
        """Pass frames on until the source ends or this thread is stopped."""
        with self._source_lock:
            self._source = source
        frozen_from: float | None = None
        self._doubted = None
        self._arrivals.clear()
        while not self._stopping.is_set():
            try:
                frame = source.read()
            except (CameraBlack, CameraFrozen) as error:
                if not self._reconnect:
                    raise
                self._tell_trouble(error)
                self._arrivals.clear()
                if isinstance(error, CameraFrozen):
                    frozen_from = self._clock() if frozen_from is None else frozen_from
                    if self._clock() - frozen_from >= THAW_SECONDS:
                        raise
                continue
            if self._stopping.is_set():
                return
            if frame is None:
                self._tell(CaptureState(SourceState.ENDED))
                return
            frozen_from = None
            if self._is_doubtful(frame):
                continue
            self._mailbox.put(frame)
            self._delivered += 1
            self._tell_pace(source)

    def _is_doubtful(self, frame: Frame) -> bool:
        """After a frozen camera was opened anew its first picture proves nothing; the first one that differs does."""
        if self._told is None or self._told.state is not SourceState.FROZEN:
            self._doubted = None
            return False
        if self._doubted is None:
            self._doubted = frame.captured_at
        return frame.captured_at == self._doubted

    def _tell_pace(self, source: FrameSource) -> None:
        """Running, or slow; a file is as slow as it was made."""
        self._arrivals.append(self._clock())
        was_slow = self._told is not None and self._told.state is SourceState.SLOW
        if source.info.kind == "device" and len(self._arrivals) == _RATE_OF:
            rate = (_RATE_OF - 1) / max(self._arrivals[-1] - self._arrivals[0], 1e-6)
            if was_slow and rate < BRISK_RATE:
                return
            if rate < SLOW_RATE:
                words = Words("{rate:.0f} pictures a second; more light makes most cameras faster.", rate=rate)
                self._tell(CaptureState(SourceState.SLOW, words))
                return
        elif was_slow:
            return
        self._tell(CaptureState(SourceState.RUNNING))

    def _tell_trouble(self, error: CameraError) -> None:
        state = _STATES[type(error)]
        before = None if self._told is None else self._told.state
        if before is SourceState.UNPLUGGED and state is SourceState.MISSING:
            return  # "plug it in again" still says it best
        if before is state and state in (SourceState.BLACK, SourceState.FROZEN):
            return  # its figures change with every picture
        self._tell(CaptureState(state, error.words, error))

    def _tell(self, state: CaptureState) -> None:
        if self._told is not None and (self._told.state, self._told.message) == (state.state, state.message):
            return
        self._told = state
        if state.message:
            log.info("Camera %s (%s)", state.state, type(state.error).__name__)  # its sentence may name a file
        self._on_state(state)
