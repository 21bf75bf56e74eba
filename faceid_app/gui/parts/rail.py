"""Owns the column of page buttons at the window's left edge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.base_buttons import ToolButton, tab_to_chosen

_WIDTH = 104
_ICON = 22


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A button of the rail: icon and words; `last` ones stand at the bottom. `name` is what files and commands say."""

    icon: str
    words: str
    name: str
    last: bool = False


class Rail(QFrame):
    """One of several, below each other; the arrow keys move between them. Below them, a menu that leads to help."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, entries: Sequence[RailEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._entries = theme, tuple(entries)
        self.setObjectName("rail")
        self.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.S, Space.M, Space.S, Space.M)
        layout.setSpacing(Space.XS)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        stretched = False
        self._help = _part(self.tr("Help"))
        self._help.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.help_menu = QMenu(self._help)
        self._helps: list[tuple[QAction, str]] = []
        self._help.setMenu(self.help_menu)
        for number, entry in enumerate(entries):
            if entry.last and not stretched:
                layout.addStretch(1)
                stretched = True
            part = _part(entry.words)
            part.setCheckable(True)
            self._group.addButton(part, number)
            layout.addWidget(part)
        if not stretched:
            layout.addStretch(1)
        layout.addWidget(self._help)
        self._group.idToggled.connect(self._on_toggled)
        theme.changed.connect(self._tint)
        self._tint()

    def add_help(self, icon_name: str, words: str, show: Callable[[], object]) -> None:
        """One more entry of the menu."""
        self._helps.append((self.help_menu.addAction(words, show), icon_name))
        self._tint()

    def choose(self, number: int) -> None:
        """Choose by position; `chosen` tells if that changed anything."""
        part = self._group.button(number)
        if part is not None:
            part.setChecked(True)

    def current(self) -> int:
        """The chosen position, -1 for none."""
        return self._group.checkedId()

    def _on_toggled(self, number: int, checked: bool) -> None:
        self._tint()
        tab_to_chosen(self._group)
        if checked:
            self.chosen.emit(number)

    def _tint(self) -> None:
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        for number, entry in enumerate(self._entries):
            part = self._group.button(number)
            colour = tokens.accent_text if part.isChecked() else tokens.muted
            part.setIcon(QIcon(pixmap(entry.icon, colour, _ICON, ratio)))
        for action, name in self._helps:
            action.setIcon(QIcon(pixmap(name, tokens.muted, _ICON, ratio)))
        self._help.setIcon(QIcon(pixmap("circle-question-mark", tokens.muted, _ICON, ratio)))


def _part(words: str) -> ToolButton:
    part = ToolButton()
    part.setText(words)
    part.setAccessibleName(words)
    part.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    part.setIconSize(QSize(_ICON, _ICON))
    part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return part
