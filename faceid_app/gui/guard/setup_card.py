"""Owns the card before the first step: what will happen, how often, in which light, whether pictures are kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from faceid_app.guard.trial import LONGEST_NAME, PRESENTATIONS, SECONDS
from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, row, text
from faceid_app.gui.parts.key_button import KeyButton
from faceid_app.gui.parts.segments import Segments
from faceid_app.gui.parts.switch import Switch
from faceid_app.gui.parts.wrapping_row import WrappingRow

COUNTS = (5, PRESENTATIONS, 20)


class SetupCard(Card):
    """One decision to make, with good answers given; Begin is the only thing that must be pressed."""

    begun = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        self.counts = Segments([str(count) for count in COUNTS])
        self.counts.setAccessibleName(self.tr("How often each is shown"))
        self.counts.choose(COUNTS.index(PRESENTATIONS))
        self.light = QLineEdit()
        self.light.setMaxLength(LONGEST_NAME)
        self.light.setPlaceholderText(self.tr("for example: window, evening lamp"))
        self.light.setAccessibleName(self.tr("The light you sit in"))
        self.pictures = Switch(theme, self.tr("&Keep some pictures too"))
        self.begin_button = KeyButton(self.tr("Begin"), self.tr("Space"), self.begun.emit, kind="primary")
        self.column.addWidget(text(self.tr("Attack yourself"), "title"))
        self.column.addWidget(
            text(
                self.tr(
                    "Try to get in with a photo, a phone, a monitor. Six short steps, and you know what gets past "
                    "this camera here, and how far that can be trusted."
                ),
                wrap=True,
            )
        )
        self.column.addSpacing(Space.S)
        self.column.addWidget(WrappingRow(text(self.tr("How often each is shown"), "section"), self.counts))
        self.column.addWidget(
            text(
                self.tr("{seconds} seconds each time. None of ten still allows one in four.").format(
                    seconds=figure(SECONDS, "g")
                ),
                "caption",
                wrap=True,
            )
        )
        self.column.addSpacing(Space.XS)
        self.column.addWidget(text(self.tr("The light you sit in"), "section"))
        self.column.addWidget(self.light)
        self.column.addSpacing(Space.XS)
        self.column.addWidget(self.pictures)
        self.column.addWidget(
            text(
                self.tr(
                    "Without them only numbers are kept. With them a later network can judge the same presentations. "
                    "They stay on this computer until you remove them."
                ),
                "caption",
                wrap=True,
            )
        )
        self.column.addSpacing(Space.M)
        self.column.addLayout(row(1, self.begin_button))

    @property
    def wanted(self) -> int:
        """How often each is to be shown."""
        return COUNTS[max(0, self.counts.current())]
