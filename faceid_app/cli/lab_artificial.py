"""`faceid lab artificial`: trains, measures and asks networks that tell photographs of faces from artificial ones."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__, strict_json
from faceid_app.camera.pixels import read_picture
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports, Seed
from faceid_app.errors import FaceIdError, UsageError
from faceid_app.evaluation.artificial_comparisons import comparison_rows, comparisons_of, markdown
from faceid_app.evaluation.artificial_section import (
    comparison_section,
    data_section,
    published_section,
    test_sections,
    training_section,
)
from faceid_app.guard.artificial import open_artificial
from faceid_app.identity.artificial_judging import FaceOfPicture, face_of_picture
from faceid_app.identity.artificial_options import (
    AUGMENTATIONS,
    BACKBONES,
    IMAGENET,
    LOSSES,
    OPTIMIZERS,
    Arm,
    ArtificialOptions,
    ablations,
    single,
)
from faceid_app.identity.artificial_source import ArtificialSource
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.progress import never
from faceid_app.reports.report import Report, check_target
from faceid_app.workers.artificial_faces import evaluate_artificial, put_beside, train_artificial

_BASE = ArtificialOptions()
_SMALL_EPOCHS, _SMALL_PICTURES = 3, 2400
"""What comparisons take where nothing is said: some minutes each on two cores."""

Data = Annotated[
    Path | None, typer.Option(help="Folder with real_ciplab, edited_ciplab, gan_stylegan, sketch, sketch_photo, anime.")
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="NAME=FOLDER: pictures of that kind; may be given several times.")
]
Photographs = Annotated[
    list[Path] | None, typer.Option(help="Folder of further photographs (LFW, UTKFace, CelebA); several times.")
]
Most = Annotated[int, typer.Option(help="Pictures taken of each folder.")]
Model = Annotated[Path | None, typer.Option(help="Folder of a trained network instead of the program's own.")]


def register(lab: typer.Typer) -> None:
    """Add the topic of this module."""
    topic = typer.Typer(help="Photographs of faces, or artificial ones: anime, sketches, edited, generated.")
    topic.command("train")(train)
    topic.command("evaluate")(evaluate)
    topic.command("judge")(judge)
    topic.command("card")(card)
    lab.add_typer(topic, name="artificial")


def train(
    context: typer.Context,
    data: Data = None,
    kind: Kinds = None,
    photographs: Photographs = None,
    most: Most = 2000,
    backbone: Annotated[str, typer.Option(help=f"One of: {', '.join(BACKBONES)}.")] = _BASE.backbone,
    weights: Annotated[
        str | None,
        typer.Option(help=f"Keras weights file of the backbone, or {IMAGENET!r} to fetch those of resnet50."),
    ] = None,
    loss: Annotated[str, typer.Option(help=f"One of: {', '.join(LOSSES)}.")] = _BASE.loss,
    smoothing: Annotated[float, typer.Option(help="Of labels, in cross-entropy.")] = _BASE.smoothing,
    optimizer: Annotated[str, typer.Option(help=f"One of: {', '.join(OPTIMIZERS)}.")] = _BASE.optimizer,
    learning_rate: Annotated[float | None, typer.Option(help="The highest. Default: a range test chooses it.")] = None,
    group_factor: Annotated[
        float, typer.Option(help="Each group of layers learns so many times as fast as the one behind it.")
    ] = _BASE.group_factor,
    weight_decay: Annotated[float, typer.Option(help="Of all weights.")] = _BASE.weight_decay,
    augment: Annotated[
        list[str] | None, typer.Option(help=f"Of: {', '.join(AUGMENTATIONS)}; several times. Default: all.")
    ] = None,
    synthetic_share: Annotated[
        float, typer.Option(help="Share of the sketches that a filter makes of photographs.")
    ] = _BASE.synthetic_share,
    epochs: Annotated[int | None, typer.Option(help=f"Default: {_BASE.epochs}.")] = None,
    epoch_pictures: Annotated[int | None, typer.Option(help=f"Default: {_BASE.epoch_pictures}.")] = None,
    batch: Annotated[int, typer.Option(help="Pictures of one step.")] = _BASE.batch,
    seed: Seed = 0,
    compare: Annotated[bool, typer.Option("--ablations", help="Repeat the documents' comparisons, small.")] = False,
    leave_out: Annotated[
        list[str] | None, typer.Option(help="Learn without this source and judge it; each given is one training.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Folder for the trained network.")] = None,
    weights_to: Annotated[
        Path | None, typer.Option(help="File for what the backbone learned, for a later --weights: NAME.weights.h5.")
    ] = None,
    report: Reports = None,
) -> None:
    """Train a network that tells kinds of faces, or the documents' ablations."""
    for target in report or []:
        check_target(target)
    small = compare or bool(leave_out)
    options = replace(
        _BASE,
        backbone=backbone,
        weights=weights if weights in (None, IMAGENET) else str(Path(str(weights)).resolve()),
        loss=loss,
        smoothing=smoothing,
        optimizer=optimizer,
        learning_rate=learning_rate,
        group_factor=group_factor,
        weight_decay=weight_decay,
        augment=tuple(augment or _BASE.augment),
        synthetic_share=synthetic_share,
        epochs=epochs or (_SMALL_EPOCHS if small else _BASE.epochs),
        epoch_pictures=epoch_pictures or (_SMALL_PICTURES if small else _BASE.epoch_pictures),
        batch=batch,
        seed=seed,
    )
    arms = ablations(options) if compare else () if leave_out else (single(options),)
    arms += tuple(Arm(f"without {one}", replace(options, leave_out=one), "not tried") for one in leave_out or ())
    console: Console = context.obj
    with console.progress() as progress:
        told = train_artificial(
            console.paths,
            source=_source(data, kind, photographs, most),
            arms={arm.name: arm.options for arm in arms},
            target=to,
            weights_to=weights_to,
            report=progress,
            is_cancelled=never,
        )
    written = training_report(told, arms)
    _write(console, written, report, f"Trained in {sum(told['seconds'].values()):.0f} s.")


