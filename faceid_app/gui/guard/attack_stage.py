"""Owns what the page "attack yourself" is made of and where it stands: the picture, the cards beside it, the report."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from faceid_app.guard.trial_plan import TrialPlan
from faceid_app.gui.guard.attack_words import card_view
from faceid_app.gui.guard.countdown import Countdown
from faceid_app.gui.guard.setup_card import SetupCard
from faceid_app.gui.guard.step_card import StepCard
from faceid_app.gui.guard.step_list import StepList
from faceid_app.gui.guard.trial_card import TrialCard
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Note, row
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.live_view import LiveView

_COLUMN = 420


class AttackStage(QStackedWidget):
    """Nobody to attack, the work, or the report."""

    def __init__(self, theme: Theme, view: LiveView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.countdown = Countdown(view)
        self.setup, self.card, self.list = SetupCard(theme), StepCard(theme), StepList(theme)
        self.report, self.note = TrialCard(theme), Note(theme)
        self.empty = EmptyState(theme, "user-x")
        self.empty.say(
            self.tr("Nobody to attack yet"),
            self.tr("Create a profile and enrol; then try here what gets in as you."),
            self.tr("Create a profile…"),
        )
        self._work, self._told = self._beside(view), self._centred()
        for whole in (self.empty, self._work, self._told):
            self.addWidget(whole)

    def show_nobody(self) -> None:
        """There is no person."""
        self.setCurrentWidget(self.empty)

    def show_setup(self) -> None:
        """Before the first step."""
        self.setCurrentWidget(self._work)
        self._show_steps(False)

    def show_steps(self) -> None:
        """The present step, and all of them."""
        self.setCurrentWidget(self._work)
        self._show_steps(True)

    def show_report(self, plan: TrialPlan) -> None:
        """What came of everything that was shown."""
        self.report.show_view(card_view(plan.presentations))
        self.setCurrentWidget(self._told)

    def _show_steps(self, shown: bool) -> None:
        self.setup.setVisible(not shown)
        self.card.setVisible(shown)
        self.list.setVisible(shown)

    def _beside(self, view: LiveView) -> QWidget:
        column = QWidget()
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.L)
        told: tuple[QWidget, ...] = (self.note, self.setup, self.card, self.list)
        for part in told:
            right.addWidget(part)
        right.addStretch(1)
        column.setFixedWidth(_COLUMN)
        scroll = _scrolled(column)
        # The bar has a place of its own: what it scrolls must not move when it appears.
        scroll.setFixedWidth(_COLUMN + Space.L)
        work = QWidget()
        across = QHBoxLayout(work)
        across.setContentsMargins(Space.XL, Space.S, Space.XL - Space.L, Space.XL)
        across.setSpacing(Space.XL)
        across.addWidget(view, 1)
        across.addWidget(scroll)
        return work

    def _centred(self) -> QWidget:
        told = QWidget()
        middle = QVBoxLayout(told)
        middle.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        middle.addStretch(2)
        # Not by an alignment, which would take the card's height from lines that are not broken.
        middle.addLayout(row(1, self.report, 1))
        middle.addStretch(3)
        return _scrolled(told)


def _scrolled(part: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(part)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll
