"""Owns the card of kept attempts: whether they are kept, and which of them the present thresholds would change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Card, Note, button, row, set_text, text
from faceid_app.gui.parts.switch import Switch
from faceid_app.gui.verify.attempts_session import AttemptsSession
from faceid_app.gui.verify.attempts_view import AttemptsView, FlipView, attempts_view
from faceid_app.identity.decision import Thresholds

FEW = 3
"""Rows shown until all are asked for."""


class AttemptsCard(Card):
    """Follows the thresholds it is shown; the numbers and the words are made elsewhere."""

    def __init__(self, theme: Theme, session: AttemptsSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._thresholds: Thresholds | None = None
        self._all = False
        self.switch = Switch(theme, self.tr("&Remember attempts"))
        self.switch.setChecked(session.keeping)
        self.switch.toggled.connect(self._on_switched)
        self.summary = text("", wrap=True)
        self.remark = text("", "caption", wrap=True)
        self.rows: list[FlipRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self.more = button("", kind="quiet", clicked=self._on_more)
        self.erase = button(self.tr("&Erase"), kind="quiet", clicked=session.erase)
        self.erase.setAccessibleDescription(self.tr("Remove what was kept of attempts."))
        self.note = Note(theme)
        self.note.acted.connect(session.put_back)
        head = row(self.switch, 1, self.erase)
        self.column.addLayout(head)
        self.column.addWidget(
            text(
                self.tr(
                    "Keeps the numbers of the last 200 attempts, never a picture, to show what other thresholds "
                    "would have changed."
                ),
                "caption",
                wrap=True,
            )
        )
        self.column.addWidget(self.summary)
        self.column.addLayout(self._list)
        self.column.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.remark)
        self.column.addWidget(self.note)
        session.loaded.connect(self._tell)
        session.failed.connect(lambda error: self.note.say(sentence(error), "bad"))
        self._show(AttemptsView("", "", ()))

    def show_thresholds(self, thresholds: Thresholds) -> None:
        """Tell what these would change; quick enough for every movement of a slider."""
        self._thresholds = thresholds
        self._tell()

    def _tell(self) -> None:
        replay = None if self._thresholds is None else self._session.replay(self._thresholds)
        if replay is None:
            self._show(AttemptsView("", "", ()))
            self.erase.hide()
            return
        self.switch.setChecked(self._session.keeping)
        damaged = self._session.damaged
        self._show(attempts_view(replay, keeping=self._session.keeping, damaged=damaged))
        self.erase.setVisible(bool(replay.attempts or replay.other_network or damaged))
        if self._session.can_put_back:
            self.note.say(self.tr("Erased."), "good", action=self.tr("Undo"))
        else:
            self.note.clear()

    def _show(self, view: AttemptsView) -> None:
        self.summary.setText(view.summary)
        self.summary.setVisible(bool(view.summary))
        self.remark.setText(view.remark)
        self.remark.setVisible(bool(view.remark))
        shown = view.rows if self._all else view.rows[:FEW]
        while len(self.rows) < len(shown):
            self.rows.append(FlipRow())
            self._list.addWidget(self.rows[-1])
        for number, part in enumerate(self.rows):
            part.setVisible(number < len(shown))
            if number < len(shown):
                part.show_flip(shown[number])
        self.more.setVisible(len(view.rows) > FEW)
        self.more.setText(
            self.tr("Show fewer") if self._all else self.tr("Show all {count}").format(count=len(view.rows))
        )

    def _on_more(self) -> None:
        self._all = not self._all
        self._tell()

    def _on_switched(self, on: bool) -> None:
        self._session.keep(on)
        self._tell()


class FlipRow(QWidget):
    """One attempt: when, then and now, the score."""

    def __init__(self) -> None:
        super().__init__()
        self.when = text("", "caption")
        self.before = text("", tone="muted")
        self.arrow = text("→", tone="muted")
        self.after = text("")
        self.score = text("", "caption")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        for part in (self.before, self.arrow, self.after):
            layout.addWidget(part)
        layout.addWidget(self.score)
        layout.addStretch(1)
        layout.addWidget(self.when)

    def show_flip(self, view: FlipView) -> None:
        """Show another one."""
        self.when.setText(view.when)
        self.before.setText(view.before)
        set_text(self.after, view.after, view.tone)
        self.score.setText(view.scores)
        self.setAccessibleName(f"{view.when}: {view.before} → {view.after}, {view.scores}")
