"""Owns the row whose parts stand below each other where they have no room side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space


class WrappingRow(QWidget):
    """Whether they have is asked anew whenever its width or their words change.

    Attributes:
        line: the layout of the parts, to be filled like any other.
    """

    turned = Signal(bool)
    """The parts stand below each other now, or beside each other again."""

    def __init__(
        self, *parts: QWidget, spacing: int = Space.S, comfortable: int = 0, parent: QWidget | None = None
    ) -> None:
        """`comfortable`: pixels that each part should have at least beside another."""
        super().__init__(parent)
        self._comfortable = comfortable
        self.line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(spacing)
        for part in parts:
            self.line.addWidget(part)

    @property
    def wrapped(self) -> bool:
        """Whether the parts stand below each other."""
        return self.line.direction() is QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(max(self._widths(), default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        taken = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):  # the look is known only when it is shown
            self._fit()
        return taken

    def _fit(self) -> None:
        widths = [max(width, self._comfortable) for width in self._widths()]
        needed = sum(widths) + self.line.spacing() * (len(widths) - 1)
        wraps = needed > self.width()
        if wraps is not self.wrapped:
            self.line.setDirection(QBoxLayout.Direction.TopToBottom if wraps else QBoxLayout.Direction.LeftToRight)
            self.turned.emit(wraps)

    def _widths(self) -> list[int]:
        """The least of each part that is there."""
        found = []
        for number in range(self.line.count()):
            item = self.line.itemAt(number)
            if item is not None and item.widget() is not None and not item.isEmpty():
                found.append(item.minimumSize().width())
        return found
