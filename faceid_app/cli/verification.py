"""`faceid verify`: the verdict as text, JSON and exit code."""

from __future__ import annotations

import math
from collections import Counter
from typing import Annotated, Any, NoReturn

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.frames import Frames
from faceid_app.cli.options import Camera, End, Fast, GuardOption, Loop, Start
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits, SecondFace
from faceid_app.guard.challenged import Drawing
from faceid_app.guard.verdict import Liveness, Policy, Prompt
from faceid_app.identity.attempts import attempt_of
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Verdict, VerdictWindow
from faceid_app.identity.guarding import asking_guard_of, policy_of_run
from faceid_app.identity.latency import percentiles
from faceid_app.identity.lockout import FAILED, Lockout, remaining_words
from faceid_app.identity.thresholds_in_use import find_thresholds
from faceid_app.identity.untrained import RECIPE as UNTRAINED
from faceid_app.identity.verification import FrameVerdict, Verifier, open_verifier
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import open_profiles

SECONDS, CHALLENGE_SECONDS = 10.0, 40.0
"""Of camera time after which to give up, without and with a challenge that everybody is asked for."""
EXIT_CODES = {Verdict.MATCH: 0, Verdict.NO_MATCH: 1, Verdict.NO_FACE: 2, Verdict.ATTACK: 3, Verdict.LOCKED: 6}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile.")],
    camera: Camera,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, help="Seconds of camera time after which to give up: 10, or 40 where a turn is asked."),
    ] = None,
    start: Start = 0.0,
    end: End = None,
    loop: Loop = False,
    fast: Fast = False,
    frames: Annotated[bool, typer.Option("--frames", help="One line a frame before the verdict.")] = False,
    to_the_end: Annotated[
        bool, typer.Option("--to-the-end", help="Judge every frame; do not stop at a match.")
    ] = False,
    guard: GuardOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Use a model that the probes found unfit, or a weaker guard.")
    ] = False,
) -> None:
    """Verify the person at the camera.

    Exit code 0 match, 1 no match, 2 no usable face, 3 a picture instead of a face, 4 unfit or wrong, 5 camera, 6 locked
    out after too many failed attempts.
    """
    console: Console = context.obj
    settings = Settings.load(console.paths)
    profile = open_profiles(console.paths).get(name)
    lockout = Lockout(profile.lockout)
    locked = lockout.remaining()
    if locked > 0.0:
        _tell_locked(console, name, locked)
    policy = policy_of_run(profile, guard, force=force)
    verifier = open_verifier(
        console.paths,
        profile,
        observer=Observer(limits=Limits.for_verification(SecondFace(settings.second_face))),
        window=VerdictWindow(k=settings.verdict_k, n=settings.verdict_n, seconds=settings.verdict_seconds),
        guard=asking_guard_of(policy, Drawing(light=False)),
        lockout=lockout,
        force=force,
    )
    if verifier.bundle.recipe == UNTRAINED:
        console.note(_untrained_text(name, verifier.bundle))
    with console.progress() as report:
        used = find_thresholds(
            console.paths, profile, verifier.bundle_id, verifier.bundle, far=float(settings.preset), report=report
        )
    verifier.set_thresholds(used)
    judged: list[FrameVerdict] = []
    patience = timeout or (CHALLENGE_SECONDS if policy is Policy.CHALLENGE else SECONDS)
    told: tuple[object, ...] | None = None
    began = None
    match: FrameVerdict | None = None
    for frame in Frames(camera, start=start, end=end, loop=loop, fast=fast):
        began = frame.captured_at if began is None else began
        if frame.captured_at - began > patience:
            break
        verdict = verifier.verify(frame)
        judged.append(verdict)
        prompt = None if verdict.guard is None else verdict.guard.prompt
        if verdict.guard is not None and (now := _asked(prompt)) != told:
            told = now
            if prompt is not None:
                console.line(_prompt_payload(prompt, verdict.at), lambda prompt=prompt: _prompt_text(prompt))  # type: ignore[misc]
        if frames:
            console.line(_frame_payload(verdict), lambda verdict=verdict: _frame_text(verdict))  # type: ignore[misc]
        if verdict.verdict is Verdict.MATCH:
            match = match or verdict
        if verdict.verdict in (Verdict.MATCH, Verdict.LOCKED) and not to_the_end:
            break
    outcome, deciding = _outcome(judged, match)
    verifier.end(failed=outcome in FAILED)
    if settings.keep_attempts and judged:
        _keep(profile, verifier, outcome, match or _last_with_glances(judged))
    payload = {
        "name": name,
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
        "reason": _reason(outcome, deciding, judged, settings),
        "latency_ms": percentiles([verdict.latency_ms for verdict in judged]),
    }
    console.result(payload, f"{outcome.value.replace('_', ' ')}: {payload['reason']}")
    raise typer.Exit(EXIT_CODES[outcome])


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


