"""Owns the sheet that lists every key of every page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.page import Shortcuts
from faceid_app.gui.parts.controls import button, row, set_property, text
from faceid_app.gui.parts.cover import Cover

Section = tuple[str, Shortcuts]
_WIDTH = 880
_KEYS_WIDTH = 118


class ShortcutsSheet(Cover):
    """Filled anew each time it opens, from what the pages declare."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        title = self.tr("Keyboard shortcuts")
        self.setAccessibleName(title)
        self.close_button = button(self.tr("Close"), kind="primary", clicked=self.close_sheet)
        self._sections = QWidget()
        self.card.column.setSpacing(Space.XL)
        self.card.column.addWidget(text(title, "title"))
        self.card.column.addWidget(self._sections)
        self.card.column.addLayout(row(1, self.close_button))

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Open with these; one without keys is left out."""
        told = [section for section in sections if section[1]]
        filled = QWidget()
        columns = QHBoxLayout(filled)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(Space.XXL)
        for part in _balanced(told):
            column = QVBoxLayout()
            column.setSpacing(Space.XL)
            for title, shortcuts in part:
                column.addLayout(_section(title, shortcuts))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.card.column.replaceWidget(self._sections, filled)
        self._sections.deleteLater()
        self._sections = filled
        self.setAccessibleDescription(
            ". ".join(f"{title}: {', '.join(f'{keys}: {words}' for keys, words in told_)}" for title, told_ in told)
        )
        self.open_sheet(self.close_button)

    def stops(self) -> list[QWidget]:
        return [self.close_button]


def _balanced(sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """Two columns of about the same height, in order."""
    heights = [len(shortcuts) + 2 for _title, shortcuts in sections]
    cuts = range(len(sections) + 1)
    cut = min(cuts, key=lambda at: (max(sum(heights[:at]), sum(heights[at:])), -at))
    return sections[:cut], sections[cut:]


def _section(title: str, shortcuts: Shortcuts) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.S)
    column.addWidget(text(title, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.S)
    grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
    grid.setColumnStretch(1, 1)
    for number, (keys, words) in enumerate(shortcuts):
        grid.addLayout(_caps(keys), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(words, tone="muted", wrap=True), number, 1)
    column.addLayout(grid)
    return column


def _caps(keys: str) -> QHBoxLayout:
    """One cap a key; "+" joins keys that are held together, what is no key ("…") stands between."""
    caps = QHBoxLayout()
    caps.setSpacing(Space.XS)
    for choice in keys.split(" "):
        for part in [choice] if choice == "+" else choice.split("+"):
            label = text(_native(part), "caption" if part == "…" else "key")
            set_property(label, "tone", "muted")
            caps.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
    caps.addStretch(1)
    return caps


def _native(key: str) -> str:
    """The key as this system's keyboards name it: ⌘ for Ctrl on macOS."""
    if key in ("Ctrl", "Shift", "Alt"):
        return QKeySequence(f"{key}+A").toString(QKeySequence.SequenceFormat.NativeText).rstrip("A").rstrip("+")
    return key
