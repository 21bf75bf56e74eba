"""Owns what a report says about the worth of alignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faceid_app.evaluation.alignment_ablation import WAYS, Ablation
from faceid_app.evaluation.rates import Rate
from faceid_app.evaluation.robustness import FAR
from faceid_app.evaluation.robustness_section import in_lines, share_text
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
        title=f"Alignment: mated pairs rejected at FAR {FAR:g}",
        x_label="face cut out by",
        y_label="1 - TAR",
        groups=tuple(in_lines(way.kind.replace("_", " ")) for way in WAYS),
        series=tuple(_rejected(name, [way.tar for way in result.ways]) for name, result in measured.items()),
        caption=f"n = {one.ways[0].tar.of:,} mated pairs a bar; lines are 95 % intervals.",
    )
    return Section("Alignment", text, (Table(columns, tuple(rows), "Ways to cut out a face"),), (plot,))


def _rejected(name: str, tars: Sequence[Rate]) -> BarSeries:
    known = [(tar.value, tar.low, tar.high) for tar in tars]
    value, low, high = (
        [float("nan") if one is None else 1.0 - one for one in column] for column in zip(*known, strict=True)
    )
    return BarSeries(name, value, low=high, high=low)
