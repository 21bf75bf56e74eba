"""Owns who uses the camera: it is on for the page on show where that looks through it, and off everywhere else."""

from __future__ import annotations

from PySide6.QtCore import QObject

from faceid_app.gui.page import CameraPage, Page
from faceid_app.gui.shell.preview import Preview
from faceid_app.storage.profiles import Profile
from faceid_app.workers.camera_feed import CameraFeed
from faceid_app.workers.capture import CaptureState, SourceState


class CameraUse(QObject):
    """Brings frames and the camera's state to one page at a time."""

    def __init__(self, feed: CameraFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._preview = Preview(feed, self)
        self._page: CameraPage | None = None
        self._on = False
        feed.state_changed.connect(self._on_state)

    def give_to(self, page: Page, profile: Profile | None, spec: str) -> None:
        """The camera `spec` for that page and person, if they use one."""
        if not isinstance(page, CameraPage) or not page.uses_camera(profile):
            # Nothing is shown or judged here: no light on the camera either.
            self.turn_off()
            return
        self._page = page
        self._preview.show_on(page.live_view)
        state = self._feed.state
        if not self._on:
            page.live_view.forget_frame()
            self._feed.start(spec)
            self._on = True
            state = CaptureState(SourceState.STARTING)
        page.camera_state(state)

    def turn_off(self) -> None:
        """Nobody looks."""
        self._page = None
        self._preview.show_on(None)
        self._feed.stop()
        self._on = False

    def start_anew(self) -> None:
        """Whoever gets the camera next gets it started anew: another was chosen, or the same once more."""
        self._on = False

    def _on_state(self, state: CaptureState) -> None:
        if self._page is not None and self._on:
            self._page.camera_state(state)
