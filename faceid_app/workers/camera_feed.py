"""Owns the camera as a window sees it (QtCore): frames to fetch when it paints, and a signal when the state changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from faceid_app.camera.device import OPEN_SECONDS
from faceid_app.camera.errors import CameraSilent
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource
from faceid_app.camera.source import open_source
from faceid_app.words import Words
from faceid_app.workers.capture import CaptureState, CaptureThread, SourceState
from faceid_app.workers.mailbox import Mailbox, Subscribers

SILENT_SECONDS = 0.8
"""Without a picture for so long a camera is said to be silent; its driver may know only after seconds."""
_WATCH_MS = 100
_LONG_START = Words("It takes longer than usual; close other programs that use it, or choose another camera.")


class CameraFeed(QObject):
    """One camera at a time, read on a thread of its own.

    The window's paint timer calls `newest`; whoever works on frames has a mailbox from `subscribe`. Neither takes
    frames from the other, and none of the methods waits for the camera, `shutdown` excepted. A camera that falls silent
    is told within a second, long before its driver knows.
    """

    state_changed = Signal(CaptureState)
    _state_came = Signal(int, object)

    def __init__(
        self, parent: QObject | None = None, *, open_source: Callable[[str], FrameSource] = open_source
    ) -> None:
        super().__init__(parent)
        self._open = open_source
        self._thread: CaptureThread | None = None
        self._opening: _Opening | None = None
        self._frames = Subscribers()
        self._preview = self._frames.subscribe()
        self._state = self._told = CaptureState(SourceState.STOPPED)
        self._since = 0.0
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look_after)
        self._number = 0
        """Of the capture thread whose states count; those of earlier ones may still be under way."""
        self._state_came.connect(self._on_state)

    @property
    def state(self) -> CaptureState:
        """The last state told."""
        return self._state

    def start(self, spec: str) -> None:
        """Use the camera, video file or folder `spec` from now on, instead of the one before.

        Mailboxes from `subscribe` belong to one start: they are closed with it. Opening happens on the capture thread;
        it waits until the camera before is released, which may be the same one.
        """
        previous = self._end()
        self._number += 1
        number = self._number
        self._frames = Subscribers()
        self._preview = self._frames.subscribe()
        self._opening = _Opening(self._open, spec, previous)
        self._thread = CaptureThread(
            self._opening,
            self._frames,
            lambda state: self._state_came.emit(number, state),
        )
        self._told = CaptureState(SourceState.STARTING)
        self._since = time.monotonic()
        self._thread.start()
        self._watch.start()

    def stop(self) -> None:
        """Release the camera without waiting for it; `state_changed` tells STOPPED."""
        self._end()

    def shutdown(self, seconds: float = 2.0) -> bool:
        """Release the camera and wait for that; False if its driver hangs. No signal follows."""
        self._number += 1
        self._watch.stop()
        thread = self._end()
        return thread is None or thread.stop(seconds)

    def newest(self) -> Frame | None:
        """The newest frame if there is one that was not fetched yet. Never waits; errors come as states."""
        try:
            return self._preview.take(0)
        except Exception:  # noqa: BLE001 - the capture thread has told it as a state
            return None

    @property
    def last(self) -> Frame | None:
        """The last frame of this start, fetched or not: for a page that opens."""
        return self._frames.newest

    def subscribe(self) -> Mailbox:
        """The last frame and every one from now on, newest first, for one reader; it closes the mailbox when done."""
        return self._frames.subscribe()

    def _end(self) -> CaptureThread | None:
        thread = self._thread
        if thread is not None:
            thread.request_stop()
        return thread

    @Slot(int, object)
    def _on_state(self, number: int, state: CaptureState) -> None:
        if number != self._number:
            return
        if state.state in (SourceState.ENDED, SourceState.FAILED, SourceState.STOPPED):
            self._watch.stop()
        if state.state is not self._told.state:
            self._since = time.monotonic()
        self._told = state
        self._show(state)

    @Slot()
    def _look_after(self) -> None:
        """Say what the capture thread cannot, for it waits for the driver: that it waits."""
        told = self._told.state
        if told is SourceState.STARTING and time.monotonic() - self._since >= SILENT_SECONDS:
            self._show(CaptureState(SourceState.WAITING, _LONG_START))
        elif told in (SourceState.RUNNING, SourceState.SLOW) and self._opening is not None and self._opening.is_device:
            silent = self._frames.age >= SILENT_SECONDS
            if silent and self._state.state is not SourceState.SILENT:
                error = CameraSilent(SILENT_SECONDS)
                self._show(CaptureState(SourceState.SILENT, error.words, error))
            elif not silent and self._state.state is SourceState.SILENT:
                self._show(self._told)

    def _show(self, state: CaptureState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


class _Opening:
    """Opens a camera, the second time by its stable id: its index may have changed while it was unplugged."""

    def __init__(self, open_source: Callable[[str], FrameSource], spec: str, previous: threading.Thread | None) -> None:
        self._open, self._spec, self._previous = open_source, spec, previous
        self.is_device = False
        """Of the source opened last; files have their own pace."""

    def __call__(self) -> FrameSource:
        if self._previous is not None:
            self._previous.join(OPEN_SECONDS)
            self._previous = None
        source = self._open(self._spec)
        self.is_device = source.info.kind == "device"
        if self.is_device:
            self._spec = source.info.stable_id
        return source
