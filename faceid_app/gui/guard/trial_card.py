"""Owns the report card of a trial: the weakest point in large letters, every species below, what it does not show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from faceid_app.gui.guard.attack_words import CardView
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, Note, button, row, rule, set_icon, set_text, text

_WIDTH = 620
_ICON = 40
_MARKS = {"good": "shield-check", "bad": "shield-x", "caution": "shield-alert", "muted": "shield-question-mark"}


class TrialCard(Card):
    """Shown when all steps are done."""

    save_asked = Signal()
    again_asked = Signal()
    forget_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._view: CardView | None = None
        self.setFixedWidth(_WIDTH)
        self.column.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XL)
        self._mark = QLabel()
        self._mark.setFixedHeight(_ICON)
        self.title = text("", "title", wrap=True)
        self.figure = text("", "display")
        self.words = text("", tone="muted", wrap=True)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(Space.L)
        self._table.setVerticalSpacing(Space.S)
        self._table.setColumnStretch(0, 1)
        self._cells: list[QLabel] = []
        self.note = Note(theme)
        self.save_button = button(self.tr("&Save the report…"), kind="primary", clicked=self.save_asked.emit)
        self.again_button = button(self.tr("&Try again"), clicked=self.again_asked.emit)
        self.forget_button = button(self.tr("Forget what was kept…"), kind="quiet", clicked=self.forget_asked.emit)
        set_icon(theme, self.save_button, "file-chart-column", "on_accent")
        for part in (self._mark, self.title, self.figure):
            self.column.addWidget(part)
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.words)
        self.column.addSpacing(Space.S)
        self.column.addWidget(rule())
        self.column.addLayout(self._table)
        self.column.addWidget(rule())
        self.column.addWidget(
            text(
                self.tr(
                    "This tells of what you tried, with this camera, in this light. A better print, a brighter "
                    "screen, or a mask may still pass."
                ),
                "caption",
                wrap=True,
            )
        )
        self.column.addWidget(self.note)
        self.column.addSpacing(Space.XS)
        self.column.addLayout(row(self.forget_button, 1, self.again_button, self.save_button, spacing=Space.M))
        theme.changed.connect(self._tint)

    def show_view(self, view: CardView) -> None:
        """What came of it."""
        self._view = view
        self.title.setText(view.title)
        set_text(self.figure, view.figure, view.tone)
        self.figure.setVisible(bool(view.figure))
        self.words.setText(view.sentence)
        self.note.clear()
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
        for line, (name, result, tone) in enumerate(view.rows):
            self._put(text(name), line, 0)
            self._put(text(result, tone=tone), line, 1)
        self._tint()

    def _put(self, cell: QLabel, line: int, column: int) -> None:
        self._table.addWidget(cell, line, column, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)
        self._cells.append(cell)

    def _tint(self) -> None:
        if self._view is not None:
            tone = self._view.tone
            self._mark.setPixmap(pixmap(_MARKS[tone], getattr(self._theme.tokens, tone), _ICON))
