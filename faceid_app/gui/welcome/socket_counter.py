"""Owns the line that tells how many internet sockets this program has opened, counted while one looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from faceid_app import sockets
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import set_text, text

_INTERVAL_MS = 500


class SocketCounter(QWidget):
    """Live while it is visible."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, count: Callable[[], int] = sockets.opened
    ) -> None:
        super().__init__(parent)
        self._theme, self._count = theme, count
        self._picture, self.words = QLabel(), text("", "caption")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._picture)
        layout.addWidget(self.words, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.count_now)
        theme.changed.connect(self.count_now)
        self.setToolTip(
            self.tr("Counted in this program and in the process that trains, since they started: IPv4 and IPv6.")
        )
        self.count_now()

    def count_now(self) -> None:
        """Show the count as it is."""
        count = self._count()
        name, tone = ("circle-check", "good") if count == 0 else ("circle-alert", "caution")
        self._picture.setPixmap(pixmap(name, getattr(self._theme.tokens, tone), 16))
        set_text(self.words, self.tr("Internet sockets opened since the start: {count}").format(count=count), tone)
        self.setAccessibleName(self.words.text())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self.count_now()
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()
        super().hideEvent(event)
