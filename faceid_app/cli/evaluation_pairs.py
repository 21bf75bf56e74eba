"""`faceid evaluate pairs`: every pair of LFW, compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.cli.options import Backbones, LfwFolder, Reports, Seed
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.people import PeopleIndex
from faceid_app.evaluation.all_pairs import RESAMPLES
from faceid_app.evaluation.pairs_figures import pairs_figures
from faceid_app.evaluation.pairs_section import pairs_section
from faceid_app.identity.backbones import DEFAULT_BACKBONE, Backbone, find_backbone
from faceid_app.reports.report import Report, check_target
from faceid_app.workers.evaluating import keep_report, measure_pairs


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
    keep_report(console.paths, written)


def _about(index: PeopleIndex, backbones: Sequence[Backbone], seed: int, resamples: int) -> dict[str, str]:
    return {
        "data": f"{len(index.pictures()):,} pictures of {len(index.people()):,} people",
        "backbones": ", ".join(f"{backbone.name} (sha256 {backbone.sha256})" for backbone in backbones),
        "seed": str(seed),
        "resamples": str(resamples),
        "program": f"faceid-app {__version__}",
    }
