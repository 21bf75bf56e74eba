"""Owns the number with a button for less and one for more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QPushButton, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.controls import button, set_icon

_WIDTH, _SIDE = 64, 30


class Number(QDoubleSpinBox):
    """A number that can be typed. The wheel scrolls the page and changes nothing by chance."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class Stepper(QFrame):
    """A number from `low` to `high`; with `decimals` of them behind the point."""

    def __init__(
        self, theme: Theme, value: float, *, decimals: int = 0, step: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stepper")
        self.number = Number()
        self.number.setDecimals(decimals)
        self.number.setSingleStep(step)
        self.number.setMaximum(max(value, self.number.maximum()))
        self.number.setValue(value)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setKeyboardTracking(False)
        self.number.setFixedWidth(_WIDTH)
        self.less = self._button(theme, "minus", self.number.stepDown)
        self.more = self._button(theme, "plus", self.number.stepUp)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        for part in (self.less, self.number, self.more):
            layout.addWidget(part)
        self.setFocusProxy(self.number)
        self.number.valueChanged.connect(self._tell)
        self._tell()

    def set_range(self, low: float, high: float) -> None:
        """Least and greatest value."""
        self.number.setRange(low, high)
        self._tell()

    def name(self, words: str, help: str) -> None:
        """What it is, for those who do not see it."""
        self.setAccessibleName(words)
        self.number.setAccessibleName(words)
        self.number.setAccessibleDescription(help)
        self.less.setAccessibleName(self.tr("Less: {words}").format(words=words))
        self.more.setAccessibleName(self.tr("More: {words}").format(words=words))

    def _button(self, theme: Theme, icon_name: str, clicked: object) -> QPushButton:
        result = button("", kind="segment")
        set_icon(theme, result, icon_name)
        result.setFixedSize(_SIDE, _SIDE)
        result.setAutoRepeat(True)
        # The arrow keys of the number do the same; two stops fewer on the way through the page.
        result.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        result.clicked.connect(clicked)
        return result

    def _tell(self) -> None:
        self.less.setEnabled(self.number.value() > self.number.minimum())
        self.more.setEnabled(self.number.value() < self.number.maximum())
