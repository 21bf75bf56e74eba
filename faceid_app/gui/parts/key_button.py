"""Owns the button that shows the key which does the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.base_buttons import Button
from faceid_app.gui.parts.controls import set_property, text


class KeyButton(Button):
    """A push button with a key cap behind its word."""

    def __init__(
        self, word: str, key: str, clicked: Callable[[], object], *, kind: str = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Key {key}").format(key=key))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S + 2, Space.S)
        layout.setSpacing(Space.S + 2)
        self._word = text("", "button")
        self._word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.parts = [self._word, text(key, "key")]
        for part in self.parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        self.say(word)
        self.set_kind(kind)
        self.clicked.connect(lambda _checked=False: clicked())

    def say(self, word: str) -> None:
        """Another word for what it does now."""
        self._word.setText(word)
        self.setAccessibleName(f"{word} ({self._key})")
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """plain or primary."""
        set_property(self, "kind", kind)
        for part in self.parts:
            set_property(part, "on", kind)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()
