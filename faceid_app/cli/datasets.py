"""`faceid data`: public data sets."""

from __future__ import annotations

from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import FromFile
from faceid_app.datasets.installation import install_lfw
from faceid_app.progress import never

data = typer.Typer(help="Public data sets.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(data, name="data")


@data.callback()
def _topic() -> None:
    """Keeps `data` a topic with commands below it."""


@data.command()
def lfw(
    context: typer.Context,
    source: FromFile = None,
    url: Annotated[str | None, typer.Option(help="Download from here and not from the official mirrors.")] = None,
) -> None:
    """Install Labeled Faces in the Wild: downloaded, or from an archive or a folder that you have."""
    console: Console = context.obj
    with console.progress() as report:
        found = install_lfw(console.paths, source=source, url=url, report=report, is_cancelled=never)
    lines = [f"LFW is installed: {found.pictures:,} pictures of {found.people:,} people.", *found.warnings]
    console.result(found.to_dict(), "\n".join(lines))
