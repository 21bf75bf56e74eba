"""Owns what a report says about the worth of alignment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.evaluation.alignment_ablation import WAYS, Ablation
from faceid_app.evaluation.robustness import FAR
from faceid_app.evaluation.robustness_section import share_text
from faceid_app.reports.plots import Bars, BarSeries
from faceid_app.reports.report import Cell, Section, Table


def alignment_figures(measured: Mapping[str, Ablation]) -> dict[str, Any]:
    """The raw numbers by backbone, for the JSON."""
    return {"far": FAR, "backbones": {name: one.to_dict() for name, one in measured.items()}}


def alignment_section(measured: Mapping[str, Ablation]) -> Section:
    """What was found, by backbone name."""
    one = next(iter(measured.values()))
    text: tuple[str, ...] = (
        f"{one.pairs:,} pairs of View 2 ({one.pictures:,} pictures), both pictures of a pair cut out in the same "
        "way, compared by the cosine. Each way has thresholds of its own. Accuracy: mean over the folds, threshold "
        f"from the others, ± its standard error. TAR: mated pairs at FAR {FAR:g} over the {one.nonmated:,} "
        "comparisons of a first picture with another person's second one; 95 % interval. Random moves are of each "
        "coordinate of each landmark, standard deviation in pixels of the aligned face. LFW deep-funneled is "
        "roughly aligned as it comes and its faces are centred, which flatters the ways that look least.",
    )
    if not one.supported:
        text += (f"The comparisons are too few for FAR {FAR:g} (rule of three): TAR shows nothing; take more pairs.",)
    rows: list[tuple[Cell, ...]] = [
        (
            way.title,
            name,
            f"{result.ways[i].accuracy:.2%} ± {result.ways[i].std_error:.2%}",
            share_text(result.ways[i].tar),
            result.ways[i].not_found,
        )
        for i, way in enumerate(WAYS)
        for name, result in measured.items()
    ]
    columns = ("face cut out by", "network", "accuracy", "TAR", "pictures without a face")
    plot = Bars(
        title="Alignment: accuracy lost against the program's own way",
        x_label="face cut out by",
        y_label="points of accuracy lost",
        groups=tuple(way.kind.replace("_", " ") for way in WAYS),
        series=tuple(
            BarSeries(name, [100 * (result.ways[0].accuracy - way.accuracy) for way in result.ways])
            for name, result in measured.items()
        ),
        caption=f"n = {one.pairs:,} pairs a bar.",
    )
    return Section("Alignment", text, (Table(columns, tuple(rows), "Ways to cut out a face"),), (plot,))
