"""Owns the icon in the tray that stands for the window while it is hidden."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from faceid_app.gui.look.icons import icon
from faceid_app.gui.look.theme import Theme
from faceid_app.settings import Settings


class Tray(QObject):
    """Shown only while the window is hidden: an icon that does nothing would be one too many."""

    open_asked = Signal()
    quit_asked = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._icon = QSystemTrayIcon(icon("scan-face", theme.tokens.accent, 32), self)
        self._icon.setToolTip(QGuiApplication.applicationDisplayName())
        self.menu = QMenu(parent)
        self.menu.addAction(self.tr("&Open"), self.open_asked.emit)
        self.menu.addAction(self.tr("&Quit"), self.quit_asked.emit)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._on_activated)

    def takes_the_window(self) -> bool:
        """Whether closing the window should only hide it: it was asked for, and this desktop has a tray."""
        return self._settings.tray and QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """The window is hidden from now on."""
        self._icon.show()

    def hide(self) -> None:
        """The window is back."""
        self._icon.hide()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.open_asked.emit()
