"""Owns the keys of the window itself: pages by number, and the list of all keys with those that pages declare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from faceid_app.gui.page import Page, Shortcuts
from faceid_app.gui.parts.rail import Rail, RailEntry
from faceid_app.gui.shell.shortcuts_sheet import ShortcutsSheet


class WindowKeys(QObject):
    """Digits, alone and with Ctrl, lead to pages; `?` and F1 show what keys there are."""

    def __init__(
        self, window: QWidget, rail: Rail, pages: Sequence[tuple[RailEntry, Page]], sheet: ShortcutsSheet
    ) -> None:
        super().__init__(window)
        self._pages, self._sheet = tuple(pages), sheet
        self._to_pages = [
            QShortcut(QKeySequence(keys), window, lambda at=number: rail.choose(at))
            for number in range(len(pages))
            for keys in (f"{number + 1}", f"Ctrl+{number + 1}")
        ]
        self._to_help = [QShortcut(QKeySequence(keys), window, self.show_all) for keys in ("?", "Shift+?", "F1")]

    def allow(self, *, pages: bool, help: bool) -> None:
        """Whether they act; beneath a sheet none does."""
        for shortcuts, allowed in ((self._to_pages, pages), (self._to_help, help)):
            for shortcut in shortcuts:
                shortcut.setEnabled(allowed)

    def show_all(self) -> None:
        """List the keys of the window and of every page."""
        declared = [(entry.words, page.shortcuts()) for entry, page in self._pages]
        self._sheet.show_sections([(self.tr("Everywhere"), self._everywhere()), *declared])

    def _everywhere(self) -> Shortcuts:
        last = len(self._pages)
        return (
            (f"1 … {last}", self.tr("Go to a page")),
            (f"Ctrl+1 … {last}", self.tr("The same while you type")),
            ("Tab", self.tr("Go to the next control")),
            ("? F1", self.tr("Show these shortcuts")),
            ("Esc", self.tr("Close what lies above the page")),
        )
