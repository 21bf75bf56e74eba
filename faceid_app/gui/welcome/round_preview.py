"""Owns the round live picture of the first start: what the camera sees, as a mirror shows it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.live_view import LiveView

DIAMETER = 360


class RoundPreview(LiveView):
    """The middle of the picture in a circle; notices stand in it too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedSize(DIAMETER, DIAMETER)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        circle = QPainterPath()
        circle.addEllipse(whole.adjusted(1, 1, -1, -1))
        if self._frame is None:
            painter.fillPath(circle, QColor(tokens.stage))
        else:
            image = self._frame.image
            side = min(image.width(), image.height())
            source = QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
            painter.save()
            if self._mirrored:
                painter.translate(whole.width(), 0)
                painter.scale(-1, 1)
            painter.drawImage(whole, image, source)
            painter.restore()
            if self._notice is not None:
                painter.fillRect(whole, QColor(0, 0, 0, 150))
            # Clipping to a circle would leave jagged edges; painting over what is outside does not.
            outside = QPainterPath()
            outside.addRect(whole.adjusted(-1, -1, 1, 1))
            painter.fillPath(outside.subtracted(circle), QColor(tokens.window))
        painter.setPen(QPen(QColor(tokens.line), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(circle)
        if self._notice is not None:
            self._paint_notice(painter, whole.adjusted(20, 0, -20, 0), self._notice)
        painter.end()
        if self._frame is not None and not self._has_painted:
            self._has_painted = True
            self.first_frame_painted.emit()
