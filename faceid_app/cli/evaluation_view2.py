"""`faceid evaluate lfw`: View 2 of LFW, by the L1 head and by the cosine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import typer
from numpy.typing import NDArray

from faceid_app.cli.evaluation_task import Task
from faceid_app.cli.options import Backbones, LfwFolder, PairsFile, Reports
from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import PeopleIndex
from faceid_app.evaluation.lfw_protocol import LfwResult, ScorePairs, evaluate_lfw
from faceid_app.evaluation.lfw_section import COSINE, HEAD, view2_figures, view2_section
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import L1Head, start_head
from faceid_app.identity.side_by_side import build_banks
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.paths import Paths
from faceid_app.progress import Report as ProgressReport
from faceid_app.progress import never
from faceid_app.reports.report import Section


def register(evaluate: typer.Typer) -> None:
    """Add the command of this module to the topic."""
    evaluate.command("lfw")(lfw)


def lfw(
    context: typer.Context,
    backbone: Backbones = None,
    lfw: LfwFolder = None,
    pairs_list: PairsFile = None,
    report: Reports = None,
) -> None:
    """LFW View 2: ten-fold accuracy, EER and TAR at FAR 1e-2 and 1e-3, by the L1 head and by the cosine."""
    task = Task.of(context.obj, names=backbone, lfw=lfw, pairs_list=pairs_list, reports=report)
    with task.console.progress() as progress:
        section, figures = measure_view2_report(
            task.console.paths, task.backbones, task.index, task.folds, report=progress
        )
    task.write("LFW View 2", (section,), {"view2": figures}, about=heads_used(task.backbones))


def measure_view2_report(
    paths: Paths,
    backbones: Sequence[Backbone],
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    report: ProgressReport,
) -> tuple[Section, dict[str, Any]]:
    """Measure View 2; its section and figures. Embeddings come from the cache where they are there."""
    banks = build_banks(paths, backbones, index.people(), root=index.root, report=report, is_cancelled=never)
    results: dict[str, dict[str, LfwResult]] = {}
    for backbone in backbones:
        pictures = _Lookup(banks[backbone.name], index)
        ways = {HEAD: _by_head(_head(backbone)), COSINE: _by_cosine}
        results[backbone.name] = {way: evaluate_lfw(index, folds, pictures.embed, score) for way, score in ways.items()}
    return view2_section(results), view2_figures(results)


def heads_used(backbones: Sequence[Backbone]) -> dict[str, str]:
    """Which L1 head each backbone was measured with, for the head of a report."""
    kinds = (
        f"{backbone.name}: {'not trained, equal weights' if backbone.universal_head() is None else 'its universal one'}"
        for backbone in backbones
    )
    return {"L1 head": "; ".join(kinds)}


def _head(backbone: Backbone) -> L1Head:
    return backbone.universal_head() or start_head(backbone.dimension, slope=1.0, bias=0.0)


def _by_head(head: L1Head) -> ScorePairs:
    return lambda first, second: head.pair_logits(head.project(first), head.project(second))


def _by_cosine(first: Embeddings, second: Embeddings) -> Embeddings:
    return np.asarray((first * second).sum(axis=1), np.float32)


class _Lookup:
    """Embeddings of pictures out of the bank of the whole set, which training uses too."""

    def __init__(self, bank: StrangerBank, index: PeopleIndex) -> None:
        people = index.people()
        listed = [picture for name in sorted(people) for picture in people[name]]
        self._row = {listed[picture]: row for row, picture in enumerate(bank.picture)}
        self._embeddings = bank.embeddings

    def embed(self, pictures: list[Path]) -> tuple[Embeddings, NDArray[np.bool_]]:
        """(n, d) float32, zero where no face was found, and (n,) bool, whether one was."""
        rows = np.array([self._row.get(picture, -1) for picture in pictures])
        found = rows >= 0
        return np.where(found[:, None], self._embeddings[rows], np.float32(0.0)), found
