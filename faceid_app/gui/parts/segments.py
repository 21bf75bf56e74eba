"""Owns the row of joined buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from faceid_app.gui.parts.base_buttons import tab_to_chosen
from faceid_app.gui.parts.controls import button


class Segments(QFrame):
    """One of several; the arrow keys move between them."""

    chosen = Signal(int)

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for number, word in enumerate(words):
            part = button(word, kind="segment")
            part.setCheckable(True)
            self._group.addButton(part, number)
            layout.addWidget(part)
        self._group.idToggled.connect(self._on_toggled)

    def choose(self, number: int) -> None:
        """Choose by position; `chosen` tells if that changed anything."""
        part = self._group.button(number)
        if part is not None:
            part.setChecked(True)

    def current(self) -> int:
        """The chosen position, -1 for none."""
        return self._group.checkedId()

    def _on_toggled(self, number: int, checked: bool) -> None:
        tab_to_chosen(self._group)
        if checked:
            self.chosen.emit(number)
