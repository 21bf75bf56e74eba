"""Owns what the window remembers of itself: where it stood, how large it was, which page it showed."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from faceid_app import strict_json
from faceid_app.errors import StorageError
from faceid_app.files import make_folder, storage_errors, write_whole

log = logging.getLogger(__name__)

FILE_NAME = "window.json"
_TITLE_BAR = 40
"""Pixels above a window that the system draws on; how many is known only once it is shown."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """`place` is (left, top, width, height) in device-independent pixels, None before the window was ever closed."""

    place: tuple[int, int, int, int] | None = None
    maximized: bool = False
    page: str = ""

    @classmethod
    def load(cls, folder: Path) -> WindowState:
        """What was saved; what is missing or damaged counts as never saved."""
        try:
            raw = strict_json.loads((folder / FILE_NAME).read_bytes())
            place = raw.get("place")
            return cls(
                place=None if place is None else _four([int(value) for value in place]),
                maximized=bool(raw.get("maximized")),
                page=str(raw.get("page", "")),
            )
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            return cls()

    def save(self, folder: Path) -> None:
        """Keep it, whole or not at all; a window that cannot be remembered must not keep one from closing."""
        path = folder / FILE_NAME
        try:
            with storage_errors(path):
                make_folder(folder)
                write_whole(path, json.dumps(asdict(self)).encode() + b"\n")
        except StorageError as error:
            log.warning("The window's state was not saved (%s)", type(error).__name__)

    @classmethod
    def of(cls, window: QWidget, page: str) -> WindowState:
        """The state of a window."""
        place = window.normalGeometry()
        return cls((place.x(), place.y(), place.width(), place.height()), window.isMaximized(), page)

    def apply(self, window: QWidget) -> None:
        """Put a window that is not shown yet where it was; one that never was becomes no larger than the screen."""
        screens = [QGuiApplication.primaryScreen(), *QGuiApplication.screens()]
        places = [screen.availableGeometry().adjusted(0, _TITLE_BAR, 0, 0) for screen in screens]
        if self.place is None:
            window.resize(fitted(window.geometry(), places).size())
            return
        window.setGeometry(fitted(QRect(*self.place), places))
        if self.maximized:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def first_page(remembered: str, pages: Sequence[str], *, verifiable: bool) -> str:
    """Which page to start on. On the way to verification it is the last one the person can use, whatever was shown."""
    if remembered in pages and remembered not in ("enrol", "train", "verify"):
        return remembered
    return "verify" if verifiable else "enrol"


def fitted(place: QRect, screens: Sequence[QRect]) -> QRect:
    """`place` moved and shrunk to lie wholly on the screen it covers most of, or on the first, if its own is gone."""
    if not screens:
        return place
    screen = max(screens, key=lambda one: _area(one.intersected(place)))  # the first of equals
    width, height = min(place.width(), screen.width()), min(place.height(), screen.height())
    if not _area(screen.intersected(place)):
        return QRect(
            screen.left() + (screen.width() - width) // 2,
            screen.top() + (screen.height() - height) // 2,
            width,
            height,
        )
    left = min(max(place.left(), screen.left()), screen.left() + screen.width() - width)
    top = min(max(place.top(), screen.top()), screen.top() + screen.height() - height)
    return QRect(left, top, width, height)


def _four(values: list[int]) -> tuple[int, int, int, int]:
    left, top, width, height = values
    if width <= 0 or height <= 0 or max(map(abs, values)) > 100_000:
        raise ValueError("no place for a window")
    return left, top, width, height


def _area(rect: QRect) -> int:
    return 0 if rect.isEmpty() else rect.width() * rect.height()
