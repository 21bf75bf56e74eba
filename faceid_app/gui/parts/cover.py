"""Owns the cover: a card above everything else in the window, which holds the keyboard until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card

_SHADE = QColor(0, 0, 0, 110)


class Cover(QWidget):
    """Covers its parent while it is open. Escape closes it, Tab stays inside, and no key reaches what lies beneath."""

    opened_changed = Signal(bool)

    def __init__(self, parent: QWidget, *, width: int) -> None:
        super().__init__(parent)
        self.card = Card(parent=self)
        self.card.setFixedWidth(width)
        self.card.column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        parent.installEventFilter(self)
        self.hide()

    def open_sheet(self, first: QWidget) -> None:
        """Cover the parent; `first` gets the focus."""
        self.setGeometry(self._parent().rect())
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened_changed.emit(True)

    def close_sheet(self) -> None:
        """Uncover the parent."""
        if self.isHidden():
            return
        # Or hiding would pass the focus on by `focusNextPrevChild`, which keeps it inside: for ever.
        if (focused := self.window().focusWidget()) is not None:
            focused.clearFocus()
        self.hide()
        self.opened_changed.emit(False)

    def stops(self) -> list[QWidget]:
        """Where Tab leads, in order."""
        raise NotImplementedError

    def on_return(self) -> None:
        """Return was pressed where nobody took it."""
        self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_return()
        event.accept()  # no key reaches the page beneath

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stays inside."""
        stops = [part for part in self.stops() if part.isVisible() and part.isEnabled()]
        if stops:
            here = next((number for number, part in enumerate(stops) if part.hasFocus()), 0)
            stops[(here + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(self._parent().rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SHADE)
        painter.end()

    def _parent(self) -> QWidget:
        parent = self.parentWidget()
        assert parent is not None
        return parent
