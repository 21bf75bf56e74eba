"""Owns the row of buttons of the enrolment page: begin or pause, each role with its count, undo, done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from faceid_app.gui.enrol.role_button import RoleButton
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import row
from faceid_app.gui.parts.key_button import KeyButton
from faceid_app.storage.captures import Role
from faceid_app.workers.enrolling import EnrolmentProgress


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
        parts = (self.guide, *self.roles.values(), self.undo, self.done)
        self.setLayout(row(1, *parts, 1, spacing=Space.M))

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
