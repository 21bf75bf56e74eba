"""Owns the three lines below the live view of enrolment: what to do, why, and the answer to the last press."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.enrol.guidance import Guidance
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import set_text, text

_SETTLE = 0.25
"""Seconds for which frames must agree before another headline is shown: one blurred frame is no news."""
_READ = 0.8
"""Seconds between two values below the same headline: nobody reads faster."""


class GuidanceLines(QWidget):
    """Keeps its height whatever it says, so that the picture above does not jump, and its words for as long as it
    takes to read them."""

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._coming, self._since = "", 0.0
        self._told_at = float("-inf")
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

    def follow(self, guidance: Guidance) -> None:
        """What the newest frame calls for; shown once it lasts."""
        now = self._clock()
        if guidance.headline != self._coming:
            self._coming, self._since = guidance.headline, now
        shown = self.headline.text()
        if guidance.headline == shown:
            if now - self._told_at >= _READ:
                self.guide(guidance)
        elif not shown or now - self._since >= _SETTLE:
            self.guide(guidance)

    def guide(self, guidance: Guidance) -> None:
        """What to do now."""
        self._told_at = self._clock()
        set_text(self.headline, guidance.headline, guidance.tone)
        if self.detail.text() != guidance.detail:
            self.detail.setText(guidance.detail)

    def say_nothing(self) -> None:
        """There is no picture to guide by."""
        self.headline.clear()
        self.detail.clear()

    def answer_with(self, words: str, tone: str = "") -> None:
        """The answer to a press; empty to forget it."""
        set_text(self.answer, words, tone)
        self.answer.setAccessibleName(words)
