"""`faceid attempts`: what was kept of attempts, and which would come out otherwise now."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.errors import UsageError
from faceid_app.identity.attempts_replay import Replay, replay, score_attempts
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.kept_thresholds import load_thresholds
from faceid_app.identity.templates import load_templates
from faceid_app.identity.verification import load_model
from faceid_app.settings import Settings
from faceid_app.storage.attempts import Attempt, KeptAttempts
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import open_profiles


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("attempts")(attempts)


def attempts(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile.")],
    detection: Annotated[float | None, typer.Option(help="Try this score from which a template matches.")] = None,
    verification: Annotated[float | None, typer.Option(help="Try this share of templates that must match.")] = None,
    erase: Annotated[bool, typer.Option("--erase", help="Remove what was kept.")] = False,
) -> None:
    """Show the attempts that were kept, and which of them other thresholds, pictures or another model would change.

    Attempts are kept only while the setting "keep_attempts" is on: embeddings and measurements, never a picture.
    """
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    _checked(detection, verification, instead=Thresholds(1.0, 1.0))  # also where nothing is kept to try them on
    if erase:
        erased = len(profile.attempts.erase())
        console.result({"name": profile.name, "erased": erased}, f"{erased} attempts of {profile.name} are erased.")
        return
    kept = profile.attempts.load()
    told = _replayed(console, profile, kept, detection, verification) if kept.attempts else Replay(0, 0, ())
    keeping = Settings.load(console.paths).keep_attempts
    payload = {
        "name": profile.name,
        "keeping": keeping,
        "attempts": len(kept.attempts),
        "damaged": kept.damaged,
        "replayed": told.attempts,
        "other_network": told.other_network,
        "changed": [
            {
                "taken_at": flip.taken_at,
                "before": flip.before.value,
                "after": flip.after.value,
                "score_before": flip.score_before,
                "score": flip.score,
            }
            for flip in told.flips
        ],
        "kept": [_payload(attempt) for attempt in reversed(kept.attempts)],
    }
    console.result(payload, "\n".join(_lines(kept, told, keeping)))


def _replayed(
    console: Console, profile: Profile, kept: KeptAttempts, detection: float | None, verification: float | None
) -> Replay:
    bundle_id, bundle = load_model(console.paths, profile)
    current = load_thresholds(profile, bundle_id, bundle)
    thresholds = _checked(detection, verification, instead=current)
    templates = load_templates(profile, bundle_id, bundle.embedder(console.paths)).embeddings
    scored = score_attempts(
        kept.attempts, network=bundle.network_id, head=bundle.head, templates=bundle.head.project(templates)
    )
    return replay(scored, thresholds)


def _checked(detection: float | None, verification: float | None, *, instead: Thresholds) -> Thresholds:
    try:
        return Thresholds(
            instead.detection if detection is None else detection,
            instead.verification if verification is None else verification,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error


def _payload(attempt: Attempt) -> dict[str, Any]:
    return {
        "taken_at": attempt.taken_at,
        "verdict": attempt.verdict,
        "score": attempt.score,
        "thresholds": {"detection": attempt.detection, "verification": attempt.verification},
        "glances": len(attempt.glances),
        "network": attempt.network,
        "measurements": [glance.measurements for glance in attempt.glances],
    }


def _lines(kept: KeptAttempts, told: Replay, keeping: bool) -> list[str]:
    if not kept.attempts:
        how = "the next ones will be" if keeping else 'to keep them turn the setting "keep_attempts" on'
        return [f"No attempt is kept; {how}."]
    lines = [
        f"Of the last {told.attempts} attempts {len(told.flips)} would change: "
        f"{told.to_no_match} matches become no match, {told.to_match} the other way."
    ]
    if told.other_network:
        lines.append(f"{told.other_network} were made with another network and cannot be tried again.")
    if kept.damaged:
        lines.append(f"{kept.damaged} are damaged and left out.")
    lines += [
        f"  {flip.taken_at}  {_said(flip.before.value)} -> {_said(flip.after.value)}  score {flip.score_before:.4f} -> "
        f"{flip.score:.4f}"
        for flip in told.flips
    ]
    return lines


def _said(verdict: str) -> str:
    return verdict.replace("_", " ")
