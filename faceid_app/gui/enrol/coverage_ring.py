"""Owns the ring of ticks around the round picture: which directions were captured, and where the head points now."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QEasingCurve, QObject, QPointF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from faceid_app.faces.coverage import SEGMENTS
from faceid_app.gui.look.tokens import Tokens

_TICKS = 8 * SEGMENTS
_GLIDE_MS = 200
_GAP = 10.0
_SHORT, _LONG, _POINTED = 13.0, 20.0, 7.0
_WIDTH = 2.6
_BEAM = 24.0
"""Degrees to either side of where the head points in which ticks stretch."""

DEPTH = _GAP + _LONG + _POINTED + _WIDTH
"""What the ring takes around the picture, in device-independent pixels."""


@dataclass(frozen=True, slots=True)
class RingState:
    """What the ring shows: segments covered, the one asked for (degrees, None for none), and whether all is done."""

    segments: frozenset[int] = frozenset()
    wanted: float | None = None
    done: bool = False


class CoverageRing(QObject):
    """Glides from what it shows to what it is told, or jumps where motion is to be reduced."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.still = False
        self.state = RingState()
        self._from = [0.0] * SEGMENTS
        self._shown = [0.0] * SEGMENTS
        self._heading: tuple[float, float] | None = None
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._on_glided)

    @property
    def shown(self) -> tuple[float, ...]:
        """How far each segment is filled, 0 to 1."""
        return tuple(self._shown)

    def show(self, state: RingState) -> None:
        """Show that from now on."""
        if state == self.state:
            return
        refilled = state.segments != self.state.segments
        self.state = state
        if refilled:
            self._glide.stop()
            self._from = list(self._shown)
            if self.still:
                self._on_glided(1.0)
            else:
                self._glide.start()
        self.changed.emit()

    def point(self, heading: tuple[float, float] | None) -> None:
        """Where the head points: degrees on the circle of directions and how far, 1 being enough; None if unseen."""
        if heading is None or self.still:
            self._heading = None
            return
        angle, reach = heading[0], min(heading[1], 1.0)
        if self._heading is not None:  # half of the way, so that what the landmarks tremble by is not seen
            before, was = self._heading
            angle, reach = before + ((angle - before + 180) % 360 - 180) / 2, (was + reach) / 2
        self._heading = (angle % 360, reach)

    def paint(self, painter: QPainter, centre: QPointF, radius: float, tokens: Tokens, *, mirrored: bool) -> None:
        """Around a circle of that radius. mirrored: the person's left is at the left of the picture."""
        side = -1.0 if mirrored else 1.0
        covered, empty, wanted = QColor(tokens.good), QColor(tokens.scroll), QColor(tokens.accent)
        for number in range(_TICKS):
            angle = number * 360 / _TICKS
            filled = self._shown[round(angle * SEGMENTS / 360) % SEGMENTS]
            base = wanted if self._is_wanted(angle) else empty
            colour = _between(base, covered, filled)
            length = _SHORT + (_LONG - _SHORT) * filled + _POINTED * self._pointed_at(angle)
            way = QPointF(side * math.cos(math.radians(angle)), -math.sin(math.radians(angle)))
            painter.setPen(QPen(colour, _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(centre + way * (radius + _GAP), centre + way * (radius + _GAP + length))

    def _is_wanted(self, angle: float) -> bool:
        wanted = self.state.wanted
        return wanted is not None and abs((angle - wanted + 180) % 360 - 180) <= 180 / SEGMENTS

    def _pointed_at(self, angle: float) -> float:
        if self._heading is None or self.state.done:
            return 0.0
        off = abs((angle - self._heading[0] + 180) % 360 - 180)
        return self._heading[1] * max(0.0, 1.0 - off / _BEAM)

    def _on_glided(self, share: float) -> None:
        for segment in range(SEGMENTS):
            target = float(segment in self.state.segments)
            self._shown[segment] = self._from[segment] + (target - self._from[segment]) * share
        self.changed.emit()


def _between(one: QColor, other: QColor, share: float) -> QColor:
    parts = [(1 - share) * a + share * b for a, b in zip(_rgb(one), _rgb(other), strict=True)]
    return QColor.fromRgbF(*parts)


def _rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()
