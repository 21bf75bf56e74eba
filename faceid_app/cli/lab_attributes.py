"""`faceid lab attributes`: trains, measures and asks networks for the age and the gender presentation of faces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__
from faceid_app.camera.pixels import read_picture
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports
from faceid_app.errors import FaceIdError, UsageError
from faceid_app.evaluation.attribute_section import (
    data_section,
    documents_section,
    judged_sections,
    network_section,
    published_section,
    samples_section,
)
from faceid_app.guard.artificial import open_artificial
from faceid_app.identity.attribute_options import NETWORKS, AttributeOptions, AttributeSource
from faceid_app.identity.insights import (
    SHIPPED_ATTRIBUTES,
    Insight,
    PictureInsight,
    Presentation,
    insight_of_picture,
    open_attributes,
)
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.progress import never
from faceid_app.reports.report import Report, Section, check_target
from faceid_app.workers.attributes import evaluate_attributes, train_attributes

_BASE = AttributeOptions()

Data = Annotated[Path | None, typer.Option(help="Folder of UTKFace: names are age_gender_ethnicity_date.")]
Csv = Annotated[
    Path | None, typer.Option(help="CSV with age, ethnicity, gender, img_name, pixels (48x48), in place of --data.")
]
Model = Annotated[Path | None, typer.Option(help="Folder of a trained network instead of the program's own.")]
SplitSeed = Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, help="Of the split 70/30, and of all drawn.")]


def register(lab: typer.Typer) -> None:
    """Add the topic of this module."""
    topic = typer.Typer(help="Age, gender presentation and, in the study only, ethnicity of faces.")
    topic.command("train")(train)
    topic.command("evaluate")(evaluate)
    topic.command("judge")(judge)
    lab.add_typer(topic, name="attributes")


def train(
    context: typer.Context,
    data: Data = None,
    csv: Csv = None,
    network: Annotated[
        list[str] | None, typer.Option(help=f"Of: {', '.join(NETWORKS)}; several times. Default: all.")
    ] = None,
    document_epochs: Annotated[int, typer.Option(help="Of the documents' networks.")] = _BASE.document_epochs,
    epochs: Annotated[int, typer.Option(help="Of the others.")] = _BASE.epochs,
    batch: Annotated[int, typer.Option(help="Faces of one step.")] = _BASE.batch,
    learning_rate: Annotated[float, typer.Option(help="The highest.")] = _BASE.learning_rate,
    width: Annotated[int, typer.Option(help="Units between features and answers.")] = _BASE.width,
    dropout: Annotated[float, typer.Option(help="Before the last layer.")] = _BASE.dropout,
    seed: SplitSeed = _BASE.seed,
    to: Annotated[Path | None, typer.Option("--to", help="Folder for the network on maps, as it ships.")] = None,
    report: Reports = None,
) -> None:
    """Train the documents' networks and those on the backbone; an interrupted run goes on when it is started again."""
    for target in report or []:
        check_target(target)
    options = AttributeOptions(
        networks=tuple(network or NETWORKS),
        document_epochs=document_epochs,
        epochs=epochs,
        batch=batch,
        learning_rate=learning_rate,
        width=width,
        dropout=dropout,
        seed=seed,
    )
    console: Console = context.obj
    with console.progress() as progress:
        told = train_attributes(
            console.paths, source=_source(data, csv), options=options, target=to, report=progress, is_cancelled=never
        )
    _write(console, training_report(told), report, f"Trained in {told['seconds']:.0f} s.")


def evaluate(
    context: typer.Context,
    data: Data = None,
    csv: Csv = None,
    model: Model = None,
    seed: SplitSeed = _BASE.seed,
    report: Reports = None,
) -> None:
    """Judge the test side of a data set with a network as it ships, and report rates, errors and calibration."""
    for target in report or []:
        check_target(target)
    console: Console = context.obj
    with console.progress() as progress:
        told = evaluate_attributes(
            console.paths, source=_source(data, csv), model=model, seed=seed, report=progress, is_cancelled=never
        )
    _write(console, evaluation_report(told), report, "")


