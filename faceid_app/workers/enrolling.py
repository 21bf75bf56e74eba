"""Owns the thread of the enrolment page (QtCore): it looks at frames for guidance and answers every key press."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QThread, Signal

from faceid_app.camera.frame import Frame
from faceid_app.errors import CameraError, FaceIdError, NoPicture
from faceid_app.faces.observation import Observation
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.storage.captures import CaptureRecord, Captures, Role
from faceid_app.workers.mailbox import Mailbox

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long a key press waits for a frame before it is answered that none came."""
_POLL_SECONDS = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class SavedCapture:
    """A capture with its picture as JPEG."""

    record: CaptureRecord
    picture: bytes


@dataclass(frozen=True, slots=True, eq=False)
class RemovedCapture:
    """A capture that was removed, with all it takes to put it back."""

    record: CaptureRecord
    picture: bytes
    aligned: bytes | None


Command = Callable[[], None]
OpenSession = Callable[[], EnrolmentSession]


class EnrolmentThread(QThread):
    """The only writer of captures while the page is open, so that presses, undo and deletion happen in their order.

    Every `request` is answered by exactly one of `captured`, `refused` and `failed`, judged on a frame of its own that
    no other press has used. `observed` tells what each looked-at frame shows, for the outline and guidance.
    """

    listed = Signal(SavedCapture)
    observed = Signal(Frame, Observation)
    captured = Signal(SavedCapture)
    refused = Signal(object, object)
    """Role, Refusal."""
    removed = Signal(RemovedCapture)
    failed = Signal(object)

    def __init__(
        self, mailbox: Mailbox, captures: Captures, open_session: OpenSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._mailbox = mailbox
        self._captures = captures
        self._open_session = open_session
        self._commands: queue.SimpleQueue[Role | Command] = queue.SimpleQueue()
        self._waiting: list[tuple[Role, float]] = []
        self._given_up = threading.Event()
        self._told = ""
        self._session: EnrolmentSession | None = None

    def request(self, role: Role) -> None:
        """Capture the next frame as `role`."""
        self._commands.put(role)

    def undo_last(self) -> None:
        """Take back the capture taken last; `removed` tells which."""
        self._commands.put(self._undo)

    def remove(self, capture_id: str) -> None:
        """Delete one capture; `removed` follows."""
        self._commands.put(lambda: self._remove(capture_id))

    def restore(self, capture: RemovedCapture) -> None:
        """Put a removed capture back; `captured` follows."""
        self._commands.put(lambda: self._restore(capture))

    def stop(self) -> None:
        """Let the thread end when every press is answered; does not wait."""
        self.requestInterruption()

    def give_up(self) -> None:
        """Let the thread end at once; presses under way stay unanswered."""
        self._given_up.set()
        self.requestInterruption()

    def run(self) -> None:
        """The thread's work; never raises."""
        self._guarded(self._list_all)
        while not self._given_up.is_set():
            if self.isInterruptionRequested() and not self._waiting and self._commands.empty():
                break
            self._guarded(self._turn)
        self._mailbox.close()

    def _turn(self) -> None:
        """One round: all commands up to the first capture, then a frame."""
        while not self._waiting and not self._commands.empty():
            command = self._commands.get()
            if isinstance(command, Role):
                self._waiting.append((command, time.monotonic()))
            else:
                command()
        try:
            frame = self._next_frame()
        except CameraError:
            # The page shows the camera's own state; here only presses are owed an answer.
            frame = None
        if frame is not None:
            self._look_at(frame)
        elif self._waiting and time.monotonic() - self._waiting[0][1] > PATIENCE_SECONDS:
            self._waiting.pop()
            raise NoPicture(PATIENCE_SECONDS)

    def _next_frame(self) -> Frame | None:
        if self._mailbox.closed:  # commands are still obeyed
            self.msleep(int(_POLL_SECONDS * 1000))
        return self._mailbox.take(_POLL_SECONDS)

    def _look_at(self, frame: Frame) -> None:
        role = self._waiting.pop()[0] if self._waiting else None
        try:
            if self._session is None:
                self._session = self._open_session()
            observation = self._session.observe(frame)
            self._told = ""
        except Exception as error:
            # A press is owed an answer; without one, the same trouble is told once, not at every frame.
            words = f"{type(error).__name__}: {error}"
            if role is not None or words != self._told:
                log.exception("A frame could not be looked at")
                self.failed.emit(error)
            self._told = words
            return
        self.observed.emit(frame, observation)
        if role is None:
            return
        offer = self._session.decide(frame, observation, role)
        if offer.captured is not None:
            self.captured.emit(SavedCapture(offer.captured, self._captures.picture(offer.captured.id)))
        else:
            self.refused.emit(role, offer.refusal)

    def _list_all(self) -> None:
        for record in self._captures.records():
            self._guarded(lambda record=record: self._list(record))  # type: ignore[misc]

    def _list(self, record: CaptureRecord) -> None:
        self.listed.emit(SavedCapture(record, self._captures.picture(record.id)))

    def _undo(self) -> None:
        records = self._captures.records()
        if records:
            self._remove(records[-1].id)

    def _remove(self, capture_id: str) -> None:
        record = next((record for record in self._captures.records() if record.id == capture_id), None)
        if record is None:
            return
        removed = RemovedCapture(record, self._captures.picture(capture_id), self._captures.aligned(capture_id))
        self._captures.remove(capture_id)
        self.removed.emit(removed)

    def _restore(self, capture: RemovedCapture) -> None:
        old = capture.record
        record = self._captures.add(
            role=old.role,
            portrait_jpeg=capture.picture,
            aligned_png=capture.aligned,
            burst=old.burst,
            camera=old.camera,
            clock=old.clock,
            measurements=old.measurements,
            taken_at=datetime.fromisoformat(old.taken_at),
        )
        self.captured.emit(SavedCapture(record, capture.picture))

    def _guarded(self, work: Command) -> None:
        try:
            work()
        except FaceIdError as error:
            log.info("Enrolment: %s", type(error).__name__)  # its sentence may name people
            self.failed.emit(error)
        except Exception as error:
            log.exception("Enrolment failed")
            self.failed.emit(error)
