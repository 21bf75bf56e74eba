"""Owns the button that shows the key which does the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import text


class KeyButton(QPushButton):
    """A push button with a key cap behind its word."""

    def __init__(
        self, word: str, key: str, clicked: Callable[[], object], *, kind: str = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{word} ({key})")
        self.setToolTip(self.tr("Key {key}").format(key=key))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S + 2, Space.S)
        layout.setSpacing(Space.S + 2)
        for part in (text(word, "button"), text(key, "key")):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.setProperty("on", kind)
            layout.addWidget(part)
        self.clicked.connect(lambda _checked=False: clicked())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()