def judge(
    context: typer.Context,
    pictures: Annotated[list[Path], typer.Argument(metavar="PICTURE...", help="Picture files.")],
    model: Model = None,
) -> None:
    """Say of pictures what age and gender presentation their face seems to have, or that it is unsure."""
    console: Console = context.obj
    network, kinds = open_attributes(model or SHIPPED_ATTRIBUTES), open_artificial()
    answers: list[dict[str, Any]] = []
    lines = []
    for path in pictures:
        try:
            told: PictureInsight = insight_of_picture(read_picture(path), network, kinds)
        except FaceIdError as error:
            answers.append({"picture": str(path), "error": str(error)})
            lines.append(f"{path}: {error}")
            continue
        one = told.insight
        age = None if one.age is None else {"mean": round(one.age.mean, 1), "low": one.age.low, "high": one.age.high}
        answers.append(
            {
                "picture": str(path), "age": age, "gender_presentation": one.presentation.value,
                "probability": round(one.probability, 4), "limit": network.limit, "faces": told.faces,
            }
        )  # fmt: skip
        lines.append(f"{path}: {sentence(one, told.faces)}")
    if all("error" in one for one in answers):
        raise UsageError("{lines}", lines="; ".join(lines))
    console.result({"pictures": answers}, "\n".join(lines))


def sentence(told: Insight, faces: int) -> str:
    """What a person is told of a face."""
    age = "age unsure" if told.age is None else f"age {told.age.low} to {told.age.high}, about {told.age.mean:.0f}"
    sure = told.presentation is not Presentation.UNSURE
    presents = (
        f"presents as {told.presentation.value}, {told.probability:.0%}" if sure else "gender presentation unsure"
    )
    return f"{age}; {presents}" + (f"; the largest of {faces} faces" if faces > 1 else "")


def training_report(told: dict[str, Any]) -> Report:
    """The report of a training; times are not in it."""
    sections: list[Section] = [data_section(told["data"], told["leaks"]), published_section(told)]
    if "documents" in told:
        sections.append(documents_section(told["documents"]))
    for name, one in told["networks"].items():
        sections.append(network_section(name, one))
        sections += judged_sections(f"Layers on {name}", one["all"], one["calibration"])
    if "card" in told:
        sections += judged_sections("As it ships", told["card"]["test"], told["card"]["calibration"])
    if "samples" in told:
        sections.append(samples_section(told["samples"]))
    about = _about(told, f"seed {told['options']['seed']}")
    return Report("Attributes of faces", about, tuple(sections), _counted(told))


def evaluation_report(told: dict[str, Any]) -> Report:
    """The report of a network on the test side."""
    sections = (
        data_section(told["data"], None),
        *judged_sections("As it ships", told["test"], told["card"]["calibration"]),
        samples_section(told["samples"]),
    )
    return Report("Attributes of faces", _about(told, told["card"]["title"]), sections, _counted(told))


def _about(told: dict[str, Any], network: str) -> dict[str, str]:
    return {
        "data": f"digest {told['data']['digest'][:16]}",
        "network": network,
        "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}",
    }


def _counted(told: dict[str, Any]) -> dict[str, Any]:
    """Figures without pictures and times: JSON is for numbers that are the same again."""
    figures = {key: value for key, value in told.items() if key not in ("samples", "seconds", "card")}
    timed = ("misjudged", "seconds", "milliseconds")
    for part in ("documents", "networks"):
        if part in figures:
            figures[part] = {
                name: {key: value for key, value in one.items() if key not in timed}
                for name, one in figures[part].items()
            }
    if "card" in told:
        figures["as_it_ships"] = {key: told["card"][key] for key in ("test", "calibration", "parameters", "bytes")
                                  if key in told["card"]}  # fmt: skip
    return figures


def _source(data: Path | None, csv: Path | None) -> AttributeSource:
    return AttributeSource(data=None if data is None else str(data), csv=None if csv is None else str(csv))


def _write(console: Console, written: Report, targets: list[Path] | None, last: str) -> None:
    for target in targets or []:
        written.save(target)
    console.result(json.loads(written.to_json()), f"{written.to_text()}\n{last}".rstrip())
