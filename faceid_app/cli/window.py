"""`faceid` without a command, and `faceid window`: open the window."""

from __future__ import annotations

from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import not_empty
from faceid_app.gui.page_names import PAGES


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("window")(command)


def command(
    context: typer.Context,
    camera: Annotated[
        str | None, typer.Option(callback=not_empty, help="Camera, video file or folder to start with.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Profile to start with.")] = None,
    page: Annotated[str | None, typer.Option(help=f"One of: {', '.join(PAGES)}.")] = None,
    quit_after_first_frame: Annotated[bool, typer.Option("--quit-after-first-frame", hidden=True)] = False,
) -> None:
    """Open the window on a given camera, profile and page."""
    raise typer.Exit(
        open_window(context.obj, camera=camera, profile=profile, page=page, quit_after=quit_after_first_frame)
    )


def open_window(
    console: Console,
    *,
    camera: str | None = None,
    profile: str | None = None,
    page: str | None = None,
    quit_after: bool = False,
) -> int:
    """Open the window and return its exit code when it closes; with `quit_after` at the first frame on the screen."""
    # Here and not above: no other command pays for Qt.
    from faceid_app.app import run

    return run(
        data_dir=console.paths.root, camera=camera, profile=profile, page=page, quit_after_first_frame=quit_after
    )
