"""`faceid lab eyes`: teaches the network that sees how far eyes are open, and watches it on clips."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import Seed
from faceid_app.guard.shipped import SHIPPED_GUARDS
from faceid_app.progress import never
from faceid_app.workers.laboratory import compare_eyes, train_eyes

_NAME = "eyes"
topic = typer.Typer(help="How far eyes are open, which the challenge 'blink twice' rests on.")
Teacher = Annotated[Path, typer.Option(help="The file iris_landmark.tflite of the package mediapipe 0.10.14.")]


def register(lab: typer.Typer) -> None:
    """Add the commands of this module."""
    lab.add_typer(topic, name=_NAME)


@topic.command("train")
def train(
    context: typer.Context,
    teacher: Teacher,
    lfw: Annotated[Path, typer.Option(help="Folder of LFW, whose eyes are learned from.")],
    pictures: Annotated[int, typer.Option(help="At most so many of its pictures; 0 for all.", min=0)] = 0,
    steps: Annotated[int, typer.Option(help="Batches of 96 eyes.", min=1)] = 5000,
    seed: Seed = 0,
    target: Annotated[Path, typer.Option("--to", help="Folder to make, or to replace.")] = SHIPPED_GUARDS / _NAME,
) -> None:
    """Teach the network, judge it on people it never saw, and write it as it ships."""
    console: Console = context.obj
    options = {"teacher": teacher, "lfw": lfw, "pictures": pictures, "steps": steps, "seed": seed}
    with console.progress() as progress:
        card = train_eyes(console.paths, options=options, target=target, report=progress, is_cancelled=never)
    held = card["held_out"]
    console.result(
        card,
        f"Taught in {card['seconds']:.0f} s: {card['parameters']:,} parameters. On {held['eyes']:,} eyes of people it "
        f"never saw openness differs by {held['error']:.3f} in the mean; of {held['closed']['n']:,} eyes closed by "
        f"rendering {held['closed']['told']:,} count as closed.",
    )


@topic.command("evaluate")
def evaluate(
    context: typer.Context,
    clips: Annotated[list[Path], typer.Argument(metavar="CLIP...", help="Videos to watch as a camera.")],
    teacher: Teacher,
) -> None:
    """Compare the shipped network with its teacher on clips: which blinks it finds."""
    console: Console = context.obj
    with console.progress() as progress:
        told = compare_eyes(console.paths, clips=clips, teacher=teacher, report=progress, is_cancelled=never)
    console.result(told, "\n".join(_line(name, one) for name, one in told.items()))


def _line(name: str, told: dict[str, Any]) -> str:
    if "blinks" not in told:
        return f"{name}: both eyes are seen in {told['seen']} of {told['frames']} frames, too few."
    return (
        f"{name}: eyes seen in {told['seen']} of {told['frames']} frames of {told['seconds']:.0f} s; openness goes "
        f"with the teacher's by {told['correlation']:.2f}; {told['found']} of {len(told['blinks'])} blinks found, "
        f"{len(told['extra'])} that the teacher does not see."
    )
