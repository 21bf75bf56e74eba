"""Owns the list of all steps: which is done and what came of it, which is next."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from faceid_app.guard.trial_plan import TrialPlan
from faceid_app.gui.guard.attack_words import result_view
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import said
from faceid_app.gui.parts.controls import Card, row, set_property, set_text, text

_ICON = 18
_MARKS = {"good": "circle-check", "bad": "circle-x", "caution": "circle-alert", "muted": "circle-minus"}


class StepList(Card):
    """A line a step."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._plan: TrialPlan | None = None
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []
        self.column.setSpacing(Space.S + 2)
        theme.changed.connect(self._tint)

    def show_plan(self, plan: TrialPlan) -> None:
        """Tell of all steps anew."""
        self._plan = plan
        while len(self._lines) < len(plan.steps):
            labels = (QLabel(), text(), text("", tone="muted"))
            self._lines.append(labels)
            self.column.addLayout(row(labels[0], labels[1], 1, labels[2], spacing=Space.M))
        for step, (_mark, name, result) in zip(plan.steps, self._lines, strict=True):
            came_to = result_view(plan.shown(step))
            set_text(name, said(step.name), "" if step is plan.step or came_to else "muted")
            set_property(name, "role", "section" if step is plan.step else "body")
            if came_to is not None:
                set_text(result, came_to.short, came_to.tone)
            else:
                set_text(result, self.tr("Skipped") if plan.was_passed(step) else "", "muted")
        self._tint()

    def _tint(self) -> None:
        plan, tokens = self._plan, self._theme.tokens
        if plan is None:
            return
        for step, (mark, _name, _result) in zip(plan.steps, self._lines, strict=True):
            came_to = result_view(plan.shown(step))
            if step is plan.step:
                drawn = pixmap("circle-dot", tokens.accent_text, _ICON)
            elif came_to is not None:
                drawn = pixmap(_MARKS[came_to.tone], getattr(tokens, came_to.tone), _ICON)
            else:
                drawn = pixmap("circle-minus" if plan.was_passed(step) else "circle-dashed", tokens.faint, _ICON)
            mark.setPixmap(drawn)
