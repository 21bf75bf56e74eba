"""`faceid evaluate pairs`: every pair of LFW, compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.cli.options import Backbones, LfwFolder, Reports, Seed
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.people import PeopleIndex
from faceid_app.evaluation.all_pairs import RESAMPLES, measure_all_pairs
from faceid_app.evaluation.pairs_figures import NamedPairs, pairs_figures
from faceid_app.evaluation.pairs_section import pairs_section
from faceid_app.identity.backbones import DEFAULT_BACKBONE, Backbone, find_backbone
from faceid_app.identity.side_by_side import build_banks
from faceid_app.paths import Paths
from faceid_app.progress import Progress, never
from faceid_app.progress import Report as ProgressReport
from faceid_app.reports.report import Report, check_target


def register(evaluate: typer.Typer) -> None:
    """Add the command of this module to the topic."""
    evaluate.command("pairs")(pairs)


def pairs(
    context: typer.Context,
    backbone: Backbones = None,
    lfw: LfwFolder = None,
    seed: Seed = 0,
    resamples: Annotated[int, typer.Option(min=1, max=100_000, help="Of the identity bootstrap.")] = RESAMPLES,
    report: Reports = None,
) -> None:
    """Every pair of LFW: thresholds and TAR at FAR 1e-2 to 1e-6, intervals, suspected labels, closest strangers."""
    console: Console = context.obj
    targets = report or []
    for target in targets:
        check_target(target)
    backbones = [find_backbone(console.paths, name) for name in dict.fromkeys(backbone or [DEFAULT_BACKBONE])]
    index = LfwIndex.find(console.paths) if lfw is None else LfwIndex(lfw)
    with console.progress() as progress:
        named = measure_pairs(console.paths, backbones, index, seed=seed, resamples=resamples, report=progress)
    figures = {name: pairs_figures(one) for name, one in named.items()}
    written = Report("All pairs of LFW", _about(index, backbones, seed, resamples), (pairs_section(named),), figures)
    for target in targets:
        written.save(target)
    console.result(json.loads(written.to_json()), written.to_text())


def measure_pairs(
    paths: Paths,
    backbones: Sequence[Backbone],
    index: PeopleIndex,
    *,
    seed: int,
    resamples: int,
    report: ProgressReport,
) -> dict[str, NamedPairs]:
    """All pairs of `index` with each backbone, by its name. Embeddings come from the cache where they are there."""
    people = index.people()
    listed = [picture.relative_to(index.root).as_posix() for name in sorted(people) for picture in people[name]]
    banks = build_banks(paths, backbones, people, root=index.root, report=report, is_cancelled=never)
    found = {}
    for backbone in backbones:
        bank = banks[backbone.name]
        measured = measure_all_pairs(
            bank.embeddings,
            bank.person,
            seed=seed,
            resamples=resamples,
            report=_named(report, backbone.name) if len(backbones) > 1 else report,
            is_cancelled=never,
        )
        found[backbone.name] = NamedPairs(measured, [listed[row] for row in bank.picture], bank.without_face)
    return found


def _named(report: ProgressReport, backbone: str) -> ProgressReport:
    """Stages of several backbones bear their names, or the second would move the bars of the first."""

    def named(progress: Progress) -> None:
        report(replace(progress, stage=f"{backbone}: {progress.stage}"))

    return named


def _about(index: PeopleIndex, backbones: Sequence[Backbone], seed: int, resamples: int) -> dict[str, str]:
    return {
        "data": f"{len(index.pictures()):,} pictures of {len(index.people()):,} people",
        "backbones": ", ".join(f"{backbone.name} (sha256 {backbone.sha256})" for backbone in backbones),
        "seed": str(seed),
        "resamples": str(resamples),
        "program": f"faceid-app {__version__}",
    }
