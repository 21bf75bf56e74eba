"""Owns the choice of what a person asks of the guard, with what it helps against and what it does not stop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from faceid_app.guard.policy import Policy
from faceid_app.gui.messages import said
from faceid_app.gui.parts.controls import Card, row, text
from faceid_app.gui.parts.segments import Segments
from faceid_app.identity.guarding import HELPS, STRICTEST_LAST


class GuardCard(Card):
    """Shows the policy it is given and tells the one that is chosen."""

    chosen = Signal(object)
    """The Policy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.choice = Segments([policy_name(policy) for policy in STRICTEST_LAST])
        self.choice.setAccessibleName(self.tr("A picture instead of a face"))
        self.choice.chosen.connect(self._on_chosen)
        self.help = text("", "caption", wrap=True)
        self.column.addWidget(text(self.tr("A picture instead of a face"), "section"))
        self.column.addLayout(row(self.choice, 1))
        self.column.addWidget(self.help)

    def show_policy(self, policy: Policy) -> None:
        """Show it; `chosen` stays silent."""
        with QSignalBlocker(self.choice):
            self.choice.choose(STRICTEST_LAST.index(policy))
        self.help.setText(said(HELPS[policy]))

    def _on_chosen(self, number: int) -> None:
        policy = STRICTEST_LAST[number]
        self.help.setText(said(HELPS[policy]))
        self.chosen.emit(policy)


def policy_name(policy: Policy) -> str:
    """The policy as a word for the user."""
    return {
        Policy.OFF: QCoreApplication.translate("GuardCard", "Ignore"),
        Policy.PASSIVE: QCoreApplication.translate("GuardCard", "Watch"),
        Policy.CHALLENGE: QCoreApplication.translate("GuardCard", "Watch and ask"),
    }[policy]
