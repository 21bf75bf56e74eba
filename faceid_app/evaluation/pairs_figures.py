"""Owns the figures of all pairs as plain values, for JSON: counts, rates, intervals, curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from faceid_app.evaluation.all_pairs import AllPairs, Curve
from faceid_app.evaluation.bootstrap import PointInterval
from faceid_app.evaluation.label_collisions import Suspects
from faceid_app.evaluation.operating_points import OperatingPoint
from faceid_app.evaluation.pair_scores import BINS, edges

_CURVE_STEP = 4
"""Every fourth edge: thresholds 1/256 apart, which no plot can tell from a finer grid."""
_BAR = 16
"""Bins to a bar of the histogram: bars are 1/64 wide."""


@dataclass(frozen=True, slots=True, eq=False)
class NamedPairs:
    """What was measured with one backbone.

    pictures: the name of each given row, a path below the data set's folder. without_face: pictures left out because
    none was found in them.
    """

    measured: AllPairs
    pictures: Sequence[str]
    without_face: int


def pairs_figures(named: NamedPairs) -> dict[str, Any]:
    """Everything measured, as numbers, text, lists and mappings; the same measurement gives the same ones."""
    found = named.measured
    bars, counts = histogram(found)
    return {
        "pictures": found.pictures,
        "pictures_without_face": named.without_face,
        "people": found.people,
        "mated_people": found.mated_people,
        "mated": found.mated,
        "nonmated": found.nonmated,
        "nonmated_people": found.nonmated_people,
        "seed": found.seed,
        "resamples": found.resamples,
        "points": _points(found.points, found.intervals),
        "points_without_suspects": _points(found.points_without, found.intervals_without),
        "suspects": _suspects(found.suspects, named.pictures),
        "closest_stranger": {
            "one_template": found.closest.quantiles,
            "any_picture": found.closest.any_picture_quantiles,
            "exposed": [asdict(exposed) for exposed in found.closest.exposed],
        },
        "concentration": [asdict(one) for one in found.concentration],
        "calibration": None if found.reliability is None else asdict(found.reliability),
        "eer": {weighing: curve.eer() for weighing, curve in found.curves.items()},
        "curves": {weighing: _curve(thinned(curve)) for weighing, curve in found.curves.items()},
        "histogram": {"edges": bars, "mated": counts[0], "nonmated": counts[1]},
    }


def thinned(curve: Curve) -> Curve:
    """The curve at thresholds 1/256 apart, from the last that accepts all to the first that accepts nothing."""
    at = np.arange(0, BINS, _CURVE_STEP)
    far, frr = curve.false_match_rate[at], curve.false_non_match_rate[at]
    all_accepted = np.flatnonzero((far == 1) & (frr == 0))
    nothing = np.flatnonzero((far == 0) & (frr == 1))
    inside = slice(all_accepted[-1], nothing[0] + 1 if nothing.size else None)
    return Curve(curve.threshold[at][inside], far[inside], frr[inside])


def histogram(found: AllPairs) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """(k + 1,) edges and (2, k) counts of mated and non-mated pairs, in bars of 1/64 as far as there are scores."""
    counts = found.histogram[:, :-1].reshape(2, -1, _BAR).sum(axis=2)
    counts[:, -1] += found.histogram[:, -1]  # the scores of exactly 1
    used = np.flatnonzero(counts.sum(axis=0))
    bars = slice(used[0], used[-1] + 1)
    return edges()[::_BAR][used[0] : used[-1] + 2], counts[:, bars]


def _points(points: Sequence[OperatingPoint], intervals: Sequence[PointInterval]) -> list[dict[str, Any]]:
    def ends(between: PointInterval) -> dict[str, Any]:
        return {
            f"{name}_interval": None if limits is None else [limits.low, limits.high]
            for name, limits in (
                ("threshold", between.threshold),
                ("tar", between.tar),
                ("tar_per_person", between.tar_per_person),
            )
        }

    return [
        {**asdict(point), **ends(between), "resamples": between.resamples}
        for point, between in zip(points, intervals, strict=True)
    ]


def _suspects(suspects: Suspects, pictures: Sequence[str]) -> dict[str, Any]:
    return {
        "limit": suspects.limit,
        "mated_like": suspects.mated_like,
        "mated_unlike": suspects.mated_unlike,
        "isolated": suspects.isolated,
        "collisions": [
            {**asdict(one), "first": pictures[one.first], "second": pictures[one.second]} for one in suspects.collisions
        ],
        "unlike": [{**asdict(one), "picture": pictures[one.picture]} for one in suspects.unlike],
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "threshold": curve.threshold,
        "false_match_rate": curve.false_match_rate,
        "false_non_match_rate": curve.false_non_match_rate,
    }
