"""Owns the card with the one large verdict and its reason."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, set_text, text
from faceid_app.gui.verify.verdict_view import VerdictView, waiting

_ICON = 56


class VerdictCard(Card):
    """Shows what it is given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._view = waiting()
        self._picture = QLabel()
        self._picture.setFixedSize(QSize(_ICON, _ICON))
        self.headline = text("", "display")
        self.name = text("", "lead", tone="muted")
        self.reason = text("", tone="muted", wrap=True)
        self.reason.setMinimumHeight(40)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(self._picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.headline)
        words.addWidget(self.name)
        head.addLayout(words, 1)
        self.column.addLayout(head)
        self.column.addWidget(self.reason)
        theme.changed.connect(self._tint)
        self.show_view(self._view, "")

    def show_view(self, view: VerdictView, name: str) -> None:
        """Show a verdict about that person."""
        self._view = view
        set_text(self.headline, view.headline or self.tr("Waiting…"), view.tone)
        self.name.setText(name)
        self.reason.setText(view.reason)
        self.setAccessibleName(f"{view.headline} {name}".strip())
        self.setAccessibleDescription(view.reason)
        self._tint()

    def _tint(self) -> None:
        colour = getattr(self._theme.tokens, self._view.tone)
        self._picture.setPixmap(pixmap(self._view.icon, colour, _ICON, self.devicePixelRatioF()))
