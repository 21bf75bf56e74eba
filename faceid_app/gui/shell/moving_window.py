"""Owns the small window that moves all data to another folder while nothing else is at work."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from faceid_app.errors import FaceIdError
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, row, text
from faceid_app.progress import Progress
from faceid_app.workers.jobs import Job, JobFunction

_STEPS = 1000


class MovingWindow(QWidget):
    """Shows how far it is. `ended` tells that it is over: moved, stopped, or refused and read."""

    ended = Signal(bool)
    """Whether everything was moved."""

    def __init__(self, theme: Theme, move: JobFunction, folder: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Face verification"))
        self.setFixedWidth(460)
        self.moved = False
        self._move = move
        self._job = Job(self)
        self._job.progressed.connect(self._on_progressed)
        self._job.succeeded.connect(lambda _nothing: self._end(True))
        self._job.cancelled.connect(lambda: self._end(False))
        self._job.failed.connect(self._on_failed)
        self.note = Note(theme)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.left = text("", "caption")
        self.cancel_button = button(self.tr("Cancel"), clicked=self._on_cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.M)
        layout.addWidget(text(self.tr("Moving your data"), "title"))
        layout.addWidget(text(self.tr("To {folder}").format(folder=folder), "caption", wrap=True))
        layout.addWidget(self.note)
        layout.addWidget(self.bar)
        layout.addWidget(self.left)
        layout.addLayout(row(1, self.cancel_button))

    def start(self) -> None:
        """Begin to move."""
        self._job.start(self._move)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing is cancelling."""
        if self._job.running:
            self._on_cancel()
            event.ignore()
        else:
            super().closeEvent(event)

    def _on_progressed(self, progress: Progress) -> None:
        share = progress.step / progress.of if progress.of else 0.0
        self.bar.setValue(round(share * _STEPS))
        done, whole = (
            QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
            for size in (progress.step, progress.of)
        )
        self.left.setText(self.tr("{done} of {whole} copied and compared").format(done=done, whole=whole))

    def _on_cancel(self) -> None:
        if self._job.running:
            self.cancel_button.setEnabled(False)
            self._job.cancel()
        else:
            self._end(False)

    def _on_failed(self, error: FaceIdError) -> None:
        self.note.say(sentence(error))
        self.bar.hide()
        self.left.hide()
        self.cancel_button.setText(self.tr("&Continue"))
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, moved: bool) -> None:
        self.moved = moved
        self.ended.emit(moved)
        self.close()
