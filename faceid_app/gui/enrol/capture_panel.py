"""Owns the panel with the pictures taken so far, out of the way until it is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from faceid_app.gui.enrol.capture_list import CaptureList
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.storage.captures import Role

_WIDTH = 320


class CapturePanel(QScrollArea):
    """One list a role."""

    remove_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hints = {
            Role.ANCHOR: self.tr("How you usually look: the reference."),
            Role.POSITIVE: self.tr("You again, a little different: must match."),
        }
        self.lists = {role: CaptureList(theme, role, hint) for role, hint in hints.items()}
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        for part in self.lists.values():
            part.remove_asked.connect(self.remove_asked)
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Pictures taken"))
        self.hide()

    @property
    def count(self) -> int:
        """Pictures of both roles."""
        return sum(part.count for part in self.lists.values())

    def clear(self) -> None:
        """Show none."""
        for part in self.lists.values():
            part.clear()
