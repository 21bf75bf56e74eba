"""Owns the timings of a verdict: one bar of stages and the milliseconds of each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import text

_SHADES = (1.0, 0.7, 0.45, 0.25)
_SMOOTHING = 0.25
"""Share of the newest frame in what is shown: figures that jump thirty times a second cannot be read."""


class TimingBar(QWidget):
    """Detect, align, embed and match, in proportion, with the total."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, float] = {}
        names = {
            "detect": self.tr("Detect"),
            "align": self.tr("Align"),
            "embed": self.tr("Embed"),
            "match": self.tr("Match"),
            "total": self.tr("Total"),
        }
        self._bar = _Bar(theme)
        self._figures = {}
        figures = QHBoxLayout()
        figures.setSpacing(Space.M)
        for stage, name in names.items():
            cell = QVBoxLayout()
            cell.setSpacing(0)
            figure = text("–", "section")
            cell.addWidget(figure)
            cell.addWidget(text(name, "caption"))
            figures.addLayout(cell, 1)
            self._figures[stage] = figure
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._bar)
        layout.addLayout(figures)
        self.setAccessibleName(self.tr("Milliseconds by stage"))

    def show_latency(self, latency_ms: Mapping[str, float]) -> None:
        """Take in one frame's milliseconds by stage."""
        for stage, value in latency_ms.items():
            before = self._shown.get(stage, value)
            self._shown[stage] = before + (value - before) * _SMOOTHING
        for stage, figure in self._figures.items():
            figure.setText(self.tr("{ms} ms").format(ms=f"{self._shown.get(stage, 0.0):.1f}"))
        self._bar.show_parts([self._shown.get(stage, 0.0) for stage in ("detect", "align", "embed", "match")])

    def figure(self, stage: str) -> str:
        """What is shown of one stage."""
        return self._figures[stage].text()

    def forget(self) -> None:
        """Nothing was measured."""
        self._shown.clear()
        for figure in self._figures.values():
            figure.setText("–")
        self._bar.show_parts([])


class _Bar(QWidget):
    """Joined parts in shades of the accent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[float] = []
        self.setFixedHeight(8)
        theme.changed.connect(self.update)

    def show_parts(self, parts: list[float]) -> None:
        self._parts = parts
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.fillPath(whole, QColor(self._theme.tokens.track))
        total, left = sum(self._parts), 0.0
        for part, shade in zip(self._parts, _SHADES, strict=False):
            width = self.width() * part / total if total else 0.0
            colour = QColor(self._theme.tokens.accent)
            colour.setAlphaF(shade)
            piece = QPainterPath()
            piece.addRect(QRectF(left, 0, max(0.0, width - 1), self.height()))
            painter.fillPath(piece.intersected(whole), colour)
            left += width
        painter.end()
