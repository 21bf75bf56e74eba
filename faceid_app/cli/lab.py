"""`faceid lab`: the laboratory, where backbones are made and put together. Each command is a module of its own."""

from __future__ import annotations

import typer

from faceid_app.cli import (
    lab_arcface,
    lab_artificial,
    lab_attributes,
    lab_bundle,
    lab_distil,
    lab_duplicates,
    lab_eyes,
    lab_identify,
    lab_presentation,
)

lab = typer.Typer(help="Make backbones: for those who change the program's networks, not for using it.")


def register(app: typer.Typer) -> None:
    """Add the topic with the commands of all its modules."""
    lab_bundle.register(lab)
    lab_distil.register(lab)
    lab_arcface.register(lab)
    lab_artificial.register(lab)
    lab_presentation.register(lab)
    lab_eyes.register(lab)
    lab_attributes.register(lab)
    lab_identify.register(lab)
    lab_duplicates.register(lab)
    app.add_typer(lab, name="lab")


@lab.callback()
def _topic() -> None:
    """Keeps `lab` a topic with commands below it."""
