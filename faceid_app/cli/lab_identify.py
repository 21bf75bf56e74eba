"""`faceid lab identify`: repeats the source document's study of identification, beside ours, on one split."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports, Seed
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.errors import UsageError
from faceid_app.evaluation.identification_section import identification_sections, time_section, without_pictures
from faceid_app.identity.identify_options import (
    BRANCHES,
    CLASSIC_METHODS,
    IMAGENET,
    INCEPTIONS,
    LEAST_PICTURES,
    RANDOM,
    IdentifyOptions,
    IdentifySource,
)
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.progress import never
from faceid_app.reports.report import Report, check_target
from faceid_app.workers.identifying import study_identification

_OPTIONS = IdentifyOptions()
PRESET_LFW, PRESET_CELEBA, PRESET_CELEBA500 = PRESETS = ("lfw", "celeba", "celeba500")


def register(lab: typer.Typer) -> None:
    """Add the command of this module."""
    lab.command("identify")(identify)


def identify(
    context: typer.Context,
    preset: Annotated[
        str | None,
        typer.Option(
            help="lfw: the installed LFW, or that of --people. celeba: --aligned faces with --identities. celeba500: "
            "--people is a folder with celebA_imgs, celebA_anno.txt and celebA_train_split.txt."
        ),
    ] = None,
    people: Annotated[Path | None, typer.Option(help="Folder of people: one folder of pictures each.")] = None,
    aligned: Annotated[
        list[Path] | None, typer.Option(help="Folder of faces aligned to 112x112; may be given several times.")
    ] = None,
    identities: Annotated[
        Path | None, typer.Option(help="Who is on the aligned faces: lines 'picture number', as CelebA's.")
    ] = None,
    least_pictures: Annotated[
        int, typer.Option(help="Who has fewer is not in the gallery but a stranger.")
    ] = LEAST_PICTURES,
    most_people: Annotated[int | None, typer.Option(help="People in the gallery.")] = None,
    most_pictures: Annotated[int | None, typer.Option(help="Pictures of each of them.")] = None,
    most_strangers: Annotated[int | None, typer.Option(help="Pictures of strangers.")] = None,
    test_share: Annotated[float, typer.Option(help="Share of each person's pictures that judges.")] = 0.2,
    branch: Annotated[
        list[str] | None, typer.Option(help=f"Of: {', '.join(BRANCHES)}; may be given several times. Default: all.")
    ] = None,
    classic: Annotated[
        list[str] | None,
        typer.Option(help=f"Classic methods, of: {', '.join(CLASSIC_METHODS)}; several times. Default: all."),
    ] = None,
    hog: Annotated[
        bool, typer.Option("--hog", help="Add histograms of oriented gradients to the classic features.")
    ] = False,
    backbone: Annotated[
        list[str] | None, typer.Option(help="Backbones of this program; may be given several times.")
    ] = None,
    network: Annotated[
        list[str] | None,
        typer.Option(
            help=f"NAME=WEIGHTS of a frozen network, NAME of: {', '.join(INCEPTIONS)}; WEIGHTS a file, {RANDOM!r}, or "
            f"{IMAGENET!r} to fetch those of version 2. May be given several times."
        ),
    ] = None,
    size: Annotated[int, typer.Option(help="Side of a face for those networks.")] = _OPTIONS.size,
    rates: Annotated[tuple[float, float], typer.Option(help="Learning rates of the two phases.")] = _OPTIONS.rates,
    epochs: Annotated[tuple[int, int], typer.Option(help="Epochs of the two phases.")] = _OPTIONS.epochs,
    batch: Annotated[int, typer.Option(help="Features of one step.")] = _OPTIONS.batch,
    seed: Seed = 0,
    backup: Annotated[Path | None, typer.Option(help="Folder of finished methods and checkpoints.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from what an interrupted run finished.")] = False,
    report: Reports = None,
) -> None:
    """Tell people apart by classic features, by deep networks and by this program, and count who is taken for whom.

    Features are kept, so that an interrupted run loses at most some hundred pictures. A .html report holds pictures of
    the people; keep it as you keep the pictures.
    """
    for target in report or []:
        check_target(target)
    console: Console = context.obj
    source = _source(
        console, preset, people, aligned, identities,
        least_pictures=least_pictures, most_people=most_people, most_pictures=most_pictures,
        most_strangers=most_strangers, test_share=test_share, seed=seed,
    )  # fmt: skip
    options = IdentifyOptions(
        branches=tuple(branch or BRANCHES),
        classic=tuple(classic or CLASSIC_METHODS),
        gradients=hog,
        backbones=tuple(dict.fromkeys(backbone or _OPTIONS.backbones)),
        networks=tuple(map(_network, network or ())),
        size=size,
        rates=rates,
        epochs=epochs,
        batch=batch,
        seed=seed,
    )
    with console.progress() as progress:
        told = study_identification(
            console.paths, source=source, options=options, resume=resume, backup=backup, report=progress,
            is_cancelled=never,
        )  # fmt: skip
    written = make_report(told, options)
    for target in report or []:
        written.save(target)
    console.result(json.loads(written.to_json()), written.to_text())


def make_report(told: dict[str, Any], options: IdentifyOptions) -> Report:
    """The report of a study. Times are shown and are not in its figures."""
    about = {
        "data": f"{len(told['data']['names']):,} people, digest {told['data']['digest'][:16]}",
        "backbones": ", ".join(options.backbones),
        "seed": str(options.seed),
        "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}",
    }
    sections = (*identification_sections(told), time_section(told["seconds"]))
    return Report("Identification", about, sections, without_pictures(told))


def _source(
    console: Console,
    preset: str | None,
    people: Path | None,
    aligned: list[Path] | None,
    identities: Path | None,
    **numbers: Any,
) -> IdentifySource:
    if preset is not None and preset not in PRESETS:
        raise UsageError(f"There is no preset named {preset!r}; known are: {', '.join(PRESETS)}.")
    if preset == PRESET_LFW and people is None:
        people = LfwIndex.find(console.paths).root
    if preset == PRESET_CELEBA and not (aligned and identities):
        raise UsageError("The preset celeba needs --aligned, a folder of its faces, and --identities, its list.")
    if preset == PRESET_CELEBA500 and people is None:
        raise UsageError("The preset celeba500 needs --people, the folder that holds celebA_imgs and its two lists.")
    folder = None if people is None else str(people)
    layout = preset == PRESET_CELEBA500
    return IdentifySource(
        people=None if layout else folder,
        lfw=preset == PRESET_LFW,
        celeba500=folder if layout else None,
        aligned=tuple(map(str, aligned or ())),
        identities=None if identities is None else str(identities),
        **numbers,
    )


def _network(given: str) -> tuple[str, str]:
    name, separator, weights = given.partition("=")
    if not separator or not weights:
        raise UsageError(f"--network needs NAME=WEIGHTS and cannot be {given!r}.")
    return name, weights if weights in (RANDOM, IMAGENET) else str(Path(weights).resolve())
