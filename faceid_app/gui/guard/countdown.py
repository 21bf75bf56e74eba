"""Owns the large number over the live picture that counts the seconds until something is to be shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_SIDE = 132
_LETTERS = 68
_SHADE = QColor(0, 0, 0, 150)


class Countdown(QWidget):
    """In the middle of its parent, hidden while nothing is counted; clicks go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._left = 0
        self.setFixedSize(_SIDE, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def show_left(self, seconds: int) -> None:
        """So many seconds are left; none: hide."""
        self._left = seconds
        self.setAccessibleName(str(seconds))
        self._place()
        self.setVisible(seconds > 0)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawEllipse(QRectF(self.rect()))
        font = self.font()
        font.setPixelSize(_LETTERS)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._left))
        painter.end()

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.move((parent.width() - _SIDE) // 2, (parent.height() - _SIDE) // 2)
