"""Owns the outline drawn around a face: where its corners lie, how it moves, and how it is painted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

# Painted on pictures, so these do not follow the theme.
COLOURS = {"good": "#5fdc94", "caution": "#ffc857", "bad": "#ff7a72", "neutral": "#ffffff", "other": "#b4b4bc"}
_SETTLE_SECONDS = 0.03
"""Time constant of the movement: the outline glides between observations instead of jumping."""
_FADE_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Outline:
    """A face to be framed: (x, y, width, height) in pixels of the frame, and the tone to do it in."""

    box: tuple[float, float, float, float]
    tone: str = "neutral"


class GlidingOutline:
    """The outline as shown: follows the newest `Outline` smoothly and fades when there is none."""

    def __init__(self) -> None:
        self._target: Outline | None = None
        self._shown: list[float] | None = None
        self._tone = "neutral"
        self._opacity = 0.0

    @property
    def resting(self) -> bool:
        """Whether nothing would change by moving on."""
        if self._target is None:
            return self._opacity == 0.0
        return self._opacity == 1.0 and self._shown == list(self._target.box)

    def follow(self, outline: Outline | None) -> None:
        """Head for another place, or fade away."""
        self._target = outline
        if outline is not None:
            self._tone = outline.tone
            if self._shown is None or self._opacity == 0.0:
                self._shown = list(outline.box)

    def advance(self, seconds: float) -> None:
        """Let that much time pass."""
        if self._target is None:
            self._opacity = max(0.0, self._opacity - seconds / _FADE_SECONDS)
            return
        self._opacity = min(1.0, self._opacity + seconds / _FADE_SECONDS)
        assert self._shown is not None
        near = 1.0 - math.exp(-seconds / _SETTLE_SECONDS)
        for number, wanted in enumerate(self._target.box):
            shown = self._shown[number] + (wanted - self._shown[number]) * near
            self._shown[number] = wanted if abs(wanted - shown) < 0.5 else shown

    def paint(self, painter: QPainter, to_widget: QRectF, frame_width: int, *, mirrored: bool) -> None:
        """Paint corner brackets. `to_widget`: where the frame, `frame_width` pixels wide, lies in the widget."""
        if self._shown is not None and self._opacity > 0.0:
            rect = _placed(self._shown, to_widget, frame_width, mirrored=mirrored)
            _paint(painter, rect, COLOURS[self._tone], self._opacity)


def paint_others(
    painter: QPainter, boxes: Sequence[Sequence[float]], to_widget: QRectF, frame_width: int, *, mirrored: bool
) -> None:
    """Frame, in grey, faces that the picture is not about. As `GlidingOutline.paint`."""
    for box in boxes:
        _paint(painter, _placed(box, to_widget, frame_width, mirrored=mirrored), COLOURS["other"], 0.9)


def _placed(box: Sequence[float], to_widget: QRectF, frame_width: int, *, mirrored: bool) -> QRectF:
    scale = to_widget.width() / frame_width
    x, y, width, height = (value * scale for value in box)
    left = to_widget.width() - x - width if mirrored else x
    margin = 0.06 * width
    rect = QRectF(to_widget.left() + left, to_widget.top() + y, width, height)
    return rect.adjusted(-margin, -margin, margin, margin)


def _paint(painter: QPainter, rect: QRectF, colour: str, opacity: float) -> None:
    for pen_colour, thickness in ((QColor(0, 0, 0, 70), 5.5), (QColor(colour), 3.0)):
        pen_colour.setAlphaF(pen_colour.alphaF() * opacity)
        painter.setPen(QPen(pen_colour, thickness, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_brackets(rect))


def _brackets(rect: QRectF) -> QPainterPath:
    """Four rounded corners."""
    path = QPainterPath()
    arm = 0.22 * min(rect.width(), rect.height())
    radius = 0.55 * arm
    for x, y, dx, dy in (
        (rect.left(), rect.top(), 1, 1),
        (rect.right(), rect.top(), -1, 1),
        (rect.right(), rect.bottom(), -1, -1),
        (rect.left(), rect.bottom(), 1, -1),
    ):
        path.moveTo(QPointF(x, y + dy * arm))
        path.lineTo(QPointF(x, y + dy * radius))
        path.quadTo(QPointF(x, y), QPointF(x + dx * radius, y))
        path.lineTo(QPointF(x + dx * arm, y))
    return path
