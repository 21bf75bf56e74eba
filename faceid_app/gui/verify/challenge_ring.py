"""Owns the head-turn prompt over the live picture: a ring around the face, the side to turn to, and the time left."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Radius, Space, Type
from faceid_app.gui.parts.live_view import LiveView
from faceid_app.gui.verify.challenge_words import ChallengeView

_SHADE = QColor(0, 0, 0, 120)
_ON_PICTURE = QColor("#ffffff")
_FAINT = QColor(255, 255, 255, 90)
_ACCENT = QColor("#6aaeff")
_WIDTH = 5.0
_SIDE = 34.0
"""Degrees to either side of the asked direction that the ring is lit."""
_ARROW = 13.0
_EYE = 30.0
"""Width of the eye that stands for a blink."""
_TALLER = 1.28
"""A face is taller than wide by about this."""


class ChallengeRing(QWidget):
    """Lies over a live view and takes no clicks from it."""

    def __init__(self, theme: Theme, view: LiveView) -> None:
        super().__init__(view)
        self._live, self._theme = view, theme
        self.shown: ChallengeView | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.installEventFilter(self)
        self.hide()

    def show_prompt(self, view: ChallengeView | None) -> None:
        """Ask that, or nothing."""
        said_before = None if self.shown is None else self.shown.spoken
        self.shown = view
        self.setVisible(view is not None)
        if view is None:
            return
        if view.spoken != said_before:
            self.setAccessibleName(view.spoken)
        self.setGeometry(self._live.rect())
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Resize and watched is self._live:
            self.setGeometry(self._live.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = self._live.picture_rect()
        words = Type.TITLE + Type.BODY + 5 * Space.L
        room = Space.XL + _ARROW + Space.M
        tall = min((picture.height() - words) / 2 - room, _TALLER * (picture.width() / 2 - room))
        middle = picture.top() + (picture.height() - words) / 2 + Space.S
        oval = QRectF(0, 0, 2 * tall / _TALLER, 2 * tall)
        oval.moveCenter(QPointF(picture.center().x(), middle))
        self._paint_shade(painter, picture, oval)
        self._paint_ring(painter, oval, self.shown)
        if self.shown.blinks is not None:
            self._paint_blinks(painter, oval, *self.shown.blinks)
        self._paint_words(painter, picture, self.shown)
        painter.end()

    def _paint_shade(self, painter: QPainter, picture: QRectF, oval: QRectF) -> None:
        around = QPainterPath()
        around.addRoundedRect(picture, Radius.STAGE, Radius.STAGE)
        inside = QPainterPath()
        inside.addEllipse(oval)
        painter.fillPath(around.subtracted(inside), _SHADE)

    def _paint_ring(self, painter: QPainter, ring: QRectF, view: ChallengeView) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_FAINT, 2.0))
        painter.drawEllipse(ring)
        pen = QPen(_ON_PICTURE, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -round(view.left * 360 * 16))  # what is left of the time, from the top
        if view.angle is None:
            return
        # A mirror shows the person's left at the left, which is where the circle of directions ends.
        angle = 180.0 - view.angle if self._live.mirrored else view.angle
        painter.setPen(QPen(_ACCENT, _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, round((angle - _SIDE) * 16), round(2 * _SIDE * 16))
        way = QPointF(math.cos(math.radians(angle)), -math.sin(math.radians(angle)))
        across = QPointF(-way.y(), way.x())
        edge = QPointF(way.x() * ring.width() / 2, way.y() * ring.height() / 2)
        tip = ring.center() + edge + way * (Space.XL + _ARROW)
        chevron = QPainterPath(tip - way * _ARROW + across * _ARROW)
        chevron.lineTo(tip)
        chevron.lineTo(tip - way * _ARROW - across * _ARROW)
        painter.setPen(QPen(_ACCENT, _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(chevron)

    def _paint_blinks(self, painter: QPainter, ring: QRectF, seen: int, wanted: int) -> None:
        """An eye below the ring for every blink that is wanted: open while awaited, a lit lid once it was seen."""
        first = ring.center().x() - (wanted - 1) * (_EYE + Space.M) / 2
        for number in range(wanted):
            middle = QPointF(first + number * (_EYE + Space.M), ring.bottom() + 0.9 * _EYE)
            lids = QRectF(middle.x() - _EYE / 2, middle.y() - _EYE / 3, _EYE, _EYE * 2 / 3)
            is_seen = number < seen
            pen = QPen(_ACCENT if is_seen else _ON_PICTURE, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(lids, 180 * 16, 180 * 16)
            if is_seen:
                continue
            painter.drawArc(lids, 0, 180 * 16)
            painter.setBrush(_ON_PICTURE)
            painter.drawEllipse(middle, _EYE / 10, _EYE / 10)

    def _paint_words(self, painter: QPainter, picture: QRectF, view: ChallengeView) -> None:
        font = self.font()
        font.setPixelSize(Type.TITLE)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(_ON_PICTURE)
        width = picture.width() - 2 * Space.XL
        top = picture.bottom() - Type.TITLE - Type.BODY - 4 * Space.L
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(picture.left() + Space.XL, top, width, 34), centred, view.sentence)
        font.setPixelSize(Type.BODY)
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(255, 255, 255, 215))
        below = QRectF(picture.left() + Space.XL, top + 36, width, 24)
        painter.drawText(below, centred, f"{view.step}  ·  {view.seconds}")
