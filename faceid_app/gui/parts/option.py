"""Owns the card-like choice with a title and a sentence, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Radius, Space
from faceid_app.gui.parts.controls import text

_DOT = 18


class Option(QAbstractButton):
    """One of several; arrow keys move the choice as with radio buttons."""

    def __init__(self, theme: Theme, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self._plain = hint
        self._tab_to_chosen(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._hint = text(hint, "caption", wrap=True)
        self._detail = text("", "caption", wrap=True)
        self._detail.hide()
        for label in (text(title, "section"), self._hint, self._detail):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M + _DOT + Space.M, Space.M, Space.M, Space.M)
        layout.addLayout(words)
        theme.changed.connect(self.update)
        self.toggled.connect(self.update)
        self.toggled.connect(self._tab_to_chosen)

    @property
    def detail(self) -> str:
        """The second sentence, empty if there is none."""
        return self._detail.text()

    def set_detail(self, words: str) -> None:
        """A second sentence, of what is known only now."""
        self._detail.setText(words)
        self._detail.setVisible(bool(words))
        self.setAccessibleDescription(f"{self._plain} {words}".strip())

    def _tab_to_chosen(self, chosen: bool) -> None:
        """Tab leads to the chosen one, so that Space there changes nothing; arrow keys reach the others."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.layout()
        return QSize(300, 64) if layout is None else layout.sizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        layout = self.layout()
        return 64 if layout is None else layout.heightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        chosen, focused = self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if focused else 1.0
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(tokens.accent_text if chosen or focused else tokens.line), width))
        painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.drawRoundedRect(frame, Radius.CONTROL + 3, Radius.CONTROL + 3)
        dot = QRectF(Space.M + 2, Space.M + 1, _DOT, _DOT)
        painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.faint), 1.5))
        painter.setBrush(QColor(tokens.accent) if chosen else QColor(tokens.surface))
        painter.drawEllipse(dot)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.on_accent))
            painter.drawEllipse(dot.adjusted(6, 6, -6, -6))
        painter.end()
