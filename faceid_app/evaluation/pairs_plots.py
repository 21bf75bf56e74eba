"""Owns the plots of all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from faceid_app.evaluation.all_pairs import AllPairs
from faceid_app.evaluation.operating_points import WEIGHINGS
from faceid_app.evaluation.pairs_figures import histogram, thinned
from faceid_app.evaluation.reliability import PRIOR, Reliability
from faceid_app.reports.plots import Histogram, Lines, Plot, Series

_CLOSEST_BAR = 1 / 64
_LEAST = 1e-5
_FMR_SHOWN = (1e-6, 0.2)
_FNMR_SHOWN = (5e-4, 0.5)


def pairs_plots(found: Mapping[str, AllPairs]) -> tuple[Plot, ...]:
    """DET, ROC, a histogram of scores a backbone, closest strangers, calibration; by the name of the backbone."""
    first = next(iter(found.values()))
    caption = f"{first.mated:,} mated and {first.nonmated:,} non-mated comparison trials."
    curves = {
        f"{name}, {weighing}": thinned(one.curves[weighing]) for name, one in found.items() for weighing in WEIGHINGS
    }
    plots: list[Plot] = [
        Lines(
            title="DET, all pairs",
            x_label="false match rate",
            y_label="false non-match rate",
            series=tuple(
                Series(label, curve.false_match_rate, curve.false_non_match_rate) for label, curve in curves.items()
            ),
            x_scale="probit",
            y_scale="probit",
            x_limits=_FMR_SHOWN,
            y_limits=_FNMR_SHOWN,
            caption=caption,
        ),
        Lines(
            title="ROC, all pairs",
            x_label="false match rate",
            y_label="true accept rate (1 - FNMR)",
            series=tuple(
                Series(label, curve.false_match_rate, 1.0 - curve.false_non_match_rate)
                for label, curve in curves.items()
            ),
            x_scale="log",
            x_limits=(1e-7, 1.0),
            caption=caption,
        ),
    ]
    for name, one in found.items():
        bars, counts = histogram(one)
        plots.append(
            Histogram(
                title=f"Scores of {name}",
                x_label="cosine",
                y_label="share of trials",
                edges=bars,
                series=(("mated", counts[0]), ("non-mated", counts[1])),
                y_scale="log",
                caption=f"{one.mated:,} mated and {one.nonmated:,} non-mated comparison trials.",
            )
        )
    plots.append(_closest_plot(found))
    reliable = {name: one.reliability for name, one in found.items() if one.reliability is not None}
    if reliable:
        plots.append(_calibration_plot(reliable))
    return tuple(plots)


def _closest_plot(found: Mapping[str, AllPairs]) -> Histogram:
    lowest = min(float(one.closest.score.min()) for one in found.values())
    start = np.floor(lowest / _CLOSEST_BAR)
    bars = np.arange(start, round(1 / _CLOSEST_BAR) + 1) * _CLOSEST_BAR
    return Histogram(
        title="Closest stranger",
        x_label="cosine of a person's first picture with the closest of all other people",
        y_label="share of people",
        edges=bars,
        series=tuple((name, np.histogram(one.closest.score, bars)[0]) for name, one in found.items()),
        caption=f"{next(iter(found.values())).people:,} people.",
    )


def _calibration_plot(reliable: Mapping[str, Reliability]) -> Lines:
    def shown(values: Iterable[float]) -> list[float]:
        # Nothing a plot shows tells 1e-6 from 1e-12, and the extreme bins would take most of the axis.
        return [min(max(value, _LEAST), 1 - _LEAST) for value in values]

    return Lines(
        title="Calibration",
        x_label=f"predicted probability of a mated trial, prior {PRIOR:g}",
        y_label="observed share",
        series=tuple(
            Series(
                name,
                shown(part.predicted for part in fit.bins),
                shown(part.observed for part in fit.bins),
                shown(part.interval.low if part.interval else part.observed for part in fit.bins),
                shown(part.interval.high if part.interval else part.observed for part in fit.bins),
            )
            for name, fit in reliable.items()
        ),
        x_scale="probit",
        y_scale="probit",
        points=True,
        diagonal=True,
        square=True,
        caption="Fitted on one half of the people, judged on the other; 95 % by the identity bootstrap. "
        f"What lies below {_LEAST:g} or above 1 - {_LEAST:g} is drawn there.",
    )
