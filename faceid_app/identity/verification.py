"""From a frame to a verdict: one forward pass, whatever the number of templates."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

from faceid_app.camera.frame import Frame
from faceid_app.errors import ModelMissing, UnfitModel
from faceid_app.faces.face import Face, Reason, Refusal
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.subject import is_same_place
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Decision, Thresholds, Verdict, VerdictWindow, decide
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.head import Array
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.templates import Templates, load_templates
from faceid_app.identity.untrained import can_serve, untrained_bundle
from faceid_app.paths import Paths
from faceid_app.storage.attempts import Glance
from faceid_app.storage.profiles import Profile

UNSEEN_SECONDS = 1.0
"""After so long without a frame whoever sits there begins anew."""


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


class Verifier:
    """Verifies one person's frames. `verify` belongs to one thread; `set_thresholds` may be called from any."""

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
    ) -> None:
        self.bundle_id, self.bundle = bundle_id, bundle
        self._name, self._embedder, self._head = name, embedder, bundle.head
        self.templates = bundle.head.project(templates.embeddings)
        """(t, m) float32, projected by the bundle's head."""
        self._thresholds, self._observer, self._window = thresholds, observer, window
        self._lock = threading.Lock()
        self._scores: Array | None = None
        self._last: FrameVerdict | None = None
        self._glances: tuple[Glance, ...] = ()
        self._subject: Face | None = None

    @property
    def thresholds(self) -> Thresholds:
        """Those in force."""
        return self._thresholds

    def verify(self, frame: Frame) -> FrameVerdict:
        """Judge one frame. Whatever goes wrong inside raises, after it was counted as a frame that does not match."""
        try:
            return self._verify(frame)
        except Exception:
            with self._lock:
                self._scores = self._last = None
                self._window.add(False, frame.captured_at)
            raise

    def _verify(self, frame: Frame) -> FrameVerdict:
        started = time.perf_counter()
        observation = self._observer.observe(frame.rgb)
        latency = {"detect": observation.detect_ms, "align": observation.align_ms, "embed": 0.0, "match": 0.0}
        scores = embedding = None
        if observation.refusal is None and observation.aligned is not None and observation.portrait is not None:
            before = time.perf_counter()
            prepared = to_input(self._embedder.input, aligned=observation.aligned, portrait=observation.portrait)
            embedding = self._embedder.embed(prepared[None])
            embedded = time.perf_counter()
            scores = self._head.scores(self._head.project(embedding)[0], self.templates)
            latency["embed"] = (embedded - before) * 1e3
            latency["match"] = (time.perf_counter() - embedded) * 1e3
        with self._lock:
            self._scores = scores
            self._follow(observation.subject, frame.captured_at)
            decision, verdict, reason = self._judge(scores, observation, frame.captured_at)
            if embedding is not None and all(glance.at != frame.captured_at for glance in self._glances):
                glance = Glance(frame.captured_at, embedding[0], observation.measurements.to_dict())
                self._glances = (*self._glances, glance)
            self._glances = self._counted()
            latency["total"] = (time.perf_counter() - started) * 1e3
            self._last = FrameVerdict(
                seq=frame.seq,
                at=frame.captured_at,
                verdict=verdict,
                decision=decision,
                thresholds=self._thresholds,
                reason=reason,
                refusal=observation.refusal,
                observation=observation,
                latency_ms=latency,
                glances=self._glances,
                needed=self._window.needed,
            )
            return self._last

    def set_thresholds(self, thresholds: Thresholds) -> FrameVerdict | None:
        """Use other thresholds from now on and judge the last scores anew, without another forward pass.

        The window starts afresh: a verdict never mixes frames judged by different thresholds.
        """
        with self._lock:
            self._thresholds = thresholds
            self._window.lost()
            if self._last is None:
                return None
            if self._scores is None:
                self._last = replace(
                    self._last, verdict=self._window.verdict(self._last.at), thresholds=thresholds, glances=()
                )
                return self._last
            decision = decide(self._scores, thresholds)
            verdict = self._window.add(decision.match, self._last.at)
            self._last = replace(
                self._last,
                verdict=verdict,
                decision=decision,
                thresholds=thresholds,
                reason=self._sentence(decision),
                glances=self._counted(),
            )
            return self._last

    def _counted(self) -> tuple[Glance, ...]:
        """The glances that the window still counts."""
        times = self._window.times
        return tuple(glance for glance in self._glances if glance.at in times)

    def _follow(self, subject: Face | None, at: float) -> None:
        """Start afresh where the face is suddenly elsewhere, or nothing was seen for a while: it may be another one's.

        A verdict is about one person.
        """
        if self._last is not None and at - self._last.at > UNSEEN_SECONDS:
            self._window.lost()
        if subject is not None:
            if self._subject is not None and not is_same_place(self._subject, subject):
                self._window.lost()
            self._subject = subject

    def _judge(self, scores: Array | None, observation: Observation, at: float) -> tuple[Decision | None, Verdict, str]:
        if scores is None:
            refusal = observation.refusal
            # Blur and light come and go while the same person sits there; an empty or crowded picture is a new start.
            if refusal is None or refusal.reason in (Reason.NO_FACE, Reason.SEVERAL_FACES):
                self._window.lost()
            sentence = str(refusal) if refusal is not None else "No face was found."
            return None, self._window.verdict(at), sentence
        decision = decide(scores, self._thresholds)
        return decision, self._window.add(decision.match, at), self._sentence(decision)

    def _sentence(self, decision: Decision) -> str:
        needed = self._thresholds.verification
        return (
            f"{decision.share:.0%} of the templates of {self._name} reach the detection threshold "
            f"{self._thresholds.detection:.3f}; {needed:.0%} are needed."
        )


def open_verifier(
    paths: Paths,
    profile: Profile,
    *,
    observer: Observer,
    window: VerdictWindow,
    thresholds: Thresholds | None = None,
    force: bool = False,
) -> Verifier:
    """The verifier of a profile's model: its bundle, or what serves before the first training.

    Raises:
        ModelMissing, CorruptData, BundleVersionMismatch: no bundle that can be used.
        UnfitModel: the probes refused it and `force` is not set.
        NotEnoughCaptures: nothing to compare with.
    """
    bundle_id, bundle = load_model(paths, profile)
    if not bundle.fitness.fit and not force:
        raise UnfitModel(profile.name, bundle.fitness.why)
    embedder = bundle.embedder(paths)
    return Verifier(
        name=profile.name,
        embedder=embedder,
        bundle_id=bundle_id,
        bundle=bundle,
        templates=load_templates(profile, bundle_id, embedder),
        thresholds=thresholds or load_thresholds(profile, bundle_id, bundle),
        observer=observer,
        window=window,
    )


THRESHOLDS_FILE = "thresholds.json"


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


def saved_thresholds(profile: Profile, bundle_id: str) -> Thresholds | None:
    """The thresholds the user has chosen for this very bundle; None where nobody has moved them."""
    if profile.exists(THRESHOLDS_FILE):
        saved = profile.read_json(THRESHOLDS_FILE)
        if isinstance(saved, dict) and saved.get("bundle") == bundle_id:
            try:
                return Thresholds(float(saved["detection"]), float(saved["verification"]))
            except (KeyError, TypeError, ValueError):
                pass  # fall back to the calibrated ones
    return None


def load_thresholds(profile: Profile, bundle_id: str, bundle: Bundle) -> Thresholds:
    """The user's thresholds for this very bundle, else the bundle's own."""
    return saved_thresholds(profile, bundle_id) or bundle.thresholds


def save_thresholds(profile: Profile, bundle_id: str, thresholds: Thresholds) -> None:
    """Keep the user's thresholds; they hold for this bundle only."""
    profile.write_json(
        THRESHOLDS_FILE,
        {"bundle": bundle_id, "detection": thresholds.detection, "verification": thresholds.verification},
    )
