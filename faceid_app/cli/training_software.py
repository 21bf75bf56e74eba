"""`faceid training`: the software that only training needs, where it is no part of the program."""

from __future__ import annotations

import typer

from faceid_app.cli.console import Console
from faceid_app.progress import never
from faceid_app.workers import training_software
from faceid_app.workers.training_environment import Place, find_place

training = typer.Typer(help="The software that only training needs: install, look, remove.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(training, name="training")


@training.command()
def install(context: typer.Context) -> None:
    """Install it into an environment of its own; uses the network, from the index that pip is set up for."""
    console: Console = context.obj
    place = find_place()
    if place in (Place.OWN, Place.APART):
        console.result({"place": place.value, "installed": False}, "Training is installed already.")
        return
    offered = training_software.offer()
    console.note(
        f"Installing {offered.packages} packages from {offered.index}, about {offered.download / 1e6:,.0f} MB, into "
        f"{offered.folder}, where they take about {offered.disk / 1e6:,.0f} MB; Ctrl-C cancels."
    )
    with console.progress() as report:
        training_software.install(report=report, is_cancelled=never)
    console.result(
        {"place": Place.APART.value, "installed": True, "folder": str(offered.folder)}, "Training is installed."
    )


@training.command()
def status(context: typer.Context) -> None:
    """Tell whether it is there, where, and how much it takes."""
    console: Console = context.obj
    found = training_software.status()
    words = {
        Place.OWN: "Training is part of this installation.",
        Place.APART: f"Training is installed in {found.folder} ({found.size / 1e6:,.0f} MB).",
        Place.OUTDATED: f"The training software in {found.folder} ({found.size / 1e6:,.0f} MB) was made for another "
        "version of this program; run: faceid training install.",
        Place.NOWHERE: "Training is not installed, and nothing but training needs it; run: faceid training install.",
    }
    console.result({"place": found.place.value, "folder": str(found.folder), "bytes": found.size}, words[found.place])


@training.command()
def remove(context: typer.Context) -> None:
    """Remove the environment that was made for it; models that were trained stay."""
    console: Console = context.obj
    size = training_software.remove()
    console.result(
        {"bytes": size},
        f"The training software is removed; {size / 1e6:,.0f} MB are free again." if size else "There was none.",
    )
