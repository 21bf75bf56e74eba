"""`faceid evaluate all`: every measurement of the topic in one report."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import version
from typing import Annotated, Any

import cv2
import typer

from faceid_app.cli.evaluation_robustness import (
    ALIGNMENT_PAIRS,
    ROBUSTNESS_PAIRS,
    TURNED_PAIRS,
    measure_alignment_report,
    measure_robustness_report,
)
from faceid_app.cli.evaluation_speed import ROUNDS, measure_speed_report
from faceid_app.cli.evaluation_task import Task
from faceid_app.cli.options import Backbones, LfwFolder, PairsFile, Reports, Seed
from faceid_app.evaluation.all_pairs import RESAMPLES
from faceid_app.evaluation.lfw_section import view2_figures, view2_section
from faceid_app.evaluation.pairs_figures import pairs_figures
from faceid_app.evaluation.pairs_section import pairs_section
from faceid_app.identity.side_by_side import build_banks, networks_of
from faceid_app.progress import Report as ProgressReport
from faceid_app.progress import never
from faceid_app.reports.report import Section
from faceid_app.workers.evaluating import heads_used, measure_pairs, measure_view2

_THREADS = 2
Measured = tuple[tuple[Section, ...], dict[str, Any]]
"""Sections and figures."""


class Part(StrEnum):
    """What can be measured with the same figures for the same seed."""

    VIEW2 = "view2"
    PAIRS = "pairs"
    ROBUSTNESS = "robustness"
    ALIGNMENT = "alignment"


def register(evaluate: typer.Typer) -> None:
    """Add the command of this module to the topic."""
    evaluate.command("all")(everything)


def everything(
    context: typer.Context,
    backbone: Backbones = None,
    part: Annotated[
        list[Part] | None, typer.Option("--part", help="Only this part; may be given several times. All when not.")
    ] = None,
    speed: Annotated[
        bool, typer.Option("--speed", help="Speed too, for .html and .txt, never for JSON. Needs a quiet machine.")
    ] = False,
    lfw: LfwFolder = None,
    pairs_list: PairsFile = None,
    seed: Seed = 0,
    resamples: Annotated[int, typer.Option(min=1, max=100_000, help="Of the identity bootstrap.")] = RESAMPLES,
    robustness_pairs: Annotated[int, typer.Option(min=20, max=6000, help="Pairs to distort.")] = ROBUSTNESS_PAIRS,
    turned_pairs: Annotated[int, typer.Option(min=0, max=3000, help="Mated pairs to turn by.")] = TURNED_PAIRS,
    alignment_pairs: Annotated[int, typer.Option(min=20, max=6000, help="Pairs to align.")] = ALIGNMENT_PAIRS,
    report: Reports = None,
) -> None:
    """View 2, all pairs, robustness and alignment in one report, several backbones side by side."""
    task = Task.of(context.obj, names=backbone, lfw=lfw, pairs_list=pairs_list, reports=report)
    effort = _Effort(seed, resamples, robustness_pairs, turned_pairs, alignment_pairs)
    chosen = [one for one in Part if not part or one in part]
    with task.console.progress() as progress:
        # One pass over the pictures for all networks, whichever parts need it.
        if {Part.VIEW2, Part.PAIRS} & set(chosen):
            people, root = task.index.people(), task.index.root
            build_banks(task.console.paths, task.backbones, people, root=root, report=progress, is_cancelled=never)
        measured = {one: _measure(one, task, effort, progress) for one in chosen}
        timed = (_speed(task, seed=seed, report=progress),) if speed else ()
    task.write(
        "Evaluation on LFW",
        tuple(section for sections, _ in measured.values() for section in sections),
        {one.value: figures for one, (_, figures) in measured.items()},
        about={
            "parts": ", ".join(chosen),
            **(heads_used(task.backbones) if Part.VIEW2 in chosen else {}),
            **effort.about(chosen),
        },
        unrepeatable=timed,
    )


@dataclass(frozen=True, slots=True)
class _Effort:
    """On how much each part is measured."""

    seed: int
    resamples: int
    robustness_pairs: int
    turned_pairs: int
    alignment_pairs: int

    def about(self, chosen: Sequence[Part]) -> dict[str, str]:
        """What the figures depend on."""
        told = {
            Part.PAIRS: f"{self.resamples:,} resamples of people",
            Part.ROBUSTNESS: f"{self.robustness_pairs:,} pairs distorted, {self.turned_pairs:,} mated pairs by turning",
            Part.ALIGNMENT: f"{self.alignment_pairs:,} pairs aligned in other ways",
        }
        return {"seed": str(self.seed)} | {one.value: told[one] for one in chosen if one in told}


def _measure(part: Part, task: Task, effort: _Effort, report: ProgressReport) -> Measured:
    paths, backbones, index, folds = task.console.paths, task.backbones, task.index, task.folds
    match part:
        case Part.VIEW2:
            results = measure_view2(paths, backbones, index, folds, report=report)
            return (view2_section(results),), view2_figures(results)
        case Part.PAIRS:
            named = measure_pairs(paths, backbones, index, seed=effort.seed, resamples=effort.resamples, report=report)
            return (pairs_section(named),), {name: pairs_figures(one) for name, one in named.items()}
        case Part.ROBUSTNESS:
            return measure_robustness_report(
                networks_of(backbones),
                index,
                folds,
                pairs=effort.robustness_pairs,
                turned_pairs=effort.turned_pairs,
                seed=effort.seed,
                report=report,
            )
        case Part.ALIGNMENT:
            return measure_alignment_report(
                networks_of(backbones), index, folds, pairs=effort.alignment_pairs, seed=effort.seed, report=report
            )


def _speed(task: Task, *, seed: int, report: ProgressReport) -> Section:
    section, _ = measure_speed_report(
        task.console.paths, task.backbones, task.index, rounds=ROUNDS, threads=_THREADS, seed=seed, report=report
    )
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs; Python {platform.python_version()}, "
        f"OpenCV {cv2.__version__}, LiteRT {version('ai-edge-litert')}. These are times: no two runs agree, and "
        "the JSON of this report leaves them out."
    )
    return replace(section, text=(machine, *section.text))