def _tell_locked(console: Console, name: str, seconds: float) -> NoReturn:
    reason = remaining_words(seconds)
    payload = {"name": name, "verdict": Verdict.LOCKED.value, "locked_for": math.ceil(seconds), "reason": reason}
    console.result(payload, f"locked: {reason}")
    raise typer.Exit(EXIT_CODES[Verdict.LOCKED])


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


def _outcome(judged: list[FrameVerdict], match: FrameVerdict | None) -> tuple[Verdict, FrameVerdict | None]:
    """The verdict and the frame that explains it.

    That is the matching one, else the newest in which an attack was told, else the nearest miss, or the newest doubt of
    the guard where it called nothing live, else the last refusal.
    """
    if match is not None:
        return Verdict.MATCH, match
    attacks = [frame for frame in judged if frame.verdict is Verdict.ATTACK]
    if attacks:
        return Verdict.ATTACK, attacks[-1]
    usable = [frame for frame in judged if frame.decision is not None]
    if not usable:
        last = judged[-1] if judged else None
        return Verdict.LOCKED if last is not None and last.locked_for else Verdict.NO_FACE, last
    if all(_is_doubtful(frame) for frame in usable):
        return Verdict.NO_MATCH, usable[-1]
    return Verdict.NO_MATCH, max(usable, key=lambda frame: frame.decision.score if frame.decision else 0.0)


def _is_doubtful(frame: FrameVerdict) -> bool:
    return frame.guard is not None and frame.guard.liveness is not Liveness.LIVE


def _last_with_glances(judged: list[FrameVerdict]) -> FrameVerdict:
    """The last frame that a glance at a face came to; a run that ends without a match is judged by what it saw last."""
    return next((frame for frame in reversed(judged) if frame.glances), judged[-1])


def _keep(profile: Profile, verifier: Verifier, outcome: Verdict, frame: FrameVerdict) -> None:
    """One run is one attempt, whatever the verdicts on its way."""
    attempt = attempt_of(frame, outcome, network=verifier.bundle.network_id, bundle=verifier.bundle_id)
    if attempt is not None:
        profile.attempts.add(attempt)


def _reason(outcome: Verdict, deciding: FrameVerdict | None, judged: list[FrameVerdict], settings: Settings) -> str:
    if deciding is None:
        return "The camera delivered no frame."
    if outcome is Verdict.ATTACK:
        return f"This looks like a picture of a face, not a face. {deciding.reason}"
    if outcome is Verdict.NO_MATCH and _is_doubtful(deciding):
        asked = deciding.guard is not None and deciding.guard.prompt is not None
        ended = "The pictures ended before this was done: " if asked else ""
        return f"Whether this is a live face cannot be told. {ended}{deciding.reason}"
    if outcome is Verdict.NO_MATCH and deciding.decision is not None and deciding.decision.match:
        usable = [frame for frame in judged if frame.decision is not None]
        matching = sum(frame.decision.match and not _is_doubtful(frame) for frame in usable if frame.decision)
        return (
            f"{matching} of {len(usable)} usable frames match; "
            f"{settings.verdict_k} of {settings.verdict_n} within {settings.verdict_seconds:g} s are needed."
        )
    return deciding.reason


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
