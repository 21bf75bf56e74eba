"""Owns the icons: Lucide's SVG outlines, read from its package and tinted with a token."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The icon `name` as a square of `size` device-independent pixels in that colour (#rrggbb).

    Raises KeyError for a name that Lucide does not have.
    """
    source = _outline(name).replace("currentColor", colour)
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


@lru_cache(maxsize=256)
def _outline(name: str) -> str:
    return _archive().read(f"{name}.svg").decode("utf-8")


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    # The package is one archive; its own functions make HTML of it. Its list of 1,700 names is read once: it takes
    # longer than an icon may.
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))
