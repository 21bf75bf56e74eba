"""`faceid enroll`: captures without a key, as guided capture in the window does."""

from __future__ import annotations

from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.endings import ended_as_by_ctrl_c
from faceid_app.cli.options import Camera, End, Fast, GuardOption, Loop, Start
from faceid_app.errors import UsageError
from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.enrolment import HELD_INTERVAL, EnrolmentSession
from faceid_app.identity.guarding import guard_of, policy_of_run
from faceid_app.identity.same_person import LIMIT, same_person
from faceid_app.progress import Stage, never
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import CONSENT
from faceid_app.workers.frames import Frames
from faceid_app.workers.operations import enrolling

_FILE_INTERVAL = 0.1
"""Seconds of a clip between captures: a file may be short, and nobody holds a key."""
_NO_FACE_EXIT, _ATTACK_EXIT = 2, 3
_ROUNDING = 1e-6


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("enroll")(enroll)


def enroll(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile; made when it is not there.")],
    camera: Camera,
    anchors: Annotated[int, typer.Option(min=0, max=500, help="Anchor captures to take.")] = 20,
    positives: Annotated[int, typer.Option(min=0, max=500, help="Positive captures to take.")] = 20,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds after which to stop.")] = 120.0,
    start: Start = 0.0,
    end: End = None,
    loop: Loop = False,
    fast: Fast = False,
    guard: GuardOption = None,
    force: Annotated[bool, typer.Option("--force", help="Allow a weaker guard than the profile's.")] = False,
    anybody: Annotated[
        bool, typer.Option("--anybody", help="Take pictures even if they look like somebody else's than those so far.")
    ] = False,
) -> None:
    """Enrol a person at the camera, or from a video file or a folder of pictures."""
    console: Console = context.obj
    if anchors + positives == 0:
        raise UsageError("0 anchors and 0 positives were asked for; ask for at least one capture.")
    frames = Frames(camera, start=start, end=end, loop=loop, fast=fast)
    with ended_as_by_ctrl_c(), enrolling(console.paths, name) as profile:
        console.note(CONSENT)
        session = EnrolmentSession(
            profile.captures,
            Observer(limits=Limits.for_enrolment()),
            camera=frames.info.stable_id,
            guard=guard_of(policy_of_run(profile, guard, force=force)),
            person=same_person(console.paths, profile.captures),
        )
        interval = HELD_INTERVAL if frames.info.kind == "device" else _FILE_INTERVAL
        wanted = {Role.ANCHOR: anchors, Role.POSITIVE: positives}
        taken = dict.fromkeys(wanted, 0)
        began = last = None
        attack: Refusal | None = None
        with console.progress() as report:
            stage = Stage("captures", of=anchors + positives, report=report, is_cancelled=never)
            for frame in frames:
                began = frame.captured_at if began is None else began
                if frame.captured_at - began > timeout:
                    break
                too_soon = last is not None and 0 <= frame.captured_at - last < interval - _ROUNDING
                if too_soon and not session.guarded:
                    continue
                observation = session.observe(frame)  # the guard wants to see what lies between
                while session.taken_back:
                    taken[session.taken_back.pop().role] -= 1
                if too_soon:
                    continue
                # The role that lags behind: anchors and positives alternate, so both see the whole sitting.
                role = min(wanted, key=lambda role: taken[role] / wanted[role] if wanted[role] else float("inf"))
                offer = session.decide(frame, observation, role, asked=anybody)
                if offer.captured is None:
                    refusal = offer.refusal
                    if refusal is not None and refusal.reason is Reason.ATTACK:
                        attack = refusal
                    stage.advance(0, message=str(refusal) if refusal else None)
                    continue
                taken[role] += 1
                last = frame.captured_at
                stage.advance(message="")
                if taken == wanted:
                    break
        counts = profile.captures.counts()
    payload = {
        "name": profile.name,
        "captured": {role.value: taken[role] for role in wanted},
        "total": {role.value: counts[role] for role in wanted},
        "refused": dict(session.refused),
        "camera": frames.info.name,
        "complete": taken == wanted,
        "attack": None if attack is None else str(attack),
    }
    told = _sentence(profile.name, taken, wanted, session.refused) + _doubts(
        refused=session.refused[Reason.SOMEBODY_ELSE.value], suspects=session.suspects
    )
    console.result(payload, told if attack is None else f"{told} {attack}")
    if not any(taken.values()):
        raise typer.Exit(_NO_FACE_EXIT if attack is None else _ATTACK_EXIT)


def _doubts(*, refused: int, suspects: int) -> str:
    """What there is to say of frames and of pictures that look like somebody else."""
    told = ""
    if refused:
        told += f" Frames that look like somebody else than the pictures so far (score below {LIMIT}): {refused}; "
        told += "if it is the same person, run it again with --anybody."
    if suspects:
        told += f" Pictures that look like somebody else: {suspects}; look through them in the window."
    return told


def _sentence(name: str, taken: dict[Role, int], wanted: dict[Role, int], refused: dict[str, int]) -> str:
    parts = ", ".join(f"{taken[role]} of {wanted[role]} {role.value}s" for role in wanted)
    why = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in refused.items())
    told = f"{name}: {parts} captured" + (f"; frames refused: {why}." if why else ".")
    if taken == wanted or not any(taken.values()):
        return told
    return f"{told} That is not all: what was taken is kept, and another run takes as many again."
