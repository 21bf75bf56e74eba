"""`faceid lab distil` makes the program's own backbone out of SFace; `faceid lab distil-compare` tries how best to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports
from faceid_app.datasets.lfw import LfwIndex, pairs_file
from faceid_app.evaluation.distillation_section import distillation_section
from faceid_app.identity.backbones import COMPACT, KERAS_FILE, SHIPPED_MODELS
from faceid_app.identity.distillation_arms import AUGMENTATION, Arm, arms_of
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.progress import never
from faceid_app.reports.report import Report, check_target
from faceid_app.workers.laboratory import compare_distillations, distil_backbone

Faces = Annotated[list[Path], typer.Option(help="Folder of aligned faces, 112x112; may be given several times.")]
Identities = Annotated[Path | None, typer.Option(help="File that says whose each picture is.")]
Lfw = Annotated[Path | None, typer.Option(help="Folder of LFW; the installed one when not given.")]
Pairs = Annotated[Path | None, typer.Option(help="pairs.txt of View 2; the installed one when not given.")]
Batch = Annotated[int, typer.Option(min=2, max=4096, help="Faces of a batch.")]
LearningRate = Annotated[float, typer.Option(min=1e-7, max=1.0, help="The highest.")]
Cosine = Annotated[float, typer.Option(min=0.0, max=100.0, help="Weight of the loss by cosine to the teacher.")]
Relational = Annotated[float, typer.Option(min=0.0, max=100.0, help="Weight of the relational loss.")]
IdentityWeight = Annotated[
    float, typer.Option(min=0.0, max=100.0, help="Weight of ArcFace on faces whose person the identity file tells.")
]
Strength = Annotated[
    float, typer.Option("--augmentation", min=0.0, max=4.0, help="Strength of the augmentation; 0 for none.")
]
Average = Annotated[float, typer.Option(min=0.0, max=0.99999, help="Momentum of the weights' average.")]
SeedOption = Annotated[int, typer.Option(min=0)]
_WARM_UP = 200


def register(lab: typer.Typer) -> None:
    """Add the commands of this module."""
    lab.command("distil")(distil)
    lab.command("distil-compare")(distil_compare)


def distil(
    context: typer.Context,
    faces: Faces,
    folder: Annotated[Path, typer.Option("--to", help="Folder for checkpoint and result; a run goes on from there.")],
    identities: Identities = None,
    lfw: Lfw = None,
    pairs: Pairs = None,
    start: Annotated[
        Path | None, typer.Option(help="A .keras file to go on from; SFace pruned when not given.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Batches to learn from, in all.")] = 7000,
    batch: Batch = 32,
    learning_rate: LearningRate = 1e-3,
    cosine: Cosine = 1.0,
    relational: Relational = 1.0,
    identity_weight: IdentityWeight = 0.0,
    augmentation: Strength = 1.0,
    average: Average = 0.999,
    seed: SeedOption = 0,
) -> None:
    """Prune SFace, teach what is left by SFace on ever new views of faces, and make a universal head for it.

    Nobody of LFW's pairs is learned from. Interrupted, the same command goes on where the last checkpoint was made.
    """
    console: Console = context.obj
    job = {
        **_sources(console, faces, identities, lfw, pairs),
        "start": start,
        "augmentation": augmentation,
        "distillation": {
            "steps": steps, "batch": batch, "learning_rate": learning_rate, "cosine": cosine, "relational": relational,
            "identity": identity_weight, "average": average, "seed": seed,
        },
    }  # fmt: skip
    with console.progress() as report:
        card = distil_backbone(console.paths, folder=folder, job=job, report=report, is_cancelled=never)
    console.result(card, _text(folder, card))


def distil_compare(
    context: typer.Context,
    faces: Faces,
    folder: Annotated[
        Path, typer.Option("--to", help="Folder for checkpoints; an arm that ended there is not run again.")
    ],
    identities: Identities = None,
    lfw: Lfw = None,
    pairs: Pairs = None,
    start: Annotated[Path, typer.Option(help="A .keras file from which every arm begins.")] = SHIPPED_MODELS
    / COMPACT.name
    / KERAS_FILE,
    arm: Annotated[
        list[str] | None, typer.Option(help="An arm beside the base; may be given several times. Default: all.")
    ] = None,
    steps: Annotated[int, typer.Option(min=2, help="Batches of each arm.")] = 400,
    batch: Batch = 32,
    learning_rate: LearningRate = 1e-3,
    cosine: Cosine = 1.0,
    relational: Relational = 1.0,
    identity_weight: IdentityWeight = 0.0,
    augmentation: Strength = 1.0,
    average: Average = 0.999,
    seed: SeedOption = 0,
    report: Reports = None,
) -> None:
    """Distil in several ways, each different in one thing, and tell which is better on people held out.

    Interrupted, the same command goes on.
    """
    console: Console = context.obj
    for target in report or []:
        check_target(target)
    base = {
        "steps": steps, "batch": batch, "learning_rate": learning_rate, "warm_up": min(_WARM_UP, steps // 8),
        "cosine": cosine, "relational": relational, "identity": identity_weight, "average": average, "seed": seed,
        AUGMENTATION: augmentation,
    }  # fmt: skip
    arms = arms_of(base, tuple(arm or ()))
    sources = _sources(console, faces, identities, lfw, pairs)
    with console.progress() as progress:
        told = compare_distillations(
            console.paths, sources=sources, start=start, arms=arms, folder=folder, report=progress, is_cancelled=never
        )
    written = make_report(told, arms)
    for target in report or []:
        written.save(target)
    lines = [
        f"{name}: {one['seconds']:,} s, {one['views_a_second']} views a second, "
        + ("memory not told" if one["peak_memory_bytes"] is None else f"{one['peak_memory_bytes'] / 2**20:,.0f} MiB")
        for name, one in told["cost"].items()
    ]
    console.result(json.loads(written.to_json()) | {"cost": told["cost"]}, "\n".join([written.to_text(), *lines]))


def make_report(told: dict[str, Any], arms: tuple[Arm, ...]) -> Report:
    """The report of distillations compared; what they cost is not in it."""
    about = {
        "training": ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in arms[0].options.items()),
        "seed": str(arms[0].options["seed"]),
        "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}, {told['device']['title']}",
    }
    figures = {name: value for name, value in told.items() if name not in ("cost", "device")}
    return Report("Comparing distillations", about, (distillation_section(told),), figures)


def _sources(
    console: Console, faces: list[Path], identities: Path | None, lfw: Path | None, pairs: Path | None
) -> dict[str, Any]:
    return {
        "faces": faces,
        "identities": identities,
        "lfw": LfwIndex.find(console.paths).root if lfw is None else lfw,
        "pairs": pairs_file(console.paths) if pairs is None else pairs,
    }


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
