"""Owns the tags over faces in the live picture: a frame around each with words below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from faceid_app.gui.look.tokens import Radius, Space, Type
from faceid_app.gui.parts.outline import COLOURS

_PLATE = "#1d1d1f"


@dataclass(frozen=True, slots=True)
class NameTag:
    """A face to be tagged: (x, y, width, height) in pixels of the frame, words, and the tone (as of `Outline`)."""

    box: tuple[float, float, float, float]
    words: str
    tone: str = "neutral"


def paint_tags(
    painter: QPainter, to_widget: QRectF, frame_width: int, tags: Sequence[NameTag], *, mirrored: bool
) -> None:
    """Paint all tags; words are never mirrored. `to_widget`: where the frame, `frame_width` pixels wide, lies."""
    scale = to_widget.width() / frame_width
    for tag in tags:
        x, y, width, height = (value * scale for value in tag.box)
        left = to_widget.width() - x - width if mirrored else x
        frame = QRectF(to_widget.left() + left, to_widget.top() + y, width, height)
        colour = QColor(COLOURS[tag.tone])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.5))
        painter.drawRoundedRect(frame, Radius.CONTROL, Radius.CONTROL)
        if tag.words:
            _paint_words(painter, to_widget, frame, tag.words, colour)


def _paint_words(painter: QPainter, bounds: QRectF, frame: QRectF, words: str, colour: QColor) -> None:
    font = painter.font()
    font.setPixelSize(Type.BODY)
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, bounds.width() - 2 * Space.L)
    plate = QRectF(0, 0, metrics.horizontalAdvance(shown) + 2 * Space.M, metrics.height() + Space.S)
    plate.moveCenter(frame.center())
    plate.moveTop(min(frame.bottom() + Space.S, bounds.bottom() - plate.height() - Space.XS))
    plate.moveLeft(max(bounds.left() + Space.XS, min(plate.left(), bounds.right() - plate.width() - Space.XS)))
    ground = QColor(_PLATE)
    ground.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
    painter.setPen(colour)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
