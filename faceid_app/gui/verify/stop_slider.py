"""Owns the slider of the page: right is stricter, marks along it, and a red part it does not go into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space, Type

STEPS = 1000
_KNOB = 22.0
_GROOVE = 6.0
_MAGNET = 7.0
"""Pixels within which a mark attracts the knob."""


class StopSlider(QSlider):
    """Values from 0 to 1 with a stop that neither mouse nor keys pass, and marks that they find."""

    moved = Signal(float)
    """Where the user moved it, 0..1: exactly a mark or the stop where it stands on one."""
    refused = Signal()
    """The user tried to go beyond the stop."""

    def __init__(self, theme: Theme, *, marked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._stop = 0.0
        self._at = 0.0
        self._marks: tuple[tuple[float, str], ...] = ()
        self._marked = marked
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.valueChanged.connect(self._on_value)
        theme.changed.connect(self.update)

    @property
    def at(self) -> float:
        """Where it stands, 0..1, exactly as it was set."""
        return self._at

    @property
    def stop(self) -> float:
        """Where the red part ends, 0..1."""
        return self._stop

    def put(self, at: float) -> None:
        """Stand there without telling; it may lie between two steps."""
        self._at = at
        self.blockSignals(True)
        self.setValue(round(at * STEPS))
        self.blockSignals(False)
        self.update()

    def show_stop(self, stop: float, marks: Sequence[tuple[float, str]] = ()) -> None:
        """What is red, 0..1, and where marks stand with which words."""
        self._stop, self._marks = stop, tuple(marks)
        self.update()

    def move_to(self, at: float) -> None:
        """As if the user had moved it there."""
        if at < self._stop:
            self.put(self._stop)
            self.refused.emit()
        else:
            self.put(min(1.0, at))
        self.moved.emit(self._at)

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(240, 52 if self._marked else 30)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.isSliderDown():
            self._follow(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left, width, middle = self._groove()
        groove = QRectF(left, middle - _GROOVE / 2, width, _GROOVE)
        painter.setBrush(QColor(tokens.track))
        painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
        stop, knob = left + self._stop * width, left + self._at * width
        painter.setBrush(QColor(tokens.accent if self.isEnabled() else tokens.faint))
        painter.drawRoundedRect(QRectF(stop, groove.top(), max(0.0, knob - stop), _GROOVE), _GROOVE / 2, _GROOVE / 2)
        if self._stop > 0.0:
            painter.setBrush(QColor(tokens.bad))
            painter.drawRoundedRect(QRectF(left, groove.top(), stop - left - 3, _GROOVE), _GROOVE / 2, _GROOVE / 2)
        self._paint_marks(painter, left, width, middle)
        shade = QColor(0, 0, 0, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawEllipse(QPointF(knob, middle + 1), _KNOB / 2 + 0.5, _KNOB / 2 + 0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent_text if focused else tokens.knob_line), 2.5 if focused else 1.0))
        painter.setBrush(QColor(tokens.knob))
        painter.drawEllipse(QPointF(knob, middle), _KNOB / 2 - 1, _KNOB / 2 - 1)
        painter.end()

    def _paint_marks(self, painter: QPainter, left: float, width: float, middle: float) -> None:
        tokens = self._theme.tokens
        font = self.font()
        font.setPixelSize(Type.CAPTION)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        free = 0.0
        for at, words in self._marks:
            x = left + at * width
            painter.setPen(QPen(QColor(tokens.faint), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(x, middle + _KNOB / 2 + 2), QPointF(x, middle + _KNOB / 2 + 6))
            size = metrics.horizontalAdvance(words)
            start = min(max(0.0, x - size / 2), self.width() - size)
            if start < free:
                continue
            free = start + size + Space.S
            painter.setPen(QColor(tokens.muted))
            painter.drawText(QPointF(start, middle + _KNOB / 2 + 8 + metrics.ascent()), words)

    def _groove(self) -> tuple[float, float, float]:
        """Left end, width and height of the middle."""
        side = _KNOB / 2 + 2
        middle = side if self._marked else self.height() / 2
        return side, self.width() - 2 * side, middle

    def _follow(self, x: float) -> None:
        left, width, _ = self._groove()
        at = (x - left) / width
        near = [mark for mark, _ in self._marks if abs(mark - at) * width <= _MAGNET]
        self.move_to(near[0] if near else max(0.0, at))

    def _on_value(self, value: int) -> None:
        """Keys, wheel and assistive technology move by whole steps."""
        self.move_to(value / STEPS)
