"""Owns the screen-light prompt: one soft colour over the whole window, what is asked, and the way to decline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import button, row, text
from faceid_app.gui.verify.challenge_words import ChallengeView


class ChallengeLight(QWidget):
    """Covers the window while colours are shown. Escape and the button decline; no other key reaches the page."""

    declined = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = QColor(188, 188, 188)
        self._before: QWidget | None = None
        self.sentence = text("", "title", wrap=True)
        self.step = text("")
        for label in (self.sentence, self.step):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            # On every one of the soft colours, whatever the scheme; contrast over 7 : 1.
            label.setStyleSheet("color: #1d1d1f; background: transparent;")
        self.decline_button = button(self.tr("&Not now"), clicked=self.declined.emit)
        self.decline_button.setToolTip(self.tr("Turn your head instead (Esc)"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        layout.setSpacing(Space.M)
        layout.addStretch(1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.step)
        layout.addSpacing(Space.L)
        layout.addLayout(row(1, self.decline_button, 1))
        layout.addStretch(1)
        self.hide()

    def show_prompt(self, view: ChallengeView | None) -> None:
        """Show the colour of a prompt; None, or one without a colour, uncovers the window."""
        if view is None or view.colour is None:
            self._close()
            return
        self.colour = QColor(*view.colour)
        _say(self.sentence, view.sentence)
        _say(self.step, self.tr("{step}  ·  Esc: not now").format(step=view.step))
        self.setAccessibleName(view.spoken)
        self.setAccessibleDescription(self.tr("Press Escape to turn your head instead."))
        if self.isHidden():
            self._open()
        self.update()

    def _open(self) -> None:
        window = self.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        window.installEventFilter(self)
        self._before = window.focusWidget()
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.decline_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if self.isHidden():
            return
        self.window().removeEventFilter(self)
        self.decline_button.clearFocus()
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.declined.emit()
        event.accept()

    def focusNextPrevChild(self, _forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stays at the one button."""
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.colour)
        painter.end()


def _say(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)
