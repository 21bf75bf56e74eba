"""Owns the report card of a model: fit or not and why, what it looks at, and the counted facts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, button, row, rule, set_text, text
from faceid_app.gui.parts.progress_view import time_left
from faceid_app.gui.parts.wrapping_row import WrappingRow
from faceid_app.gui.train.heat_view import SIDE, HeatView
from faceid_app.gui.train.result_view import FactView, MapView, ResultView
from faceid_app.progress import Progress

_HEADS = 4
"""Columns of the table of thresholds."""
_WIDEST_FACT = 640
"""Pixels: a figure stays near its title on a wide screen."""


class ResultCard(Card):
    """One screen; the tables behind it open on demand."""

    acted = Signal()
    """The one button of the card: try the fit model, or do what an unfit one needs."""
    details_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme, self._tone = theme, "good"
        self._picture = QLabel()
        self.headline = text("", "title")
        self.reason = text("", tone="muted", wrap=True)
        self.remark = text("", "caption", wrap=True)
        self.action = button("", kind="primary", clicked=self.acted.emit)
        self.heat = HeatView(theme)
        self.heat_caption = text("", "caption", wrap=True)
        self._seen = QWidget()
        self._facts = QWidget()
        self._view: ResultView | None = None
        """Whose tables are still to be made."""
        self._tables = QWidget()
        self.details = button(self.tr("&Details"), kind="quiet")
        self.details.setCheckable(True)
        self.details.toggled.connect(self._on_details)
        self._arrange()
        theme.changed.connect(self._tint)

    def _arrange(self) -> None:
        verdict, action = QWidget(), QWidget()
        verdict.setLayout(row(self._picture, self.headline, 1))
        action.setLayout(row(self.action, 1))
        head = WrappingRow(spacing=Space.S)
        head.line.addWidget(verdict, 1)
        head.line.addWidget(action)
        self.column.addWidget(head)
        self.column.addWidget(self.reason)
        self.column.addWidget(rule())
        self._seen_line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._seen)
        self._seen_line.setContentsMargins(0, Space.XS, 0, 0)
        self._seen_line.addWidget(self.heat)
        self._seen_line.addWidget(self.heat_caption, 0, Qt.AlignmentFlag.AlignTop)
        self._place_caption(False)
        middle = WrappingRow(spacing=Space.XL)
        middle.turned.connect(self._place_caption)
        self._middle = middle.line
        self._middle.addWidget(self._seen, 0, Qt.AlignmentFlag.AlignTop)
        self._middle.addWidget(self._facts, 100, Qt.AlignmentFlag.AlignTop)
        self._middle.addStretch(1)
        self.column.addWidget(middle)
        self.column.addLayout(row(self.details, 1))
        self.column.addWidget(self.remark)
        self.column.addWidget(self._tables)

    def _place_caption(self, above_facts: bool) -> None:
        """Below the picture; where the picture stands above the facts, beside it."""
        directions = QBoxLayout.Direction
        self._seen_line.setDirection(directions.LeftToRight if above_facts else directions.TopToBottom)
        self._seen_line.setSpacing(Space.L if above_facts else Space.S)
        self.heat_caption.setMaximumWidth(_WIDEST_FACT if above_facts else SIDE)

    def show_result(self, view: ResultView, *, action: str) -> None:
        """Show a model's report; `action` is what a fit model offers."""
        self._tone = view.tone
        set_text(self.headline, view.headline, view.tone)
        self.reason.setText(view.reason)
        self.action.setText(view.action or action)
        self.remark.setText(view.remark)
        self._facts = self._replaced(self._facts, _facts_widget(view.facts))
        self._view = view
        self.forget_map()
        self._on_details(self.details.isChecked())
        self._tint()

    def await_map(self) -> None:
        """The map is being computed."""
        self._seen.show()
        self.heat.clear()
        self.heat_caption.setText(self.tr("Finding out what it looks at…"))

    def show_map_progress(self, progress: Progress) -> None:
        """How far it is."""
        left = time_left(progress.eta) if progress.step < progress.of else ""
        words = self.tr("Finding out what it looks at…")
        self.heat_caption.setText(f"{words} {left}".strip())

    def show_map(self, view: MapView) -> None:
        """Show what the model looks at."""
        self._seen.show()
        self.heat.show_map(view.portrait, view.heat)
        self.heat_caption.setText(view.caption)
        self.heat.setAccessibleDescription(self.heat_caption.text())

    def forget_map(self) -> None:
        """There is none."""
        self._seen.hide()
        self.heat.clear()
        self.heat_caption.clear()

    def _on_details(self, shown: bool) -> None:
        self.details.setText(self.tr("Hide &details") if shown else self.tr("&Details"))
        if shown and self._view is not None:
            self._tables = self._replaced(self._tables, self._tables_widget(self._view))
            self._view = None
        self._tables.setVisible(shown)
        self.remark.setVisible(shown and bool(self.remark.text()))
        self.details_toggled.emit(shown)

    def _replaced(self, old: QWidget, new: QWidget) -> QWidget:
        for layout in (self._middle, self.column):
            if layout.indexOf(old) >= 0:
                layout.replaceWidget(old, new)
        old.hide()
        old.deleteLater()
        return new

    def _tables_widget(self, view: ResultView) -> QWidget:
        tables = QWidget()
        grid = QGridLayout(tables)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(Space.S)
        grid.setHorizontalSpacing(Space.L)
        heads = (
            self.tr("Strangers accepted"),
            self.tr("Threshold"),
            self.tr("Counted on stranger pairs"),
            self.tr("Same person refused"),
        )
        for column, words in enumerate(heads):
            grid.addWidget(text(words, "caption", wrap=True), 0, column)
            grid.setColumnStretch(column, 1)
        for number, cells in enumerate(view.table, 1):
            for column, words in enumerate(cells):
                grid.addWidget(text(words), number, column)
        line = len(view.table) + 1
        if view.probes:
            grid.addWidget(rule(), line, 0, 1, _HEADS)
            grid.addWidget(text(self.tr("Probes after training"), "caption"), line + 1, 0, 1, _HEADS)
            for number, (name, outcome) in enumerate(view.probes, line + 2):
                grid.addWidget(text(name, wrap=True), number, 0, 1, 2)
                grid.addWidget(text(outcome), number, 2, 1, 2, Qt.AlignmentFlag.AlignLeft)
        return tables

    def _tint(self) -> None:
        name = "circle-check" if self._tone == "good" else "circle-alert"
        self._picture.setPixmap(pixmap(name, getattr(self._theme.tokens, self._tone), 24))


def _facts_widget(facts: list[FactView]) -> QWidget:
    widget = QWidget()
    widget.setMaximumWidth(_WIDEST_FACT)
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.S)
    for number, fact in enumerate(facts):
        if number:
            column.addWidget(rule())
        figure = text(fact.figure, "section", tone=fact.tone)
        column.addLayout(row(text(fact.title), 1, figure))
        detail = text(fact.detail, "caption", wrap=True)
        column.addWidget(detail)
        figure.setAccessibleName(f"{fact.title}: {fact.figure}. {fact.detail}")
    column.addStretch(1)
    return widget
