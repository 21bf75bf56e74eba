"""Owns the keys of the window itself: pages by number, and the list of all keys with those that pages declare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from faceid_app.gui.page import Page, Shortcuts
from faceid_app.gui.parts.keys import sign_of
from faceid_app.gui.parts.rail import Rail, RailEntry
from faceid_app.gui.shell.shortcuts_sheet import ShortcutsSheet


class WindowKeys(QObject):
    """Digits, alone and with Ctrl, lead to pages; `?` and F1 show what keys there are."""

    def __init__(
        self, window: QWidget, rail: Rail, pages: Sequence[tuple[RailEntry, Page]], sheet: ShortcutsSheet
    ) -> None:
        super().__init__(window)
        self._pages, self._rail, self._sheet = tuple(pages), rail, sheet
        self._leads_to_pages = True
        self._to_pages = [
            QShortcut(QKeySequence(keys), window, lambda at=number: rail.choose(at))
            for number in range(len(pages))
            for keys in (f"{number + 1}", f"Ctrl+{number + 1}")
        ]
        self._to_help = [QShortcut(QKeySequence(keys), window, self.show_all) for keys in ("?", "Shift+?", "F1")]
        window.installEventFilter(self)

    def allow(self, *, pages: bool, help: bool) -> None:
        """Whether they act; beneath a sheet none does."""
        self._leads_to_pages = pages
        for shortcuts, allowed in ((self._to_pages, pages), (self._to_help, help)):
            for shortcut in shortcuts:
                shortcut.setEnabled(allowed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Digits that take Shift to type, as on French keyboards, lead to pages without it too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._leads_to_pages:
            control = Qt.KeyboardModifier.ControlModifier
            digit = "" if event.modifiers() & ~control else sign_of(event)
            if digit.isdigit() and 1 <= int(digit) <= len(self._pages):
                self._rail.choose(int(digit) - 1)
                return True
        return super().eventFilter(watched, event)

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
