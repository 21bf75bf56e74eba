"""Owns the header's button that opens a menu: an icon, what is chosen, an arrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.base_buttons import ToolButton
from faceid_app.gui.parts.controls import text

_WIDEST = 190


class ChooserButton(ToolButton):
    """The base of both choosers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = "user"
        self._picture, self._words, self._arrow = QLabel(), text(), QLabel()
        self.options = QMenu(self)
        self.setMenu(self.options)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        layout.setSpacing(Space.S)
        for part in (self._picture, self._words, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        theme.changed.connect(self._tint)

    def show_choice(self, icon_name: str, words: str) -> None:
        """What is chosen now; too long a name is shortened, the whole is in the tooltip."""
        self._icon_name = icon_name
        self._words.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _WIDEST))
        self.setToolTip(words)
        self._tint()
        self.updateGeometry()

    @property
    def choice(self) -> str:
        """The words shown, whole."""
        return self.toolTip()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def _tint(self) -> None:
        muted = self._theme.tokens.muted
        self._picture.setPixmap(pixmap(self._icon_name, muted, 18))
        self._arrow.setPixmap(pixmap("chevron-down", muted, 14))
