"""`faceid models`: list and fetch backbones."""

from __future__ import annotations

from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import FromFile
from faceid_app.identity.backbones import SFACE, SOURCES, installed
from faceid_app.progress import never
from faceid_app.workers.operations import fetch_backbone

models = typer.Typer(help="The networks that turn a face into numbers.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(models, name="models")


@models.command("list")
def list_(context: typer.Context) -> None:
    """List the known backbones and which of them are installed."""
    console: Console = context.obj
    there = {backbone.name: backbone for backbone in installed(console.paths)}
    rows = [
        {
            "name": source.name,
            "title": source.title,
            "licence": source.licence,
            "size": source.size,
            "installed": source.name in there,
            "dimension": there[source.name].dimension if source.name in there else None,
        }
        for source in SOURCES.values()
    ]
    lines = [
        f"{row['name']}: {row['title']}, {row['licence']}, {source.size / 1e6:.1f} MB, "
        + ("installed" if row["installed"] else f"not installed (run: faceid models fetch {row['name']})")
        for row, source in zip(rows, SOURCES.values(), strict=True)
    ]
    console.result({"models": rows}, "\n".join(lines))


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
