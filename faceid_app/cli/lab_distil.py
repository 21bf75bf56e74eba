"""`faceid lab distil`: makes the program's own backbone out of SFace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.datasets.lfw import LfwIndex, pairs_file
from faceid_app.progress import never
from faceid_app.workers.operations import distil_backbone


def register(lab: typer.Typer) -> None:
    """Add the command of this module."""
    lab.command("distil")(distil)


def distil(
    context: typer.Context,
    faces: Annotated[list[Path], typer.Option(help="Folder of aligned faces, 112x112; may be given several times.")],
    folder: Annotated[Path, typer.Option("--to", help="Folder for checkpoint and result; a run goes on from there.")],
    identities: Annotated[Path | None, typer.Option(help="File that says whose each picture is.")] = None,
    lfw: Annotated[Path | None, typer.Option(help="Folder of LFW; the installed one when not given.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="pairs.txt of View 2; the installed one when not given.")] = None,
    start: Annotated[
        Path | None, typer.Option(help="A .keras file to go on from; SFace pruned when not given.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Batches to learn from, in all.")] = 7000,
    batch: Annotated[int, typer.Option(min=2, max=4096, help="Faces of a batch.")] = 32,
    learning_rate: Annotated[float, typer.Option(min=1e-7, max=1.0)] = 1e-3,
    relational: Annotated[float, typer.Option(min=0.0, max=100.0, help="Weight of the relational loss.")] = 1.0,
    average: Annotated[float, typer.Option(min=0.0, max=0.99999, help="Momentum of the weights' average.")] = 0.999,
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Prune SFace, teach what is left by SFace on ever new views of faces, and make a universal head for it.

    Nobody of LFW's pairs is learned from. Interrupted, the same command goes on where the last checkpoint was made.
    """
    console: Console = context.obj
    job = {
        "faces": faces,
        "identities": identities,
        "lfw": LfwIndex.find(console.paths).root if lfw is None else lfw,
        "pairs": pairs_file(console.paths) if pairs is None else pairs,
        "start": start,
        "distillation": {
            "steps": steps, "batch": batch, "learning_rate": learning_rate, "relational": relational,
            "average": average, "seed": seed,
        },
    }  # fmt: skip
    with console.progress() as report:
        card = distil_backbone(console.paths, folder=folder, job=job, report=report, is_cancelled=never)
    console.result(card, _text(folder, card))


def _text(folder: Path, card: dict[str, Any]) -> str:
    before, after, teacher = (card["held_out_people"][name] for name in ("before", "after", "teacher"))
    lines = [
        f"Written to {folder}: {card['network']['parameters']:,} parameters, {card['training']['views']:,} views at "
        f"{card['training']['views_a_second']} a second.",
        f"Cosine to the teacher on held-out people: {before['cosine_to_teacher']:.4f} before, "
        f"{after['cosine_to_teacher']:.4f} after.",
    ]
    for ours, theirs in zip(after["points"], teacher["points"], strict=True):
        lines.append(
            f"FAR {ours['far']:g}: TAR {ours['tar']:.2%}, the teacher {theirs['tar']:.2%} "
            f"({after['genuine_pairs']:,} genuine and {after['impostor_pairs']:,} impostor pairs)"
        )
    return "\n".join(lines)
