"""Owns the card that shows what a training ended with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, rule, set_text, text
from faceid_app.gui.train.result_view import ResultView


class ResultCard(Card):
    """Fit or not and why, the calibration table, the probes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.headline = text("", "title")
        self.reason = text("", tone="muted", wrap=True)
        self.remark = text("", "caption", wrap=True)
        self._tables = QWidget()
        self.column.addWidget(self.headline)
        self.column.addWidget(self.reason)
        self.column.addWidget(self.remark)
        self.column.addWidget(rule())
        self.column.addWidget(self._tables)

    def show_result(self, view: ResultView) -> None:
        """Show a model's report."""
        set_text(self.headline, view.headline, view.tone)
        self.reason.setText(view.reason)
        self.remark.setText(view.remark)
        self.remark.setVisible(bool(view.remark))
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
            grid.addWidget(rule(), line, 0, 1, 4)
            grid.addWidget(text(self.tr("Probes after training"), "caption"), line + 1, 0, 1, 4)
            for number, (name, outcome) in enumerate(view.probes, line + 2):
                grid.addWidget(text(name), number, 0, 1, 2)
                grid.addWidget(text(outcome), number, 2, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.column.replaceWidget(self._tables, tables)
        self._tables.hide()
        self._tables.deleteLater()
        self._tables = tables
