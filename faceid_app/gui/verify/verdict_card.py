"""Owns the card with the one large verdict and its reason."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, row, set_property, set_text, text
from faceid_app.gui.verify.verdict_view import VerdictView, waiting

_ICON = 56
_GUARD_ICON = 18


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
        self.reason.setMinimumHeight(58)  # three lines: the cards below stay where they are
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.guard = text("", tone="muted")
        self._shield = QLabel()
        self._shield.setFixedSize(QSize(_GUARD_ICON, _GUARD_ICON))
        self._beside = QWidget()
        self._beside.setLayout(row(self._shield, self.guard, 1))
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
        self.column.addWidget(self._beside)
        self._beside.hide()
        theme.changed.connect(self._tint)
        self.show_view(self._view, "")

    def show_guarded(self, guarded: bool) -> None:
        """Keep a place for what the guard says, or none."""
        self._beside.setVisible(guarded)

    def show_view(self, view: VerdictView, name: str) -> None:
        """Show a verdict about that person."""
        self._view = view
        headline = view.headline or self.tr("Waiting…")
        renewed = headline != self.headline.text()
        set_text(self.headline, headline, view.tone)
        if renewed:
            self._fit_headline()
        self.name.setText(name)
        self.reason.setText(view.reason)
        guard = view.guard
        set_text(self.guard, "" if guard is None else guard.words, "muted" if guard is None else guard.tone)
        self._beside.setToolTip("" if guard is None else guard.why)
        self.setAccessibleName(f"{view.headline} {name}".strip())
        self.setAccessibleDescription(view.reason if guard is None else f"{view.reason} {guard.words}")
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_headline()

    def _fit_headline(self) -> None:
        """As large as there is room; what stands below stays where it is."""
        set_property(self.headline, "role", "display")
        needed = self.headline.sizeHint()
        self.headline.setMinimumHeight(needed.height())
        margins = self.column.contentsMargins()
        if needed.width() > self.width() - margins.left() - margins.right() - _ICON - Space.L:
            set_property(self.headline, "role", "title")

    def _tint(self) -> None:
        colour = getattr(self._theme.tokens, self._view.tone)
        self._picture.setPixmap(pixmap(self._view.icon, colour, _ICON, self.devicePixelRatioF()))
        guard = self._view.guard
        if guard is None:
            self._shield.clear()
            return
        colour = getattr(self._theme.tokens, guard.tone)
        self._shield.setPixmap(pixmap(guard.icon, colour, _GUARD_ICON, self.devicePixelRatioF()))
