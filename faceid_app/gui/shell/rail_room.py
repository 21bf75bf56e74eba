"""Owns the place of the rail: it scrolls in a window too low for all pages, and the chosen one is always in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from faceid_app.gui.parts.rail import Rail
from faceid_app.gui.shell.page_stack import SmallRoom


class RailRoom(SmallRoom):
    """As wide as the rail, and wider only by the bar while there is one."""

    def __init__(self, rail: Rail, parent: QWidget | None = None) -> None:
        super().__init__(rail, parent)
        self._rail = rail
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._fit(scrolls=most > 0))
        rail.chosen.connect(lambda _number: self._show_chosen())
        self._fit(scrolls=False)

    def _fit(self, *, scrolls: bool) -> None:
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        self.setFixedWidth(self._rail.maximumWidth() + bar)
        self._show_chosen()

    def _show_chosen(self) -> None:
        part = next((part for part in self._rail.findChildren(QToolButton) if part.isChecked()), None)
        if part is not None:
            self.ensureWidgetVisible(part, 0, part.height())