def evaluate(
    context: typer.Context,
    data: Data = None,
    kind: Kinds = None,
    photographs: Photographs = None,
    most: Most = 2000,
    model: Model = None,
    report: Reports = None,
) -> None:
    """Judge the pictures that nothing was learned from, and report rates, confusion, and what was misjudged."""
    for target in report or []:
        check_target(target)
    console: Console = context.obj
    with console.progress() as progress:
        told = evaluate_artificial(
            console.paths, source=_source(data, kind, photographs, most), model=model, report=progress
        )
    _write(console, evaluation_report(told), report, "")


def card(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of a trained network.")],
    beside: Annotated[list[Path], typer.Option(help="JSON report of trainings to stand beside it; several times.")],
) -> None:
    """Put other trainings into the card of a network, in place of those that stood there."""
    console: Console = context.obj
    trainings = [one for path in beside for one in comparisons_of(_figures(path))]
    put_beside(model, trainings)
    columns, rows = comparison_rows(trainings)
    console.result({"beside": trainings}, markdown(columns, rows))


def _figures(path: Path) -> dict[str, Any]:
    try:
        report = strict_json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError("The report {path} cannot be read: {why}", path=repr(str(path)), why=str(error)) from error
    figures = report.get("figures") if isinstance(report, dict) else None
    return figures if isinstance(figures, dict) else {}


