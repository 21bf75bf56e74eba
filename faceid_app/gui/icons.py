"""Owns the icons: kept SVG outlines, tinted with a token."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from faceid_app.paths import ASSETS


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The icon `name` as a square of `size` device-independent pixels in that colour (#rrggbb)."""
    source = (ASSETS / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    result = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(result.rect()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The same for buttons and menus."""
    return QIcon(pixmap(name, colour, size))
