"""Owns the round live picture of enrolment: a mirror in a circle, with the ring of coverage around it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QWidget

from faceid_app.camera.frame import Frame
from faceid_app.gui.enrol.coverage_ring import DEPTH, CoverageRing, RingState
from faceid_app.gui.look.images import ArrayImage
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.live_view import LiveView

_LEEWAY = 0.12
"""Share of the circle that a face may be off its middle before the picture follows."""
_LARGEST = 520.0
"""Device-independent pixels across; a face larger than life helps nobody, and costs time to paint."""
_FOLLOW = 0.08
"""Share of the way back that the picture goes with each frame."""


class RoundView(LiveView):
    """The middle of the picture in a circle. Where the face is off to a side, the circle looks there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.ring = CoverageRing(self)
        self.ring.changed.connect(self.update)
        self._aim: float | None = None
        self._centre = 0.5
        self.setMinimumSize(260, 260)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(560, 560)

    def look_at(self, across: float | None) -> None:
        """Where the face is, 0 to 1 from the left of the frame; None if there is none."""
        self._aim = across

    def forget(self) -> None:
        """Another person: nothing is known of them."""
        self._aim = None
        self.ring.point(None)
        self.ring.show(RingState())

    def show_frame(self, frame: Frame) -> None:
        height, width = frame.rgb.shape[:2]
        side = min(height, width) / width  # of the square that is seen, as a share of the width
        aim = self._centre if self._aim is None else self._aim
        if abs(aim - self._centre) > _LEEWAY * side:
            self._centre += (aim - self._centre) * (1.0 if self.ring.still else _FOLLOW)
        self._centre = min(max(self._centre, side / 2), 1 - side / 2)
        super().show_frame(frame)

    def picture_rect(self) -> QRectF:
        """The square around the circle."""
        side = min(max(min(self.width(), self.height()) - 2 * DEPTH, 1.0), _LARGEST)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _paint_stage(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.stage))
        painter.drawEllipse(rect)

    def _paint_frame(self, painter: QPainter, rect: QRectF, frame: ArrayImage) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        # A brush, not a clip: only so is the edge of the circle smooth.
        painter.setBrush(self._brush(frame.image, rect))
        painter.drawEllipse(rect)
        if self._notice is None:
            radius = rect.width() / 2
            self.ring.paint(painter, rect.center(), radius, self._theme.tokens, mirrored=self._mirrored)
        else:
            painter.setBrush(QColor(0, 0, 0, 150))
            painter.drawEllipse(rect)

    def _paint_flash(self, painter: QPainter, rect: QRectF, strength: float) -> None:
        if not self.ring.still:
            colour = QColor("#ffffff")
            colour.setAlphaF(0.7 * strength)
            painter.setPen(QPen(colour, 4.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(rect.adjusted(2, 2, -2, -2))

    def _brush(self, image: QImage, rect: QRectF) -> QBrush:
        side = min(image.width(), image.height())
        scale = rect.width() / side
        middle = QPointF(self._centre * image.width(), image.height() / 2)
        flip = -1.0 if self._mirrored else 1.0
        brush = QBrush(image)
        centre = rect.center()
        transform = QTransform.fromTranslate(centre.x(), centre.y())
        brush.setTransform(transform.scale(flip * scale, scale).translate(-middle.x(), -middle.y()))
        return brush
