"""The page "who is this?": everybody in view, named or unknown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.faces.observation import MOST_FACES
from faceid_app.gui.context import Context
from faceid_app.gui.identify.identify_session import IdentifySession, ReadyGallery
from faceid_app.gui.identify.identify_view import FaceLine, line, missing, tags, worth
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import CameraPage
from faceid_app.gui.parts.controls import Card, Note, set_text, text
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.identity.identification import IdentifiedFrame
from faceid_app.storage.profiles import Profile
from faceid_app.workers.capture import CaptureState

_COLUMN = 360


class IdentifyPage(CameraPage):
    """Whose faces are these?"""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.session = IdentifySession(context, self)
        self.session.opened.connect(self._on_opened)
        self.session.refused.connect(self._on_refused)
        self.session.identified.connect(self._on_identified)
        self.session.failed.connect(self._on_failed)
        self.note = Note(context.theme)
        self.nobody = text("", tone="muted", wrap=True)
        self.rows = [_FaceRow() for _ in range(MOST_FACES)]
        self.enrolled = text("", "lead", wrap=True)
        self.worth = text("", tone="muted", wrap=True)
        self.missing = text("", "caption", wrap=True)
        self._empty = EmptyState(context.theme, "user-search")
        self._empty.acted.connect(self.needs_profile)
        self._empty.say(
            self.tr("Nobody to recognise yet"),
            self.tr("Enrol one or more people; then this page tells who of them is in view."),
            self.tr("Create a profile…"),
        )
        self._arrange()

    def _arrange(self) -> None:
        in_view = Card(self.tr("In view"))
        in_view.column.addWidget(self.nobody)
        for row in self.rows:
            in_view.column.addWidget(row)
        known = Card(self.tr("Who can be recognised"))
        known.column.addWidget(self.enrolled)
        known.column.addWidget(self.missing)
        known.column.addWidget(self.worth)
        column = QVBoxLayout()
        column.setSpacing(Space.L)
        column.addWidget(self.note)
        column.addWidget(in_view)
        column.addWidget(known)
        column.addStretch(1)
        right = QWidget()
        right.setLayout(column)
        right.setFixedWidth(_COLUMN)
        column.setContentsMargins(0, 0, 0, 0)
        work = QWidget()
        layout = QHBoxLayout(work)
        layout.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addWidget(self.live_view, 1)
        layout.addWidget(right)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(work)

    # --- page --------------------------------------------------------------------------------------------------------

    def uses_camera(self, profile: Profile | None) -> bool:
        return profile is not None

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        self._stack.setCurrentIndex(0 if profile is None else 1)
        if profile is not None:
            self.session.open()
            self.enrolled.setText(self.tr("Loading…"))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        for thread in self.session.close():
            self.retire(thread)
        self.note.clear()
        for label in (self.enrolled, self.worth, self.missing):
            label.setText("")
        self._forget()

    def release(self) -> None:
        super().release()
        self.session.shutdown()

    def camera_state(self, state: CaptureState) -> None:
        super().camera_state(state)
        if self.live_view.notice is not None:
            self._forget()

    # --- what the session tells --------------------------------------------------------------------------------------

    def _on_opened(self, ready: ReadyGallery) -> None:
        gallery = ready.opened.gallery
        self.enrolled.setText(", ".join(gallery.names))
        self.worth.setText(worth(gallery))
        self.missing.setText("\n".join(missing(name, error) for name, error in ready.opened.missing))
        self.missing.setVisible(bool(ready.opened.missing))
        self.session.watch(self.context.feed.subscribe())

    def _on_refused(self, error: Exception) -> None:
        self.enrolled.setText(self.tr("Nobody yet"))
        self.note.say(sentence(error), "accent")

    def _on_failed(self, error: Exception) -> None:
        self.note.say(sentence(error), "bad")

    def _on_identified(self, frame: IdentifiedFrame) -> None:
        if self.live_view.notice is not None:
            return
        self.live_view.show_tags(tags(frame))
        self._show([line(face) for face in frame.faces])

    def _forget(self) -> None:
        """Nobody looks: it is not even known that no face is in view."""
        self._show([])
        self.nobody.setText("")

    def _show(self, lines: list[FaceLine]) -> None:
        self.nobody.setText("" if lines else self.tr("No face is in view."))
        self.nobody.setVisible(not lines)
        if not lines:
            self.live_view.show_tags(())
        for row, said in zip(self.rows, [*lines, *[None] * len(self.rows)], strict=False):
            row.show_line(said)


class _FaceRow(QWidget):
    """One face in words."""

    def __init__(self) -> None:
        super().__init__()
        self.who = text("", "lead")
        self.why = text("", "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for label in (self.who, self.why):
            layout.addWidget(label)
        self.hide()

    def show_line(self, line: FaceLine | None) -> None:
        """Show it, or nothing."""
        self.setVisible(line is not None)
        if line is not None:
            set_text(self.who, line.who, "" if line.tone == "neutral" else line.tone)
            _set(self.why, line.why)


def _set(label: QLabel, words: str) -> None:
    # Thirty times a second: the same words would lay out the page anew.
    if label.text() != words:
        label.setText(words)
