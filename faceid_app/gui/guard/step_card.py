"""Owns the card of the present step: a drawing, what to do, how far it is, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from faceid_app.guard.trial import Step
from faceid_app.gui.guard.attack_words import ResultView
from faceid_app.gui.guard.species_drawing import SpeciesDrawing
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import said
from faceid_app.gui.parts.controls import Card, row, set_text, text
from faceid_app.gui.parts.key_button import KeyButton

_FINE = 1000


class StepCard(Card):
    """One instruction, one primary button."""

    acted = Signal()
    """Start, pause, or go on: whatever the primary button says."""
    skipped = Signal()
    redone = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.drawing = SpeciesDrawing(theme)
        self.number = text("", "caption")
        self.name = text("", "title", wrap=True)
        self.words = text("", wrap=True)
        self.detail = text("", "caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _FINE)
        self.bar.setAccessibleName(self.tr("How often it was shown"))
        self.count = text("", "caption")
        self.act_button = KeyButton("", self.tr("Space"), self.acted.emit, kind="primary")
        self.skip_button = KeyButton(self.tr("Skip"), "S", self.skipped.emit)
        self.redo_button = KeyButton(self.tr("Redo"), "R", self.redone.emit)
        for label in (self.number, self.name, self.words, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.number)
        self.column.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self.name, self.words, self.detail):
            self.column.addWidget(part)
        self.column.addSpacing(Space.XS)
        line = row(self.bar, self.count, spacing=Space.M)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        self.column.addSpacing(Space.XS)
        self.column.addLayout(row(self.skip_button, self.redo_button, 1, self.act_button))

    def show_step(self, step: Step, *, number: int, of: int) -> None:
        """Another step."""
        self.number.setText(self.tr("Step {number} of {of}").format(number=number, of=of))
        self.name.setText(said(step.name))
        self.drawing.setAccessibleName(said(step.name))

    def show_task(self, step: Step, act: str, *, is_shown: bool) -> None:
        """What to do; `act` is the primary button's word."""
        self.drawing.show_species(step.species)
        self._say(said(step.task), "", "")
        self._offer(act, skip=True, redo=is_shown)

    def show_result(self, step: Step, result: ResultView, act: str) -> None:
        """What came of it."""
        self.drawing.show_species(step.species, result.tone)
        self._say(result.sentence, result.detail, result.tone)
        self._offer(act, skip=False, redo=True)

    def show_progress(self, shown: int, wanted: int, share: float = 0.0) -> None:
        """`shown` are over, and of the present one `share` (0..1)."""
        self.bar.setValue(round(_FINE * min(1.0, (shown + min(share, 1.0)) / wanted)))
        self.count.setText(self.tr("{shown} of {wanted}").format(shown=shown, wanted=wanted))

    def _say(self, words: str, detail: str, tone: str) -> None:
        set_text(self.words, words, tone)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def _offer(self, act: str, *, skip: bool, redo: bool) -> None:
        self.act_button.say(act)
        self.skip_button.setVisible(skip)
        self.redo_button.setVisible(redo)
