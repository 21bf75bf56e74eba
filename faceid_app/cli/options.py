"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from faceid_app.errors import UsageError
from faceid_app.guard.policy import Policy


def not_empty(option: typer.CallbackParam, value: str | None) -> str | None:
    """Checks an option that names a place: an empty word, as of a variable that is not set, would be this folder."""
    if value == "":
        raise UsageError("{option} is empty; name what is meant, '.' for the current folder.", option=option.opts[0])
    return value


Camera = Annotated[
    str,
    typer.Option(
        "--camera",
        callback=not_empty,
        help="Index, name or id of a camera (see: faceid cameras), a video file, or a folder.",
    ),
]
Start = Annotated[float, typer.Option("--start", min=0.0, help="Second of the file to start at.")]
End = Annotated[float | None, typer.Option("--end", min=0.0, help="Second of the file to stop at.")]
Loop = Annotated[bool, typer.Option("--loop", help="Start the file over when it ends.")]
Fast = Annotated[bool, typer.Option("--fast", help="Read the file as fast as it can be judged, every frame.")]
Backbone = Annotated[str, typer.Option("--backbone", help="Name of the backbone (see: faceid models list).")]
FromFile = Annotated[Path | None, typer.Option("--from", help="Use this file or folder instead of a download.")]
Backbones = Annotated[
    list[str] | None, typer.Option("--backbone", help="Name of a backbone; may be given several times.")
]
LfwFolder = Annotated[Path | None, typer.Option("--lfw", help="Folder of LFW; the installed one when not given.")]
PairsFile = Annotated[
    Path | None, typer.Option("--pairs-file", help="pairs.txt of View 2; the installed one when not given.")
]
GuardOption = Annotated[
    Policy | None, typer.Option("--guard", help="Use this guard for this run; the profile's when not given.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, help="Same seed, same figures.")]
Reports = Annotated[
    list[Path] | None, typer.Option("--report", help="Write .html, .json or .txt; may be given several times.")
]
