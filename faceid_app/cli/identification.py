"""`faceid identify`: who of the enrolled people is at the camera, or nobody known."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import Camera, End, Fast, Loop, Start
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.verdict import Liveness
from faceid_app.identity.enrolled_people import open_gallery
from faceid_app.identity.gallery import Gallery
from faceid_app.identity.guarding import passive_guard, unguarded
from faceid_app.identity.identification import IdentifiedFace, IdentifiedFrame, Identifier
from faceid_app.settings import Settings
from faceid_app.workers.frames import Frames
from faceid_app.workers.operations import open_profiles

NAMED, UNKNOWN, NO_FACE, ATTACK = 0, 1, 2, 3
"""Exit codes, like those of `verify`."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("identify")(identify)


def identify(
    context: typer.Context,
    camera: Camera,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds of camera time after which to give up.")] = 10.0,
    start: Start = 0.0,
    end: End = None,
    loop: Loop = False,
    fast: Fast = False,
    frames: Annotated[bool, typer.Option("--frames", help="One line a frame before the answer.")] = False,
    to_the_end: Annotated[
        bool, typer.Option("--to-the-end", help="Look at every frame; do not stop at a name or an attack.")
    ] = False,
) -> None:
    """Say who is at the camera.

    Exit code 0 somebody known, 1 nobody known, 2 no usable face, 3 a picture instead of a face, 4 wrong, 5 camera.
    """
    console: Console = context.obj
    settings = Settings.load(console.paths)
    people = open_profiles(console.paths)
    opened = open_gallery(console.paths, people)
    for name, error in opened.missing:
        console.note(f"{name} cannot be recognised: {error}")
    identifier = Identifier(
        opened.gallery,
        opened.embedder,
        Observer(limits=Limits.for_verification()),
        k=max(settings.verdict_k, settings.verdict_n // 2 + 1),
        n=settings.verdict_n,
        seconds=settings.verdict_seconds,
        new_guard=passive_guard,
        unguarded=unguarded(people.get(name) for name in opened.gallery.names),
        told=opened.told,
    )
    names: dict[str, int] = {}
    seen = decided = usable = attacks = 0
    began = None
    for frame in Frames(camera, start=start, end=end, loop=loop, fast=fast):
        began = frame.captured_at if began is None else began
        if frame.captured_at - began > timeout:
            break
        answer = identifier.identify(frame)
        seen += 1
        usable += any(face.now is not None for face in answer.faces)
        decided += any(face.decided for face in answer.faces)
        attacks += any(_is_attack(face) for face in answer.faces)
        for face in answer.faces:
            if face.name is not None:
                names[face.name] = names.get(face.name, 0) + 1
        if frames:
            payload = _frame(answer)
            console.line(payload, lambda payload=payload: _frame_text(payload))  # type: ignore[misc]
        if (names or attacks) and not to_the_end:
            break
    # An attack outweighs every name of its run, as it does a match.
    outcome = ATTACK if attacks else NAMED if names else UNKNOWN if usable else NO_FACE
    payload = {
        "names": names if outcome == NAMED else {},
        "frames": seen,
        "usable": usable,
        "decided": decided,
        "attacks": attacks,
        "gallery": _gallery(opened.gallery),
    }
    console.result(payload, _text(outcome, names, usable, opened.gallery))
    raise typer.Exit(outcome)


def _is_attack(face: IdentifiedFace) -> bool:
    return face.guard is not None and face.guard.liveness is Liveness.ATTACK


def _gallery(gallery: Gallery) -> dict[str, Any]:
    counted = gallery.strangers_named
    return {
        "people": list(gallery.names),
        "least_lead": gallery.least_lead,
        "strangers_named": {"named": counted.named, "of": counted.of, "low": counted.low, "high": counted.high},
    }


def _frame(answer: IdentifiedFrame) -> dict[str, Any]:
    return {
        "seq": answer.seq,
        "at": round(answer.at, 3),
        "faces": [
            {
                "name": face.name,
                "decided": face.decided,
                "now": None if face.now is None else face.now.name,
                "leads": {} if face.now is None else {one.name: round(one.lead, 3) for one in face.now.candidates[:3]},
                "guard": None if face.guard is None else face.guard.liveness.value,
                "refused": None if face.observation.refusal is None else face.observation.refusal.reason.value,
            }
            for face in answer.faces
        ],
    }


def _frame_text(frame: dict[str, Any]) -> str:
    words = [
        face["name"] or ("unknown" if face["decided"] else f"({face['refused'] or face['now'] or 'nobody'})")
        for face in frame["faces"]
    ]
    return f"{frame['at']:8.2f} s  {', '.join(words) or 'no face'}"


def _text(outcome: int, names: dict[str, int], usable: int, gallery: Gallery) -> str:
    counted = gallery.strangers_named
    worth = (
        f"In this gallery of {len(gallery.names)} a name is said of {counted.named} of {counted.of:,} pictures of "
        f"strangers (95 %: {counted.low:.2%} to {counted.high:.2%})."
    )
    if outcome == NAMED:
        return f"{', '.join(sorted(names))}. {worth}"
    if outcome == UNKNOWN:
        return f"unknown: nobody enrolled was recognised in {usable} usable frames. {worth}"
    if outcome == ATTACK:
        return "attack: this looks like a picture of a face, not a face, and nobody is named."
    return "no face: no frame held a face that could be looked at."
