"""Owns the line that shows a running job: words, time left, bar, cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import button, row, text
from faceid_app.gui.parts.progress_view import view_of
from faceid_app.progress import Progress

_STEPS = 1000


class ProgressLine(QWidget):
    """Hidden while nothing runs."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = text("", "caption")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.left = text("", "caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(self.tr("Cancel"), kind="quiet", clicked=self._on_cancel)
        column = QVBoxLayout()
        column.setSpacing(Space.XS + 2)
        line = row(self.words, self.left)
        line.setStretch(0, 1)
        column.addLayout(line)
        column.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(column, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def begin(self, words: str) -> None:
        """A job starts."""
        self.words.setText(words)
        self.left.clear()
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """The job reports; what it did before it noticed that it shall stop is said no more."""
        if not self.cancel.isEnabled():
            return
        view = view_of(progress)
        self.words.setText(view.words)
        # Jobs have steps one after the other, and no one knows how long the next will take.
        self.left.setText(self.tr("this step: {left}").format(left=view.left) if view.left else "")
        if view.share is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(view.share * _STEPS))

    def end(self) -> None:
        """The job is over."""
        self.hide()

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.words.setText(self.tr("Stopping…"))
        self.left.clear()
        self.cancel_asked.emit()
