"""From a frame to a verdict: one forward pass, whatever the number of templates."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from faceid_app.camera.frame import Frame
from faceid_app.errors import ModelMissing, UnfitModel
from faceid_app.faces.face import Refusal
from faceid_app.faces.observation import Observation, Observer, unobserved
from faceid_app.guard.verdict import Guard, GuardVerdict, Liveness
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Decision, Thresholds, Verdict, VerdictWindow, decide
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.guarded_window import GuardedWindow
from faceid_app.identity.head import Array
from faceid_app.identity.kept_thresholds import held_uncounted, load_thresholds
from faceid_app.identity.lockout import FailureCount, Lockout, remaining_words
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.presence import Presence
from faceid_app.identity.templates import Templates, load_templates
from faceid_app.identity.told import ToldVerdicts
from faceid_app.identity.untrained import can_serve, untrained_bundle
from faceid_app.paths import Paths
from faceid_app.storage.attempts import NOT_ASKED, Glance
from faceid_app.storage.audit import UNRECORDED, History
from faceid_app.storage.profiles import Profile


@dataclass(frozen=True, slots=True, eq=False)
class FrameVerdict:
    """What one frame contributed.

    Attributes:
        seq: the frame's number.
        at: the frame's time on its source's clock, seconds.
        verdict: over time, from the window.
        decision: of this frame, or None where no usable face was in it.
        thresholds: those `decision` was made with.
        reason: one sentence.
        refusal: why the frame was not used, or None.
        observation: what was seen.
        latency_ms: milliseconds by stage.
        glances: the usable frames that `verdict` rests on, in order.
        needed: so many of them must match.
        guard: what the guard says of the frame, or None where it was not asked.
        locked_for: seconds for which nobody is judged; over 0 exactly when the verdict is LOCKED.
    """

    seq: int
    at: float
    verdict: Verdict
    decision: Decision | None
    thresholds: Thresholds
    reason: str
    refusal: Refusal | None
    observation: Observation
    latency_ms: dict[str, float]
    glances: tuple[Glance, ...] = ()
    needed: int = 1
    guard: GuardVerdict | None = None
    locked_for: float = 0.0


class Verifier:
    """Verifies one person's frames. `verify` and `end` belong to one thread and may wait for a disk; the thresholds
    belong to any, and wait for nobody.

    Only frames that the guard calls live may match, and none while the lock-out lasts. Without a guard every frame
    counts as live, without a lock-out nobody has to wait: that is for measurements, and for profiles that ask for it.
    """

    def __init__(
        self,
        *,
        name: str,
        embedder: Embedder,
        bundle_id: str,
        bundle: Bundle,
        templates: Templates,
        thresholds: Thresholds,
        observer: Observer,
        window: VerdictWindow,
        guard: Guard | None = None,
        lockout: Lockout | None = None,
        history: History = UNRECORDED,
    ) -> None:
        self.bundle_id, self.bundle = bundle_id, bundle
        self._name, self._embedder, self._head = name, embedder, bundle.head
        self.templates = bundle.head.project(templates.embeddings)
        """(t, m) float32, projected by the bundle's head."""
        self._thresholds = self._wanted = thresholds
        self._observer, self._window = observer, GuardedWindow(window)
        self._last: tuple[FrameVerdict, Array | None] | None = None
        """What was told of the last frame, and its scores; replaced as a whole, so that any thread may look at it."""
        self._glances: tuple[Glance, ...] = ()
        self._presence = Presence()
        self._guard, self._lockout = guard, lockout
        self._failures = None if lockout is None else FailureCount(lockout)
        self._told = ToldVerdicts(history)

    @property
    def thresholds(self) -> Thresholds:
        """Those by which the next frame is judged."""
        return self._wanted

    def verify(self, frame: Frame) -> FrameVerdict:
        """Judge one frame. Whatever goes wrong inside raises, after it was counted as a frame that does not match."""
        try:
            return self._verify(frame)
        except Exception:
            self._last = None
            self._window.add(False, None, frame.captured_at)
            raise

    def end(self, *, failed: bool) -> None:
        """The run is over; `failed`: a face was compared and did not match, even where no verdict told so."""
        if self._failures is not None:
            self._failures.end(failed=failed)
        self._told.end(failed=failed)

    def _verify(self, frame: Frame) -> FrameVerdict:
        started = time.perf_counter()
        locked = 0.0 if self._lockout is None else self._lockout.remaining()
        if locked > 0.0:
            self._take_thresholds()
            return self._locked(frame, locked)
        observation = self._observer.observe(frame.rgb)
        latency = {"detect": observation.detect_ms, "align": observation.align_ms}
        if self._presence.begins_anew(observation, frame.captured_at):
            self._lose()
        guard = self._watch(frame, observation, latency)
        scores = embedding = None
        latency |= {"embed": 0.0, "match": 0.0}
        if observation.refusal is None and observation.aligned is not None and observation.portrait is not None:
            before = time.perf_counter()
            prepared = to_input(self._embedder.input, aligned=observation.aligned, portrait=observation.portrait)
            embedding = self._embedder.embed(prepared[None])
            embedded = time.perf_counter()
            scores = self._head.scores(self._head.project(embedding)[0], self.templates)
            latency["embed"] = (embedded - before) * 1e3
            latency["match"] = (time.perf_counter() - embedded) * 1e3
        self._take_thresholds()
        decision: Decision | None = None
        if scores is None:
            refusal = observation.refusal
            verdict = self._window.verdict(frame.captured_at, seen=observation.subject is not None)
            reason = str(refusal) if refusal is not None else "No face was found."
        else:
            decision = decide(scores, self._thresholds)
            verdict, because = self._window.add(decision.match, guard, frame.captured_at)
            reason = self._sentence(decision, self._thresholds) if because is None else because.reason
        if self._failures is not None:
            locked = self._failures.see(verdict, frame.captured_at)
            if locked > 0.0:
                return self._locked(frame, locked)
        missed = self._told.see(verdict, guard="" if guard is None else guard.liveness.value)
        self._glances = self._glances_of(frame, observation, embedding, guard, verdict)
        latency["total"] = (time.perf_counter() - started) * 1e3
        told = FrameVerdict(
            seq=frame.seq,
            at=frame.captured_at,
            verdict=verdict,
            decision=decision,
            thresholds=self._thresholds,
            reason=reason if missed is None else f"{reason} {missed}",
            refusal=observation.refusal,
            observation=observation,
            latency_ms=latency,
            glances=self._glances,
            needed=self._window.needed,
            guard=guard,
        )
        self._last = told, scores
        return told

    def set_thresholds(self, thresholds: Thresholds) -> FrameVerdict | None:
        """Use other thresholds from the next frame on; the last frame as they judge it, or None where there is none.

        That is for a look and comes at once: without another forward pass, without waiting, and never a match or a new
        verdict, for those are told by `verify` alone, after lock-out and audit log.
        """
        self._wanted = thresholds
        last = self._last
        return None if last is None else self._looked_at_anew(*last, thresholds)

    def _looked_at_anew(self, told: FrameVerdict, scores: Array | None, thresholds: Thresholds) -> FrameVerdict:
        anew = replace(told, thresholds=thresholds)
        if scores is None:
            held = told.verdict in (Verdict.ATTACK, Verdict.LOCKED)
            return anew if held else replace(anew, verdict=Verdict.NO_FACE, glances=())
        decision = decide(scores, thresholds)
        doubted = told.guard is not None and told.guard.liveness is not Liveness.LIVE
        if told.verdict is Verdict.ATTACK or doubted:  # what the guard says has nothing to do with thresholds
            return replace(anew, decision=decision)
        reason = self._sentence(decision, thresholds)
        return replace(anew, verdict=Verdict.CHECKING, decision=decision, reason=reason, glances=())

    def _take_thresholds(self) -> None:
        """Take over those that were set meanwhile; a verdict never mixes frames judged by different thresholds."""
        wanted = self._wanted
        if wanted == self._thresholds:
            return
        self._thresholds = wanted
        self._window.forget()
        if self._failures is not None:
            self._failures.thresholds_moved()

    def _counted(self, glances: tuple[Glance, ...]) -> tuple[Glance, ...]:
        """Those that the window still counts."""
        times = self._window.times
        return tuple(glance for glance in glances if glance.at in times)

    def _glances_of(
        self,
        frame: Frame,
        observation: Observation,
        embedding: Array | None,
        guard: GuardVerdict | None,
        verdict: Verdict,
    ) -> tuple[Glance, ...]:
        """What the verdict rests on: the frames that the window counts, or the one in which an attack was seen."""
        glances = self._glances
        if embedding is not None and all(glance.at != frame.captured_at for glance in glances):
            liveness = NOT_ASKED if guard is None else guard.liveness.value
            glances += (Glance(frame.captured_at, embedding[0], observation.measurements.to_dict(), liveness),)
        return glances[-1:] if verdict is Verdict.ATTACK else self._counted(glances)

    def _lose(self) -> None:
        """Somebody else may come: begin anew. An attack is not forgotten by that."""
        self._window.lost()
        if self._guard is not None:
            self._guard.lost()
        if self._failures is not None:
            self._failures.begin_anew()
        self._told.begin_anew()

    def _watch(self, frame: Frame, observation: Observation, latency: dict[str, float]) -> GuardVerdict | None:
        """Ask the guard about a usable frame, if there is one."""
        if self._guard is None:
            return None
        latency["guard"] = 0.0
        if observation.refusal is not None:
            return None
        before = time.perf_counter()
        verdict = self._guard.check(frame, observation)
        latency["guard"] = (time.perf_counter() - before) * 1e3
        return verdict

    def _locked(self, frame: Frame, seconds: float) -> FrameVerdict:
        """What is told instead of a verdict while the lock-out lasts: the frame is not looked at."""
        self._lose()
        self._glances = ()
        missed = self._told.see(Verdict.LOCKED, guard="")
        words = remaining_words(seconds)
        told = FrameVerdict(
            seq=frame.seq,
            at=frame.captured_at,
            verdict=Verdict.LOCKED,
            decision=None,
            thresholds=self._thresholds,
            reason=words if missed is None else f"{words} {missed}",
            refusal=None,
            observation=unobserved(frame.rgb),
            latency_ms={"detect": 0.0, "align": 0.0, "embed": 0.0, "match": 0.0, "total": 0.0},
            needed=self._window.needed,
            locked_for=seconds,
        )
        self._last = told, None
        return told

    def _sentence(self, decision: Decision, thresholds: Thresholds) -> str:
        return (
            f"{decision.share:.0%} of the templates of {self._name} reach the detection threshold "
            f"{thresholds.detection:.3f}; {thresholds.verification:.0%} are needed."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A person's model with its network, and their templates. It changes with neither frames nor thresholds."""

    bundle_id: str
    bundle: Bundle
    embedder: Embedder
    templates: Templates


def load_person(paths: Paths, profile: Profile) -> Loaded:
    """What verifies this person: their bundle, or what serves before the first training.

    Raises:
        ModelMissing, CorruptData, BundleVersionMismatch: no bundle that can be used.
        NotEnoughCaptures: nothing to compare with.
    """
    bundle_id, bundle = load_model(paths, profile)
    embedder = bundle.embedder(paths)
    return Loaded(bundle_id, bundle, embedder, load_templates(profile, bundle_id, embedder))


def open_verifier(
    paths: Paths,
    profile: Profile,
    *,
    observer: Observer,
    window: VerdictWindow,
    guard: Guard | None,
    lockout: Lockout | None,
    loaded: Loaded | None = None,
    thresholds: Thresholds | None = None,
    force: bool = False,
) -> Verifier:
    """The verifier of a profile's model, `loaded` or to be loaded now.

    `guard` and `lockout` are None only where nobody is let in by what comes of it, or the profile asks for no guard.
    Where no `thresholds` are given those kept are used, held until somebody counts (`held_uncounted`).

    Raises:
        UnfitModel: the probes refused the model and `force` is not set.
        ModelMissing, CorruptData, BundleVersionMismatch, NotEnoughCaptures: as `load_person`.
    """
    loaded = loaded or load_person(paths, profile)
    if not loaded.bundle.fitness.fit and not force:
        raise UnfitModel(profile.name, loaded.bundle.fitness.why)
    if thresholds is None:
        kept = load_thresholds(profile, loaded.bundle_id, loaded.bundle)
        thresholds = held_uncounted(kept, loaded.bundle.calibration, len(loaded.templates.ids))
    return Verifier(
        name=profile.name,
        embedder=loaded.embedder,
        bundle_id=loaded.bundle_id,
        bundle=loaded.bundle,
        templates=loaded.templates,
        thresholds=thresholds,
        observer=observer,
        window=window,
        guard=guard,
        lockout=lockout,
        # Where nobody has to wait nobody is let in either: a measurement is no verdict.
        history=UNRECORDED if lockout is None else profile.history,
    )


def load_bundle(profile: Profile) -> tuple[str, Bundle]:
    """The id and content of the profile's current bundle."""
    while True:
        bundle_id = profile.bundles.current_id()
        _, files = profile.bundles.current()
        # A training may have finished between the two; the id must be that of these files.
        if bundle_id is not None and bundle_id == profile.bundles.current_id():
            return bundle_id, Bundle.from_files(files)


def load_model(paths: Paths, profile: Profile) -> tuple[str, Bundle]:
    """The model that verifies this person: the current bundle, else the untrained one of the default backbone.

    A bundle that is there is the one, whatever is wrong with it: a damaged or unfit model is never replaced in silence.

    Raises:
        ModelMissing: there is no bundle, and no backbone that could serve without.
        NotEnoughCaptures, UnfitModel, CorruptData, BundleVersionMismatch: as ever.
    """
    try:
        return load_bundle(profile)
    except ModelMissing:
        try:
            backbone = find_backbone(paths)
        except ModelMissing:
            backbone = None
        if backbone is None or not can_serve(backbone):
            raise
        return untrained_bundle(profile, backbone)
