"""Owns the card of the stranger test: who would pass as this person, how near they come, the personal minimum."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, button, row, set_text, text
from faceid_app.gui.people.charts import ScoreStrip
from faceid_app.gui.people.person_words import minimum_words, personal_words, strangers_words, witnesses_words
from faceid_app.identity.stranger_test import StrangerTest


class StrangersCard(Card):
    """The strangers come as numbers: neither names nor pictures of them are here."""

    minimum_asked = Signal()
    """Use the personal minimum from now on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._headline = text("", "lead")
        self._counted, self._witnesses = text("", tone="muted", wrap=True), text("", "caption", wrap=True)
        self._strip = ScoreStrip(theme)
        self._minimum = text("", wrap=True)
        self.minimum_button = button(self.tr("Use my minimum"), clicked=self.minimum_asked.emit)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(Space.L)
        self._table.setVerticalSpacing(Space.XS)
        self._cells: list[QWidget] = []
        self.column.addWidget(text(self.tr("Strangers"), "section"))
        for part in (self._headline, self._counted, self._strip, self._minimum):
            self.column.addWidget(part)
        self.column.addLayout(row(self.minimum_button, 1))
        self.column.addLayout(self._table)
        self.column.addWidget(self._witnesses)

    def show_test(self, test: StrangerTest | None) -> None:
        """Show a stranger test, or that there is none for this model."""
        parts = (self._strip, self._minimum, self._witnesses)
        for part in parts:
            part.setVisible(test is not None)
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
        self.minimum_button.setVisible(test is not None and not test.keeps_minimum)
        if test is None:
            set_text(self._headline, self.tr("Not tested"))
            self._counted.setText(self.tr("The network of this model came without strangers to try."))
            return
        headline, tone, counted = strangers_words(test)
        set_text(self._headline, headline, tone)
        self._counted.setText(counted)
        self._witnesses.setText(witnesses_words(test))
        scores = [figure(score, ".3f") for score in test.closest]
        self._strip.show_scores(
            test.closest,
            threshold=test.detection,
            minimum=None if test.minimum is None else test.minimum.threshold,
            legend=(self.tr("threshold"), self.tr("your minimum")),
            words=self.tr("Scores of the closest strangers: {scores}. Your threshold: {threshold}.").format(
                scores="; ".join(scores), threshold=figure(test.detection, ".3f")
            ),
        )
        set_text(self._minimum, *minimum_words(test))
        heads = (self.tr("Strangers who pass"), self.tr("Needs a threshold of"))
        for column, words in enumerate(heads):
            self._put(text(words, "caption"), 0, column)
        for line, one in enumerate(test.personal, 1):
            for column, words in enumerate(personal_words(one)):
                self._put(text(words, tone="" if one.supported else "muted"), line, column)

    def _put(self, cell: QWidget, line: int, column: int) -> None:
        self._table.addWidget(cell, line, column)
        self._cells.append(cell)
