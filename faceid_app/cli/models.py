"""`faceid models`: list and fetch backbones."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import FromFile
from faceid_app.identity.backbones import (
    DEFAULT_BACKBONE,
    KNOWN,
    NETWORK_FILE,
    SFACE,
    Source,
    how_to_get,
    installed,
)
from faceid_app.progress import never
from faceid_app.workers.operations import fetch_backbone

models = typer.Typer(help="The networks that turn a face into numbers.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(models, name="models")


@models.command("list")
def list_(context: typer.Context) -> None:
    """List the known backbones: which come with the program, which are installed."""
    console: Console = context.obj
    there = {backbone.name: backbone for backbone in installed(console.paths)}
    rows = []
    for known in KNOWN.values():
        backbone = there.get(known.name)
        if isinstance(known, Source):
            size: int | None = known.size
        else:
            size = backbone.path(NETWORK_FILE).stat().st_size if backbone else None
        rows.append(
            {
                "name": known.name,
                "word": known.word,
                "title": known.title,
                "licence": known.licence,
                "size": size,
                "default": known.name == DEFAULT_BACKBONE,
                "bundled": backbone is not None and backbone.bundled,
                "installed": backbone is not None,
                "dimension": backbone.dimension if backbone else None,
            }
        )
    console.result({"models": rows}, "\n".join(_line(row) for row in rows))


def _line(row: dict[str, Any]) -> str:
    if row["bundled"]:
        state = "bundled"
    elif row["installed"]:
        state = "installed"
    else:
        state = f"not there ({how_to_get(row['name'])})"
    size = "" if row["size"] is None else f", {row['size'] / 1e6:.1f} MB"
    default = ", the default" if row["default"] else ""
    return f"{row['name']} ({row['word']}{default}): {row['title']}, {row['licence']}{size}, {state}"


@models.command()
def fetch(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the backbone.")] = SFACE.name,
    source: FromFile = None,
) -> None:
    """Download a backbone (or take it from a file or an archive), check it and build its LiteRT network."""
    console: Console = context.obj
    with console.progress() as report:
        backbone = fetch_backbone(console.paths, name=name, source=source, report=report, is_cancelled=never)
    console.result(
        {"name": backbone.name, "sha256": backbone.sha256, "dimension": backbone.dimension},
        f"{backbone.name} is installed ({backbone.dimension} numbers a face).",
    )
