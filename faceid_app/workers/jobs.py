"""Owns long jobs started from a window (QtCore): one thread, three ways to end, one signal for each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from faceid_app.errors import Cancelled, FaceIdError
from faceid_app.progress import IsCancelled, Progress, Report

log = logging.getLogger(__name__)

JobFunction = Callable[[Report, IsCancelled], Any]

_turn = threading.Lock()
_LOOK_SECONDS = 0.05


class Job(QObject):
    """Runs one function at a time on a thread of its own and tells its owner's thread how it goes.

    Starting anew cancels the job under way: nothing is heard of it any more, and the new one begins when it has ended,
    so that both never hold the same lock or file. Signals carry values, the exception itself among them. Exactly one of
    `succeeded`, `failed` and `cancelled` is emitted for a job that is not replaced.

    Args:
        parent: owns it.
        in_turn: for what reads a little, for a page that opens, and waits for nobody: such jobs run one at a time. All
            want Python's one lock, and each that waits for it makes the window wait longer when it wants it too.
    """

    progressed = Signal(Progress)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, *, in_turn: bool = False) -> None:
        super().__init__(parent)
        self._in_turn = in_turn
        self._current: _Run | None = None
        self._unfinished: set[_Run] = set()
        """Replaced runs included: a QThread must outlive its work."""

    @property
    def running(self) -> bool:
        """A job was started and has not told its end yet."""
        return self._current is not None

    def start(self, function: JobFunction) -> None:
        """Run `function(report, is_cancelled)`; its result, or its exception, comes as a signal."""
        previous, was_running = self._current, self.running
        if previous is not None:
            previous.cancel()
        run = _Run(_taking_turns(function) if self._in_turn else function, previous)
        run.progressed.connect(self._on_progressed)
        run.ended.connect(self._on_ended)
        run.finished.connect(self._on_finished)
        self._unfinished.add(run)
        self._current = run
        run.start()
        if not was_running:
            self.running_changed.emit(True)

    def cancel(self) -> None:
        """Ask the job to stop; `cancelled` follows when it has (or `succeeded`, if it was done already)."""
        if self._current is not None:
            self._current.cancel()

    def shutdown(self, seconds: float = 15.0) -> bool:
        """Cancel everything and wait; no signal follows. False if a function does not look at `is_cancelled`."""
        self._current = None
        for run in self._unfinished:
            run.cancel()
        return all([run.wait(int(seconds * 1000)) for run in self._unfinished])

    def finish(self, seconds: float = 15.0) -> bool:
        """Wait until what was started last has done its work; no signal follows. False if that takes longer."""
        self._current = None
        return all([run.wait(int(seconds * 1000)) for run in self._unfinished])

    # The slots belong to this object, so they run in its thread; a replaced run may still have events under way.

    @Slot(object, object)
    def _on_progressed(self, run: _Run, progress: Progress) -> None:
        if run is self._current:
            self.progressed.emit(progress)

    @Slot(object, object, object)
    def _on_ended(self, run: _Run, result: object, error: Exception | None) -> None:
        if run is not self._current:
            return
        self._current = None
        self.running_changed.emit(False)
        if error is None:
            self.succeeded.emit(result)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        run = self.sender()
        if isinstance(run, _Run):
            run.wait()  # it is past its work; a QThread must not be deleted a moment too early
            self._unfinished.discard(run)


def _taking_turns(function: JobFunction) -> JobFunction:
    def run(report: Report, is_cancelled: IsCancelled) -> Any:
        while not _turn.acquire(timeout=_LOOK_SECONDS):
            if is_cancelled():
                raise Cancelled
        try:
            return function(report, is_cancelled)
        finally:
            _turn.release()

    return run


class _Run(QThread):
    """One call of a job's function."""

    progressed = Signal(object, object)
    ended = Signal(object, object, object)

    def __init__(self, function: JobFunction, previous: _Run | None) -> None:
        super().__init__()
        self._function = function
        self._previous = previous
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def run(self) -> None:
        try:
            if self._previous is not None:
                self._previous.wait()
                self._previous = None
            if self._cancelled.is_set():
                raise Cancelled
            result = self._function(lambda progress: self.progressed.emit(self, progress), self._cancelled.is_set)
        except Cancelled as error:
            self.ended.emit(self, None, error)
        except FaceIdError as error:
            log.info("A job failed: %s", type(error).__name__)  # its sentence may name people
            self.ended.emit(self, None, error)
        except Exception as error:
            log.exception("A job failed")
            self.ended.emit(self, None, error)
        else:
            self.ended.emit(self, result, None)
