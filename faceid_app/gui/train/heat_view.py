"""Owns the picture of what a model looks at: the person's portrait with heat over it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from faceid_app.camera.frame import RgbImage
from faceid_app.gui.look.images import ArrayImage
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Radius

SIDE = 216
_STRONGEST = 205
"""Alpha, 0..255, of the greatest heat: the face stays to be seen below."""
_UNSEEN = 165
"""Alpha of the veil over what the network never sees."""


class HeatView(QWidget):
    """A rounded square; empty until there is something to show."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._portrait: ArrayImage | None = None
        self._heat: NDArray[np.float32] | None = None
        self._layers: list[QImage] = []
        self.setFixedSize(SIDE, SIDE)
        self.setAccessibleName(self.tr("What the model looks at"))
        theme.changed.connect(self._tint)

    @property
    def shows(self) -> bool:
        """Whether there is a map."""
        return self._heat is not None

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(SIDE, SIDE)

    def clear(self) -> None:
        """Nothing to show yet."""
        self._portrait, self._heat, self._layers = None, None, []
        self.update()

    def show_map(self, portrait: RgbImage, heat: NDArray[np.float32]) -> None:
        """Show `heat`, (250, 250) float32 0..1 or NaN where nothing is seen, over the portrait of that size."""
        self._portrait, self._heat = ArrayImage(portrait), heat
        self._tint()

    def _tint(self) -> None:
        if self._heat is None:
            return
        seen = np.isfinite(self._heat)
        heat = np.where(seen, np.nan_to_num(self._heat), 0.0)
        colour = QColor(self._theme.tokens.heat)
        veil = QColor(self._theme.tokens.surface)
        self._layers = [_layer(veil, np.where(seen, 0.0, _UNSEEN)), _layer(colour, heat**1.4 * _STRONGEST)]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline.addRoundedRect(frame, Radius.CARD, Radius.CARD)
        painter.fillPath(outline, QColor(tokens.track))
        if self._portrait is not None:
            painter.setClipPath(outline)
            painter.drawImage(frame, self._portrait.image)
            for layer in self._layers:
                painter.drawImage(frame, layer)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.end()


def _layer(colour: QColor, alpha: NDArray[np.float64]) -> QImage:
    """One colour with that alpha, 0..255; the image owns its memory."""
    pixels = np.empty((*alpha.shape, 4), np.uint8)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = colour.red(), colour.green(), colour.blue()
    pixels[..., 3] = np.clip(alpha, 0, 255)
    height, width = alpha.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
