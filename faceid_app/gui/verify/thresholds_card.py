"""Owns the details of a verdict: the picture of the scores with both thresholds moving in it, score and share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, Note, row, text
from faceid_app.gui.verify.dial_view import DialView, stop_words
from faceid_app.gui.verify.score_histogram import BINS, ScoreHistogram
from faceid_app.gui.verify.threshold_slider import ThresholdSlider
from faceid_app.gui.verify.verdict_view import VerdictView
from faceid_app.identity.decision import LEAST_SHARE, Thresholds
from faceid_app.identity.dial import Dial


class ThresholdsCard(Card):
    """Detection and verification threshold of the source document."""

    changed = Signal(object)
    """Thresholds, at every movement."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._dial: Dial | None = None
        self._was_refused = False
        self._drawn: tuple[Dial, float] | None = None
        self.histogram = ScoreHistogram(theme)
        self.legend_strangers = text("", "caption")
        self.legend_own = text("", "caption", tone="accent")
        self.passing = text("", "caption", wrap=True)
        self.detection = ThresholdSlider(
            theme, self.tr("Detection threshold"), self.tr("The score from which one template counts as a match.")
        )
        self.verification = ThresholdSlider(
            theme,
            self.tr("Verification threshold"),
            self.tr("The share of templates that must match."),
            low=LEAST_SHARE,
        )
        self.warning = Note(theme)
        for slider in (self.detection, self.verification):
            slider.changed.connect(self._on_moved)
            slider.slider.refused.connect(self._on_refused)
        self.score, self.share = text("–", "figure"), text("–", "figure")
        self.column.addLayout(row(text(self.tr("Scores"), "section"), 1, self.legend_strangers, self.legend_own))
        self.column.addWidget(self.histogram)
        self.column.addWidget(self.passing)
        self.column.addWidget(self.detection)
        self.column.addWidget(self.verification)
        self.column.addWidget(self.warning)
        self.column.addLayout(self._figures())

    def _figures(self) -> QHBoxLayout:
        figures = QHBoxLayout()
        named: tuple[tuple[QLabel, str, int], ...] = (
            (self.score, self.tr("Score of this frame"), 1),
            (self.share, self.tr("Templates that match"), 1),
        )
        for shown, name, stretch in named:
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(shown)
            cell.addWidget(text(name, "caption"))
            figures.addLayout(cell, stretch)
        figures.setSpacing(Space.L)
        return figures

    @property
    def thresholds(self) -> Thresholds:
        """Those shown."""
        return Thresholds(self.detection.value, self.verification.value)

    def show_thresholds(self, thresholds: Thresholds) -> None:
        """Show thresholds of which nothing has been counted yet; `changed` stays silent."""
        self.detection.set_value(thresholds.detection)
        self.verification.set_value(thresholds.verification)
        self.histogram.show_threshold(thresholds.detection)

    def show_dial(self, dial: Dial, thresholds: Thresholds, view: DialView) -> None:
        """Show thresholds and all that is known of them; `changed` stays silent."""
        self._dial = dial
        stop = dial.stop(thresholds.verification)
        self.detection.slider.show_stop(stop)
        least = dial.least_share(thresholds.detection)
        self.verification.slider.show_stop(least if least > LEAST_SHARE else 0.0)
        self.show_thresholds(thresholds)
        self.passing.setText(view.passing)
        self.histogram.describe(view.passing)
        if self._drawn is None or self._drawn[0] is not dial or self._drawn[1] != thresholds.verification:
            strangers, own = dial.personal.histograms(thresholds.verification, BINS)
            self.histogram.show_scores(strangers.tolist(), own.tolist(), stop)
            self.legend_strangers.setText(self.tr("{n} strangers").format(n=figure(int(strangers.sum()))))
            self.legend_own.setText(self.tr("{n} of you").format(n=figure(int(own.sum()))))
            if self._drawn is None or self._drawn[1] != thresholds.verification:
                self.histogram.forget_ticks()
            self._drawn = (dial, thresholds.verification)

    def show_frame(self, view: VerdictView) -> None:
        """Score and share of one frame."""
        self.score.setText(view.score)
        self.share.setText(view.share)

    def forget(self) -> None:
        """Another person, or no picture."""
        self._dial = self._drawn = None
        self.histogram.forget_ticks()
        self.warning.clear()

    def _on_refused(self) -> None:
        self._was_refused = True
        self.warning.say(stop_words(), "bad")

    def _on_moved(self) -> None:
        if not self._was_refused:
            self.warning.clear()
        self._was_refused = False
        if self._dial is not None:
            self.changed.emit(self.thresholds)
