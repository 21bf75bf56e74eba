"""Owns the picture of the scores: strangers and you on a logarithmic scale, the threshold, and the latest frames."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space, Type

BINS = 60
_TICKS = 90
"""Latest frames that stay: three seconds."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 8, 12, 34


class ScoreHistogram(QWidget):
    """Bars are painted once and kept; a frame costs a line and some ticks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strangers: list[int] = []
        self._own: list[int] = []
        self._stop = 0.0
        self._threshold = 0.0
        self._ticks: deque[float] = deque(maxlen=_TICKS)
        self._bars: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scores of strangers and of you"))
        theme.changed.connect(self._repaint_bars)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Scores of the latest frames, oldest first."""
        return tuple(self._ticks)

    def show_scores(self, strangers: Sequence[int], own: Sequence[int], stop: float) -> None:
        """Counts by score, evenly from 0 to 1, and the threshold below which nothing is allowed."""
        self._strangers, self._own, self._stop = list(strangers), list(own), stop
        self._repaint_bars()

    def show_threshold(self, threshold: float) -> None:
        """Where the line stands."""
        self._threshold = threshold
        self.update()

    def add_tick(self, score: float) -> None:
        """A frame was judged by that score."""
        self._ticks.append(score)
        self.update()

    def forget_ticks(self) -> None:
        """What came before was judged otherwise, or was about somebody else."""
        self._ticks.clear()
        self.update()

    def describe(self, words: str) -> None:
        """What the picture says, for those who do not see it."""
        self.setAccessibleDescription(words)

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(320, 190)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._repaint_bars()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        ratio = self.devicePixelRatioF()
        if self._bars is None or self._bars.devicePixelRatioF() != ratio:
            self._bars = self._paint_bars(ratio)
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._bars)
        area = self._area()
        for age, score in enumerate(reversed(self._ticks)):
            colour = QColor(tokens.good if score >= self._threshold else tokens.bad)
            colour.setAlphaF(max(0.08, 1.0 - age / _TICKS))
            painter.setPen(QPen(colour, 2.5 if age == 0 else 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            x = area.left() + score * area.width()
            painter.drawLine(QPointF(x, area.bottom() + 2), QPointF(x, area.bottom() + 9))
        x = area.left() + self._threshold * area.width()
        painter.setPen(QPen(QColor(tokens.text), 2))
        painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom() + 1))
        painter.end()

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1, self.width() - _LEFT - _RIGHT), max(1, self.height() - _TOP - _BOTTOM))

    def _repaint_bars(self) -> None:
        self._bars = None
        self.update()

    def _paint_bars(self, ratio: float) -> QPixmap:
        tokens = self._theme.tokens
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        painter.fillRect(
            QRectF(area.left(), area.top(), self._stop * area.width(), area.height()), QColor(tokens.bad_soft)
        )
        highest = max([1, *self._strangers, *self._own])
        self._paint_scale(painter, area, highest)
        for counts, token in ((self._strangers, tokens.faint), (self._own, tokens.accent)):
            colour = QColor(token)
            path = QPainterPath()
            for place, count in enumerate(counts):
                if count:
                    width = area.width() / len(counts)
                    height = area.height() * _share(count, highest)
                    left = area.left() + place * width
                    path.addRoundedRect(QRectF(left + 0.5, area.bottom() - height, width - 1.0, height), 1.0, 1.0)
            colour.setAlphaF(0.85)
            painter.fillPath(path, colour)
        painter.end()
        return picture

    def _paint_scale(self, painter: QPainter, area: QRectF, highest: int) -> None:
        tokens = self._theme.tokens
        font = self.font()
        font.setPixelSize(Type.CAPTION - 1)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        decade = 1
        while decade <= highest:
            y = area.bottom() - area.height() * _share(decade, highest)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(tokens.muted))
            words = figure(decade)
            painter.drawText(
                QPointF(area.left() - Space.S - metrics.horizontalAdvance(words), y + metrics.ascent() / 2 - 1), words
            )
            decade *= 10
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(tokens.muted))
        for at in (0.0, 0.25, 0.5, 0.75, 1.0):
            words = figure(at, "g")
            size = metrics.horizontalAdvance(words)
            x = min(area.left() + at * area.width() - size / 2, area.right() - size + 2)
            painter.drawText(QPointF(x, area.bottom() + 12 + metrics.ascent()), words)


def _share(count: int, highest: int) -> float:
    """Height of a bar, 0..1: half a decade below one is the ground, so that a single picture is seen."""
    return (math.log10(count) + 0.5) / (math.log10(highest) + 0.5)
