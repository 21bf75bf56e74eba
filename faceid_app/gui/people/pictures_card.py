"""Owns the card with all pictures of a person, by role."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from faceid_app.gui.enrol.guidance import role_name
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, row, text
from faceid_app.gui.parts.thumbnails import ThumbnailGrid
from faceid_app.storage.captures import Role
from faceid_app.workers.enrolling import SavedCapture

_AT_ONCE = 2
"""Pictures decoded between two turns of the window: about a millisecond each."""


class PicturesCard(Card):
    """Thumbnails, each to be removed."""

    remove_asked = Signal(str)
    """A capture's id."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._waiting: deque[SavedCapture] = deque()
        self._numbered = dict.fromkeys(Role, 0)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._add_some)
        self.grids: dict[Role, ThumbnailGrid] = {}
        self._counts: dict[Role, QLabel] = {}
        self.column.addWidget(text(self.tr("Pictures"), "section"))
        heads = {Role.ANCHOR: self.tr("Anchors: the reference"), Role.POSITIVE: self.tr("Positives: must match")}
        for role, words in heads.items():
            grid = ThumbnailGrid(theme)
            grid.remove_asked.connect(self.remove_asked)
            self._counts[role] = text("", "caption")
            self.grids[role] = grid
            self.column.addLayout(row(text(words, "caption"), 1, self._counts[role]))
            self.column.addWidget(grid)
        self.column.setSpacing(Space.S)

    @property
    def is_complete(self) -> bool:
        """Whether every picture is on show."""
        return not self._waiting

    def show_captures(self, captures: Iterable[SavedCapture]) -> None:
        """Show these instead, a few at a time."""
        self.clear()
        self._waiting.extend(captures)
        self._timer.start(0)

    def remove(self, capture_id: str) -> None:
        """Show one less."""
        self._waiting = deque(saved for saved in self._waiting if saved.record.id != capture_id)
        for grid in self.grids.values():
            grid.remove(capture_id)
        self._tell()

    def clear(self) -> None:
        """Show none."""
        self._timer.stop()
        self._waiting.clear()
        self._numbered = dict.fromkeys(Role, 0)
        for grid in self.grids.values():
            grid.clear()
        self._tell()

    def _add_some(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            saved = self._waiting.popleft()
            role = saved.record.role
            self._numbered[role] += 1
            self.grids[role].add(saved.record.id, saved.picture, f"{role_name(role)} {self._numbered[role]}")
        if not self._waiting:
            self._timer.stop()
        self._tell()

    def _tell(self) -> None:
        for role, label in self._counts.items():
            label.setText(str(len(self.grids[role].ids())))
