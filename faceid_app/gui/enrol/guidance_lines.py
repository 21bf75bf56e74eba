"""Owns the three lines below the live view of enrolment: what to do, why, and the answer to the last press."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.enrol.guidance import Guidance
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import set_text, text


class GuidanceLines(QWidget):
    """Keeps its height whatever it says, so that the picture above does not jump."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = text("", "lead", wrap=True)
        self.detail = text("", tone="muted", wrap=True)
        self.answer = text("", "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        for label, height in ((self.headline, 24), (self.detail, 20), (self.answer, 18)):
            label.setMinimumHeight(height)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)

    def guide(self, guidance: Guidance) -> None:
        """What to do now."""
        set_text(self.headline, guidance.headline, guidance.tone)
        self.detail.setText(guidance.detail)

    def say_nothing(self) -> None:
        """There is no picture to guide by."""
        self.headline.clear()
        self.detail.clear()

    def answer_with(self, words: str, tone: str = "") -> None:
        """The answer to a press; empty to forget it."""
        set_text(self.answer, words, tone)
        self.answer.setAccessibleName(words)
