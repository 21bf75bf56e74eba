"""`faceid verify`: the verdict as text, JSON and exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.endings import ended_as_by_ctrl_c
from faceid_app.cli.options import Camera, End, Fast, GuardOption, Loop, Start
from faceid_app.workers.service_client import ask
from faceid_app.workers.verification_request import MOST_SECONDS, Request


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile.")],
    camera: Camera,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            max=MOST_SECONDS,
            help="Seconds of camera time after which to give up: 10, or 40 where a turn is asked.",
        ),
    ] = None,
    start: Start = 0.0,
    end: End = None,
    loop: Loop = False,
    fast: Fast = False,
    frames: Annotated[bool, typer.Option("--frames", help="One line a frame before the verdict.")] = False,
    to_the_end: Annotated[
        bool, typer.Option("--to-the-end", help="Judge every frame; do not stop at a match or an attack.")
    ] = False,
    guard: GuardOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Use a model that the probes found unfit, or a weaker guard.")
    ] = False,
    no_service: Annotated[
        bool, typer.Option("--no-service", help="Verify in this process, even where `faceid serve` would answer.")
    ] = False,
) -> None:
    """Verify the person at the camera, by the service where one runs (see: faceid serve).

    Exit code 0 match, 1 no match, 2 no usable face, 3 a picture instead of a face, 4 unfit or wrong, 5 camera, 6 locked
    out after too many failed attempts.
    """
    console: Console = context.obj
    request = Request(
        name=name,
        camera=camera,
        timeout=timeout,
        start=start,
        end=end,
        loop=loop,
        fast=fast,
        guard=guard,
        force=force,
        frames=frames,
        to_the_end=to_the_end,
    )
    code = None if no_service else ask(request, console.paths.root, console)
    if code is not None:
        raise typer.Exit(code)
    # Here and not above: who is answered by the service loads no network.
    from faceid_app.workers.verification_run import Models, run

    with ended_as_by_ctrl_c():
        code = run(request, console, Models(console.paths))
    raise typer.Exit(code)
