"""Owns the look: design tokens for light and dark, the type scale, and which of the two is in force."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from faceid_app.gui.look.style_sheet import style_sheet
from faceid_app.gui.look.tokens import DARK, LIGHT, Tokens

# Where the desktop names no font of its own, Qt falls back to whatever comes first; these are made for screens.
PREFERRED_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans", "DejaVu Sans")
BASE_PIXELS = 14


class Scheme(StrEnum):
    """What the user asks for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def palette(tokens: Tokens) -> QPalette:
    """Palette roles filled from tokens, for what the style sheet does not paint."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.track,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.faint,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Link: tokens.accent_text,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return result


class Theme(QObject):
    """The tokens in force; follows the system unless told otherwise. Widgets that paint themselves hear `changed`."""

    changed = Signal()

    def __init__(self, scheme: Scheme = Scheme.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self.tokens = self._resolve()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def install(self, app: QApplication) -> None:
        """Give the application this look."""
        app.setStyle("fusion")
        app.setFont(application_font())
        self._apply()

    def choose(self, scheme: Scheme) -> None:
        """Follow the system, or stay light or dark."""
        self._scheme = scheme
        self._on_system_changed()

    def _on_system_changed(self) -> None:
        tokens = self._resolve()
        if tokens is not self.tokens:
            self.tokens = tokens
            self._apply()
            self.changed.emit()

    def _resolve(self) -> Tokens:
        if self._scheme is Scheme.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self._scheme is Scheme.DARK
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette(self.tokens))
            app.setStyleSheet(style_sheet(self.tokens))


def application_font() -> QFont:
    """The system's own font at the base size, or a good one where the system names none."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.family().casefold() in {"", "sans", "sans serif", "sans-serif"}:
        known = set(QFontDatabase.families())
        chosen = [family for family in PREFERRED_FAMILIES if family in known]
        if chosen:
            font = QFont(chosen[0])
    font.setPixelSize(BASE_PIXELS)
    return font
