"""Owns a line of the settings: what it is about and what it does at the left, the control at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import set_text, text


class SettingRow(QWidget):
    """The control is named by the title for those who do not see it."""

    def __init__(self, title: str, help: str, *controls: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._help = text(help, "caption", wrap=True)
        self._help.setVisible(bool(help))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(text(title))
        words.addWidget(self._help)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XL)
        layout.addLayout(words, 1)
        side = QHBoxLayout()
        side.setSpacing(Space.S)
        for control in controls:
            control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            if not control.accessibleName():
                control.setAccessibleName(title)
            control.setAccessibleDescription(help)
            side.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(side)

    @property
    def help(self) -> str:
        """What stands below the title."""
        return self._help.text()

    def explain(self, words: str, tone: str = "") -> None:
        """Change what stands below the title."""
        set_text(self._help, words, tone)
        self._help.setVisible(bool(words))
