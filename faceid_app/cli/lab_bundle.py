"""`faceid lab bundle`: puts a backbone together as it comes with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.identity.backbones import COMPACT, SHIPPED_MODELS
from faceid_app.progress import never
from faceid_app.workers.laboratory import ship_backbone


def register(lab: typer.Typer) -> None:
    """Add the command of this module."""
    lab.command("bundle")(bundle)


def bundle(
    context: typer.Context,
    source: Annotated[
        Path, typer.Option("--from", help="Folder with backbone.tflite, backbone.keras, head.npz and card.json.")
    ],
    lfw: Annotated[Path | None, typer.Option(help="Folder of LFW; the installed one when not given.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="pairs.txt of View 2; the installed one when not given.")] = None,
    target: Annotated[Path, typer.Option("--to", help="Folder to make, or to replace.")] = SHIPPED_MODELS
    / COMPACT.name,
) -> None:
    """Add the strangers of LFW to a network and its head, measure what packing them does, write card and checksums."""
    console: Console = context.obj
    with console.progress() as report:
        told = ship_backbone(
            console.paths, source=source, lfw=lfw, pairs=pairs, target=target, report=report, is_cancelled=never
        )
    console.result(told, _text(target, told))


def _text(target: Path, told: dict[str, Any]) -> str:
    strangers, looks = told["strangers"], told["looks"]
    packing = strangers["packing"]
    return "\n".join(
        [
            f"Written to {target}:",
            *(f"  {name}: {size:,} bytes" for name, size in told["files"].items()),
            f"{strangers['pictures']:,} faces of {strangers['people']:,} strangers "
            f"({strangers['people_the_network_learned_from']:,} of whom it learned from; "
            f"{strangers['without_face']} pictures without a face), {looks['people']} of them through "
            f"{looks['looks']} looks.",
            f"Packing moves no threshold of {packing['users']} users by more than "
            f"{packing['largest_threshold_change']:.5f}; {packing['stranger_counts_changed']} stranger counts changed.",
        ]
    )
