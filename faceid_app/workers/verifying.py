"""Owns work on frames beside the preview (QtCore): verification, and the guidance while enrolling."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from faceid_app.camera.frame import Frame
from faceid_app.workers.mailbox import STALE_SECONDS, Mailbox

log = logging.getLogger(__name__)

Process = Callable[[Frame], Any]
WhenFailed = Callable[[Frame, Exception], Any]
Afterwards = Callable[[Any], object]


def nothing_more(_verdict: object) -> None:
    """An `Afterwards` for work that ends with the verdict."""


class FrameProcessor(QThread):
    """Calls `process(frame)` for the newest frame of its mailbox, one after the other, and emits what it returns.

    Slow processing lowers the rate of verdicts, never that of the preview. A frame on which `process` raises fails
    closed: `when_failed(frame, error)` says what it counts as (for verification: no match), and that is the verdict;
    `failed` tells the error once, not at every frame. When the camera fails for good, `failed` tells that and the
    thread ends, as it does after the last frame and on `stop`.

    `process` runs on this thread only: what is not thread-safe (a verdict window) belongs to it alone. A
    key press that wants the next frame is put into a queue that `process` reads, so that none is lost meanwhile.
    """

    verdict_ready = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        mailbox: Mailbox,
        process: Process,
        *,
        when_failed: WhenFailed,
        afterwards: Afterwards = nothing_more,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._mailbox = mailbox
        self._process = process
        self._when_failed = when_failed
        self._afterwards = afterwards
        self._told: str | None = None

    def stop(self) -> None:
        """Let the thread end after the frame it works on; does not wait (`finished` tells, `shutdown` waits)."""
        self.requestInterruption()
        self._mailbox.close()

    def shutdown(self, seconds: float = 5.0) -> bool:
        """Stop and wait; False if `process` is still at work then."""
        self.stop()
        return self.wait(int(seconds * 1000))

    def run(self) -> None:
        """The thread's work; never raises."""
        try:
            while (frame := self._mailbox.take(fresh=STALE_SECONDS)) is not None and not self.isInterruptionRequested():
                self._work_on(frame)
        except Exception as error:
            log.warning("No more frames are processed", exc_info=True)
            self.failed.emit(error)

    def _work_on(self, frame: Frame) -> None:
        failed = False
        try:
            verdict = self._process(frame)
        except Exception as error:  # noqa: BLE001 - told and logged by _tell
            self._tell("A frame could not be processed", error)
            verdict, failed = self._when_failed(frame, error), True
        self.verdict_ready.emit(verdict)
        try:
            self._afterwards(verdict)
        except Exception as error:  # noqa: BLE001 - as above
            self._tell("What follows a verdict failed", error)
            failed = True
        if not failed:
            self._told = None

    def _tell(self, what: str, error: Exception) -> None:
        words = f"{type(error).__name__}: {error}"
        if words != self._told:
            self._told = words
            log.error(what, exc_info=error)
            self.failed.emit(error)
