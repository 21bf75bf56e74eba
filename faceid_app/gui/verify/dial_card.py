"""Owns the card with the dial: one slider from easy to strict, and what was measured where it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, Note, row, set_text, text
from faceid_app.gui.verify.dial_view import DialView, dial_view, held_words, mark_words, stop_words
from faceid_app.gui.verify.stop_slider import StopSlider
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.dial import Dial


class DialCard(Card):
    """Shows where the thresholds are on the dial, and tells where the user moves them."""

    changed = Signal(object)
    """Thresholds, at every movement."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._dial: Dial | None = None
        self._thresholds: Thresholds | None = None
        self.slider = StopSlider(theme, marked=True)
        self.slider.setAccessibleName(self.tr("How strict"))
        self.slider.moved.connect(self._on_moved)
        self.slider.refused.connect(self._on_refused)
        self._was_refused = False
        self.warning = Note(theme)
        self.strangers = text("", "lead", wrap=True)
        self.evidence = text("", "caption", wrap=True)
        self.you = text("", "lead", wrap=True)
        self.own_evidence = text("", "caption", wrap=True)
        self.counting = text("", "caption", tone="muted", wrap=True)
        self.counting.hide()
        self.column.setSpacing(Space.S)
        self.column.addLayout(row(text(self.tr("Easy"), "section"), 1, text(self.tr("Strict"), "section")))
        self.column.addWidget(self.slider)
        self.column.addWidget(self.warning)
        self.column.addSpacing(Space.XS)
        for headline, evidence in ((self.strangers, self.evidence), (self.you, self.own_evidence)):
            self.column.addWidget(headline)
            self.column.addWidget(evidence)
            self.column.addSpacing(Space.XS)
        self.column.addWidget(self.counting)

    def show_dial(self, dial: Dial, thresholds: Thresholds) -> DialView:
        """Show these thresholds on that dial; `changed` stays silent."""
        self._dial, self._thresholds = dial, thresholds
        self.slider.setEnabled(True)
        verification = thresholds.verification
        self.slider.show_stop(dial.stop_position(verification), mark_words(dial, verification))
        self.slider.put(dial.position_of(thresholds))
        personal = dial.personal
        reading = dial.reading(thresholds)
        view = dial_view(reading, by_burst=personal.by_burst, learned_from=personal.learned_from)
        set_text(self.strangers, view.strangers, "muted" if reading.far is None else "")
        self.evidence.setText(view.evidence)
        self.you.setText(view.you)
        self.own_evidence.setText(view.own_evidence)
        self.slider.setAccessibleDescription(f"{view.strangers}. {view.you}.")
        return view

    def show_counting(self, words: str) -> None:
        """Say that a count is under way; nothing where there is none."""
        self.counting.setText(words)
        self.counting.setVisible(bool(words))

    def forget(self) -> None:
        """Another model or person, of which nothing is known yet."""
        self._dial = self._thresholds = None
        self.slider.setEnabled(False)
        for label in (self.strangers, self.evidence, self.you, self.own_evidence):
            label.clear()
        self.warning.clear()

    def tell_held(self) -> None:
        """Say that the thresholds kept for this person are not used as they are."""
        self.warning.say(held_words(), "caution")

    def _on_refused(self) -> None:
        self._was_refused = True
        self.warning.say(stop_words(), "bad")

    def _on_moved(self, position: float) -> None:
        if not self._was_refused:
            self.warning.clear()
        self._was_refused = False
        if self._dial is None or self._thresholds is None:
            return
        marks = self._dial.marks(self._thresholds.verification)
        mark = next((mark for mark in marks if mark.position == position), None)
        thresholds = self._dial.thresholds_at(position, self._thresholds.verification)
        # A mark's threshold as it was counted, not as it comes back from its position.
        self.changed.emit(thresholds if mark is None else Thresholds(mark.detection, thresholds.verification))
