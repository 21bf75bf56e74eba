"""Owns the camera chooser: cameras by name, or a video file or folder in place of one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QWidget

from faceid_app.camera.catalogue import CameraInfo, list_cameras
from faceid_app.gui.context import Context
from faceid_app.gui.look.icons import icon
from faceid_app.gui.parts.chooser_button import ChooserButton
from faceid_app.gui.shell.camera_choice import FIRST
from faceid_app.progress import IsCancelled, Report
from faceid_app.workers.capture import SourceState
from faceid_app.workers.jobs import Job

_POLL_MS = 3000
_WORKING = (SourceState.RUNNING, SourceState.SLOW)
_LOST = (SourceState.MISSING, SourceState.UNPLUGGED)


class CameraBar(ChooserButton):
    """Shows the chosen camera; its menu changes that.

    While no camera delivers it looks every few seconds which are connected: a new one shows by itself, and the chosen
    one is started as soon as it is back.
    """

    chosen = Signal(str)
    """What to give to the feed."""

    def __init__(self, context: Context, spec: str | None, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self._spec = spec or context.settings.camera or FIRST
        self._cameras: list[CameraInfo] = []
        self._listed = False
        self._listing = Job(self)
        self._listing.succeeded.connect(self._on_listed)
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._on_poll)
        self._listing.failed.connect(lambda _error: self._poll.stop())  # it would fail again every few seconds
        self._poll.start(_POLL_MS)
        self._saving = Job(self)
        self.options.aboutToShow.connect(self._on_about_to_show)
        self._tell()

    @property
    def spec(self) -> str:
        """The chosen camera, as the feed takes it."""
        return self._spec

    def list_now(self) -> None:
        """Look which cameras are there; slow drivers are asked on another thread."""
        self._listing.start(_list)

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._poll.stop()
        self._listing.shutdown()
        self._saving.shutdown()

    def ask_video(self) -> None:
        """Let the user pick a video file."""
        found, _ = QFileDialog.getOpenFileName(self, self.tr("Use a video file as camera"))
        if found:
            self.choose(found)

    def ask_folder(self) -> None:
        """Let the user pick a folder of pictures."""
        if found := QFileDialog.getExistingDirectory(self, self.tr("Use a folder of pictures as camera")):
            self.choose(found)

    def _on_about_to_show(self) -> None:
        self._fill()
        self.list_now()

    def _on_listed(self, cameras: list[CameraInfo]) -> None:
        changed = cameras != self._cameras
        known = {camera.stable_id for camera in self._cameras}
        was_listed, self._listed, self._cameras = self._listed, True, cameras
        self._tell()
        if changed and self.options.isVisible():
            self._fill()
        current = self._current()
        came_back = was_listed and current is not None and current.stable_id not in known
        if came_back and self._context.feed.state.state in _LOST:
            self.chosen.emit(self._spec)

    def _on_poll(self) -> None:
        working = self._context.feed.state.state in _WORKING
        if not working and self.isVisible() and self.window().isActiveWindow() and not self._listing.running:
            self.list_now()

    def _fill(self) -> None:
        self.options.clear()
        group = QActionGroup(self.options)
        current = self._current()
        for camera in self._cameras:
            action = QAction(camera.name, self.options, checkable=True)
            action.setChecked(camera is current)
            action.setToolTip(camera.stable_id)
            action.triggered.connect(lambda _checked=False, spec=camera.stable_id: self.choose(spec, keep=True))
            group.addAction(action)
            self.options.addAction(action)
        if not self._cameras:
            words = self.tr("Looking for cameras…") if self._listing.running else self.tr("No camera is connected")
            self.options.addAction(words).setEnabled(False)
        self.options.addSeparator()
        muted = self._context.theme.tokens.muted
        self.options.addAction(icon("film", muted), self.tr("Open a &video file…"), self.ask_video)
        self.options.addAction(icon("folder-open", muted), self.tr("Open a &folder of pictures…"), self.ask_folder)

    def choose(self, spec: str, *, keep: bool = False) -> None:
        """Use that camera from now on; with `keep` also after the next start."""
        self._spec = spec
        self._tell()
        if keep:
            self._context.settings.camera = spec
            self._saving.start(lambda _report, _is_cancelled: self._context.settings.save(self._context.paths))
        self.chosen.emit(spec)

    def _current(self) -> CameraInfo | None:
        if self._spec == FIRST:
            return self._cameras[0] if self._cameras else None
        fitting = (
            camera for camera in self._cameras if self._spec in (camera.stable_id, camera.name, str(camera.index))
        )
        return next(fitting, None)

    def _tell(self) -> None:
        camera = self._current()
        recorded = camera is None and self._spec != FIRST and Path(self._spec).exists()
        if camera is not None:
            name = camera.name
        elif recorded:
            name = Path(self._spec).name
        else:
            name = self.tr("Camera")
        self.show_choice("film" if recorded else "camera", name)
        self.setAccessibleName(self.tr("Camera: {name}").format(name=name))


def _list(_report: Report, _is_cancelled: IsCancelled) -> list[CameraInfo]:
    return list_cameras()
