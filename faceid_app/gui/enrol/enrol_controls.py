"""Owns the row of buttons of the enrolment page: begin or pause, each role with its count, undo, done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
        lines = self._lines(narrow=True)
        return QSize(max(_width(line) for line in lines), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        taken = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):  # words have changed, or the look is known
            self._fit()
        return taken

    def _fit(self) -> None:
        above, _below = self._lines(narrow=False)
        self._arrange(narrow=_width(above) > self.width())

    def _lines(self, *, narrow: bool) -> tuple[tuple[KeyButton, ...], tuple[KeyButton, ...]]:
        """What stands above, and below where one line is too short for all."""
        roles = tuple(self.roles.values())
        if narrow:
            return (self.guide, self.undo, self.done), roles
        return (self.guide, *roles, self.undo, self.done), ()

    def _arrange(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for line, parts in zip((self._above, self._below), self._lines(narrow=narrow), strict=True):
            for part in parts:
                for other in (self._above, self._below):
                    other.removeWidget(part)
                line.addWidget(part)

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


def _width(parts: Sequence[KeyButton]) -> int:
    """Of parts in a line."""
    least = (max(part.sizeHint().width(), part.minimumWidth()) for part in parts)
    return sum(least) + Space.M * (len(parts) - 1)
