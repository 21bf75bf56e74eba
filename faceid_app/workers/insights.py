"""Owns looking at faces for the panel of insights (QtCore): a few times a second, on a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from faceid_app.camera.pixels import read_picture
from faceid_app.faces.attributes import AttributeNetwork
from faceid_app.faces.observation import Observation
from faceid_app.guard.artificial import open_artificial
from faceid_app.identity.insights import Insight, Looks, PictureInsight, insight_of_picture, open_attributes
from faceid_app.identity.presence import Presence
from faceid_app.progress import IsCancelled, Report
from faceid_app.workers.jobs import Job

EVERY_SECONDS = 0.34
"""Between two looks: what is said changes no faster, and verification keeps the processor."""


class InsightSession(QObject):
    """Looks at faces that were found and aligned for verification. Signals come in the window's thread.

    What it learns lives in memory only, and only while one person is followed.
    """

    told = Signal(object)
    """Insight, or None while nothing can be said."""
    picture_told = Signal(object)
    """PictureInsight."""
    picture_failed = Signal(object)
    failed = Signal(object)
    """The exception for which nobody is looked at."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._presence = Presence()
        self._looks: Looks | None = None
        self._opening = threading.Lock()
        self._network: AttributeNetwork | None = None
        self._last = float("-inf")
        self._anew = False
        self._looking, self._picture = Job(self), Job(self)
        self._looking.succeeded.connect(self._on_looked)
        self._looking.failed.connect(self.failed)
        self._picture.succeeded.connect(self.picture_told)
        self._picture.failed.connect(self.picture_failed)

    def see(self, observation: Observation, at: float) -> None:
        """A frame was judged, taken at `at` seconds; it is looked at if none was lately. Returns at once."""
        if self._presence.begins_anew(observation, at):
            self._anew = True
            self.told.emit(None)
        aligned = observation.aligned
        late = self._clock() - self._last >= EVERY_SECONDS
        if aligned is None or observation.refusal is not None or self._looking.running or not late:
            return
        self._last = self._clock()
        anew, self._anew = self._anew, False

        def look(_report: Report, _is_cancelled: IsCancelled) -> Insight | None:
            network = self._opened()
            if self._looks is None or anew:
                self._looks = Looks(limit=network.limit, widest=network.widest)
            return self._looks.add(network.look(aligned))

        self._looking.start(look)

    def judge(self, picture: Path) -> None:
        """Look at a picture of the user's own; `picture_told` or `picture_failed` follows."""

        def work(_report: Report, _is_cancelled: IsCancelled) -> PictureInsight:
            return insight_of_picture(read_picture(picture), self._opened(), open_artificial())

        self._picture.start(work)

    def forget(self) -> None:
        """Nobody is before the camera any more."""
        self._anew = True
        self.told.emit(None)

    def shutdown(self) -> None:
        """Wait for what is under way; nothing is heard of it."""
        self._looking.shutdown()
        self._picture.shutdown()

    def _on_looked(self, insight: Insight | None) -> None:
        # Somebody else may have come while the network was at work.
        if not self._anew:
            self.told.emit(insight)

    def _opened(self) -> AttributeNetwork:
        with self._opening:
            if self._network is None:
                self._network = open_attributes()
            return self._network
