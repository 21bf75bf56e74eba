"""The page "attack yourself": leads through what may fool the guard, one thing at a time, and tells what passed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.guard.trial import SECONDS
from faceid_app.guard.trial_plan import TrialPlan
from faceid_app.gui.context import Context
from faceid_app.gui.guard.attack_session import AttackSession, Moment
from faceid_app.gui.guard.attack_stage import AttackStage
from faceid_app.gui.guard.attack_words import result_view
from faceid_app.gui.guard.sittings import Phase, Sittings
from faceid_app.gui.guard.trial_keeping import TrialKeeping
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import CameraPage, Shortcuts
from faceid_app.gui.parts.keys import sign_of
from faceid_app.gui.shell.camera_choice import CameraOpener
from faceid_app.gui.verify.verdict_view import outline
from faceid_app.identity.trials import Conditions
from faceid_app.storage.profiles import Profile
from faceid_app.storage.trials import Presentation
from faceid_app.workers.capture import CaptureState, SourceState

COUNTDOWN = 3
"""Seconds to take up what is to be shown."""


class AttackPage(CameraPage):
    """Space does what the primary button says."""

    needs_training = Signal()
    """There is no model yet."""
    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""

    def __init__(self, context: Context, opener: CameraOpener, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._opener = opener
        self._profile: Profile | None = None
        self._ready = self._loading = False
        self._sittings = Sittings()
        self._left = 0
        self._said = ""
        self.phase = Phase.SETUP
        self.plan = TrialPlan(1)
        self.session = AttackSession(context.paths, context.settings, self)
        self.keeping = TrialKeeping(self)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self.stage = AttackStage(context.theme, self.live_view)
        self.note, self.card, self.report = self.stage.note, self.stage.card, self.stage.report
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stage)
        self._connect()
        self._enter(Phase.SETUP)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.refused.connect(self._on_refused)
        self.session.seen.connect(self._on_seen)
        self.session.kept.connect(self._on_kept)
        self.session.failed.connect(self._on_failed)
        self._second.timeout.connect(self._on_second)
        self.stage.empty.acted.connect(self.needs_profile)
        self.note.acted.connect(self.needs_training)
        self.stage.setup.begun.connect(self.act)
        self.stage.setup.light.returnPressed.connect(self.act)
        self.card.acted.connect(self.act)
        self.card.skipped.connect(self.skip)
        self.card.redone.connect(self.redo)
        self.report.again_asked.connect(lambda: self._enter(Phase.SETUP))
        self.report.save_asked.connect(self._on_save_asked)
        self.report.forget_asked.connect(lambda: self.asked.emit(self.keeping.question(), lambda _words: self.forget()))
        self.keeping.saved.connect(
            lambda name: self.report.note.say(self.tr("Saved as {name}.").format(name=name), "good")
        )
        self.keeping.not_saved.connect(lambda error: self.report.note.say(sentence(error)))
        self.keeping.failed.connect(lambda error: self.note.say(sentence(error)))

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        self._profile = profile
        self._loading = profile is not None
        self._enter(Phase.SETUP if profile is None else self._take_up(profile))
        if profile is not None:
            self.session.open(profile)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        self._second.stop()
        if self._profile is not None:
            self._sittings.lay_aside(self._profile, self.plan, self.phase)
        for thread in self.session.close():
            self.retire(thread)
        self._ready = self._loading = False
        self._profile = None
        self.note.clear()
        self.live_view.show_outline(None)

    def release(self) -> None:
        super().release()
        self.keeping.shutdown()
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
        if event.key() == Qt.Key.Key_Space:
            self.act()
        elif sign_of(event) == "S" and self.card.skip_button.isVisible():
            self.skip()
        elif sign_of(event) == "R" and self.card.redo_button.isVisible():
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
                self.plan = TrialPlan(self.stage.setup.wanted)
                self._enter(Phase.READY)
            case Phase.READY if self._ready:
                self._left = COUNTDOWN
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
        if self._profile is not None:
            self.keeping.remove(self._profile, *self.plan.redo())
        self._enter(Phase.READY)

    def forget(self) -> None:
        """Remove every presentation that was kept of this person."""
        if self._profile is not None:
            self.keeping.forget(self._profile)
            self.plan = TrialPlan(1)
            self._enter(Phase.SETUP)

    def _on_save_asked(self) -> None:
        if self._profile is not None:
            self.keeping.ask_where(self._profile, self)

    def _go_on(self) -> None:
        self.plan.go_on()
        if self.plan.step is not None:
            self._enter(Phase.READY)
        else:
            self._enter(Phase.REPORT if self.plan.presentations else Phase.SETUP)

    def _take_up(self, profile: Profile) -> Phase:
        sitting = self._sittings.take_up(profile)
        self.plan = sitting.plan
        if sitting.outdated:
            self.note.say(self.tr("Another model judges now: the trial begins anew."), "accent")
        return sitting.phase

    def _interrupt(self) -> None:
        """Show nothing more for now; what was shown counts."""
        if self.phase in (Phase.COUNTDOWN, Phase.SHOWING):
            self._second.stop()
            self.session.stop()
            self._enter(Phase.READY)

    def _on_second(self) -> None:
        self._left -= 1
        self.stage.countdown.show_left(self._left)
        if self._left <= 0:
            self._second.stop()
            self._enter(Phase.SHOWING)
            self._present()

    def _present(self) -> None:
        step, info, setup = self.plan.step, self._opener.info, self.stage.setup
        if step is not None:
            self.session.begin(
                Conditions(
                    species=step.species,
                    camera="" if info is None else info.name,
                    light=setup.light.text().strip(),
                    seconds=SECONDS,
                    pictures=setup.pictures.isChecked(),
                )
            )

    # --- what the session tells --------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        self._ready = True
        self._end_loading()
        self.session.watch(self.context.feed.subscribe())

    def _on_refused(self, error: Exception) -> None:
        self._end_loading()
        self.note.say(sentence(error), "accent", action=self.tr("Train…"))

    def _end_loading(self) -> None:
        self._loading = False
        if self.phase in (Phase.SETUP, Phase.READY):
            self._enter(self.phase)

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
        # No verdict is told yet: who sees it would hold the picture until it passes.
        self.live_view.show_outline(outline(moment.verdict, "neutral"))
        self._say(self.tr("Hold it there…"))
        self.card.show_progress(shown, self.plan.wanted, moment.elapsed / SECONDS)

    def _on_kept(self, presentation: Presentation) -> None:
        step = self.plan.step
        if self.phase is not Phase.SHOWING or step is None or presentation.species != step.species:
            return
        self.plan.add(presentation)
        self.stage.list.show_plan(self.plan)
        self.card.show_progress(len(self.plan.shown(step)), self.plan.wanted)
        if self.plan.is_enough:
            self._enter(Phase.RESULT)
        else:
            self._present()

    # --- what is on show ---------------------------------------------------------------------------------------------

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self._say("")
        self.stage.countdown.show_left(self._left if phase is Phase.COUNTDOWN else 0)
        if phase is not Phase.SHOWING:
            self.live_view.show_outline(None)
        if self._profile is None:
            self.stage.show_nobody()
        elif phase is Phase.SETUP:
            self.stage.setup.begin_button.setEnabled(self._ready)
            self.stage.setup.begin_button.say(self._unless_loading(self.tr("Begin")))
            self.stage.show_setup()
        elif phase is Phase.REPORT:
            self.stage.show_report(self.plan)
        else:
            self.stage.show_steps()
            self._show_step(phase)

    def _show_step(self, phase: Phase) -> None:
        step = self.plan.step
        assert step is not None  # only the report has none
        shown = self.plan.shown(step)
        self.card.show_step(step, number=self.plan.number, of=len(self.plan.steps))
        self.card.show_progress(len(shown), self.plan.wanted)
        self.stage.list.show_plan(self.plan)
        self.card.act_button.setEnabled(self._ready or phase is not Phase.READY)
        result = result_view(shown)
        if phase is Phase.RESULT and result is not None:
            is_last = self.plan.number == len(self.plan.steps)
            self.card.show_result(step, result, self.tr("See the report") if is_last else self.tr("Next"))
        elif phase is Phase.READY:
            word = self._unless_loading(self.tr("Go on") if shown else self.tr("Start"))
            self.card.show_task(step, word, is_shown=bool(shown))
        else:
            self.card.show_task(step, self.tr("Pause"), is_shown=bool(shown))

    def _unless_loading(self, word: str) -> str:
        """What the primary button says; while it cannot be pressed, why."""
        return self.tr("Loading…") if self._loading else word

    def _say(self, words: str) -> None:
        self._said = words
        self.live_view.show_hint(words)
