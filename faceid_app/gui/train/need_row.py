"""Owns one thing that training needs: whether it is there, how to get it, how the getting goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from faceid_app.errors import DatasetMissing, ModelMissing
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, text
from faceid_app.gui.parts.progress_line import ProgressLine
from faceid_app.progress import IsCancelled, Report
from faceid_app.workers.jobs import Job

Get = Callable[[Report, IsCancelled], object]


class NeedRow(QWidget):
    """Checks by a function that raises where the thing is missing, and gets it by others.

    `missing` describes what would be got; `check` returns what is there.
    """

    changed = Signal()
    """Whether it is there became known anew."""

    def __init__(
        self, theme: Theme, title: str, missing: str, check: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self.missing, self._check = theme, missing, check
        self.there = False
        self._picture = QLabel()
        self._picture.setFixedWidth(22)
        self._title = text(title, "section")
        self._detail = text("", "caption", wrap=True)
        self.progress = ProgressLine()
        self.progress.cancel_asked.connect(self._on_cancel_asked)
        self.note = Note(theme)
        self.ways: list[QPushButton] = []
        self._action_row = QHBoxLayout()
        self._action_row.setSpacing(Space.S)
        self._action_row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addWidget(self.progress)
        column.addLayout(self._action_row)
        column.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        self._checking = Job(self, in_turn=True)
        self._checking.succeeded.connect(self._on_there)
        self._checking.failed.connect(self._on_missing)
        self._getting = Job(self)
        self._getting.progressed.connect(self.progress.show_progress)
        self._getting.succeeded.connect(self._on_got)
        self._getting.failed.connect(self._on_get_failed)
        self._getting.cancelled.connect(self._on_cancelled)
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def detail(self) -> str:
        """What is there, or what would be got."""
        return self._detail.text()

    @property
    def busy(self) -> bool:
        """Being got right now."""
        return self._getting.running

    def offer(self, words: str, clicked: Callable[[], object]) -> QPushButton:
        """A way to get it, shown while it is missing."""
        action = button(words, kind="quiet", clicked=clicked)
        action.hide()
        self.ways.append(action)
        self._action_row.insertWidget(self._action_row.count() - 1, action)
        return action

    def check(self) -> None:
        """Look whether it is there, on another thread; `changed` follows."""
        if not self.busy:
            self._checking.start(lambda _report, _is_cancelled: self._check())

    def get(self, words: str, how: Get) -> None:
        """Get it, on another thread, with progress and cancel."""
        self.note.clear()
        self._show_actions(False)
        self.progress.begin(words)
        self._getting.start(how)

    def shutdown(self) -> None:
        """Cancel and wait."""
        self._getting.shutdown()
        self._checking.shutdown()

    def _on_there(self, detail: str) -> None:
        self._tell(True, detail)

    def _on_missing(self, error: Exception) -> None:
        expected = isinstance(error, DatasetMissing | ModelMissing)
        self._tell(False, self.missing if expected else sentence(error))

    def _on_got(self, _result: object) -> None:
        self.progress.end()
        self.check()

    def _on_get_failed(self, error: Exception) -> None:
        self.progress.end()
        self._show_actions(True)
        self.note.say(sentence(error), "bad")

    def _on_cancelled(self) -> None:
        self.progress.end()
        self._show_actions(True)
        self.note.say(self.tr("Stopped. What was downloaded is kept; the next time goes on from there."), "accent")

    def _on_cancel_asked(self) -> None:
        self._getting.cancel()

    def _tell(self, there: bool, detail: str) -> None:
        self.there = there
        self._detail.setText(detail)
        self._show_actions(not there)
        self._tint()
        self.changed.emit()

    def _show_actions(self, shown: bool) -> None:
        for action in self.ways:
            action.setVisible(shown and not self.busy)

    def _tint(self) -> None:
        tokens = self._theme.tokens
        name, colour = ("circle-check", tokens.good) if self.there else ("circle-alert", tokens.caution)
        self._picture.setPixmap(pixmap(name, colour, 18))
