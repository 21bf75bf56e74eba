"""Loads the libraries that pages will want, one after the other, while the window has nothing else to do.

Two threads that load at the same time, as a page does that opens with plots and scores, keep the window waiting for
longer than a painted frame may take; one alone does not. A page that opens meanwhile reads in between.
"""

from __future__ import annotations

import gc
import importlib
from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from faceid_app.workers.jobs import Job

_LIBRARIES = (
    "scipy.special", "scipy.spatial.distance", "PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin",
    "PIL.PpmImagePlugin", "PIL.PngImagePlugin", "pyqtgraph", "keyring.backend",
)  # fmt: skip
_AT_REST_MS = 1500


class LoadingAhead(QObject):
    """Begins a while after `start`, once."""

    loaded = Signal()
    """All of them are there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: deque[str] = deque()
        self._job = Job(self, in_turn=True)
        self._job.succeeded.connect(lambda _module: self._load_next())
        self._job.failed.connect(lambda _error: self._load_next())  # whoever needs it will tell
        self._timer = QTimer(self, interval=_AT_REST_MS, singleShot=True)
        self._timer.timeout.connect(self._begin)

    def start(self) -> None:
        """Wait for the window to come to rest, then load."""
        self._timer.start()

    def shutdown(self) -> None:
        """Load no further library."""
        self._timer.stop()
        self._left.clear()
        self._job.shutdown()
        gc.enable()

    def _begin(self) -> None:
        # A search for unused objects goes through all of them, 100,000 by now, and stops every thread for 90 ms: what
        # libraries and pages are made of stays anyway, so it is left out from now on.
        gc.disable()
        self._left.extend(_LIBRARIES)
        self._load_next()

    def _load_next(self) -> None:
        if self._left:
            name = self._left.popleft()
            self._job.start(lambda _report, _is_cancelled: importlib.import_module(name))
            return
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()
        self.loaded.emit()
