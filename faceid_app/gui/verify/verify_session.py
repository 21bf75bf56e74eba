"""Owns one sitting of verification: opening the model, judging frames, moving and saving thresholds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from faceid_app.camera.frame import Frame
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits, SecondFace
from faceid_app.guard.challenged import Drawing
from faceid_app.guard.policy import Policy
from faceid_app.identity.attempts import AttemptWatch
from faceid_app.identity.decision import Thresholds, VerdictWindow
from faceid_app.identity.guarding import asking_guard_of, drawing_of_challenges, load_policy, save_policy
from faceid_app.identity.kept_thresholds import saved_thresholds
from faceid_app.identity.latency import since_capture
from faceid_app.identity.lockout import Lockout
from faceid_app.identity.thresholds_in_use import save_thresholds
from faceid_app.identity.untrained import RECIPE as UNTRAINED
from faceid_app.identity.verification import FrameVerdict, Verifier, open_verifier
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.mailbox import Mailbox
from faceid_app.workers.verifying import FrameProcessor

_SAVE_AFTER_MS = 600


@dataclass(frozen=True, slots=True, eq=False)
class OpenedModel:
    """A model ready to verify.

    `unfit_because` is empty for a fit one; `untrained` is set before the first training. `moved`: where the user moved
    its thresholds, which are held until the dial has counted; None where nobody did. `policy`: what is asked of the
    guard. `drawing`: where its challenges come from.
    """

    bundle_id: str
    unfit_because: str
    untrained: bool
    moved: Thresholds | None
    verifier: Verifier
    policy: Policy
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A frame that could not be judged, which counts as no match."""

    seq: int


def open_model(paths: Paths, profile: Profile, settings: Settings, *, force: bool) -> OpenedModel:
    """The profile's current model behind guard and lock-out. Raises what `open_verifier`, `asking_guard_of` do."""
    policy = load_policy(profile)
    drawing = drawing_of_challenges(light=not settings.reduce_motion)
    verifier = open_verifier(
        paths,
        profile,
        observer=Observer(limits=Limits.for_verification(SecondFace(settings.second_face))),
        window=VerdictWindow(k=settings.verdict_k, n=settings.verdict_n, seconds=settings.verdict_seconds),
        guard=asking_guard_of(policy, drawing),
        lockout=Lockout(profile.lockout),
        force=force,
    )
    bundle = verifier.bundle
    why = "" if bundle.fitness.fit else bundle.fitness.why
    moved = saved_thresholds(profile, verifier.bundle_id)
    if moved is None:
        with suppress(KeyError, ValueError):  # nothing supported: then the model's own
            preset = bundle.calibration.point(float(settings.preset))
            verifier.set_thresholds(replace(verifier.thresholds, detection=preset.threshold))
    return OpenedModel(verifier.bundle_id, why, bundle.recipe == UNTRAINED, moved, verifier, policy, drawing)


