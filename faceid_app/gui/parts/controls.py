"""Owns the small parts all pages are made of: texts, buttons, cards and the note that shows an error in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import icon, pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.base_buttons import Button

_ICON = 18
TONES = ("", "muted", "good", "bad", "caution", "accent")
_NOTE_ICONS = {
    "bad": "circle-alert",
    "caution": "triangle-alert",
    "good": "circle-check",
    "accent": "circle-question-mark",
}


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and have it take effect."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def text(words: str = "", role: str = "body", *, tone: str = "", wrap: bool = False) -> QLabel:
    """A label. role: caption, body, section, lead, figure, title, display. tone: one of TONES."""
    label = QLabel(words)
    label.setProperty("role", role)
    label.setProperty("tone", tone)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return label


def set_text(label: QLabel, words: str, tone: str = "") -> None:
    """Change words and tone of a label."""
    label.setText(words)
    set_property(label, "tone", tone)


def button(words: str, *, kind: str = "plain", clicked: Callable[[], object] | None = None) -> Button:
    """A push button. kind: plain, primary, quiet, danger, chip."""
    result = Button(words)
    result.setProperty("kind", kind)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setAutoDefault(False)
    if clicked is not None:
        result.clicked.connect(lambda _checked=False: clicked())
    return result


def set_icon(theme: Theme, target: QPushButton, name: str, token: str = "text") -> None:
    """Give a button an icon that follows the theme."""

    def apply() -> None:
        colour = getattr(theme.tokens, token)
        if not target.text():
            target.setIcon(icon(name, colour))
            return
        # A style sheet cannot set words apart from their icon, so the icon is given room of its own.
        drawn = pixmap(name, colour, _ICON)
        ratio = drawn.devicePixelRatio()
        roomy = QPixmap(QSize(round((_ICON + Space.S) * ratio), round(_ICON * ratio)))
        roomy.setDevicePixelRatio(ratio)
        roomy.fill(Qt.GlobalColor.transparent)
        painter = QPainter(roomy)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        target.setIcon(QIcon(roomy))
        target.setIconSize(QSize(_ICON + Space.S, _ICON))

    theme.changed.connect(apply)
    apply()


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def row(*widgets: QWidget | int, spacing: int = Space.S) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if isinstance(widget, int):
            layout.addStretch(widget)
        else:
            layout.addWidget(widget)
    return layout


class Card(QFrame):
    """A rounded surface with a column of parts."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 18, 20, 18)
        self.column.setSpacing(Space.M)
        if title:
            self.column.addWidget(text(title, "section"))


class Note(QFrame):
    """One sentence in place, with an optional action; hidden while there is nothing to say."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "note")
        self._picture = QLabel()
        self._words = text(wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = button("", kind="quiet", clicked=self.acted.emit)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S + 2, Space.M, Space.S + 2)
        layout.setSpacing(Space.S + 2)
        layout.addWidget(self._picture)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._action)
        theme.changed.connect(self._tint)
        self.clear()

    @property
    def words(self) -> str:
        """What it says; empty while hidden."""
        return self._words.text()

    def say(self, words: str, tone: str = "bad", action: str = "") -> None:
        """Show a sentence, and a button if `action` names one."""
        set_property(self, "tone", tone)
        set_text(self._words, words, tone if tone in ("bad", "caution", "good") else "")
        self._words.setAccessibleName(words)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        side = Qt.AlignmentFlag.AlignVCenter if action else Qt.AlignmentFlag.AlignTop
        self._layout.setAlignment(self._picture, side)
        self._tint()
        self.show()

    def clear(self) -> None:
        """Nothing to say any more."""
        self._words.clear()
        self.hide()

    def _tint(self) -> None:
        tone = str(self.property("tone") or "accent")
        colour = self._theme.tokens.accent_text if tone == "accent" else getattr(self._theme.tokens, tone)
        self._picture.setPixmap(pixmap(_NOTE_ICONS.get(tone, "circle-question-mark"), colour, 18))
