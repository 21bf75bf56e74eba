"""`faceid evaluate robustness` and `alignment`: what networks lose on bad pictures and on badly cut ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from faceid_app.cli import evaluation_speed
from faceid_app.cli.evaluation_task import Task
from faceid_app.cli.options import Backbones, LfwFolder, PairsFile, Reports, Seed
from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import PeopleIndex
from faceid_app.evaluation.alignment_ablation import measure_alignment
from faceid_app.evaluation.alignment_section import alignment_figures, alignment_section
from faceid_app.evaluation.comparisons import choose_comparisons
from faceid_app.evaluation.robustness import measure_robustness
from faceid_app.evaluation.robustness_section import robustness_figures, robustness_sections
from faceid_app.evaluation.turned_heads import measure_turned_heads
from faceid_app.evaluation.views import Networks
from faceid_app.identity.side_by_side import networks_of
from faceid_app.progress import Report as ProgressReport
from faceid_app.progress import never
from faceid_app.reports.report import Section

ROBUSTNESS_PAIRS = 300
"""About two minutes on two cores with a network of 3 ms, together with TURNED_PAIRS."""
TURNED_PAIRS = 2000
ALIGNMENT_PAIRS = 6000
"""All of View 2: about two minutes likewise."""


def register(evaluate: typer.Typer) -> None:
    """Add the commands of this module, and `speed`, to the topic."""
    evaluate.command("robustness")(robustness)
    evaluate.command("alignment")(alignment)
    evaluation_speed.register(evaluate)


def robustness(
    context: typer.Context,
    backbone: Backbones = None,
    lfw: LfwFolder = None,
    pairs_list: PairsFile = None,
    pairs: Annotated[
        int, typer.Option(min=20, max=6000, help="Pairs of View 2 whose first picture is distorted in every way.")
    ] = ROBUSTNESS_PAIRS,
    turned_pairs: Annotated[
        int, typer.Option(min=0, max=3000, help="Mated pairs to tell turned heads by; 0 leaves them out.")
    ] = TURNED_PAIRS,
    seed: Seed = 0,
    report: Reports = None,
) -> None:
    """Accuracy, TAR and FAR as pictures get worse: blur, noise, JPEG, darkness, few pixels, glasses, masks, turning."""
    task = Task.of(context.obj, names=backbone, lfw=lfw, pairs_list=pairs_list, reports=report)
    with task.console.progress() as progress:
        sections, figures = measure_robustness_report(
            networks_of(task.backbones),
            task.index,
            task.folds,
            pairs=pairs,
            turned_pairs=turned_pairs,
            seed=seed,
            report=progress,
        )
    about = {"pairs distorted": str(pairs), "mated pairs for turned heads": str(turned_pairs), "seed": str(seed)}
    task.write("Robustness", sections, {"robustness": figures}, about=about)


def alignment(
    context: typer.Context,
    backbone: Backbones = None,
    lfw: LfwFolder = None,
    pairs_list: PairsFile = None,
    pairs: Annotated[int, typer.Option(min=20, max=6000, help="Pairs of View 2.")] = ALIGNMENT_PAIRS,
    seed: Seed = 0,
    report: Reports = None,
) -> None:
    """What alignment is worth: the same pairs cut out by landmarks, by box, by the middle, by landmarks moved."""
    task = Task.of(context.obj, names=backbone, lfw=lfw, pairs_list=pairs_list, reports=report)
    with task.console.progress() as progress:
        sections, figures = measure_alignment_report(
            networks_of(task.backbones), task.index, task.folds, pairs=pairs, seed=seed, report=progress
        )
    about = {"pairs": str(pairs), "seed": str(seed)}
    task.write("Alignment", sections, {"alignment": figures}, about=about)


def measure_robustness_report(
    networks: Networks,
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    pairs: int,
    turned_pairs: int,
    seed: int,
    report: ProgressReport,
) -> tuple[tuple[Section, ...], dict[str, Any]]:
    """Measure robustness; its sections and figures."""
    chosen = choose_comparisons(index, folds, pairs=pairs, seed=seed)
    distorted = measure_robustness(chosen, networks, seed=seed, report=report, is_cancelled=never)
    turned = {}
    if turned_pairs:
        mated = choose_comparisons(index, folds, pairs=turned_pairs, seed=seed, mated_only=True)
        turned = measure_turned_heads(mated, networks, seed=seed, report=report, is_cancelled=never)
    return robustness_sections(distorted, turned), robustness_figures(distorted, turned)


def measure_alignment_report(
    networks: Networks,
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    pairs: int,
    seed: int,
    report: ProgressReport,
) -> tuple[tuple[Section, ...], dict[str, Any]]:
    """Measure what alignment is worth; its sections and figures."""
    chosen = choose_comparisons(index, folds, pairs=pairs, seed=seed)
    ways = measure_alignment(chosen, networks, seed=seed, report=report, is_cancelled=never)
    return (alignment_section(ways),), alignment_figures(ways)
