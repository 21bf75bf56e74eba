"""`faceid lab arcface`: trains an embedding on pictures of people as the source document did, or its comparisons."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports, Seed
from faceid_app.evaluation.arcface_comparison import ComparedArm, comparison_section
from faceid_app.evaluation.arcface_section import arcface_sections
from faceid_app.identity.arcface_comparisons import BASE, GROUPS, Arm, arms_of, describe
from faceid_app.identity.arcface_options import (
    AUGMENTATIONS,
    BACKBONES,
    BACKENDS,
    DOCUMENT_AUGMENTATIONS,
    LOSSES,
    NONE,
    OPTIMIZERS,
    SCHEDULES,
    WAYS,
    ArcfaceOptions,
    FaceSource,
)
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.progress import never
from faceid_app.reports.report import Report, Section, check_target
from faceid_app.workers.laboratory import train_arcface

_DOCUMENT = ArcfaceOptions()
_SMALL_SOURCE = {"most_people": 40, "most_pictures": 12}
_SMALL = ArcfaceOptions(backbone="resnet18", size=56, way=NONE, epochs=2, epoch_pictures=320)
"""What a comparison takes where nothing is said: minutes on two cores."""


def _one_of(values: tuple[str, ...]) -> str:
    return f"One of: {', '.join(values)}."


@dataclass(frozen=True, slots=True)
class _Task:
    """What is trained on what, and where checkpoints and network go."""

    source: FaceSource
    arms: tuple[Arm, ...]
    resume: bool
    backup: Path | None
    model: Path | None
    backend: str | None


def register(lab: typer.Typer) -> None:
    """Add the command of this module."""
    lab.command("arcface")(arcface)


def arcface(
    context: typer.Context,
    people: Annotated[Path | None, typer.Option(help="Folder of people: one folder of pictures each.")] = None,
    lfw: Annotated[Path | None, typer.Option(help="Folder of LFW, instead of --people.")] = None,
    aligned: Annotated[
        list[Path] | None, typer.Option(help="Folder of faces aligned to 112x112; may be given several times.")
    ] = None,
    identities: Annotated[
        Path | None, typer.Option(help="Who is on the aligned faces: lines 'picture number', as CelebA's.")
    ] = None,
    pairs_file: Annotated[
        Path | None, typer.Option(help="A pairs.txt: nobody in it is learned from, they are verified with.")
    ] = None,
    most_people: Annotated[int | None, typer.Option(help="People in all.")] = None,
    most_pictures: Annotated[int | None, typer.Option(help="Pictures of each person.")] = None,
    least_pictures: Annotated[int, typer.Option(help="People with fewer are not learned from.")] = 4,
    unseen_share: Annotated[float, typer.Option(help="Share of the people held out for verification.")] = 0.2,
    validation_share: Annotated[float, typer.Option(help="Share of the others' pictures held out.")] = 0.15,
    backbone: Annotated[str | None, typer.Option(help=f"{_one_of(BACKBONES)} Default: {_DOCUMENT.backbone}.")] = None,
    weights: Annotated[Path | None, typer.Option(help="Keras weights file of the backbone to start from.")] = None,
    size: Annotated[int | None, typer.Option(help=f"Side of a face in pixels. Default: {_DOCUMENT.size}.")] = None,
    embedding: Annotated[int, typer.Option(help="Numbers a face.")] = _DOCUMENT.embedding,
    embedding_layers: Annotated[int, typer.Option(help="Linear layers of the embedding.")] = 1,
    loss: Annotated[str, typer.Option(help=_one_of(LOSSES))] = _DOCUMENT.loss,
    scale: Annotated[float, typer.Option(help="s of ArcFace.")] = _DOCUMENT.scale,
    margin: Annotated[float, typer.Option(help="m of ArcFace, radians.")] = _DOCUMENT.margin,
    optimizer: Annotated[str, typer.Option(help=_one_of(OPTIMIZERS))] = _DOCUMENT.optimizer,
    learning_rate: Annotated[float, typer.Option(help="The highest.")] = _DOCUMENT.learning_rate,
    weight_decay: Annotated[float, typer.Option(help="Of all weights.")] = _DOCUMENT.weight_decay,
    schedule: Annotated[str, typer.Option(help=_one_of(SCHEDULES))] = _DOCUMENT.schedule,
    restart_epochs: Annotated[int, typer.Option(help="T0 of the warm restarts.")] = _DOCUMENT.restart_epochs,
    restart_factor: Annotated[int, typer.Option(help="How much longer each turn is.")] = _DOCUMENT.restart_factor,
    lowest_rate: Annotated[float, typer.Option(help="eta_min of the warm restarts.")] = _DOCUMENT.lowest_rate,
    freeze: Annotated[int, typer.Option(help="Epochs in which the backbone does not learn.")] = 0,
    unfreeze_every: Annotated[
        int, typer.Option(help="Then one block more learns every so many epochs; 0 lets all learn.")
    ] = 0,
    augment: Annotated[
        list[str] | None,
        typer.Option(
            help=f"{_one_of(AUGMENTATIONS)} May be given several times. Default: {', '.join(DOCUMENT_AUGMENTATIONS)}."
        ),
    ] = None,
    augment_way: Annotated[
        str | None,
        typer.Option(help=f"{_one_of(WAYS)} single: a copy of the set for each; combined: all on one picture."),
    ] = None,
    epoch_pictures: Annotated[int | None, typer.Option(help="The most pictures an epoch takes.")] = None,
    batch: Annotated[int, typer.Option(help="Pictures of one step.")] = _DOCUMENT.batch,
    epochs: Annotated[int | None, typer.Option(help=f"Default: {_DOCUMENT.epochs}.")] = None,
    seed: Seed = 0,
    device: Annotated[str | None, typer.Option(help=f"Keras backend, {_one_of(BACKENDS)}")] = None,
    backup: Annotated[Path | None, typer.Option(help="Folder of the checkpoints.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the checkpoints.")] = False,
    to: Annotated[Path | None, typer.Option("--to", help="File for the trained network, .keras.")] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Repeat comparisons of the document, small: {', '.join(GROUPS)} or all; may be given several times."
        ),
    ] = None,
    report: Reports = None,
) -> None:
    """Train an embedding with ArcFace or cross-entropy, and verify people it has never seen with it."""
    for target in report or []:
        check_target(target)
    start = _SMALL if compare else _DOCUMENT
    options = replace(
        start,
        backbone=backbone or start.backbone,
        weights=None if weights is None else str(weights.resolve()),
        size=size or start.size,
        embedding=embedding,
        embedding_layers=embedding_layers,
        loss=loss,
        scale=scale,
        margin=margin,
        optimizer=optimizer,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        schedule=schedule,
        restart_epochs=restart_epochs,
        restart_factor=restart_factor,
        lowest_rate=lowest_rate,
        frozen_epochs=freeze,
        unfreeze_every=unfreeze_every,
        augment=tuple(augment or start.augment),
        way=augment_way or start.way,
        epoch_pictures=epoch_pictures or start.epoch_pictures,
        batch=batch,
        epochs=epochs or start.epochs,
        seed=seed,
    )
    small = _SMALL_SOURCE if compare else {}
    source = FaceSource(
        people=_text(people or lfw),
        lfw=lfw is not None,
        aligned=tuple(map(str, aligned or ())),
        identities=_text(identities),
        pairs=_text(pairs_file),
        most_people=most_people or small.get("most_people"),
        most_pictures=most_pictures or small.get("most_pictures"),
        least_pictures=least_pictures,
        unseen_share=unseen_share,
        validation_share=validation_share,
        seed=seed,
    )
    groups = GROUPS if compare and "all" in compare else tuple(compare or ())
    arms = arms_of(options, groups) if compare else (Arm(BASE, BASE, options, "–"),)
    _run(context.obj, _Task(source, arms, resume, backup, to, device), targets=report or [])


def _run(console: Console, task: _Task, *, targets: list[Path]) -> None:
    with console.progress() as progress:
        told = train_arcface(
            console.paths,
            source=task.source,
            arms={arm.name: arm.options for arm in task.arms},
            resume=task.resume,
            backup=task.backup,
            model=task.model,
            backend=task.backend,
            report=progress,
            is_cancelled=never,
        )
    written = make_report(told, task.arms)
    for target in targets:
        written.save(target)
    seconds = sum(told["seconds"].values())
    console.result(json.loads(written.to_json()), f"{written.to_text()}\nTrained in {seconds:.0f} s.")


def make_report(told: dict[str, Any], arms: tuple[Arm, ...]) -> Report:
    """The report of one training, or of several compared; times are not in it."""
    base = arms[0]
    about = {
        "data": f"{told['data']['people'] + told['data']['unseen_people']:,} people, "
        f"digest {told['data']['digest'][:16]}",
        "training": describe(base.options),
        "seed": str(base.options.seed),
        "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}, Keras backend {told['backend']}",
    }
    figures = {"data": told["data"], "trainings": told["arms"]}
    sections: tuple[Section, ...]
    if len(arms) == 1:
        title, sections = "Training an embedding", arcface_sections(told["data"], told["arms"][base.name])
    else:
        compared = [ComparedArm(arm.group, arm.name, arm.theirs) for arm in arms]
        title = "Comparing trainings of an embedding"
        sections = (comparison_section(told["data"], compared, told["arms"]),)
    return Report(title, about, sections, figures)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
