"""Owns the slider of one threshold: right is stricter, everywhere."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import row, set_property, text

_STEPS = 1000


class ThresholdSlider(QWidget):
    """A value from `low` to 1 with words at both ends; the arrow keys move it by a hundredth."""

    changed = Signal(float)

    def __init__(self, name: str, hint: str, *, low: float = 0.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = low
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(round(low * _STEPS), _STEPS)
        self._slider.setSingleStep(_STEPS // 100)
        self._slider.setPageStep(_STEPS // 20)
        self._slider.setMinimumHeight(26)
        self._slider.setAccessibleName(name)
        self._slider.setAccessibleDescription(hint)
        self._slider.valueChanged.connect(self._on_moved)
        self._value = 0.0
        self._figure = text("", "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(row(text(name, "section"), 1, self._figure))
        layout.addWidget(text(hint, "caption", wrap=True))
        layout.addWidget(self._slider)
        layout.addLayout(row(text(self.tr("Easier"), "caption"), 1, text(self.tr("Stricter"), "caption")))

    @property
    def value(self) -> float:
        """The threshold, exactly as it was set."""
        return self._value

    @property
    def slider(self) -> QSlider:
        """The part that moves."""
        return self._slider

    def set_value(self, value: float) -> None:
        """Show a threshold without telling `changed`; it may lie between two positions of the slider."""
        self._value = value
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(value * _STEPS))
        self._figure.setText(f"{value:.3f}")

    def set_dangerous(self, dangerous: bool) -> None:
        """Colour the slider as a warning."""
        set_property(self._slider, "tone", "bad" if dangerous else "")

    def _on_moved(self, position: int) -> None:
        self._value = max(self._low, position / _STEPS)
        self._figure.setText(f"{self._value:.3f}")
        self.changed.emit(self._value)
