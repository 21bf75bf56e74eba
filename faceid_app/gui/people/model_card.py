"""Owns the card that says what verifies a person."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, row, set_text, text
from faceid_app.gui.people.person_words import model_figures, model_words
from faceid_app.identity.enrolment_check import EnrolmentCheck


class ModelCard(Card):
    """Which model it is, whether it is fit, and its few figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._headline = text("", "section")
        self._words = text("", tone="muted", wrap=True)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(Space.L)
        self._figures.setVerticalSpacing(Space.XS)
        self._figures.setColumnStretch(1, 1)
        self._cells: list[QWidget] = []
        self.column.addLayout(row(text(self.tr("Model"), "section"), 1, self._headline))
        self.column.addWidget(self._words)
        self.column.addLayout(self._figures)

    def show_check(self, check: EnrolmentCheck) -> None:
        """Show the model of a check."""
        headline, tone, words = model_words(check)
        set_text(self._headline, headline, tone)
        self._words.setText(words)
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
        for line, (name, value) in enumerate(model_figures(check)):
            for column, cell in enumerate((text(name, "caption"), text(value, wrap=True))):
                self._figures.addWidget(cell, line, column)
                self._cells.append(cell)
