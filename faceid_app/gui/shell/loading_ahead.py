"""Loads the libraries that pages will want, one after the other, while the window has nothing else to do.

Two threads that load at the same time, as a page does that opens with plots and scores, keep the window waiting for
longer than a painted frame may take; one alone does not.
"""

from __future__ import annotations

import gc
import importlib

from PySide6.QtCore import QObject, QTimer, Signal

from faceid_app.progress import IsCancelled, Report
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
        self._job = Job(self)
        self._job.succeeded.connect(lambda _none: self.loaded.emit())
        self._timer = QTimer(self, interval=_AT_REST_MS, singleShot=True)
        self._timer.timeout.connect(lambda: self._job.start(_load))

    def start(self) -> None:
        """Wait for the window to come to rest, then load."""
        self._timer.start()

    def shutdown(self) -> None:
        """Load no further library."""
        self._timer.stop()
        self._job.shutdown()


def _load(_report: Report, is_cancelled: IsCancelled) -> None:
    # A search for unused objects goes through all of them, 100,000 by now, and stops every thread for 90 ms: what
    # libraries and pages are made of stays anyway, so it is left out from now on.
    gc.disable()
    try:
        for name in _LIBRARIES:
            if is_cancelled():
                return
            importlib.import_module(name)
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()
