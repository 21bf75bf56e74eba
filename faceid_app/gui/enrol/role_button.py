"""Owns the button that takes a capture of one role and always shows how many there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from faceid_app.gui.enrol.guidance import role_name
from faceid_app.gui.parts.controls import set_text, text
from faceid_app.gui.parts.key_button import KeyButton
from faceid_app.storage.captures import Role


class RoleButton(KeyButton):
    """Word, count with target, key cap."""

    def __init__(self, role: Role, key: str, clicked: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(role_name(role), key, clicked, parent=parent)
        self._role, self._letter = role, key
        self.count = text("", "figures")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("00 / 00"))
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(1, self.count)

    def show_count(self, count: int, target: int) -> None:
        """How many there are, and how many are recommended."""
        counted = self.tr("{count} of {target}").format(count=count, target=target)
        set_text(self.count, f"{count} / {target}", "good" if count >= target else "muted")
        self.setAccessibleName(f"{role_name(self._role)}, {counted} ({self._letter})")
        self.updateGeometry()
