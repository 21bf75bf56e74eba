"""The enrolment page: the live view with guidance, the keys that capture, and the captures taken so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.camera.frame import Frame
from faceid_app.faces.face import Refusal
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.gui.context import Context
from faceid_app.gui.enrol.capture_list import CaptureList
from faceid_app.gui.enrol.enrol_keys import ROLE_KEYS, CaptureKeys
from faceid_app.gui.enrol.guidance import captured_words, guide, outline, refused_words, role_name
from faceid_app.gui.enrol.guidance_lines import GuidanceLines
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import CameraPage
from faceid_app.gui.parts.controls import Note, row
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.key_button import KeyButton
from faceid_app.gui.shell.camera_choice import CameraOpener
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers.capture import CaptureState
from faceid_app.workers.enrolling import EnrolmentThread, RemovedCapture, SavedCapture

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
        super().__init__(context, parent)
        self._opener = opener
        self._keys = CaptureKeys(clock)
        self._thread: EnrolmentThread | None = None
        self._profile: Profile | None = None
        self._removed: RemovedCapture | None = None
        self._unanswered = 0
        self._finishing = False
        self.lines = GuidanceLines()
        hints = {
            Role.ANCHOR: self.tr("How you usually look: the reference."),
            Role.POSITIVE: self.tr("You again, a little different: must match."),
        }
        self.lists = {role: CaptureList(context.theme, role, hint) for role, hint in hints.items()}
        self.note = Note(context.theme)
        self.note.acted.connect(self._on_put_back)
        for part in self.lists.values():
            part.remove_asked.connect(self._on_remove_asked)
        self.buttons = {
            role: KeyButton(role_name(role), key, partial(self.ask, role), kind="primary")
            for role, key in ((Role.ANCHOR, "A"), (Role.POSITIVE, "P"))
        }
        self.undo_button = KeyButton(self.tr("Undo last"), "⌫", self._undo_last)
        self.done_button = KeyButton(self.tr("Done"), "Q", self.finish)
        self.empty = EmptyState(context.theme, "scan-face")
        self.empty.acted.connect(self.needs_profile)
        self.empty.say(
            self.tr("Who is it?"),
            self.tr("Create a profile, then take some pictures of yourself with two keys. They stay on this computer."),
            self.tr("Create a profile…"),
        )
        self._arrange()

    def _arrange(self) -> None:
        work = QWidget()
        left = QVBoxLayout()
        left.setSpacing(Space.XS)
        left.addWidget(self.live_view, 1)
        left.addSpacing(Space.M)
        left.addWidget(self.lines)
        left.addSpacing(Space.M)
        capture = [self.buttons[Role.ANCHOR], self.buttons[Role.POSITIVE]]
        left.addLayout(row(1, *capture, self.undo_button, self.done_button, 1, spacing=Space.M))
        column = QWidget()
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.L)
        for part in self.lists.values():
            right.addWidget(part)
        right.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = QVBoxLayout()
        side.setSpacing(Space.M)
        side.addWidget(scroll, 1)
        side.addWidget(self.note)
        layout = QHBoxLayout(work)
        layout.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addLayout(left, 1)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(360)
        side.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(holder)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(work)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        self._profile = profile
        self._stack.setCurrentIndex(0 if profile is None else 1)
        if profile is None:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        captures = profile.captures
        self._thread = thread = EnrolmentThread(
            self.context.feed.subscribe(),
            captures,
            lambda: EnrolmentSession(captures, Observer(limits=Limits.for_enrolment()), camera=self._camera_id()),
        )
        thread.listed.connect(self._on_listed)
        thread.observed.connect(self._on_observed)
        thread.captured.connect(self._on_captured)
        thread.refused.connect(self._on_refused)
        thread.removed.connect(self._on_removed)
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
        self.note.clear()
        self.lines.say_nothing()
        self.lines.answer_with("")
        self.live_view.show_outline(None)
        for part in self.lists.values():
            part.clear()

    def release(self) -> None:
        if self._thread is not None:
            self._thread.give_up()
        super().release()

    def camera_state(self, state: CaptureState) -> None:
        super().camera_state(state)
        if self.live_view.notice is not None:
            self.lines.say_nothing()

    def handle_key(self, event: QKeyEvent) -> bool:
        if self._profile is None or event.modifiers() & _COMMAND_MODIFIERS:
            return False
        role = ROLE_KEYS.get(event.key())
        if role is not None:
            if self._keys.asks(role, repeated=event.isAutoRepeat()):
                self.ask(role)
        elif event.key() == Qt.Key.Key_Backspace:
            self._undo_last()
        elif event.key() == Qt.Key.Key_Q and not event.isAutoRepeat():
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

    def finish(self) -> None:
        """Done, as soon as the last press is answered: leaving turns the camera off."""
        self._finishing = self._unanswered > 0
        if not self._finishing:
            self.done.emit()

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
            self.note.clear()

    # --- what the thread tells ---------------------------------------------------------------------------------------

    def _on_listed(self, saved: SavedCapture) -> None:
        self.lists[saved.record.role].add(saved.record, saved.picture)

    def _on_observed(self, _frame: Frame, observation: Observation) -> None:
        if self.live_view.notice is not None:
            return
        self.live_view.show_outline(outline(observation))
        self.lines.guide(guide(observation.refusal, {role: part.count for role, part in self.lists.items()}))

    def _on_captured(self, saved: SavedCapture) -> None:
        role = saved.record.role
        self.lists[role].add(saved.record, saved.picture)
        self.live_view.flash()
        self._count_answer()
        self._say_answer(captured_words(role, self.lists[role].count), "good")

    def _on_refused(self, role: Role, refusal: Refusal) -> None:
        self._say_answer(refused_words(role, refusal), "caution")
        self._count_answer()

    def _on_removed(self, removed: RemovedCapture) -> None:
        role = removed.record.role
        self.lists[role].remove(removed.record.id)
        self._removed = removed
        words = self.tr("{role} removed.").format(role=role_name(role))
        self.note.say(words, "accent", action=self.tr("Put it back"))
        self.lines.answer_with("")

    def _on_failed(self, error: Exception) -> None:
        self._removed = None
        self.note.say(sentence(error), "bad")
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
