"""Owns the optional rounds after the first: one chip each, to begin and to leave again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.icons import icon
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import button, row, text
from faceid_app.storage.captures import Round


class RoundChoice(QWidget):
    """None chosen means the first round."""

    chosen = Signal(object)
    """The Round."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._done: set[Round] = set()
        self.chips = {round: button(f" {round_name(round)}", kind="chip") for round in (Round.GLASSES, Round.LIGHT)}
        for round, chip in self.chips.items():
            chip.setCheckable(True)
            chip.setAccessibleName(round_name(round))
            chip.clicked.connect(lambda checked, round=round: self.chosen.emit(round if checked else Round.FIRST))
        layout = row(1, text(self.tr("Also, if you like:"), tone="muted"), *self.chips.values(), 1, spacing=Space.S)
        self.setLayout(layout)
        theme.changed.connect(self._tint)

    def show_round(self, current: Round, *, done: bool) -> None:
        """Which round captures belong to now, and whether it has enough of them."""
        if done:
            self._done.add(current)
        for round, chip in self.chips.items():
            chip.setChecked(round is current)
        self._tint()

    def forget(self) -> None:
        """Another person."""
        self._done.clear()
        self.show_round(Round.FIRST, done=False)

    def _tint(self) -> None:
        for round, chip in self.chips.items():
            chip.setIcon(icon("check" if round in self._done else "plus", self._theme.tokens.muted))


def round_name(round: Round) -> str:
    """The round as words for the user."""
    names = {
        Round.FIRST: QCoreApplication.translate("RoundChoice", "First round"),
        Round.GLASSES: QCoreApplication.translate("RoundChoice", "With and without glasses"),
        Round.LIGHT: QCoreApplication.translate("RoundChoice", "Another light"),
    }
    return names[round]
