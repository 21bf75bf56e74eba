"""Owns the sheet: a question asked inside the window, above everything else in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from faceid_app.errors import FaceIdError
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Card, Note, button, row, set_property, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a sheet asks. With `placeholder` it has a line to type in; `initial` is what stands there at first."""

    title: str
    words: str
    accept: str
    placeholder: str | None = None
    initial: str = ""
    dangerous: bool = False


class Sheet(QWidget):
    """Covers its parent while it asks. Return accepts, Escape does not; an error of the answer is shown in place."""

    opened_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._answer: Callable[[str], object] = lambda _words: None
        self._title = text("", "title", wrap=True)
        self._words = text("", tone="muted", wrap=True)
        self.line = QLineEdit()
        self.note = Note(theme)
        self.cancel_button = button(self.tr("Cancel"), clicked=self.close_sheet)
        self.accept_button = button("", kind="primary", clicked=self._on_accept)
        self._card = Card(parent=self)
        self._card.setFixedWidth(430)
        self._card.column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        for part in (self._title, self._words, self.line, self.note):
            self._card.column.addWidget(part)
        self._card.column.addSpacing(Space.S)
        self._card.column.addLayout(row(1, self.cancel_button, self.accept_button, spacing=Space.M))
        layout = QVBoxLayout(self)
        layout.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self.line.textChanged.connect(self.note.clear)
        parent.installEventFilter(self)
        self.hide()

    def ask(self, question: Question, answer: Callable[[str], object]) -> None:
        """Ask; `answer` gets the typed line when accepted. If it raises FaceIdError the sheet stays and says so."""
        self._answer = answer
        self._title.setText(question.title)
        self._words.setText(question.words)
        self._words.setVisible(bool(question.words))
        self.line.setVisible(question.placeholder is not None)
        self.line.setPlaceholderText(question.placeholder or "")
        self.line.setAccessibleName(question.placeholder or "")
        self.line.setText(question.initial)
        self.line.selectAll()
        self.note.clear()
        self.accept_button.setText(question.accept)
        set_property(self.accept_button, "kind", "danger" if question.dangerous else "primary")
        self.setAccessibleName(question.title)
        self.setGeometry(self._parent().rect())
        self.show()
        self.raise_()
        # What cannot be undone must not be one careless Return away.
        first = self.line if question.placeholder is not None else self.cancel_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened_changed.emit(True)

    def close_sheet(self) -> None:
        """Ask no more."""
        # Or hiding would pass the focus on by `focusNextPrevChild`, which keeps it inside: for ever.
        if (focused := self.window().focusWidget()) is not None:
            focused.clearFocus()
        self.hide()
        self.opened_changed.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.close_sheet if self.cancel_button.hasFocus() else self._on_accept)()
        event.accept()  # no key reaches the page beneath

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stays inside."""
        stops = [part for part in (self.line, self.cancel_button, self.accept_button) if part.isVisible()]
        here = next((number for number, part in enumerate(stops) if part.hasFocus()), 0)
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(self._parent().rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        painter.end()

    def _on_accept(self) -> None:
        try:
            self._answer(self.line.text().strip())
        except FaceIdError as error:
            self.note.say(sentence(error))
        else:
            self.close_sheet()

    def _parent(self) -> QWidget:
        parent = self.parentWidget()
        assert parent is not None
        return parent
