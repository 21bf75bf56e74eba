"""Owns the row of buttons of the enrolment page: begin or pause, each role with its count, undo, done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.enrol.role_button import RoleButton
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import row
from faceid_app.gui.parts.key_button import KeyButton
from faceid_app.storage.captures import Role
from faceid_app.workers.enrolling import EnrolmentProgress

_LEAST_WIDTH = 480


class EnrolControls(QWidget):
    """One of them is primary: what leads on."""

    capture_asked = Signal(object)
    """The Role."""
    guide_asked = Signal()
    undo_asked = Signal()
    done_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roles = {
            role: RoleButton(role, key, lambda role=role: self.capture_asked.emit(role))  # type: ignore[misc]
            for role, key in ((Role.ANCHOR, "A"), (Role.POSITIVE, "P"))
        }
        self.guide = KeyButton(self.tr("Start"), self.tr("Space"), self.guide_asked.emit, kind="primary")
        self.undo = KeyButton(self.tr("Undo last"), "⌫", self.undo_asked.emit)
        self.done = KeyButton(self.tr("Done"), "Q", self.done_asked.emit)
        # As wide as its longest word, so that the others do not wander.
        words = (self.tr("Start"), self.tr("Pause"), self.tr("Continue"), self.tr("More"))
        for word in words:
            self.guide.say(word)
            self.guide.setMinimumWidth(max(self.guide.minimumWidth(), self.guide.sizeHint().width()))
        self.guide.say(words[0])
        self._above, self._below = row(spacing=Space.M), row(spacing=Space.M)
        for line in (self._above, self._below):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._above)
        column.addLayout(self._below)
        self._narrow: bool | None = None
        self._arrange(narrow=False)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        parts = (self.guide, *self.roles.values(), self.undo, self.done)
        needed = sum(part.sizeHint().width() for part in parts) + Space.M * (len(parts) - 1)
        self._arrange(narrow=needed > self.width())

    def _arrange(self, *, narrow: bool) -> None:
        """One line, or two where one is too short for all."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        inner = (*self.roles.values(), self.undo)
        above = (self.guide, self.done) if narrow else (self.guide, *inner, self.done)
        for part in (self.guide, *inner, self.done):
            self._above.removeWidget(part)
            self._below.removeWidget(part)
            (self._above if part in above else self._below).addWidget(part)

    def show_progress(self, progress: EnrolmentProgress) -> None:
        """Counts, and what the buttons do now."""
        for role, part in self.roles.items():
            part.show_count(progress.standing.counts[role], progress.standing.target)
        enough = progress.role is None
        self.guide.say(self._guide_word(progress))
        self.guide.set_kind("plain" if enough or progress.guided else "primary")
        self.done.set_kind("primary" if enough else "plain")

    def _guide_word(self, progress: EnrolmentProgress) -> str:
        if progress.guided:
            return self.tr("Pause")
        if progress.role is None:
            return self.tr("More")
        return self.tr("Continue") if any(progress.standing.counts.values()) else self.tr("Start")
