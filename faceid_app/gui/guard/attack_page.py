"""The page "attack yourself": leads through what may fool the guard, one thing at a time, and tells what passed."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.guard.trial import SECONDS
from faceid_app.guard.trial_plan import TrialPlan
from faceid_app.gui.context import Context
from faceid_app.gui.guard.attack_session import AttackSession, Moment
from faceid_app.gui.guard.attack_words import card_view, result_view
from faceid_app.gui.guard.countdown import Countdown
from faceid_app.gui.guard.setup_card import SetupCard
from faceid_app.gui.guard.step_card import StepCard
from faceid_app.gui.guard.step_list import StepList
from faceid_app.gui.guard.trial_card import TrialCard
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import CameraPage, Shortcuts
from faceid_app.gui.parts.controls import Note, row
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.shell.camera_choice import CameraOpener
from faceid_app.gui.verify.verdict_view import outline
from faceid_app.identity.trials import Conditions
from faceid_app.identity.trials_report import trials_report
from faceid_app.storage.profiles import Profile
from faceid_app.storage.trials import Presentation
from faceid_app.workers.capture import CaptureState, SourceState
from faceid_app.workers.jobs import Job

_COLUMN = 420
_COUNTDOWN = 3
_EMPTY, _WORK, _REPORT = range(3)


class Phase(Enum):
    """What happens now: preparing, about to show, counting down, showing, or looking at what came of a step."""

    SETUP = auto()
    READY = auto()
    COUNTDOWN = auto()
    SHOWING = auto()
    RESULT = auto()
    REPORT = auto()


class AttackPage(CameraPage):
    """Space does what the primary button says."""

    needs_training = Signal()
    """There is no model yet."""
    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""

    def __init__(self, context: Context, opener: CameraOpener, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._opener = opener
        self._profile: Profile | None = None
        self._ready = False
        self.phase = Phase.SETUP
        self.plan = TrialPlan(1)
        self.session = AttackSession(context.paths, context.settings, self)
        self._saving, self._changing = Job(self), Job(self)
        self._left = 0
        self._said = ""
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self.countdown = Countdown(self.live_view)
        self.setup, self.card, self.list = SetupCard(theme), StepCard(theme), StepList(theme)
        self.report, self.note = TrialCard(theme), Note(theme)
        self._empty = EmptyState(theme, "user-x")
        self._empty.say(
            self.tr("Nobody to attack yet"),
            self.tr("Create a profile and enrol; then try here what gets in as you."),
            self.tr("Create a profile…"),
        )
        self._connect()
        self._arrange()
        self._enter(Phase.SETUP)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.refused.connect(self._on_refused)
        self.session.seen.connect(self._on_seen)
        self.session.kept.connect(self._on_kept)
        self.session.failed.connect(self._on_failed)
        self._second.timeout.connect(self._on_second)
        self._empty.acted.connect(self.needs_profile)
        self.note.acted.connect(self.needs_training)
        self.setup.begun.connect(self.act)
        self.card.acted.connect(self.act)
        self.card.skipped.connect(self.skip)
        self.card.redone.connect(self.redo)
        self.report.save_asked.connect(self._ask_where)
        self.report.again_asked.connect(lambda: self._enter(Phase.SETUP))
        self.report.forget_asked.connect(self._ask_forget)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(lambda error: self.report.note.say(sentence(error)))
        self._changing.failed.connect(lambda error: self.note.say(sentence(error)))

    def _arrange(self) -> None:
        column = QWidget()
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.L)
        told_here: tuple[QWidget, ...] = (self.note, self.setup, self.card, self.list)
        for part in told_here:
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
        across.addWidget(self.live_view, 1)
        across.addWidget(scroll)
        told = QWidget()
        middle = QVBoxLayout(told)
        middle.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        middle.addStretch(2)
        # Not by an alignment, which would take the card's height from lines that are not broken.
        middle.addLayout(row(1, self.report, 1))
        middle.addStretch(3)
        self._stack = QStackedLayout(self)
        for whole in (self._empty, work, _scrolled(told)):
            self._stack.addWidget(whole)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        self._profile = profile
        self._enter(Phase.SETUP)
        if profile is not None:
            self.session.open(profile)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        self._second.stop()
        for thread in self.session.close():
            self.retire(thread)
        self._ready = False
        self._profile = None
        self.note.clear()
        self.live_view.show_outline(None)

    def release(self) -> None:
        super().release()
        for job in (self._saving, self._changing):
            job.shutdown()
        self.session.shutdown()

    def shortcuts(self) -> Shortcuts:
        return (
            (self.tr("Space"), self.tr("Begin, pause, or go on")),
            ("S", self.tr("Skip this step")),
            ("R", self.tr("Do this step anew")),
        )

    def handle_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or event.isAutoRepeat():
            return False
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act()
        elif event.key() == Qt.Key.Key_S and self.card.skip_button.isVisible():
            self.skip()
        elif event.key() == Qt.Key.Key_R and self.card.redo_button.isVisible():
            self.redo()
        else:
            return False
        return True

    def camera_state(self, state: CaptureState) -> None:
        super().camera_state(state)
        if not state.state.sees or state.state is SourceState.ENDED:
            self.live_view.show_outline(None)
            self._interrupt()
        elif self._said:
            self._say(self._said)  # the camera's own hint took its place

    # --- what the user does ------------------------------------------------------------------------------------------

    def act(self) -> None:
        """What the primary button says now."""
        match self.phase:
            case Phase.SETUP if self._ready:
                self.plan = TrialPlan(self.setup.wanted)
                self._enter(Phase.READY)
            case Phase.READY:
                self._left = _COUNTDOWN
                self._enter(Phase.COUNTDOWN)
                self._second.start()
            case Phase.COUNTDOWN | Phase.SHOWING:
                self._interrupt()
            case Phase.RESULT:
                self._go_on()
            case _:
                pass

    def skip(self) -> None:
        """Leave the present step as it is."""
        self._interrupt()
        self._go_on()

    def redo(self) -> None:
        """Show it all again; what was shown of this step is forgotten."""
        self._interrupt()
        profile, dropped = self._profile, self.plan.redo()
        if profile is not None and dropped:
            self._changing.start(lambda _report, _cancelled: profile.trials.remove(*dropped))
        self._enter(Phase.READY)

    def _go_on(self) -> None:
        self.plan.go_on()
        self._enter(Phase.READY if self.plan.step is not None else Phase.REPORT)

    def _interrupt(self) -> None:
        """Show nothing more for now; what was shown counts."""
        if self.phase in (Phase.COUNTDOWN, Phase.SHOWING):
            self._second.stop()
            self.session.stop()
            self._enter(Phase.READY)

    def _on_second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.countdown.show_left(self._left)
            return
        self._second.stop()
        self._enter(Phase.SHOWING)
        self._present()

    def _present(self) -> None:
        step, info = self.plan.step, self._opener.info
        if step is not None:
            self.session.begin(
                Conditions(
                    species=step.species,
                    camera="" if info is None else info.name,
                    light=self.setup.light.text().strip(),
                    seconds=SECONDS,
                    pictures=self.setup.pictures.isChecked(),
                )
            )

    # --- what the session tells --------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        self._ready = True
        self.setup.begin_button.setEnabled(True)
        self.session.watch(self.context.feed.subscribe())

    def _on_refused(self, error: Exception) -> None:
        self.note.say(sentence(error), "accent", action=self.tr("Train…"))

    def _on_failed(self, error: Exception) -> None:
        self._interrupt()
        self.note.say(sentence(error), "bad")

    def _on_seen(self, moment: Moment) -> None:
        if self.phase is not Phase.SHOWING or self.plan.step is None:
            return
        shown = len(self.plan.shown(self.plan.step))
        if moment.verdict is None:
            self.live_view.show_outline(None)
            self._say(self.tr("Take it away, and show it again.") if shown else "")
            return
        # No verdict is told yet: who sees it might help the guard or the attack along.
        self.live_view.show_outline(outline(moment.verdict, "neutral"))
        self._say(self.tr("Hold it there…"))
        self.card.show_progress(shown, self.plan.wanted, moment.elapsed / SECONDS)

    def _on_kept(self, presentation: Presentation) -> None:
        if self.phase is not Phase.SHOWING or self.plan.step is None or presentation.species != self.plan.step.species:
            return
        self.plan.add(presentation)
        self.list.show_plan(self.plan)
        self.card.show_progress(len(self.plan.shown(self.plan.step)), self.plan.wanted)
        if self.plan.is_enough:
            self._enter(Phase.RESULT)
        else:
            self._present()

    # --- the report --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        profile = self._profile
        if profile is None:
            return
        proposed = self.tr("Attacks on {name}").format(name=profile.name) + ".html"
        chosen, _filter = QFileDialog.getSaveFileName(self, self.tr("Save the report"), proposed, "*.html")
        if chosen:
            self.save(Path(chosen).with_suffix(".html"))

    def save(self, path: Path) -> None:
        """Write the report of everything kept of this person as a page."""
        if (profile := self._profile) is not None:
            self._saving.start(lambda _report, _cancelled: _save(profile, path))

    def _on_saved(self, path: Path) -> None:
        self.report.note.say(self.tr("Saved as {name}.").format(name=path.name), "good")

    def _ask_forget(self) -> None:
        question = Question(
            title=self.tr("Forget what was kept?"),
            words=self.tr("All trials of this person are removed, earlier ones too. No later model can judge them."),
            accept=self.tr("Forget"),
            dangerous=True,
        )
        self.asked.emit(question, lambda _words: self.forget())

    def forget(self) -> None:
        """Remove every presentation that was kept of this person."""
        if (profile := self._profile) is not None:
            self._changing.start(lambda _report, _cancelled: profile.trials.erase())
            self._enter(Phase.SETUP)

    # --- parts -------------------------------------------------------------------------------------------------------

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self._stack.setCurrentIndex(_EMPTY if self._profile is None else _REPORT if phase is Phase.REPORT else _WORK)
        self.setup.setVisible(phase is Phase.SETUP)
        self.setup.begin_button.setEnabled(self._ready)
        for part in (self.card, self.list):
            part.setVisible(phase not in (Phase.SETUP, Phase.REPORT))
        if phase is not Phase.SHOWING:
            self.live_view.show_outline(None)
        self._say("")
        self.countdown.show_left(self._left if phase is Phase.COUNTDOWN else 0)
        if phase is Phase.REPORT:
            self._show_report()
        elif self.plan.step is not None and phase is not Phase.SETUP:
            self._show_step(phase)

    def _show_step(self, phase: Phase) -> None:
        step = self.plan.step
        assert step is not None  # the caller looked
        shown = self.plan.shown(step)
        self.card.show_step(step, number=self.plan.number, of=len(self.plan.steps))
        self.card.show_progress(len(shown), self.plan.wanted)
        self.list.show_plan(self.plan)
        result = result_view(shown)
        if phase is Phase.RESULT and result is not None:
            last = self.plan.number == len(self.plan.steps)
            self.card.show_result(step, result, self.tr("See the report") if last else self.tr("Next"))
        elif phase is Phase.READY:
            self.card.show_task(step, self.tr("Go on") if shown else self.tr("Start"), is_shown=bool(shown))
        else:
            self.card.show_task(step, self.tr("Pause"), is_shown=bool(shown))

    def _show_report(self) -> None:
        if self.plan.presentations:
            self.report.show_view(card_view(self.plan.presentations))
        else:
            self._enter(Phase.SETUP)

    def _say(self, words: str) -> None:
        self._said = words
        self.live_view.show_hint(words)


def _save(profile: Profile, path: Path) -> Path:
    trials_report(profile.name, profile.trials.load().presentations).save(path)
    return path


def _scrolled(part: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(part)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll
