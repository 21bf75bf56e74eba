"""One verification from the request to the exit code: what the command line and the service both do."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol

from faceid_app.camera.frame import Frame
from faceid_app.errors import Cancelled
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits, SecondFace
from faceid_app.guard.policy import Policy
from faceid_app.guard.verdict import Guard, Liveness, Prompt
from faceid_app.identity.attempts import attempt_of
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Thresholds, Verdict, VerdictWindow
from faceid_app.identity.guarding import asking_guard_of, drawing_of_challenges, passive_guard, policy_of_run
from faceid_app.identity.latency import percentiles
from faceid_app.identity.lockout import FAILED, Lockout, remaining_words
from faceid_app.identity.outcome import last_with_glances, outcome_of, reason_of
from faceid_app.identity.thresholds_in_use import find_thresholds
from faceid_app.identity.told import ToldVerdicts
from faceid_app.identity.untrained import RECIPE as UNTRAINED
from faceid_app.identity.verification import FrameVerdict, Loaded, Verifier, load_person, open_verifier
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, never
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.workers.frames import Frames
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.verification_request import Request

SECONDS, CHALLENGE_SECONDS = 10.0, 40.0
"""Of camera time after which to give up, without and with a challenge that everybody is asked for."""
_SETTLED = (Verdict.MATCH, Verdict.ATTACK, Verdict.LOCKED)
"""What no later frame changes: an attack outweighs every match of its run, also one before it."""
EXIT_CODES = {Verdict.MATCH: 0, Verdict.NO_MATCH: 1, Verdict.NO_FACE: 2, Verdict.ATTACK: 3, Verdict.LOCKED: 6}

OpenFrames = Callable[[Request], Iterable[Frame]]


class Teller(Protocol):
    """Who is told what a run has to say."""

    def line(self, payload: Mapping[str, Any], text: Callable[[], str]) -> None: ...

    def note(self, text: str) -> None: ...

    def result(self, payload: Mapping[str, Any], text: str) -> None: ...

    def progress(self) -> AbstractContextManager[Report]: ...


class Models:
    """What verifying needs, loaded anew for every run."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths

    def profiles(self) -> Profiles:
        """The people enrolled."""
        return open_profiles(self.paths)

    def observer(self, limits: Limits) -> Observer:
        """For the thread that asks."""
        return Observer(limits=limits)

    def watching(self) -> Guard:
        """A guard that has seen nobody yet. Raises GuardMissing."""
        return passive_guard()

    def load(self, profile: Profile) -> Loaded:
        """A person's model and templates. Raises as `load_person`."""
        return load_person(self.paths, profile)

    def thresholds(self, profile: Profile, loaded: Loaded, *, far: float, report: Report) -> Thresholds:
        """Those in use. Raises as `find_thresholds`."""
        return find_thresholds(self.paths, profile, loaded.bundle_id, loaded.bundle, far=far, report=report)


def open_frames(request: Request) -> Frames:
    """The camera that the request names, opened. Raises CameraError."""
    return Frames(request.camera, start=request.start, end=request.end, loop=request.loop, fast=request.fast)


def run(
    request: Request,
    teller: Teller,
    models: Models,
    *,
    open_frames: OpenFrames = open_frames,
    is_cancelled: IsCancelled = never,
) -> int:
    """Verify, tell the result, and return the exit code.

    Raises:
        Cancelled: nobody waits for the verdict any more.
        FaceIdError: as whatever is opened and read raises it.

    However it ends, somebody who was looked at and did not match has failed once.
    """
    settings = Settings.load(models.paths)
    profile = models.profiles().get(request.name)
    lockout = Lockout(profile.lockout)
    locked = lockout.remaining()
    if locked > 0.0:
        return _tell_locked(teller, profile, locked)
    policy = policy_of_run(profile, request.guard, force=request.force)
    loaded = models.load(profile)
    verifier = open_verifier(
        models.paths,
        profile,
        observer=models.observer(Limits.for_verification(SecondFace(settings.second_face))),
        window=VerdictWindow(k=settings.verdict_k, n=settings.verdict_n, seconds=settings.verdict_seconds),
        guard=asking_guard_of(policy, drawing_of_challenges(light=False), watching=models.watching),
        lockout=lockout,
        loaded=loaded,
        force=request.force,
    )
    if loaded.bundle.recipe == UNTRAINED:
        teller.note(_untrained_text(profile.name, loaded.bundle))
    with teller.progress() as report:
        verifier.set_thresholds(models.thresholds(profile, loaded, far=float(settings.preset), report=report))
    patience = request.timeout or (CHALLENGE_SECONDS if policy is Policy.CHALLENGE else SECONDS)
    judged: list[FrameVerdict] = []
    try:
        _judge(judged, request, teller, verifier, open_frames(request), patience, is_cancelled)
    finally:
        # Also where it was cut short: else who leaves, or unplugs the camera, before a verdict may try for ever.
        match = next((verdict for verdict in judged if verdict.verdict is Verdict.MATCH), None)
        outcome, deciding = outcome_of(judged, match)
        verifier.end(failed=outcome in FAILED)
    if settings.keep_attempts and judged:
        explained = match if match is not None and outcome is Verdict.MATCH else last_with_glances(judged)
        _keep(profile, verifier, outcome, explained)
    payload = {
        "name": profile.name,
        "recipe": verifier.bundle.recipe,
        "guard": _guard_payload(policy, judged),
        "locked_for": math.ceil(lockout.remaining()),
        "verdict": outcome.value,
        "score": deciding.decision.score if deciding and deciding.decision else None,
        "share": deciding.decision.share if deciding and deciding.decision else None,
        "thresholds": {
            "detection": verifier.thresholds.detection,
            "verification": verifier.thresholds.verification,
        },
        "frames": len(judged),
        "faces": sum(verdict.decision is not None for verdict in judged),
        "matching": sum(verdict.decision is not None and verdict.decision.match for verdict in judged),
        "reason": reason_of(outcome, deciding, judged, settings),
        "latency_ms": percentiles([verdict.latency_ms for verdict in judged]),
    }
    teller.result(payload, f"{outcome.value.replace('_', ' ')}: {payload['reason']}")
    return EXIT_CODES[outcome]


def _judge(
    judged: list[FrameVerdict],
    request: Request,
    teller: Teller,
    verifier: Verifier,
    frames: Iterable[Frame],
    patience: float,
    is_cancelled: IsCancelled,
) -> None:
    """Add every frame's verdict to `judged` until the run is over."""
    told: tuple[object, ...] | None = None
    began: float | None = None
    for frame in frames:
        if is_cancelled():
            break
        began = frame.captured_at if began is None else began
        if frame.captured_at - began > patience:
            break
        verdict = verifier.verify(frame)
        judged.append(verdict)
        prompt = None if verdict.guard is None else verdict.guard.prompt
        if verdict.guard is not None and (now := _asked(prompt)) != told:
            told = now
            if prompt is not None:
                teller.line(_prompt_payload(prompt, verdict.at), partial(_prompt_text, prompt))
        if request.frames:
            teller.line(_frame_payload(verdict), partial(_frame_text, verdict))
        if verdict.verdict in _SETTLED and not request.to_the_end:
            break
    if is_cancelled():
        raise Cancelled("The verification")


def _tell_locked(teller: Teller, profile: Profile, seconds: float) -> int:
    ToldVerdicts(profile.history).see(Verdict.LOCKED, guard="")
    reason = remaining_words(seconds)
    payload = {
        "name": profile.name,
        "verdict": Verdict.LOCKED.value,
        "locked_for": math.ceil(seconds),
        "reason": reason,
    }
    teller.result(payload, f"locked: {reason}")
    return EXIT_CODES[Verdict.LOCKED]


def _keep(profile: Profile, verifier: Verifier, outcome: Verdict, frame: FrameVerdict) -> None:
    """One run is one attempt, whatever the verdicts on its way."""
    attempt = attempt_of(frame, outcome, network=verifier.bundle.network_id, bundle=verifier.bundle_id)
    if attempt is not None:
        profile.attempts.add(attempt)


def _asked(prompt: Prompt | None) -> tuple[object, ...] | None:
    return None if prompt is None else (prompt.ask, prompt.step)


def _prompt_payload(prompt: Prompt, at: float) -> dict[str, Any]:
    return {
        "prompt": prompt.ask.value,
        "at": round(at, 3),
        "sentence": prompt.sentence,
        "step": prompt.step,
        "steps": prompt.steps,
        "seconds": prompt.allowed,
    }


def _prompt_text(prompt: Prompt) -> str:
    return f"{prompt.step} of {prompt.steps}: {prompt.sentence}"


def _guard_payload(policy: Policy, judged: list[FrameVerdict]) -> dict[str, Any]:
    """The policy, and how many frames the guard called what."""
    said = Counter(frame.guard.liveness.value for frame in judged if frame.guard is not None)
    return {"policy": policy.value, **{one.value: said[one.value] for one in Liveness}}


def _untrained_text(name: str, bundle: Bundle) -> str:
    card = bundle.card
    return (
        f"{name} is not trained yet: the head that came with the network judges, with thresholds counted on "
        f"{card['captures']['usable']} captures and {card['strangers']['people']:,} strangers. "
        f"Training adds the probes and judges the head on this person: faceid train {name}"
    )


def _frame_payload(verdict: FrameVerdict) -> dict[str, Any]:
    return {
        "seq": verdict.seq,
        "at": round(verdict.at, 3),
        "verdict": verdict.verdict.value,
        "match": None if verdict.decision is None else verdict.decision.match,
        "score": None if verdict.decision is None else verdict.decision.score,
        "share": None if verdict.decision is None else verdict.decision.share,
        "guard": None if verdict.guard is None else verdict.guard.liveness.value,
        "risk": None if verdict.guard is None else round(verdict.guard.risk, 4),
        "reason": verdict.refusal.reason.value if verdict.refusal else verdict.reason,
        "latency_ms": {stage: round(value, 2) for stage, value in verdict.latency_ms.items()},
    }


def _frame_text(verdict: FrameVerdict) -> str:
    if verdict.decision is None:
        return f"{verdict.at:8.2f} s  {verdict.verdict.value:9}  {verdict.reason}"
    decision = verdict.decision
    guard = "" if verdict.guard is None else f"{verdict.guard.liveness.value} (risk {verdict.guard.risk:.2f})  "
    return (
        f"{verdict.at:8.2f} s  {verdict.verdict.value:9}  score {decision.score:.4f}  share {decision.share:.2f}  "
        f"{guard}{verdict.latency_ms['total']:.1f} ms"
    )
