"""Owns the paint clock: brings the newest frame of the feed to the live view on show, whatever else is going on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer

from faceid_app.gui.parts.live_view import LiveView
from faceid_app.workers.camera_feed import CameraFeed

_INTERVAL_MS = 15
"""Twice the rate of most cameras, so that no frame waits for half of its time."""


class Preview(QObject):
    """Feeds one live view at a time; rests while there is none."""

    def __init__(self, feed: CameraFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._view: LiveView | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)

    def show_on(self, view: LiveView | None) -> None:
        """Bring the frames there from now on."""
        self._view = view
        if view is None:
            self._timer.stop()
        else:
            if (last := self._feed.last) is not None:
                view.show_frame(last)
            self._timer.start()

    def _on_timeout(self) -> None:
        frame = self._feed.newest()
        if frame is not None and self._view is not None:
            self._view.show_frame(frame)
