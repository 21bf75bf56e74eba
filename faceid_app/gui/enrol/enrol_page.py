"""The enrolment page: the round live view with guidance, the keys that capture, and the captures taken so far."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from faceid_app.camera.frame import Frame
from faceid_app.faces.coverage import SEGMENTS
from faceid_app.faces.face import Refusal
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.gui.context import Context
from faceid_app.gui.enrol.enrol_keys import DONE_KEY, ROLE_KEYS, CaptureKeys
from faceid_app.gui.enrol.enrol_stage import EnrolStage
from faceid_app.gui.enrol.guidance import (
    captured_words,
    guide,
    refused_words,
    ring_of,
    ring_words,
    role_name,
    taken_back_words,
)
from faceid_app.gui.enrol.round_view import RoundView
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import CameraPage, Shortcuts
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.keys import sign_of
from faceid_app.gui.shell.camera_choice import CameraOpener
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.guarding import guard_of, load_policy
from faceid_app.identity.same_person import same_person
from faceid_app.storage.captures import CaptureRecord, RemovedCapture, Role, Round
from faceid_app.storage.profiles import Profile
from faceid_app.workers.capture import CaptureState
from faceid_app.workers.enrolling import EnrolmentProgress, EnrolmentThread, SavedCapture

_COMMAND_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class EnrolPage(CameraPage):
    """Captures of one person."""

    done = Signal()
    """The user has enough."""
    asked = Signal(object)
    """A capture was asked for: the Role."""
    answered = Signal(str, str)
    """A press was answered: words and tone."""

    def __init__(
        self,
        context: Context,
        opener: CameraOpener,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.round_view = RoundView(context.theme)
        super().__init__(context, parent, live_view=self.round_view)
        self._opener = opener
        self._keys = CaptureKeys(clock)
        self._thread: EnrolmentThread | None = None
        self._profile: Profile | None = None
        self._progress: EnrolmentProgress | None = None
        self._observation: Observation | None = None
        self._removed: RemovedCapture | None = None
        self._unanswered = 0
        self._finishing = False
        self.stage = EnrolStage(context.theme, self.round_view)
        self.lines, self.slot, self.controls = self.stage.lines, self.stage.slot, self.stage.controls
        self.panel, self.panel_button = self.stage.panel, self.stage.panel_button
        self.lists = self.panel.lists
        self.note, self.rounds = self.slot.note, self.slot.rounds
        self.buttons = self.controls.roles
        self.undo_button, self.done_button = self.controls.undo, self.controls.done
        self.panel.remove_asked.connect(self._on_remove_asked)
        self.note.acted.connect(self._on_put_back)
        self.rounds.chosen.connect(self._on_round_chosen)
        self.controls.capture_asked.connect(self.ask)
        self.controls.guide_asked.connect(self.guide_or_pause)
        self.controls.undo_asked.connect(self._undo_last)
        self.controls.done_asked.connect(self.finish)
        self.empty = EmptyState(context.theme, "scan-face")
        self.empty.acted.connect(self.needs_profile)
        self.empty.say(
            self.tr("Who is it?"),
            self.tr(
                "Create a profile, then look into the camera and turn your head. The pictures stay on this computer."
            ),
            self.tr("Create a profile…"),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.stage)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        self._profile = profile
        self._stack.setCurrentIndex(0 if profile is None else 1)
        if profile is None:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.live_view.set_mirrored(self.context.settings.mirror)
        self.round_view.ring.still = self.context.settings.reduce_motion
        captures = profile.captures
        self._thread = thread = EnrolmentThread(
            self.context.feed.subscribe(),
            captures,
            lambda: EnrolmentSession(
                captures,
                Observer(limits=Limits.for_enrolment()),
                camera=self._camera_id(),
                guard=guard_of(load_policy(profile)),
                person=same_person(self.context.paths, captures),
            ),
        )
        thread.listed.connect(self._on_listed)
        thread.observed.connect(self._on_observed)
        thread.progressed.connect(self._on_progressed)
        thread.captured.connect(self._on_captured)
        thread.taken.connect(self._on_taken)
        thread.refused.connect(self._on_refused)
        thread.removed.connect(self._on_removed)
        thread.taken_back.connect(self._on_taken_back)
        thread.failed.connect(self._on_failed)
        thread.start()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        if self._thread is not None:
            # Disconnected first: a signal under way must not put a capture into another person's list.
            self._thread.disconnect(self)
            self._thread.stop()
            self.retire(self._thread)
            self._thread = None
        self._removed = None
        self._unanswered, self._finishing = 0, False
        self._progress = self._observation = None
        self.round_view.forget()
        self.stage.clear()

    def release(self) -> None:
        if self._thread is not None:
            self._thread.give_up()
        super().release()

    def camera_state(self, state: CaptureState) -> None:
        super().camera_state(state)
        if self.live_view.notice is not None:
            self.lines.say_nothing()

    def shortcuts(self) -> Shortcuts:
        return (
            (self.tr("Space"), self.tr("Take pictures by themselves, or pause")),
            ("A", self.tr("Take an anchor; hold to go on")),
            ("P", self.tr("Take a positive; hold to go on")),
            ("⌫", self.tr("Take the last picture back")),
            ("Q", self.tr("Done")),
        )

    def handle_key(self, event: QKeyEvent) -> bool:
        if self._profile is None or event.modifiers() & _COMMAND_MODIFIERS:
            return False
        sign = sign_of(event)
        role = ROLE_KEYS.get(sign)
        if role is not None:
            if self._keys.asks(role, repeated=event.isAutoRepeat()):
                self.ask(role)
        elif event.key() == Qt.Key.Key_Backspace:
            self._undo_last()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.guide_or_pause()
        elif sign == DONE_KEY and not event.isAutoRepeat():
            self.finish()
        else:
            return False
        return True

    # --- what the user does ------------------------------------------------------------------------------------------

    def ask(self, role: Role) -> None:
        """Capture the next frame as `role`; `answered` follows, or a note where there is trouble."""
        if self._thread is not None:
            self._unanswered += 1
            self._thread.request(role)
            self.asked.emit(role)

    def guide_or_pause(self) -> None:
        """Let pictures be taken by themselves from now on, or no longer."""
        if self._thread is not None:  # asked before the first progress came, it begins as soon as it can
            self._thread.guide(self._progress is None or not self._progress.guided)

    def finish(self) -> None:
        """Done, as soon as the last press is answered: leaving turns the camera off."""
        self._finishing = self._unanswered > 0
        if not self._finishing:
            self.done.emit()

    def _on_round_chosen(self, round: Round) -> None:
        self.slot.clear()
        if self._thread is not None:
            self._thread.choose_round(round)

    def _undo_last(self) -> None:
        if self._thread is not None:
            self._thread.undo_last()

    def _on_remove_asked(self, capture_id: str) -> None:
        if self._thread is not None:
            self._thread.remove(capture_id)

    def _on_put_back(self) -> None:
        if self._thread is not None and self._removed is not None:
            self._thread.restore(self._removed)
            self._removed = None
            self.slot.clear()

    # --- what the thread tells ---------------------------------------------------------------------------------------

    def _on_listed(self, saved: SavedCapture) -> None:
        self.stage.add(saved.record, saved.picture)

    def _on_observed(self, frame: Frame, observation: Observation) -> None:
        progress = self._progress
        if self.live_view.notice is not None or progress is None:
            return
        self._observation = observation
        role, subject = progress.role or Role.POSITIVE, observation.subject
        if subject is None or observation.pose is None:
            self.round_view.look_at(None)
            self.round_view.ring.point(None)
        else:
            self.round_view.look_at((subject.box[0] + subject.box[2] / 2) / frame.rgb.shape[1])
            self.round_view.ring.point(progress.standing.coverage[role].heading(observation.pose))
        self.lines.follow(guide(observation.refusal, progress))

    def _on_progressed(self, progress: EnrolmentProgress) -> None:
        self._progress = progress
        state = ring_of(progress)
        self.round_view.ring.show(state)
        self.live_view.setAccessibleDescription(ring_words(state, SEGMENTS))
        self.controls.show_progress(progress)
        self.rounds.show_round(progress.standing.round, done=progress.role is None)
        self.slot.offer_rounds(progress.role is None or progress.standing.round is not Round.FIRST)
        if self._observation is not None and self.live_view.notice is None:
            self.lines.guide(guide(self._observation.refusal, progress))

    def _on_taken(self, saved: SavedCapture) -> None:
        self._on_listed(saved)
        self.live_view.flash()

    def _on_captured(self, saved: SavedCapture) -> None:
        role = saved.record.role
        self._on_listed(saved)
        self.live_view.flash()
        self._count_answer()
        words = captured_words(role, self.lists[role].count, saved.doubt)
        self._say_answer(words, "good" if saved.doubt is None else "caution")

    def _on_refused(self, role: Role, refusal: Refusal) -> None:
        self._say_answer(refused_words(role, refusal), "caution")
        self._count_answer()

    def _on_removed(self, removed: RemovedCapture) -> None:
        role = removed.record.role
        self.stage.remove(removed.record)
        self._removed = removed
        words = self.tr("{role} removed.").format(role=role_name(role))
        self.slot.say(words, "accent", self.tr("Put it back"))
        self.lines.answer_with("")

    def _on_taken_back(self, records: list[CaptureRecord]) -> None:
        for record in records:
            self.stage.remove(record)
        self._removed = None
        self.slot.say(taken_back_words(len(records)), "bad")

    def _on_failed(self, error: Exception) -> None:
        self._removed = None
        self.slot.say(sentence(error), "bad")
        self._count_answer()

    def _count_answer(self) -> None:
        self._unanswered = max(0, self._unanswered - 1)
        if self._finishing and not self._unanswered:
            self.finish()

    def _say_answer(self, words: str, tone: str) -> None:
        self.lines.answer_with(words, tone)
        self.answered.emit(words, tone)

    def _camera_id(self) -> str:
        return "" if self._opener.info is None else self._opener.info.stable_id
