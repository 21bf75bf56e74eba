"""Owns the card that shows what a deletion removed, to be copied or saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.controls import Card, Note, button, row, text
from faceid_app.gui.people.person_words import receipt_words
from faceid_app.storage.receipt import DeletionReceipt


class ReceiptCard(Card):
    """What, when, how many files and bytes, and their checksums."""

    save_asked = Signal(Path, bytes)
    """Where to save, and what."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._receipt: DeletionReceipt | None = None
        self._words = text("", tone="muted", wrap=True)
        self.note = Note(theme)
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.list.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.list.setFixedHeight(180)
        self.list.setAccessibleName(self.tr("Deleted files with their checksums"))
        self.copy_button = button(self.tr("Copy"), clicked=self._copy)
        self.save_button = button(self.tr("Save…"), clicked=self._ask_where)
        self.close_button = button(self.tr("Done"), kind="primary", clicked=self.closed.emit)
        self.column.addWidget(text(self.tr("Receipt"), "section"))
        for part in (self._words, self.list, self.note):
            self.column.addWidget(part)
        self.column.addLayout(row(self.copy_button, self.save_button, 1, self.close_button))
        self.hide()

    def show_receipt(self, receipt: DeletionReceipt) -> None:
        """Show it until it is closed."""
        self._receipt = receipt
        self._words.setText(receipt_words(receipt))
        self.list.setPlainText(receipt.to_text())
        self.note.clear()
        self.show()

    def _copy(self) -> None:
        if self._receipt is not None:
            QGuiApplication.clipboard().setText(self._receipt.to_text())
            self.note.say(self.tr("Copied."), "good")

    def _ask_where(self) -> None:
        if self._receipt is None:
            return
        chosen, _filter = QFileDialog.getSaveFileName(self, self.tr("Save the receipt"), "receipt.txt")
        if chosen:
            self.save_asked.emit(Path(chosen), self._receipt.to_text().encode())
