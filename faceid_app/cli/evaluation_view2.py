"""`faceid evaluate lfw`: View 2 of LFW, by the L1 head and by the cosine."""

from __future__ import annotations

import typer

from faceid_app.cli.evaluation_task import Task
from faceid_app.cli.options import Backbones, LfwFolder, PairsFile, Reports
from faceid_app.evaluation.lfw_section import view2_figures, view2_section
from faceid_app.workers.evaluating import heads_used, measure_view2


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
        results = measure_view2(task.console.paths, task.backbones, task.index, task.folds, report=progress)
    figures = {"view2": view2_figures(results)}
    task.write("LFW View 2", (view2_section(results),), figures, about=heads_used(task.backbones))
