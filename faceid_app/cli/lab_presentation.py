"""`faceid lab presentation`: teaches the passive guard, and reports what it is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports, Seed
from faceid_app.evaluation.presentation_section import presentation_sections
from faceid_app.guard.shipped import SHIPPED_GUARDS, load_guard_model
from faceid_app.identity.guard_clips import judge_clips
from faceid_app.progress import never
from faceid_app.reports.report import Report, check_target
from faceid_app.workers.laboratory import train_passive_guard

_NAME = "presentation"
topic = typer.Typer(help="The passive guard against prints and screens.")


def register(lab: typer.Typer) -> None:
    """Add the commands of this module."""
    lab.add_typer(topic, name=_NAME)


@topic.callback()
def _topic() -> None:
    """Keeps `presentation` a topic with commands below it."""


@topic.command("train")
def train(
    context: typer.Context,
    live: Annotated[Path, typer.Option(help="Folder of webcam pictures of live people, named person_…")],
    prints: Annotated[Path, typer.Option(help="Folder of webcam pictures of prints, named person_…")],
    lfw: Annotated[Path, typer.Option(help="Folder of LFW, deep-funneled, of which attacks are rendered.")],
    photographs: Annotated[
        Path,
        typer.Option(help="Folder of pictures of live people; of them only the limit is learned, from half."),
    ],
    people: Annotated[int, typer.Option(help="People of LFW that are rendered.", min=10)] = 5700,
    judged: Annotated[int, typer.Option(help="So many of them are judged on; from the others all learn.", min=5)] = 600,
    cuts: Annotated[int, typer.Option(help="Frames of each webcam picture.", min=1)] = 2,
    first: Annotated[
        int, typer.Option(help="Batches, of 64 views, that a network learns from those who are not judged.", min=1)
    ] = 12000,
    steps: Annotated[int, typer.Option(help="Batches that each network learns after that.", min=1)] = 800,
    seed: Seed = 0,
    target: Annotated[Path, typer.Option("--to", help="Folder to make, or to replace.")] = SHIPPED_GUARDS / _NAME,
    report: Reports = None,
) -> None:
    """Teach the network and the fusion, judge them on people they never saw, and write them as they ship.

    Interrupted, the same command goes on with the networks that were finished.
    """
    for file in report or []:
        check_target(file)
    console: Console = context.obj
    options = {
        "live": live, "prints": prints, "lfw": lfw, "photographs": photographs, "people": people, "judged": judged,
        "cuts": cuts, "first": first, "steps": steps, "seed": seed,
    }  # fmt: skip
    with console.progress() as progress:
        card = train_passive_guard(
            console.paths, options=options, target=target, report=progress, is_cancelled=never
        )  # fmt: skip
    _tell(console, card, None, report, f"\nTaught in {card['seconds']:.0f} s.")


@topic.command("evaluate")
def evaluate(
    context: typer.Context,
    clip: Annotated[
        list[Path] | None, typer.Option("--clip", help="A video to judge as a camera; may be given several times.")
    ] = None,
    report: Reports = None,
) -> None:
    """Report what the shipped guard reached on people it never learned from, and what it says of clips."""
    for file in report or []:
        check_target(file)
    console: Console = context.obj
    card = json.loads(load_guard_model(_NAME)["card.json"])
    clips = None
    if clip:
        with console.progress() as progress:
            clips = judge_clips(clip, report=progress, is_cancelled=never)
    _tell(console, card, clips, report, "")


def _tell(
    console: Console, card: dict[str, Any], clips: dict[str, Any] | None, targets: list[Path] | None, after: str
) -> None:
    about = {
        "data": "; ".join(f"{source}: {told['people']:,} people" for source, told in card["data"].items()),
        "seed": str(card["options"]["seed"]),
        "program": f"faceid-app {__version__}",
    }
    figures = {name: value for name, value in card.items() if name != "seconds"}
    if clips is not None:
        figures["clips"] = clips
    written = Report("The passive guard", about, presentation_sections(card, clips), figures)
    for target in targets or []:
        written.save(target)
    console.result(json.loads(written.to_json()), written.to_text() + after)
