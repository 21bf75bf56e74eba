"""`faceid serve`: verifications over a local socket, with everything loaded, for a systemd user unit or a terminal."""

from __future__ import annotations

import contextlib
import signal
from functools import partial
from typing import Annotated

import typer

from faceid_app.camera.source import open_source
from faceid_app.cli.console import Console
from faceid_app.cli.endings import ENDING
from faceid_app.cli.options import Loop, not_empty
from faceid_app.errors import FaceIdError, UsageError
from faceid_app.settings import Settings
from faceid_app.workers.kept_camera import KeptCamera
from faceid_app.workers.service import Service
from faceid_app.workers.service_socket import listening
from faceid_app.workers.warm_models import WarmModels


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("serve")(serve)


def serve(
    context: typer.Context,
    profile: Annotated[
        str | None, typer.Option(help="Whom to load at once; who was chosen last in the window when not given.")
    ] = None,
    keep_camera: Annotated[
        str | None,
        typer.Option(
            metavar="CAMERA",
            callback=not_empty,
            help="Keep this camera open between requests (its light stays on): a verdict needs no opening then.",
        ),
    ] = None,
    loop: Loop = False,
) -> None:
    """Stay, with the models loaded, and verify whenever `faceid verify` of the same user asks.

    Ends with exit code 0 when it is told to (Ctrl-C, SIGTERM). The camera is open only while somebody is verified,
    unless --keep-camera names it.
    """
    console: Console = context.obj
    models = WarmModels(console.paths)
    wanted = profile or Settings.load(console.paths).profile
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listening())
        hindered = _warmed_up(models, wanted) if wanted is not None else None
        if hindered is not None and profile is not None:
            raise hindered
        kept = None
        if keep_camera is not None:
            kept = KeptCamera(keep_camera, partial(open_source, keep_camera, loop=loop))
            stack.callback(kept.stop)
            kept.start()
        elif loop:
            raise UsageError("--loop says how a file given with --keep-camera is played; name one.")
        service = Service(listener, models, kept)
        for number in (signal.SIGINT, *ENDING):
            before = signal.signal(number, lambda *_: service.stop())
            stack.callback(signal.signal, number, before)
        console.line({"listening": str(listener.getsockname())}, lambda: f"Listening at {listener.getsockname()}")
        service.serve()


def _warmed_up(models: WarmModels, name: str) -> FaceIdError | None:
    """What hindered it; the first request for that person says the same."""
    try:
        models.warm_up(name)
    except FaceIdError as error:
        return error
    return None
