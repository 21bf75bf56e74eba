"""Owns the sheet in which a passphrase is chosen: typed twice, with what it means, and set on another thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from faceid_app.errors import FaceIdError
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, row, text
from faceid_app.gui.parts.cover import Cover
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.vault.passphrase import check_passphrase
from faceid_app.workers.jobs import Job

SetPassphrase = Callable[[str], object]


class PassphraseSheet(Cover):
    """Asks for a new passphrase; `done` when it is set."""

    done = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, width=430)
        self._set: SetPassphrase = lambda _typed: None
        self.note = Note(theme)
        self._job = Job(self)
        self._job.succeeded.connect(lambda _nothing: self._on_set())
        self._job.failed.connect(lambda error: self.note.say(sentence(error)))
        self._job.running_changed.connect(self._on_running)
        self._title = text("", "title", wrap=True)
        self._usual = self.tr(
            "Nobody can restore it. Where no keyring has the key, the profiles stay closed for good without it."
        )
        self._warning = text("", tone="muted", wrap=True)
        self.first, self.second = self._line(self.tr("New passphrase")), self._line(self.tr("Repeat the passphrase"))
        self.cancel_button = button(self.tr("Cancel"), clicked=self.close_sheet)
        self.accept_button = button(self.tr("Set"), kind="primary", clicked=self._on_accept)
        self.card.column.addWidget(self._title)
        self.card.column.addWidget(self._warning)
        self.card.column.addWidget(self.first)
        self.card.column.addWidget(self.second)
        self.card.column.addWidget(self.note)
        self.card.column.addSpacing(Space.S)
        self.card.column.addLayout(row(1, self.cancel_button, self.accept_button, spacing=Space.M))

    def ask(self, title: str, set_it: SetPassphrase, warning: str = "") -> None:
        """Ask; `set_it` gets the passphrase on another thread. `warning` says what it means where it is no vault's."""
        self._set = set_it
        self._warning.setText(warning or self._usual)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._empty()
        self.open_sheet(self.first)

    def stops(self) -> list[QWidget]:
        return [self.first, self.second, self.cancel_button, self.accept_button]

    def on_return(self) -> None:
        if self.cancel_button.hasFocus():
            self.close_sheet()
        elif self.first.hasFocus():
            self.second.setFocus()
        else:
            self._on_accept()

    def close_sheet(self) -> None:
        if self._job.running:  # what is under way is half a second from its end
            return
        self._empty()
        super().close_sheet()

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._job.finish()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.textEdited.connect(lambda _typed: self.note.clear())
        return line

    def _on_accept(self) -> None:
        if self._job.running:
            return
        typed, set_it = self.first.text(), self._set
        try:
            check_passphrase(typed)
        except FaceIdError as error:
            self.note.say(sentence(error))
            self.first.setFocus()
            return
        if typed != self.second.text():
            self.note.say(self.tr("The two differ; type the same passphrase twice."))
            self.second.setFocus()
            return

        def set_passphrase(_report: Report, _is_cancelled: IsCancelled) -> None:
            set_it(typed)

        self.note.clear()
        self._job.start(set_passphrase)

    def _on_set(self) -> None:
        self.close_sheet()
        self.done.emit()

    def _on_running(self, running: bool) -> None:
        for part in self.stops():
            part.setEnabled(not running)

    def _empty(self) -> None:
        self.first.clear()
        self.second.clear()
        self.note.clear()
