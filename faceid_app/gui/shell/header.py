"""Owns the strip above the pages: whom the window is about, which camera it uses."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space


class Header(QWidget):
    """Both choosers; that of the camera may stand elsewhere for a while."""

    def __init__(self, profile_chooser: QWidget, camera_chooser: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera_chooser = camera_chooser
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._layout.addWidget(profile_chooser)
        self._layout.addStretch(1)
        self.take_camera_chooser()

    def take_camera_chooser(self) -> None:
        """Have it here (again)."""
        self._layout.addWidget(self._camera_chooser)