class VerifySession(QObject):
    """Signals come in the window's thread; the work is done on others."""

    opened = Signal(object)
    """OpenedModel."""
    refused = Signal(object)
    """The exception for which no model is in use."""
    judged = Signal(object)
    """FrameVerdict, or Unjudged."""
    failed = Signal(object)
    """The exception for which frames are not judged, or thresholds or an attempt not saved."""
    kept = Signal(object)
    """Attempt that was saved, because the user wants that."""

    policy_saved = Signal()
    """What is asked of the guard is another now: open the model anew."""

    def __init__(self, paths: Paths, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths, self._settings = paths, settings
        self._profile: Profile | None = None
        self._model: OpenedModel | None = None
        self._processor: FrameProcessor | None = None
        self._opening = Job(self, in_turn=True)
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self.refused)
        self._saving = Job(self)
        self._saving.failed.connect(self.failed)
        self._choosing = Job(self)
        self._choosing.succeeded.connect(lambda _none: self.policy_saved.emit())
        self._choosing.failed.connect(self.failed)
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_AFTER_MS)
        self._save_timer.timeout.connect(self._save)

    def open(self, profile: Profile, *, force: bool) -> None:
        """Load the model; `opened` or `refused` follows."""
        self._profile = profile
        self._opening.start(lambda _report, _cancelled: open_model(self._paths, profile, self._settings, force=force))

    def watch(self, mailbox: Mailbox) -> None:
        """Judge these frames with the opened model."""
        if self._model is None or self._profile is None:
            raise ValueError("A model must be open before frames are watched.")
        verifier, attempts = self._model.verifier, self._profile.attempts
        watch = AttemptWatch(network=verifier.bundle.network_id, bundle=verifier.bundle_id)

        def judge(frame: Frame) -> FrameVerdict:
            verdict = verifier.verify(frame)
            return replace(verdict, latency_ms=since_capture(verdict.latency_ms, mailbox.waited))

        def keep(verdict: FrameVerdict | Unjudged) -> None:
            attempt = watch.see(verdict) if isinstance(verdict, FrameVerdict) else None
            if attempt is not None and self._settings.keep_attempts:
                attempts.add(attempt)
                self.kept.emit(attempt)

        self._processor = processor = FrameProcessor(
            mailbox, judge, when_failed=_unjudged, afterwards=keep, parent=None
        )
        processor.verdict_ready.connect(self._on_judged)
        processor.failed.connect(self.failed)
        processor.start()

    @property
    def thresholds(self) -> Thresholds:
        """Those in force. ValueError while no model is open."""
        if self._model is None:
            raise ValueError("No model is open.")
        return self._model.verifier.thresholds

    def set_thresholds(self, thresholds: Thresholds) -> FrameVerdict | None:
        """As `Verifier.set_thresholds`, at once. Saved when the slider has come to rest."""
        if self._model is None:
            return None
        self._save_timer.start()
        return self._model.verifier.set_thresholds(thresholds)

    def use_thresholds(self, thresholds: Thresholds) -> FrameVerdict | None:
        """As `set_thresholds`, but not the user's choice: nothing is saved."""
        return None if self._model is None else self._model.verifier.set_thresholds(thresholds)

    def choose_policy(self, policy: Policy) -> None:
        """What this person asks of the guard from now on; `policy_saved` follows."""
        profile = self._profile
        if profile is not None:
            self._choosing.start(lambda _report, _is_cancelled: save_policy(profile, policy))

    def decline_colours(self) -> None:
        """The person would rather turn their head."""
        if self._model is not None:
            self._model.drawing.decline()

    def close(self) -> list[QThread]:
        """Stop judging. The threads that may still be at work are the caller's to keep until they end."""
        if self._save_timer.isActive():
            self._save_timer.stop()
            self._save()
        threads: list[QThread] = []
        if self._processor is not None:
            self._processor.disconnect(self)
            self._processor.stop()
            threads.append(self._processor)
            self._processor = None
        self._model = None
        self._profile = None
        return threads

    def shutdown(self) -> None:
        """Wait for loading and saving under way; what was to be saved is."""
        self._opening.shutdown()
        self._saving.finish()

    @Slot(object)
    def _on_judged(self, judged: object) -> None:
        """Pass it on. What was judged by thresholds that were moved meanwhile is told no more: the next frame is."""
        if self._model is None:
            return
        if not isinstance(judged, FrameVerdict) or judged.thresholds == self._model.verifier.thresholds:
            self.judged.emit(judged)

    def _on_opened(self, model: OpenedModel) -> None:
        if self._profile is not None:
            self._model = model
            self.opened.emit(model)

    def _save(self) -> None:
        profile, model = self._profile, self._model
        if profile is None or model is None:
            return
        thresholds = model.verifier.thresholds

        def save(_report: Report, _is_cancelled: IsCancelled) -> None:
            save_thresholds(profile, model.bundle_id, thresholds)

        self._saving.start(save)


def _unjudged(frame: Frame, _error: Exception) -> Unjudged:
    return Unjudged(frame.seq)
