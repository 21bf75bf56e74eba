"""Owns the step from pixel arrays and encoded pictures to what Qt paints."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from faceid_app.camera.frame import RgbImage


class ArrayImage:
    """A QImage that looks at an array's own memory. Keep this object as long as the image is painted: it holds both."""

    def __init__(self, rgb: RgbImage) -> None:
        # Only a view (a crop, a reversed channel axis) is copied: Qt reads memory row after row.
        self._array = np.ascontiguousarray(rgb)
        height, width = self._array.shape[:2]
        self.image = QImage(self._array.data, width, height, self._array.strides[0], QImage.Format.Format_RGB888)


def thumbnail(encoded: bytes, side: int) -> QImage:
    """An encoded picture scaled while decoding so that its shorter side is `side` pixels; null if it is no picture."""
    data = QByteArray(encoded)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and min(size.width(), size.height()) > side:
        factor = side / min(size.width(), size.height())
        reader.setScaledSize(QSize(round(size.width() * factor), round(size.height() * factor)))
    return reader.read()
