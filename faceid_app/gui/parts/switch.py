"""Owns the switch: on or off, painted like one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space

_WIDTH, _HEIGHT = 40, 24


class Switch(QAbstractButton):
    """A checkable control with its words beside it."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        metrics, words = self.fontMetrics(), self._words()
        beside = Space.M + metrics.horizontalAdvance(words) + 4 if words else 0
        return QSize(_WIDTH + beside, max(_HEIGHT, metrics.height()) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _HEIGHT) / 2
        track = QRectF(1.5, top + 1.5, _WIDTH - 3, _HEIGHT - 3)
        outline = tokens.accent_text if self.hasFocus() else (tokens.accent if self.isChecked() else tokens.faint)
        painter.setPen(QPen(QColor(outline), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.track))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        side = track.height() - 6
        left = track.right() - side - 3 if self.isChecked() else track.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff" if self.isChecked() else tokens.faint))
        painter.drawEllipse(QRectF(left, track.top() + 3, side, side))
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.faint))
        words = QRectF(_WIDTH + Space.M, 0, self.width() - _WIDTH - Space.M, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
        painter.end()

    def _words(self) -> str:
        return self.text().replace("&", "")
