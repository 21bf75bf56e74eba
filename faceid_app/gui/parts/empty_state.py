"""Owns what a page shows when there is nothing to work on yet: a picture, a sentence, the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import button, text


class EmptyState(QWidget):
    """Centred in the room it is given."""

    acted = Signal()

    def __init__(self, theme: Theme, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon_name
        self._picture = QLabel()
        self._title = text("", "title", wrap=True)
        self._words = text("", tone="muted", wrap=True)
        self.button = button("", kind="primary", clicked=self.acted.emit)
        middle = QVBoxLayout()
        middle.setSpacing(Space.M)
        middle.addStretch(2)
        for label in (self._picture, self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setFixedWidth(440)
            middle.addWidget(label)
        middle.addSpacing(Space.M)
        middle.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)
        theme.changed.connect(self._tint)
        self._tint()

    def say(self, title: str, words: str, action: str = "") -> None:
        """Set the words; without an action there is no button."""
        self._title.setText(title)
        self._words.setText(words)
        self.button.setText(action)
        self.button.setVisible(bool(action))

    def _tint(self) -> None:
        self._picture.setPixmap(pixmap(self._icon_name, self._theme.tokens.faint, 56))
