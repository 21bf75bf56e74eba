"""Owns what a report says of LFW's View 2: sentences, tables and plots, several backbones side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from faceid_app.evaluation.bootstrap import Interval
from faceid_app.evaluation.lfw_protocol import LfwResult
from faceid_app.reports.plots import Histogram, Lines, Plot, Series
from faceid_app.reports.report import Section, Table

Results = Mapping[str, Mapping[str, LfwResult]]
"""Backbone -> way to compare -> what was measured."""

HEAD, COSINE = "head", "cosine"
_WAYS = {HEAD: "L1 head", COSINE: "cosine"}
_BINS = 80
_DET_SHOWN = (3e-4, 0.2)
"""One of 3,000 trials is 3.3e-4: rates below it cannot be seen."""


def view2_figures(results: Results) -> dict[str, Any]:
    """The raw numbers by backbone and way to compare, for the JSON."""
    return {name: {way: result.to_dict() for way, result in ways.items()} for name, ways in results.items()}


def view2_section(results: Results) -> Section:
    """The section on View 2. ValueError when nothing was measured."""
    if not results:
        raise ValueError("at least one backbone must be measured. Received: none")
    one = next(iter(next(iter(results.values())).values()))
    mated, nonmated = _counts(one)
    trials = f"n = {mated:,} mated and {nonmated:,} non-mated comparison trials"
    return Section(
        title="LFW View 2",
        text=_text(one),
        tables=(_accuracy_table(results, one), _point_table(results, trials)),
        plots=(_det(results, trials), _roc(results, trials), *_histograms(results)),
    )


def _text(one: LfwResult) -> tuple[str, ...]:
    return (
        f"{one.pairs:,} comparison trials in {len(one.thresholds)} folds that share no people. A trial is a match if "
        "its score reaches the threshold; each fold is decided with the threshold that is best on all the others. "
        "For comparison with published figures: the networks learned from pictures of other people, which LFW's rules "
        "call unrestricted, with labeled outside data.",
        "FAR and FRR, the program's words, are error rates of comparisons here. ISO/IEC 19795-1 calls them false match "
        "rate (FMR) and false non-match rate (FNMR) and keeps the other words for whole transactions; TAR is 1 - FNMR.",
        "A picture in which no face is found makes its trials the least alike of all: a failure to acquire counts as a "
        "non-match.",
        "Intervals are 95 %. Accuracy, EER and AUC: Student's t over the folds (EER and AUC by leaving each fold out), "
        "not narrower for the first two than Clopper and Pearson's for the counts. TAR, at the threshold found: people "
        "drawn anew, not narrower than Clopper and Pearson's.",
    )


def _accuracy_table(results: Results, one: LfwResult) -> Table:
    return Table(
        columns=(
            "backbone", "compared by", "accuracy", "std. error", "95 %", "wrong", "EER", "95 %", "AUC", "95 %",
            "trials without a face",
        ),
        rows=tuple(
            (
                name,
                _WAYS.get(way, way),
                f"{result.accuracy:.2%}",
                f"{result.std_error:.2%}",
                _between(result.accuracy_interval, "{:.2%}"),
                result.pairs - result.right,
                f"{result.eer:.2%}",
                _between(result.eer_interval, "{:.2%}"),
                f"{result.auc:.5f}",
                _between(result.auc_interval, "{:.5f}"),
                result.pairs_without_face,
            )
            for name, ways in results.items()
            for way, result in ways.items()
        ),
        caption=f"Accuracy: mean over {len(one.thresholds)} folds, n = {one.pairs:,} comparison trials of "
        f"{one.pictures:,} pictures.",
    )  # fmt: skip


def _point_table(results: Results, trials: str) -> Table:
    return Table(
        columns=("backbone", "compared by", "FAR at most", "threshold", "false matches", "TAR", "95 %", "non-matches"),
        rows=tuple(
            (
                name,
                _WAYS.get(way, way),
                far,
                f"{point.threshold:.4f}",
                f"{point.false_matches:,} of {point.nonmated:,}",
                "–" if point.tar.value is None else f"{point.tar.value:.2%}",
                "–" if point.tar.low is None or point.tar.high is None
                else _between(Interval(point.tar.low, point.tar.high), "{:.2%}"),
                f"{point.tar.of - point.tar.count:,} of {point.tar.of:,}",
            )
            for name, ways in results.items()
            for way, result in ways.items()
            for far, point in result.points.items()
        ),
        caption=f"TAR at fixed FAR, over all folds; {trials}. The thresholds of the two ways are on different scales.",
    )  # fmt: skip


def _det(results: Results, trials: str) -> Lines:
    return Lines(
        title="Detection error trade-off (DET), View 2",
        x_label="false match rate (FMR)",
        y_label="false non-match rate (FNMR)",
        series=tuple(Series(label, one.curve.far, one.curve.frr) for label, one in _each(results)),
        x_scale="probit",
        y_scale="probit",
        x_limits=_DET_SHOWN,
        y_limits=_DET_SHOWN,
        square=True,
        diagonal=True,
        caption=f"From {trials} each; normal deviate axes. On the thin line both rates are equal.",
    )


def _roc(results: Results, trials: str) -> Lines:
    return Lines(
        title="Receiver operating characteristic (ROC), View 2",
        x_label="false match rate (FMR)",
        y_label="true accept rate (1 − FNMR)",
        series=tuple(Series(label, one.curve.far, one.curve.tar) for label, one in _each(results)),
        x_scale="log",
        steps=True,
        caption=f"From {trials} each.",
    )


def _histograms(results: Results) -> tuple[Plot, ...]:
    return tuple(
        Histogram(
            title=f"Scores of {label}",
            x_label="logit" if way == HEAD else "cosine",
            y_label="share of trials",
            edges=edges,
            series=tuple(
                (f"{kind}, n = {scores.size:,}", np.histogram(scores, edges)[0])
                for kind, scores in (("mated", one.mated), ("non-mated", one.nonmated))
            ),
            caption=f"{one.pairs_without_face:,} trials without a face have no score and are left out.",
        )
        for name, ways in results.items()
        for way, one in ways.items()
        for label in (f"{name}, {_WAYS.get(way, way)}",)
        for edges in (_edges(one),)
    )


def _edges(one: LfwResult) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scores = np.concatenate([one.mated, one.nonmated])
    low, high = float(scores.min()), float(scores.max())
    return np.linspace(low, high if high > low else low + 1.0, _BINS + 1)


def _each(results: Results) -> list[tuple[str, LfwResult]]:
    return [(f"{name}, {_WAYS.get(way, way)}", one) for name, ways in results.items() for way, one in ways.items()]


def _counts(one: LfwResult) -> tuple[int, int]:
    nonmated = next(iter(one.points.values())).nonmated
    return one.pairs - nonmated, nonmated


def _between(limits: Interval, form: str) -> str:
    return f"{form.format(limits.low)} to {form.format(limits.high)}"
