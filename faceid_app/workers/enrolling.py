"""Owns the thread of the enrolment page (QtCore): it looks at frames for guidance, answers key presses, captures."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QThread, Signal

from faceid_app.camera.errors import CameraError, NoPicture
from faceid_app.camera.frame import Frame
from faceid_app.errors import FaceIdError
from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.guided_capture import GuidedCapture, Standing
from faceid_app.storage.captures import CaptureRecord, Captures, Role, Round
from faceid_app.storage.captures import RemovedCapture as RemovedCapture
from faceid_app.workers.mailbox import STALE_SECONDS, Mailbox

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long a key press waits for a frame before it is answered that none came."""
DOUBT_SECONDS = 1.5
"""How long a key press waits for the guard to make up its mind: it needs several pictures."""
_POLL_SECONDS = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class SavedCapture:
    """A capture with its picture as JPEG. doubt: why it may show somebody else than those before."""

    record: CaptureRecord
    picture: bytes
    doubt: Refusal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class EnrolmentProgress:
    """How far the enrolment is, and what guided capture does.

    role: what is captured, or would be by guided capture; None when the round is done. pausing: between two roles.
    suspects: captures that may show somebody else than most do.
    """

    standing: Standing
    role: Role | None
    guided: bool
    pausing: bool
    suspects: int = 0


Command = Callable[[], None]
OpenSession = Callable[[], EnrolmentSession]


class EnrolmentThread(QThread):
    """The only writer of captures while the page is open, so that presses, undo and deletion happen in their order.

    Every `request` is answered by exactly one of `captured`, `refused` and `failed`, judged on a frame of its own that
    no other press has used; while the guard has not made up its mind a press waits for one of the next. `observed`
    tells what each looked-at frame shows, for guidance. While guided capture is on it takes captures between the
    presses, each told by `taken`, and ends by itself when the round is done. While somebody else seems to be there it
    takes none, and `observed` tells that as the refusal.
    """

    listed = Signal(SavedCapture)
    observed = Signal(Frame, Observation)
    captured = Signal(SavedCapture)
    taken = Signal(SavedCapture)
    progressed = Signal(EnrolmentProgress)
    refused = Signal(object, object)
    """Role, Refusal."""
    removed = Signal(RemovedCapture)
    taken_back = Signal(object)
    """The CaptureRecords that were removed because the guard calls who they show an attack."""
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
        self._records: list[CaptureRecord] = []
        self._round = Round.FIRST
        self._standing = Standing.of((), self._round)
        self._guided: GuidedCapture | None = None
        self._pausing = False
        self._doubt: Refusal | None = None
        self._suspects = 0

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

    def guide(self, on: bool) -> None:
        """Begin or pause guided capture; `progressed` follows."""
        self._commands.put(lambda: self._guide(on))

    def choose_round(self, round: Round) -> None:
        """The occasion of what is captured from now on; `progressed` follows, with guided capture off."""
        self._commands.put(lambda: self._choose_round(round))

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
        return self._mailbox.take(_POLL_SECONDS, fresh=STALE_SECONDS)

    def _look_at(self, frame: Frame) -> None:
        press = self._waiting.pop() if self._waiting else None
        role = None if press is None else press[0]
        try:
            if self._session is None:
                self._session = self._open_session()
                self._count(self._records)  # whom the captures show is known from now on
            self._session.round = self._round
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
        self._tell_taken_back(self._session)
        if role is None:
            self._consider(self._session, frame, observation)
            doubt = self._doubt if observation.refusal is None else None
            self.observed.emit(frame, observation if doubt is None else replace(observation, refusal=doubt))
            return
        self.observed.emit(frame, observation)
        if press is not None and _is_doubtful(observation) and time.monotonic() - press[1] < DOUBT_SECONDS:
            self._waiting.append(press)
            return
        offer = self._session.decide(frame, observation, role, asked=True)
        if offer.captured is not None:
            self.captured.emit(SavedCapture(offer.captured, self._captures.picture(offer.captured.id), offer.doubt))
            self._count([*self._records, offer.captured])
        else:
            self.refused.emit(role, offer.refusal)

    def _tell_taken_back(self, session: EnrolmentSession) -> None:
        if session.taken_back:
            records, session.taken_back = session.taken_back, []
            gone = {record.id for record in records}
            self.taken_back.emit(records)
            self._count([record for record in self._records if record.id not in gone])

    def _consider(self, session: EnrolmentSession, frame: Frame, observation: Observation) -> None:
        """Let guided capture have the frame if it wants it."""
        guided, pose = self._guided, observation.pose
        if guided is None or pose is None or observation.refusal is not None:
            return
        if self._doubt is not None:  # no time passes for guided capture until who was there is back
            self._doubt = session.doubt(observation)
            return
        role = guided.wants(self._standing, frame.captured_at, pose)
        if role is not None:
            try:
                offer = session.decide(frame, observation, role)
            except Exception:
                self._guide(False)  # a full disk must not be told at every frame
                raise
            captured, refusal = offer.captured, offer.refusal
            if refusal is not None and refusal.reason is Reason.SOMEBODY_ELSE:
                self._doubt = refusal
            if captured is not None:
                guided.taken(frame.captured_at, pose)
                self.taken.emit(SavedCapture(captured, self._captures.picture(captured.id)))
                self._count([*self._records, captured])
        pausing = guided.is_pausing(frame.captured_at)
        if guided.role(self._standing) is None:
            self._guide(False)
        elif pausing is not self._pausing:
            self._pausing = pausing
            self._tell()

    def _guide(self, on: bool) -> None:
        self._guided, self._pausing, self._doubt = GuidedCapture(self._standing) if on else None, False, None
        self._tell()

    def _choose_round(self, round: Round) -> None:
        self._round, self._guided, self._pausing, self._doubt = round, None, False, None
        self._count(self._records)

    def _count(self, records: list[CaptureRecord]) -> None:
        self._records = records
        self._standing = Standing.of(records, self._round)
        self._suspects = 0 if self._session is None else self._session.suspects
        self._tell()

    def _tell(self) -> None:
        role = self._standing.role if self._guided is None else self._guided.role(self._standing)
        guided = self._guided is not None
        self.progressed.emit(EnrolmentProgress(self._standing, role, guided, self._pausing, self._suspects))

    def _list_all(self) -> None:
        for record in self._captures.with_pictures():
            self._guarded(lambda record=record: self._list(record))  # type: ignore[misc]
        self._count(self._captures.records())

    def _list(self, record: CaptureRecord) -> None:
        self.listed.emit(SavedCapture(record, self._captures.picture(record.id)))

    def _undo(self) -> None:
        records = self._captures.with_pictures()
        if records:
            self._remove(records[-1].id)

    def _remove(self, capture_id: str) -> None:
        record = next((record for record in self._captures.records() if record.id == capture_id), None)
        if record is None:
            return
        self.removed.emit(self._captures.take_out(capture_id))
        self._count([record for record in self._records if record.id != capture_id])

    def _restore(self, capture: RemovedCapture) -> None:
        record = self._captures.put_back(capture)
        self.captured.emit(SavedCapture(record, capture.picture))
        self._count([*self._records, record])

    def _guarded(self, work: Command) -> None:
        try:
            work()
        except FaceIdError as error:
            log.info("Enrolment: %s", type(error).__name__)  # its sentence may name people
            self.failed.emit(error)
        except Exception as error:
            log.exception("Enrolment failed")
            self.failed.emit(error)


def _is_doubtful(observation: Observation) -> bool:
    return observation.refusal is not None and observation.refusal.reason is Reason.UNSURE
