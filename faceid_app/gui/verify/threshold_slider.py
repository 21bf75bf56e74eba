"""Owns one threshold of the source document as a slider with its name, its value and what it means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import row, text
from faceid_app.gui.verify.stop_slider import StopSlider


class ThresholdSlider(QWidget):
    """A value from `low` to 1; arrow keys move it by a hundredth; it stops where too many strangers would pass."""

    changed = Signal(float)

    def __init__(self, theme: Theme, name: str, hint: str, *, low: float = 0.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = low
        self.slider = StopSlider(theme)
        self.slider.setAccessibleName(name)
        self.slider.setAccessibleDescription(hint)
        self.slider.moved.connect(self._on_moved)
        self._figure = text("", "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(row(text(name, "section"), 1, self._figure))
        layout.addWidget(self.slider)
        layout.addWidget(text(hint, "caption", wrap=True))

    @property
    def value(self) -> float:
        """The threshold, exactly as it was set."""
        return self.slider.at

    def set_value(self, value: float) -> None:
        """Show a threshold without telling `changed`; it may lie between two positions of the slider."""
        self.slider.put(value)
        self._figure.setText(figure(value, ".3f"))

    def _on_moved(self, value: float) -> None:
        if value < self._low:
            self.slider.put(value := self._low)
        self._figure.setText(figure(value, ".3f"))
        self.changed.emit(value)
