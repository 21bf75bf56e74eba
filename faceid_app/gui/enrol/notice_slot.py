"""Owns the line above the buttons: a note for a while, otherwise the optional rounds once they are offered."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from faceid_app.gui.enrol.round_choice import RoundChoice
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.controls import Note

_HEIGHT = 46
_OFFER_MS = 8000
"""How long a removed picture can be put back."""


class NoticeSlot(QWidget):
    """Keeps its height, so that nothing jumps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Note(theme)
        self.rounds = RoundChoice(theme)
        self._offered = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_OFFER_MS)
        self._timer.timeout.connect(self.clear)
        self.setFixedHeight(_HEIGHT)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.rounds, 0, 0)
        layout.addWidget(self.note, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.clear()

    def offer_rounds(self, offered: bool) -> None:
        """Whether the optional rounds may be chosen."""
        self._offered = offered
        self.rounds.setVisible(offered and self.note.isHidden())

    def say(self, words: str, tone: str, action: str = "") -> None:
        """A note; one with something to do about it goes after a while, one about trouble stays."""
        self.rounds.hide()
        self.note.say(words, tone, action)
        if action:
            self._timer.start()
        else:
            self._timer.stop()

    def clear(self) -> None:
        """No note any more."""
        self._timer.stop()
        self.note.clear()
        self.offer_rounds(self._offered)
