"""Owns the line that shows and hides the details."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import icon
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.base_buttons import ToolButton

_ICON = 16


class Details(QWidget):
    """A button with an arrow, and below it what it opens; closed at first."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.button = ToolButton()
        self.button.setText(words)
        self.button.setCheckable(True)
        self.button.setIconSize(QSize(_ICON, _ICON))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.toggled.connect(self._on_toggled)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.L)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.body)
        theme.changed.connect(self._tint)
        self._on_toggled(False)

    @property
    def open(self) -> bool:
        """Whether the details are shown."""
        return self.button.isChecked()

    def _on_toggled(self, opened: bool) -> None:
        self.body.setVisible(opened)
        self._tint()
        if opened:
            QTimer.singleShot(0, self, self._bring_up)  # when what was opened has its place

    def _bring_up(self) -> None:
        """What opens below the edge of what is seen would open unseen."""
        part = self.parentWidget()
        while part is not None and not isinstance(part, QScrollArea):
            part = part.parentWidget()
        if part is not None and (content := part.widget()) is not None:
            part.verticalScrollBar().setValue(self.mapTo(content, QPoint(0, 0)).y())

    def _tint(self) -> None:
        name = "chevron-down" if self.open else "chevron-right"
        self.button.setIcon(icon(name, self._theme.tokens.muted))
