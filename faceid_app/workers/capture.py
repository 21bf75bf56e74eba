"""Owns the thread that reads a frame source, and what becomes of it when the source fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from faceid_app.camera.protocol import FrameSource
from faceid_app.errors import CameraBlack, CameraBusy, CameraError, CameraMissing, CameraUnplugged, FaceIdError
from faceid_app.workers.mailbox import FrameSink

log = logging.getLogger(__name__)

BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before the camera is tried again; the last one repeats."""
_STEADY = 30
"""Frames after which a camera counts as working, so that its next failure is retried quickly again."""


class SourceState(StrEnum):
    """How the camera is doing. `ENDED`, `FAILED` and `STOPPED` are final."""

    STARTING = "starting"
    RUNNING = "running"
    MISSING = "missing"
    BUSY = "busy"
    UNPLUGGED = "unplugged"
    BLACK = "black"
    ENDED = "ended"
    FAILED = "failed"
    STOPPED = "stopped"


_STATES: dict[type[CameraError], SourceState] = {
    CameraMissing: SourceState.MISSING,
    CameraBusy: SourceState.BUSY,
    CameraUnplugged: SourceState.UNPLUGGED,
    CameraBlack: SourceState.BLACK,
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

    With `reconnect` a camera that is missing, busy or unplugged is opened again with growing pauses, and the mailbox
    stays open; a black one is watched until it shows something. Without, and for any other error, the mailbox fails
    with the error. `on_state` is called from this thread at every change.
    """

    def __init__(
        self,
        open_source: Callable[[], FrameSource],
        mailbox: FrameSink,
        on_state: OnState = unwatched,
        *,
        reconnect: bool = True,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        super().__init__(name="capture", daemon=True)
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
            self._tell(CaptureState(SourceState.FAILED, str(error), error))
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
            except (CameraMissing, CameraBusy, CameraUnplugged) as error:
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
        while not self._stopping.is_set():
            try:
                frame = source.read()
            except CameraBlack as error:
                if not self._reconnect:
                    raise
                self._tell_trouble(error)
                continue
            if self._stopping.is_set():
                return
            if frame is None:
                self._tell(CaptureState(SourceState.ENDED))
                return
            self._mailbox.put(frame)
            self._delivered += 1
            self._tell(CaptureState(SourceState.RUNNING))

    def _tell_trouble(self, error: CameraError) -> None:
        state = _STATES[type(error)]
        unplugged = self._told is not None and self._told.state is SourceState.UNPLUGGED
        if unplugged and state is SourceState.MISSING:
            return  # "plug it in again" still says it best
        self._tell(CaptureState(state, str(error), error))

    def _tell(self, state: CaptureState) -> None:
        if self._told is not None and (self._told.state, self._told.message) == (state.state, state.message):
            return
        self._told = state
        if state.message:
            log.info("Camera %s (%s)", state.state, type(state.error).__name__)  # its sentence may name a file
        self._on_state(state)
