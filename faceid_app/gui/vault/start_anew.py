"""Owns what the small window shows to who has lost every way in: what goes, a question, and the receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from faceid_app.files import storage_errors, write_whole
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, row, text
from faceid_app.gui.people.person_words import receipt_words
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.receipt import DeletionReceipt
from faceid_app.workers.jobs import Job
from faceid_app.workers.starting_anew import start_anew, unreadable


class StartAnew(QWidget):
    """Asks once, deletes on another thread, and shows what went until the user goes on."""

    backed = Signal()
    """The user would rather try again."""
    done = Signal()
    """Nothing sealed is left, and the receipt was seen."""
    changed = Signal()
    """It has other words: whoever holds it makes room."""

    def __init__(self, theme: Theme, paths: Paths, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._receipts: tuple[DeletionReceipt, ...] = ()
        self._deleting, self._saving = Job(self), Job(self)
        self._deleting.succeeded.connect(self._on_deleted)
        self._deleting.failed.connect(self._on_failed)
        self._saving.succeeded.connect(lambda _nothing: self._say(self.tr("Saved."), "good"))
        self._saving.failed.connect(self._on_failed)
        self.title = text(self.tr("Start anew?"), "title")
        self.words = text("", tone="muted", wrap=True)
        self.note = Note(theme)
        self.back_button = button(self.tr("Back"), clicked=self.backed.emit)
        self.delete_button = button(self.tr("Delete and start anew"), kind="danger", clicked=self._delete)
        self.save_button = button(self.tr("Save the receipt…"), clicked=self._ask_where)
        self.go_button = button(self.tr("Go on"), kind="primary", clicked=self.done.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (self.title, self.words, self.note):
            column.addWidget(part)
        column.addSpacing(Space.S)
        column.addLayout(
            row(1, self.back_button, self.delete_button, self.save_button, self.go_button, spacing=Space.M)
        )
        self._show_buttons(deleted=False)

    @property
    def deleted(self) -> bool:
        """Whether there is no way back any more."""
        return bool(self._receipts)

    def ask(self) -> None:
        """Say what would go."""
        names = ", ".join(unreadable(self._paths))
        self.words.setText(
            self.tr(
                "Without the keyring or the passphrase nobody can open what is sealed, and nobody can restore it. "
                "Starting anew deletes everything about {names} for good. Then you can enrol again."
            ).format(names=names)
        )
        self.note.clear()
        self.back_button.setFocus()

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._deleting.finish()
        self._saving.finish()

    def _delete(self) -> None:
        paths = self._paths

        def delete(_report: Report, _is_cancelled: IsCancelled) -> tuple[DeletionReceipt, ...]:
            return start_anew(paths)

        if not self._deleting.running:
            self.back_button.setEnabled(False)
            self.delete_button.setEnabled(False)
            self._deleting.start(delete)

    def _on_deleted(self, receipts: tuple[DeletionReceipt, ...]) -> None:
        self._receipts = receipts
        if not receipts:
            self.done.emit()
            return
        self.title.setText(self.tr("Deleted"))
        self.words.setText("\n".join(map(receipt_words, receipts)))
        self._show_buttons(deleted=True)
        self.go_button.setFocus()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.back_button.setEnabled(True)
        self.delete_button.setEnabled(True)
        self._say(sentence(error), "bad")

    def _ask_where(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, self.tr("Save the receipt"), "receipt.txt")
        if chosen:
            target, data = Path(chosen), "\n".join(one.to_text() for one in self._receipts).encode()

            def save(_report: Report, _is_cancelled: IsCancelled) -> None:
                with storage_errors(target):
                    write_whole(target, data)

            self._saving.start(save)

    def _say(self, words: str, tone: str) -> None:
        self.note.say(words, tone)
        self.changed.emit()

    def _show_buttons(self, *, deleted: bool) -> None:
        for one in (self.back_button, self.delete_button):
            one.setVisible(not deleted)
        for one in (self.save_button, self.go_button):
            one.setVisible(deleted)
