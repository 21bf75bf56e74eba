"""Owns the small pictures of figures on the people page: the ring of poses, the bar of spread, the strip of scores."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme

_RING = 76
_GAP_DEGREES = 7
_APART = 8.0


class PoseRing(QWidget):
    """Directions a head was captured in, as segments of a ring, and the front as its middle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._front, self._segments, self._of = False, frozenset[int](), 1
        self.setFixedSize(_RING, _RING)
        theme.changed.connect(self.update)

    def show_poses(self, front: bool, segments: frozenset[int], of: int, words: str) -> None:
        """Segment 0 lies at the right, the others follow against the clock; `words` say the same."""
        self._front, self._segments, self._of = front, segments, of
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        step = 360 / self._of
        for segment in range(self._of):
            colour = tokens.good if segment in self._segments else tokens.track
            painter.setPen(QPen(QColor(colour), 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            start = segment * step - step / 2 + _GAP_DEGREES / 2
            painter.drawArc(ring, round(start * 16), round((step - _GAP_DEGREES) * 16))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.good if self._front else tokens.track))
        painter.drawEllipse(QRectF(self.rect()).center(), 13, 13)
        painter.end()


class SpreadBar(QWidget):
    """Where the spread lies, with the healthy part of the way marked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value: float | None = None
        self._healthy = (0.0, 1.0)
        self.setMinimumHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_spread(self, value: float | None, healthy: tuple[float, float], words: str) -> None:
        """Everything is a share of 1.25 times the way to the threshold."""
        self._value, self._healthy = value, healthy
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, across = self.height() / 2, self.width() - 14

        def at(value: float) -> float:
            return 7 + across * min(max(value / 1.25, 0.0), 1.0)

        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(QRectF(7, middle - 3, across, 6), 3, 3)
        low, high = self._healthy
        painter.setBrush(QColor(tokens.good))
        painter.setOpacity(0.35)
        painter.drawRoundedRect(QRectF(at(low), middle - 3, at(high) - at(low), 6), 3, 3)
        painter.setOpacity(1.0)
        if self._value is not None:
            is_healthy = low <= self._value <= high
            painter.setPen(QPen(QColor(tokens.surface), 2))
            painter.setBrush(QColor(tokens.good if is_healthy else tokens.caution))
            painter.drawEllipse(QPointF(at(self._value), middle), 7, 7)
        painter.end()


class ScoreStrip(QWidget):
    """The closest strangers as dots on the upper part of the scale, with the threshold in use and the minimum."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scores: Sequence[float] = ()
        self._threshold = 1.0
        self._minimum: float | None = None
        self._start = 0.0
        self._words = ("", "")
        self.setMinimumHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_scores(
        self, scores: Sequence[float], *, threshold: float, minimum: float | None, legend: tuple[str, str], words: str
    ) -> None:
        """Scores, threshold and minimum, each 0..1; `legend` names the last two, `words` say it all."""
        self._scores, self._threshold, self._minimum, self._words = scores, threshold, minimum, legend
        shown = [*scores, threshold, *([] if minimum is None else [minimum])]
        self._start = max(0.0, math.floor(min(shown) * 10 - 0.5) / 10)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(240, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        line, across = self.height() / 2, self.width() - 12.0

        def at(score: float) -> float:
            return 6 + across * (score - self._start) / max(1.0 - self._start, 0.1)

        painter.setPen(QPen(QColor(tokens.track), 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(6, line), QPointF(6 + across, line))
        self._mark(painter, at(self._threshold), line, tokens.accent_text, self._words[0], above=True)
        if self._minimum is not None:
            self._mark(painter, at(self._minimum), line, tokens.muted, self._words[1], above=False)
        painter.setPen(QColor(tokens.muted))
        for words, side in (
            (figure(self._start, ".1f"), Qt.AlignmentFlag.AlignLeft),
            (figure(1.0, ".1f"), Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(QRectF(3, line + 14, self.width() - 6, 16), side, words)
        for score in self._scores:
            painter.setPen(QPen(QColor(tokens.surface), 1.5))
            painter.setBrush(QColor(tokens.bad if score >= self._threshold else tokens.text))
            painter.drawEllipse(QPointF(at(score), line), 5, 5)
        painter.end()

    def _mark(self, painter: QPainter, x: float, line: float, colour: str, words: str, *, above: bool) -> None:
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawLine(QPointF(x, line - 13 if above else line - 6), QPointF(x, line + 6 if above else line + 13))
        width = painter.fontMetrics().horizontalAdvance(words) + 2.0
        # Below the line the ends of the scale have their figures: the words stand beside them.
        room = 0.0 if above else painter.fontMetrics().horizontalAdvance(figure(1.0, ".1f")) + 3.0 + _APART
        left = min(max(x - width / 2, room), self.width() - room - width)
        top = line - 30 if above else line + 14
        painter.drawText(QRectF(left, top, width, 16), Qt.AlignmentFlag.AlignCenter, words)
