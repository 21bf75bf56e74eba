"""Owns the sheet: a question asked inside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from faceid_app.errors import FaceIdError
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, row, set_property, text
from faceid_app.gui.parts.cover import Cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a sheet asks. With `placeholder` it has a line to type in; `initial` is what stands there at first.

    What is typed is not shown where it is `secret`, and taken as it is.
    """

    title: str
    words: str
    accept: str
    placeholder: str | None = None
    initial: str = ""
    dangerous: bool = False
    secret: bool = False


class Sheet(Cover):
    """Asks. Return accepts, Escape does not; an error of the answer is shown in place."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, width=430)
        self._answer: Callable[[str], object] = lambda _words: None
        self._secret = False
        self._title = text("", "title", wrap=True)
        self._words = text("", tone="muted", wrap=True)
        self.line = QLineEdit()
        self.note = Note(theme)
        self.cancel_button = button(self.tr("Cancel"), clicked=self.close_sheet)
        self.accept_button = button("", kind="primary", clicked=self._on_accept)
        for part in (self._title, self._words, self.line, self.note):
            self.card.column.addWidget(part)
        self.card.column.addSpacing(Space.S)
        self.card.column.addLayout(row(1, self.cancel_button, self.accept_button, spacing=Space.M))
        self.line.textChanged.connect(self.note.clear)

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
        self._secret = question.secret
        self.line.setEchoMode(QLineEdit.EchoMode.Password if question.secret else QLineEdit.EchoMode.Normal)
        self.line.selectAll()
        self.note.clear()
        self.accept_button.setText(question.accept)
        set_property(self.accept_button, "kind", "danger" if question.dangerous else "primary")
        self.setAccessibleName(question.title)
        # What cannot be undone must not be one careless Return away.
        self.open_sheet(self.line if question.placeholder is not None else self.cancel_button)

    def stops(self) -> list[QWidget]:
        return [self.line, self.cancel_button, self.accept_button]

    def on_return(self) -> None:
        (self.close_sheet if self.cancel_button.hasFocus() else self._on_accept)()

    def _on_accept(self) -> None:
        try:
            typed = self.line.text()
            self._answer(typed if self._secret else typed.strip())
        except FaceIdError as error:
            self.note.say(sentence(error))
        else:
            if self._secret:
                self.line.clear()
            self.close_sheet()
