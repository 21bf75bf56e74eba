"""Where the parts of a page lie: what reaches beyond it, and whose words are cut off."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QScrollBar, QWidget


def beyond(page: QWidget) -> list[str]:
    """What lies left or right of the page, or of the area that scrolls it up and down."""
    found = []
    for part in _shown(page):
        room = _room_of(part, page)
        left = part.mapTo(room, QPoint(0, 0)).x()
        if left < 0 or left + part.width() > room.width():
            found.append(f"{_described(part)}: {left} to {left + part.width()} of {room.width()}")
    return found


def clipped(page: QWidget) -> list[str]:
    """Labels and buttons narrower than their words; a pixel is the layout's rounding."""
    return [
        f"{_described(part)}: {part.width()} of {part.minimumSizeHint().width()}"
        for part in _shown(page)
        if isinstance(part, QLabel | QAbstractButton) and part.width() < part.minimumSizeHint().width() - 1
    ]


def _shown(page: QWidget) -> list[QWidget]:
    return [
        part
        for part in page.findChildren(QWidget)
        if part.isVisible() and not isinstance(part, QScrollBar) and not part.objectName().startswith("qt_")
    ]


def _room_of(part: QWidget, page: QWidget) -> QWidget:
    above = part.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QScrollArea):
            return above.viewport()
        above = above.parentWidget()
    return page


def _described(part: QWidget) -> str:
    words = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
    return f"{type(part).__name__} {words!r} in {type(part.parentWidget()).__name__}"
