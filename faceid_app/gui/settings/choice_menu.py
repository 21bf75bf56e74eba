"""Owns the button that shows one of many choices and opens the menu of the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.chooser_button import ChooserButton

Choices = Sequence[tuple[str, str]]
"""Values with the words for them."""


class ChoiceMenu(ChooserButton):
    """One of several by name."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, label: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setProperty("kind", "field")
        self._label, self._icon_of_choice = label, icon_name

    def offer(self, choices: Choices, current: str) -> None:
        """Set what there is to choose from, and which is chosen."""
        self.options.clear()
        group = QActionGroup(self.options)
        for value, words in choices:
            action = QAction(words.replace("&", "&&"), self.options, checkable=True)
            action.setChecked(value == current)
            action.triggered.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            group.addAction(action)
            self.options.addAction(action)
        words = dict(choices).get(current, current)
        self.show_choice(self._icon_of_choice, words)
        self.setAccessibleName(f"{self._label}: {words}")