def judge(
    context: typer.Context,
    pictures: Annotated[list[Path], typer.Argument(metavar="PICTURE...", help="Picture files.")],
    whole: Annotated[
        bool, typer.Option("--whole", help="Take a picture without a found face as a face that fills it.")
    ] = False,
    model: Model = None,
) -> None:
    """Say of pictures what kind of face is on them, or that it is unsure."""
    console: Console = context.obj
    network = open_artificial() if model is None else open_artificial(folder=model.parent, name=model.name)
    answers: list[dict[str, Any]] = []
    lines = []
    for path in pictures:
        try:
            face: FaceOfPicture = face_of_picture(read_picture(path), whole=whole)
        except FaceIdError as error:
            answers.append({"picture": str(path), "error": str(error)})
            lines.append(f"{path}: {error}")
            continue
        told = network.judge(face.aligned)
        answers.append(
            {
                "picture": str(path), "kind": told.kind, "most_probable": told.probable, "limit": told.limit,
                "probability": round(told.probability, 4), "face_found": face.found, "faces": face.faces,
                "probabilities": {name: round(value, 4) for name, value in told.probabilities.items()},
            }
        )  # fmt: skip
        lines.append(f"{path}: {sentence(told.kind, told.probable, told.probability, told.limit)}")
    if all("error" in one for one in answers):
        raise UsageError("{lines}", lines="; ".join(lines))
    console.result({"pictures": answers}, "\n".join(lines))


def sentence(kind: str, probable: str, probability: float, limit: float) -> str:
    """What a person is told of a judgement."""
    if kind == probable:
        return f"{kind}, probability {probability:.0%}"
    return f"unsure; most probably {probable}, but only {probability:.0%} (limit {limit:.0%})"


def training_report(told: dict[str, Any], arms: tuple[Arm, ...]) -> Report:
    """The report of one training, or of several compared; times are not in it."""
    base = told["arms"][arms[0].name]
    about = _about(told, f"{base['options']['backbone']}, seed {base['options']['seed']}")
    figures = {
        "data": told["data"],
        "documents": {arm.name: arm.theirs for arm in arms},
        "trainings": {name: _counted(one) for name, one in told["arms"].items()},
    }
    if len(arms) > 1 or arms[0].options.leave_out:
        section = comparison_section(comparisons_of(figures))
        return Report("Comparing trainings on artificial faces", about, (data_section(told["data"]), section), figures)
    sections = (
        data_section(told["data"]),
        training_section(base),
        *test_sections(base["test"], base["calibration"]),
        published_section(base["test"]),
    )
    return Report("Training on artificial faces", about, sections, figures)


def evaluation_report(told: dict[str, Any]) -> Report:
    """The report of a network on the test pictures."""
    card = told["card"]
    sections = (
        data_section(told["data"]),
        *test_sections(told["test"], card["calibration"]),
        published_section(told["test"]),
    )
    figures = _counted({"data": told["data"], "test": told["test"]})
    return Report("Kinds of faces", _about(told, card["options"]["backbone"]), sections, figures)


def _about(told: dict[str, Any], network: str) -> dict[str, str]:
    return {
        "data": f"digest {told['data']['digest'][:16]}",
        "network": network,
        "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}",
    }


def _counted(arm: dict[str, Any]) -> dict[str, Any]:
    """Figures without pictures: JSON is for numbers."""
    parts: dict[str, Any] = {name: dict(arm[name]) for name in ("test", "left_out") if name in arm}
    for part in parts.values():
        part["misjudged"] = [
            {key: value for key, value in one.items() if key != "picture"} for one in part["misjudged"]
        ]
    return {**arm, **parts}


def _source(data: Path | None, kinds: list[str] | None, photographs: list[Path] | None, most: int) -> ArtificialSource:
    named = []
    for given in kinds or ():
        name, separator, folder = given.partition("=")
        if not separator or not folder:
            raise UsageError(f"--kind needs NAME=FOLDER and cannot be {given!r}.")
        named.append((name, folder))
    text = None if data is None else str(data)
    return ArtificialSource(data=text, kinds=tuple(named), photographs=tuple(map(str, photographs or ())), most=most)


def _write(console: Console, written: Report, targets: list[Path] | None, last: str) -> None:
    for target in targets or []:
        written.save(target)
    console.result(json.loads(written.to_json()), f"{written.to_text()}\n{last}".rstrip())
