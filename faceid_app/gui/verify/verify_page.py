"""The verification page: live view, one verdict, the dial, and the details behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.errors import GuardMissing, ModelMissing, NotEnoughCaptures, UnfitModel
from faceid_app.guard.policy import Policy
from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence, unfit_words
from faceid_app.gui.page import CameraPage
from faceid_app.gui.parts.controls import Card, Note, text
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.switch import Switch
from faceid_app.gui.verify.attempts_card import AttemptsCard
from faceid_app.gui.verify.attempts_session import AttemptsSession
from faceid_app.gui.verify.challenge_prompt import ChallengePrompt
from faceid_app.gui.verify.details import Details
from faceid_app.gui.verify.dial_card import DialCard
from faceid_app.gui.verify.dial_session import DialSession
from faceid_app.gui.verify.dial_view import counting_words
from faceid_app.gui.verify.guard_card import GuardCard
from faceid_app.gui.verify.insights_card import InsightsCard
from faceid_app.gui.verify.lockout_link import LockoutLink
from faceid_app.gui.verify.thresholds_card import ThresholdsCard
from faceid_app.gui.verify.timing_bar import TimingBar
from faceid_app.gui.verify.verdict_card import VerdictCard
from faceid_app.gui.verify.verdict_view import VerdictPresenter, failed, others, outline, waiting
from faceid_app.gui.verify.verify_session import OpenedModel, VerifySession
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.dial import Dial
from faceid_app.identity.thresholds_in_use import thresholds_in_use
from faceid_app.identity.verification import FrameVerdict
from faceid_app.progress import Progress
from faceid_app.storage.profiles import Profile
from faceid_app.workers.capture import CaptureState
from faceid_app.workers.insights import InsightSession

_COLUMN = 420


class VerifyPage(CameraPage):
    """Is it the person of this profile?"""

    needs_training = Signal()
    """There is no model yet."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._profile: Profile | None = None
        self._presenter = VerdictPresenter()
        self._sees = False
        self.session = VerifySession(context.paths, context.settings, self)
        self.session.opened.connect(self._on_opened)
        self.session.refused.connect(self._on_refused)
        self.session.judged.connect(self._on_judged)
        self.session.failed.connect(self._on_failed)
        self._dial: Dial | None = None
        self._unmoved = False
        self.counts = DialSession(context.paths, self)
        self.counts.ready.connect(self._on_dial)
        self.counts.counting.connect(self._on_counting)
        self.counts.failed.connect(self._on_failed)
        self.challenge = ChallengePrompt(context.theme, self.live_view)
        self.challenge.declined.connect(self.session.decline_colours)
        self.verdict = VerdictCard(context.theme)
        self.lockout = LockoutLink(context)
        self.dial = DialCard(context.theme)
        self.dial.changed.connect(self._on_thresholds)
        self.thresholds = ThresholdsCard(context.theme)
        self.thresholds.changed.connect(self._on_thresholds)
        self.attempts = AttemptsSession(context.paths, context.settings, self)
        self.attempts_card = AttemptsCard(context.theme, self.attempts)
        self.session.kept.connect(self.attempts.add)
        self.insights = InsightSession(self)
        self.insights_card = InsightsCard(context.theme, self.insights)
        self.insights_card.hide()
        self.details = Details(context.theme, self.tr("Details"))
        self.guard = GuardCard()
        self.guard.chosen.connect(self.session.choose_policy)
        self.session.policy_saved.connect(self._on_policy_saved)
        self.timings = TimingBar(context.theme)
        self.note = Note(context.theme)
        self.note.acted.connect(self.needs_training)
        self.force = Switch(context.theme, self.tr("&Use it anyway"))
        self.force.toggled.connect(self._on_forced)
        self.force.hide()
        self._empty = EmptyState(context.theme, "user-x")
        self._empty.acted.connect(self.needs_profile)
        self._empty.say(
            self.tr("Nobody to verify yet"),
            self.tr("Create a profile and enrol; then this page tells whether it is you."),
            self.tr("Create a profile…"),
        )
        self._arrange()

    def _arrange(self) -> None:
        timing_card = Card()
        timing_card.column.addWidget(text(self.tr("One verdict takes"), "section"))
        timing_card.column.addWidget(self.timings)
        column = QWidget()
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.L)
        self.details.column.addWidget(self.guard)
        self.details.column.addWidget(self.thresholds)
        self.details.column.addWidget(timing_card)
        self._parts = (self.verdict, self.dial, self.attempts_card, self.details)
        right.addWidget(self.note)
        right.addWidget(self.force)
        for part in self._parts:
            right.addWidget(part)
        right.insertWidget(right.indexOf(self.dial) + 1, self.insights_card)
        right.insertWidget(right.indexOf(self.verdict) + 1, self.lockout)
        right.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The bar has a place of its own: what it scrolls must not move when it appears.
        column.setFixedWidth(_COLUMN)
        scroll.setFixedWidth(_COLUMN + Space.L)
        work = QWidget()
        layout = QHBoxLayout(work)
        layout.setContentsMargins(Space.XL, Space.S, Space.XL - Space.L, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addWidget(self.live_view, 1)
        layout.addWidget(scroll)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(work)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        if profile is None or self._profile is None or profile.name != self._profile.name:
            self.force.setChecked(False)
            self.force.hide()
        self._profile = profile
        self._stack.setCurrentIndex(0 if profile is None else 1)
        self._show_parts(False)
        if profile is not None:
            self.session.open(profile, force=self.force.isChecked())
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        for thread in self.session.close():
            self.retire(thread)
        self.counts.close()
        self.attempts.close()
        self._dial = None
        self.dial.forget()
        self.dial.show_counting("")
        self.thresholds.forget()
        self.note.clear()
        self._forget()

    def release(self) -> None:
        super().release()
        self.session.shutdown()
        self.lockout.shutdown()
        self.counts.shutdown()
        self.attempts.shutdown()
        self.insights.shutdown()

    def camera_state(self, state: CaptureState) -> None:
        super().camera_state(state)
        self._sees = state.state.sees
        if not self._sees:
            self._forget()

    # --- what the user does ------------------------------------------------------------------------------------------

    def _on_thresholds(self, wanted: Thresholds) -> None:
        if self._dial is None:
            return
        thresholds = self._dial.held(wanted)
        self._unmoved = False
        self._presenter.thresholds_moved()
        frame = self.session.set_thresholds(thresholds)
        self._show_dial(self._dial, thresholds)
        if frame is not None and self._sees:
            self._show_verdict(frame)

    def _on_policy_saved(self) -> None:
        if self._profile is not None and self.isVisible():
            self.activate(self._profile)

    def _on_forced(self, _on: bool) -> None:
        if self._profile is not None and self.isVisible():
            self.activate(self._profile)

    # --- what the session tells --------------------------------------------------------------------------------------

    def _on_opened(self, model: OpenedModel) -> None:
        if model.unfit_because:
            self.note.say(unfit_words(model.unfit_because, in_use=True), "caution")
            self.force.show()
        elif model.untrained:
            self.note.say(
                self.tr("Not trained yet: the network's own head judges, with thresholds counted for you."),
                "accent",
                action=self.tr("Train…"),
            )
        self._show_parts(True)
        self._unmoved = model.moved is None
        self.guard.show_policy(model.policy)
        self.verdict.show_guarded(model.policy is not Policy.OFF)
        self.thresholds.show_thresholds(model.moved or model.verifier.thresholds)
        if self._profile is not None:
            self.dial.show_counting(counting_words(Progress(stage="")))
            self.counts.open(self._profile, model.verifier)
            self.attempts.open(self._profile, model.verifier)
            self.attempts_card.show_thresholds(model.verifier.thresholds)
        self.session.watch(self.context.feed.subscribe())

    def _on_dial(self, dial: Dial) -> None:
        self._dial = dial
        self.dial.show_counting("")
        before = self.thresholds.thresholds
        used = thresholds_in_use(
            dial,
            None if self._unmoved else before,
            far=float(self.context.settings.preset),
            verification=before.verification,
        )
        if used != self.session.thresholds:
            self.session.use_thresholds(used)
        if used != before and not self._unmoved:
            self.dial.tell_held()
        self._show_dial(dial, used)

    def _on_counting(self, progress: Progress | None) -> None:
        self.dial.show_counting(counting_words(progress))

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, UnfitModel):
            self.note.say(unfit_words(error.why, in_use=False), "bad", action=self.tr("Train…"))
            self.force.show()
        elif isinstance(error, ModelMissing | NotEnoughCaptures):
            self.note.say(sentence(error), "accent", action=self.tr("Train…"))
        else:
            self.note.say(sentence(error), "bad")
        self.details.setVisible(isinstance(error, GuardMissing))  # there another guard is chosen

    def _on_judged(self, judged: object) -> None:
        if not self._sees:
            return
        if isinstance(judged, FrameVerdict):
            self._show_verdict(judged)
            if self.insights_card.isVisible():
                self.insights.see(judged.observation, judged.at)
            if judged.decision is not None:
                self.thresholds.histogram.add_tick(judged.decision.score)
            self.timings.show_latency(judged.latency_ms)
        else:
            self.verdict.show_view(failed(), self._name())
            self.challenge.show_prompt(None)
            self.live_view.show_outline(None)
        self.live_view.show_others(())

    def _on_failed(self, error: Exception) -> None:
        self.note.say(sentence(error), "bad")

    def _show_verdict(self, frame: FrameVerdict) -> None:
        self.lockout.show_for(self._profile, locked=frame.verdict is Verdict.LOCKED)
        view = self._presenter.present(frame, self._name())
        self.verdict.show_view(view, self._name())
        self.thresholds.show_frame(view)
        self.challenge.follow(frame)
        self.live_view.show_outline(None if self.challenge.is_asking else outline(frame, view.tone))
        self.live_view.show_others(others(frame))

    def _show_dial(self, dial: Dial, thresholds: Thresholds) -> None:
        self.thresholds.show_dial(dial, thresholds, self.dial.show_dial(dial, thresholds))
        self.attempts_card.show_thresholds(thresholds)

    def _show_parts(self, shown: bool) -> None:
        for part in self._parts:
            part.setVisible(shown)
        self.insights_card.setVisible(shown and self.context.settings.insights)

    def _forget(self) -> None:
        self.challenge.show_prompt(None)
        self.verdict.show_view(waiting(), self._name())
        self.thresholds.show_frame(waiting())
        self.timings.forget()
        self.insights.forget()
        self.live_view.show_outline(None)
        self.live_view.show_others(())

    def _name(self) -> str:
        return "" if self._profile is None else self._profile.name
