"""Owns the card with both thresholds, the presets and what is known about them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, Note, button, text
from faceid_app.gui.verify.preset_view import chosen, presets, warning
from faceid_app.gui.verify.threshold_slider import ThresholdSlider
from faceid_app.identity.calibration import Calibration
from faceid_app.identity.decision import Thresholds

LEAST_SHARE = 0.01


class ThresholdsCard(Card):
    """Detection and verification threshold of the source document."""

    changed = Signal(object)
    """Thresholds, at every movement."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._calibration = Calibration(points=())
        self.detection = ThresholdSlider(
            self.tr("Detection threshold"), self.tr("The score from which one template counts as a match.")
        )
        self.verification = ThresholdSlider(
            self.tr("Verification threshold"),
            self.tr("The share of templates that must match."),
            low=LEAST_SHARE,
        )
        for slider in (self.detection, self.verification):
            slider.changed.connect(self._on_moved)
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.S)
        self.chips: list[QPushButton] = []
        self.warning = Note(theme)
        self.column.addWidget(text(self.tr("Strangers accepted"), "section"))
        self.column.addLayout(self._row)
        self.column.addWidget(self.warning)
        self.column.addSpacing(Space.XS)
        self.column.addWidget(self.detection)
        self.column.addSpacing(Space.XS)
        self.column.addWidget(self.verification)

    @property
    def thresholds(self) -> Thresholds:
        """Those shown."""
        return Thresholds(self.detection.value, self.verification.value)

    def show_thresholds(self, thresholds: Thresholds, calibration: Calibration) -> None:
        """Show a model's thresholds and operating points; `changed` stays silent."""
        self._calibration = calibration
        self.detection.set_value(thresholds.detection)
        self.verification.set_value(thresholds.verification)
        self._fill_chips()
        self._tell()

    def _fill_chips(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.chips = []
        for view in presets(self._calibration):
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            chip = button(view.words, kind="chip", clicked=partial(self._on_preset, view.threshold))
            chip.setCheckable(True)
            chip.setEnabled(view.threshold is not None)
            chip.setAccessibleDescription(view.evidence)
            column.addWidget(chip)
            column.addWidget(text(view.evidence, "caption"))
            self._row.addWidget(cell, 1)
            self.chips.append(chip)

    def _on_preset(self, threshold: float | None) -> None:
        if threshold is not None:
            self.detection.set_value(threshold)
        self._on_moved()

    def _on_moved(self) -> None:
        self._tell()
        self.changed.emit(self.thresholds)

    def _tell(self) -> None:
        standing = chosen(presets(self._calibration), self.detection.value)
        for number, chip in enumerate(self.chips):
            chip.setChecked(number == standing)
        danger = warning(self._calibration, self.detection.value)
        self.detection.set_dangerous(bool(danger))
        if danger:
            self.warning.say(danger, "bad")
        else:
            self.warning.clear()
