"""Owns the lines about the data folder: where it lies, how much is in it, moving it, and what a move left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import button, rule
from faceid_app.gui.settings.setting_row import SettingRow
from faceid_app.location import Extent, check_target, extent_of, find_location, remove_old
from faceid_app.progress import IsCancelled, Report
from faceid_app.workers.jobs import Job


@dataclass(frozen=True, slots=True)
class _Counted:
    here: Extent
    old: Path | None
    left: Extent


class DataFolderRow(QWidget):
    """Only the folder that the program finds by itself can be moved; one named when it was started cannot."""

    move_asked = Signal(object)
    """To which folder (a Path), which will do."""
    remove_asked = Signal(object)
    """The old copy (a Path), which is not needed any more."""
    told = Signal(str, str)
    """A sentence and its tone."""

    def __init__(self, root: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._old: Path | None = None
        self._looking, self._checking, self._removing = Job(self, in_turn=True), Job(self), Job(self)
        for job in (self._looking, self._checking, self._removing):
            job.failed.connect(lambda error: self.told.emit(sentence(error), "bad"))
        self._looking.succeeded.connect(self._on_looked)
        self._checking.succeeded.connect(self.move_asked)
        self._removing.succeeded.connect(self._on_removed)
        self.open_button = button(self.tr("Open"), clicked=self._open)
        self.open_button.setAccessibleName(self.tr("Open the data folder"))
        self.move_button = button(self.tr("Move…"), clicked=self.ask_move)
        self.move_button.setAccessibleName(self.tr("Move the data folder"))
        self.row = SettingRow(self.tr("Data folder"), str(root), self.open_button, self.move_button)
        self.remove_button = button(self.tr("Remove…"), clicked=lambda: self.remove_asked.emit(self._old))
        self.remove_button.setAccessibleName(self.tr("Remove the old copy"))
        self.old_row = QWidget()
        self._old_words = SettingRow(self.tr("Copy at the old place"), "", self.remove_button)
        below = QVBoxLayout(self.old_row)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(Space.M)
        below.addWidget(rule())
        below.addWidget(self._old_words)
        self.old_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.row)
        column.addWidget(self.old_row)
        if find_location().folder != root:
            self.move_button.hide()

    def look(self) -> None:
        """Count what lies there, on another thread."""
        root = self._root

        def count(_report: Report, is_cancelled: IsCancelled) -> _Counted:
            location = find_location()
            old = location.old if location.folder == root else None
            left = Extent(0, 0) if old is None else extent_of(old, is_cancelled)
            return _Counted(extent_of(root, is_cancelled), old, left)

        self._looking.start(count)

    def rest(self) -> None:
        """Nobody looks any more."""
        self._looking.cancel()
        self._checking.cancel()

    def shutdown(self) -> None:
        """End everything, and wait for it."""
        for job in (self._looking, self._checking, self._removing):
            job.shutdown()

    def ask_move(self) -> None:
        """Let the user pick a folder, and look whether it will do."""
        found = QFileDialog.getExistingDirectory(self, self.tr("Choose an empty folder for your data"))
        if found:
            root, target = self._root, Path(found)

            def check(_report: Report, _is_cancelled: IsCancelled) -> Path:
                check_target(root, target)
                return target

            self._checking.start(check)

    def remove_old_copy(self) -> None:
        """Remove it; the user was asked."""
        self._removing.start(lambda _report, _is_cancelled: remove_old())

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._root)))

    def _on_looked(self, counted: _Counted) -> None:
        self.row.explain(self._extent_words(self._root, counted.here))
        self._old = counted.old
        self.old_row.setVisible(counted.old is not None)
        if counted.old is not None:
            self._old_words.explain(self._extent_words(counted.old, counted.left))

    def _on_removed(self, gone: Extent) -> None:
        self.told.emit(self.tr("%n file(s) were removed from the old place.", "", gone.files), "good")
        self.look()

    def _extent_words(self, folder: Path, extent: Extent) -> str:
        size = QLocale().formattedDataSize(extent.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        files = self.tr("%n file(s)", "", extent.files)
        return self.tr("{folder}\n{size} in {files}").format(folder=folder, size=size, files=files)
