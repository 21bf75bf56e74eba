"""Owns the timings of a verdict: one bar of stages and the milliseconds of each, as the last second had them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import text
from faceid_app.identity.latency import RecentLatency

_RENEW_SECONDS = 0.5
"""Figures that change with every frame cannot be read."""
_WHOLE_MS = 100.0
"""From here on tenths say nothing."""
_ACROSS = 3
"""Stages in a line: more have no room for their words."""
_LIGHTEST = 0.35
_GAP = 1.0
NOTHING = "–"


class TimingBar(QWidget):
    """The stages that a verdict's latency names, in proportion, with the total."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._recent = RecentLatency()
        self._renewed_at = float("-inf")
        self._names = {
            "camera": self.tr("Camera"),
            "detect": self.tr("Detect"),
            "guard": self.tr("Guard"),
            "embed": self.tr("Embed"),
            "match": self.tr("Match"),
            "total": self.tr("Total"),
        }
        self._hints = {
            "camera": self.tr("From the arrival of the picture to the start of work on it."),
            "detect": self.tr("Finding the face and its landmarks."),
            "guard": self.tr("Telling a live face from a picture of one."),
            "embed": self.tr("Aligning the face and turning it into numbers."),
            "match": self.tr("Comparing the numbers with yours."),
            "total": self.tr("From the arrival of the picture to its verdict."),
        }
        self._bar = _Bar(theme)
        self._cells: dict[str, _Cell] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        layout.addWidget(self._bar)
        layout.addLayout(self._grid)
        self._arrange(("camera", "detect", "embed", "match", "total"))
        self.setAccessibleName(self.tr("Milliseconds by stage"))

    def show_latency(self, latency_ms: Mapping[str, float]) -> None:
        """Take in one frame's milliseconds by stage; what is shown changes twice a second."""
        now = self._clock()
        self._recent.add(latency_ms, now)
        if now - self._renewed_at < _RENEW_SECONDS:
            return
        self._renewed_at = now
        medians = self._recent.medians()
        if tuple(medians) != tuple(self._cells):
            self._arrange(tuple(medians))
        for stage, value in medians.items():
            ms = figure(value, ".0f" if value >= _WHOLE_MS else ".1f")
            self._cells[stage].figure.setText(self.tr("{ms} ms").format(ms=ms))
        self._bar.show_parts([value for stage, value in medians.items() if stage != "total"])
        told = (f"{self._cells[stage].name.text()} {self._cells[stage].figure.text()}" for stage in medians)
        self.setAccessibleDescription(", ".join(told))

    def figure(self, stage: str) -> str:
        """What is shown of one stage."""
        return self._cells[stage].figure.text()

    @property
    def stages(self) -> tuple[str, ...]:
        """Those shown, in their order."""
        return tuple(self._cells)

    def forget(self) -> None:
        """Nothing was measured."""
        self._recent.clear()
        self._renewed_at = float("-inf")
        for cell in self._cells.values():
            cell.figure.setText(NOTHING)
        self._bar.show_parts([])
        self.setAccessibleDescription("")

    def _arrange(self, stages: tuple[str, ...]) -> None:
        for cell in self._cells.values():
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = {}
        for number, stage in enumerate(stages):
            shade = None if stage == "total" else _shade(number, len(stages) - 1)
            name = self._names.get(stage, stage.capitalize())
            self._cells[stage] = cell = _Cell(self._bar.theme, name, self._hints.get(stage, ""), shade)
            self._grid.addWidget(cell, number // _ACROSS, number % _ACROSS)


class _Cell(QWidget):
    """One stage: its figure, and its name beside a dot in the colour of its part of the bar."""

    def __init__(self, theme: Theme, name: str, hint: str, shade: float | None) -> None:
        super().__init__()
        self.figure: QLabel = text(NOTHING, "section")
        self.name: QLabel = text(name, "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.figure)
        below = QHBoxLayout()
        below.setSpacing(Space.XS)
        if shade is not None:
            below.addWidget(_Dot(theme, shade))
        below.addWidget(self.name, 1)
        column.addLayout(below)
        self.setToolTip(hint)


class _Dot(QWidget):
    """A legend's dot."""

    def __init__(self, theme: Theme, shade: float) -> None:
        super().__init__()
        self._theme, self._shade = theme, shade
        self.setFixedSize(8, 8)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(self._theme, self._shade))
        painter.drawEllipse(QRectF(1, 1, 6, 6))
        painter.end()


class _Bar(QWidget):
    """Joined parts in shades of the accent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
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
        painter.fillPath(whole, QColor(self.theme.tokens.track))
        total, left = sum(self._parts), 0.0
        for number, part in enumerate(self._parts):
            width = self.width() * part / total if total else 0.0
            piece = QPainterPath()
            piece.addRect(QRectF(left, 0, max(0.0, width - _GAP), self.height()))
            painter.fillPath(piece.intersected(whole), _colour(self.theme, _shade(number, len(self._parts))))
            left += width
        painter.end()


def _shade(number: int, of: int) -> float:
    """The opacity of one of several parts: the first full, the last light."""
    return 1.0 - (1.0 - _LIGHTEST) * number / max(1, of - 1)


def _colour(theme: Theme, shade: float) -> QColor:
    colour = QColor(theme.tokens.accent)
    colour.setAlphaF(shade)
    return colour
