"""Owns the small window that says why the program cannot start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import button, row, text


class RefusalWindow(QWidget):
    """One sentence and a button that closes it."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Face verification"))
        self.setFixedWidth(460)
        picture = QLabel()
        picture.setPixmap(pixmap("circle-alert", theme.tokens.caution, 40))
        self.words = text(words, wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = button(self.tr("&Close"), kind="primary", clicked=self.close)
        self.close_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        layout.setSpacing(Space.M)
        layout.addWidget(picture)
        layout.addWidget(text(self.tr("The program cannot start"), "title"))
        layout.addWidget(self.words)
        layout.addSpacing(Space.M)
        layout.addLayout(row(1, self.close_button))
