"""Owns what all buttons have in common: Return presses them too, and Tab leads to the chosen one of several."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QToolButton

from faceid_app.gui.parts.keys import RETURN_KEYS


class Button(QPushButton):
    """A push button that Return presses as Space does; Qt has that in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _press(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """The same of a tool button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _press(self, event):
            super().keyPressEvent(event)


def tab_to_chosen(group: QButtonGroup) -> None:
    """Have Tab lead to the checked button alone, so that Space there changes nothing; arrow keys reach the others."""
    if group.checkedButton() is None:
        return
    for part in group.buttons():
        by_tab = Qt.FocusPolicy.TabFocus
        part.setFocusPolicy(part.focusPolicy() | by_tab if part.isChecked() else part.focusPolicy() & ~by_tab)


def _press(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether that was Return, which is then not passed on to the page. A held one presses once."""
    if event.key() not in RETURN_KEYS:
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True
