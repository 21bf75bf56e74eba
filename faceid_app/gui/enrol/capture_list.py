"""Owns one role's pictures on the enrolment page: name, count, thumbnails."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from faceid_app.gui.enrol.guidance import role_name
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, row, set_text, text
from faceid_app.gui.parts.thumbnails import ThumbnailGrid
from faceid_app.storage.captures import CaptureRecord, Role


class CaptureList(Card):
    """The captures of one role."""

    remove_asked = Signal(str)

    def __init__(self, theme: Theme, role: Role, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._role = role
        self._numbered = 0
        self._count = text("", "section")
        self.grid = ThumbnailGrid(theme)
        self.grid.remove_asked.connect(self.remove_asked)
        self.column.setSpacing(Space.S)
        self.column.addLayout(row(text(role_name(role), "section"), 1, self._count))
        self.column.addWidget(text(hint, "caption", wrap=True))
        self.column.addSpacing(Space.XS)
        self.column.addWidget(self.grid)
        self._tell()

    @property
    def count(self) -> int:
        """Captures shown."""
        return len(self.grid.ids())

    def add(self, record: CaptureRecord, picture: bytes) -> None:
        """Show one more."""
        self._numbered += 1
        self.grid.add(record.id, picture, f"{role_name(self._role)} {self._numbered}")
        self._tell()

    def remove(self, capture_id: str) -> None:
        """Show one less."""
        self.grid.remove(capture_id)
        self._tell()

    def clear(self) -> None:
        """Show none."""
        self._numbered = 0
        self.grid.clear()
        self._tell()

    def _tell(self) -> None:
        set_text(self._count, str(self.count), "muted")
