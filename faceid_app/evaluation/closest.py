"""Owns what single people are in for: their closest stranger, and how unevenly errors fall on them.

Doddington et al. (ICSLP 1998) call those who are easily taken for others lambs, those who are easily taken as others
wolves, and those who are not recognised goats. A cosine is the same in both directions, so it cannot tell a lamb from a
wolf: figures here are of people who take part in false matches, in either part.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.evaluation.operating_points import OperatingPoint, Trials, count_from, mated_weights, tail_weights
from faceid_app.evaluation.pair_scores import PairScores, Scan

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0)
WORST_SHARE = 0.01
_CHANCE_DRAWS = 5


@dataclass(frozen=True, slots=True)
class Exposed:
    """People whose template has a stranger's picture at or above `threshold`, with the 95 % interval of their share.

    The interval takes people as independent (Clopper and Pearson); two who are each other's closest are not quite.
    """

    far: float
    threshold: float
    exposed: int
    people: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class ClosestStranger:
    """The highest cosine of each person with all pictures of all others.

    Attributes:
        score: (p,) float32 with one template, the person's first picture; people in the order in which they appear.
        quantiles: of `score`, by the share of people below.
        any_picture_quantiles: the same with every picture of the person as template.
        exposed: at the thresholds of the pooled operating points.
    """

    score: NDArray[np.float32]
    quantiles: dict[str, float]
    any_picture_quantiles: dict[str, float]
    exposed: tuple[Exposed, ...]


@dataclass(frozen=True, slots=True)
class Concentration:
    """How unevenly errors fall at one operating point, counted with its own weighing.

    Attributes:
        worst: how many people are the worst 1 %, rounded up.
        worst_share: of the false matches' weight, the share in which one of those with most takes part, 0..1.
        by_chance: the same were every pair of pictures as likely; mean of 5 drawings. Pooled only.
        without_false_match: people with no false match.
        worst_refused: how many are the worst 1 % of the mated people.
        worst_refused_share: of the false non-matches' weight, the share of those with most.
    Shares are None where there is no error.
    """

    weighing: str
    far: float
    worst: int
    worst_share: float | None
    by_chance: float | None
    without_false_match: int
    people: int
    worst_refused: int
    worst_refused_share: float | None


def closest_strangers(scores: PairScores, scan: Scan, points: tuple[OperatingPoint, ...]) -> ClosestStranger:
    """The closest stranger of each person; `points` give the thresholds, the pooled ones are taken."""
    starts = np.cumsum(scores.counts) - scores.counts
    one = scan.closest[starts]
    every = np.maximum.reduceat(scan.closest, starts)
    exposed = []
    for point in points:
        if point.weighing == "pooled":
            count = int(np.count_nonzero(one >= np.float64(point.threshold)))
            exposed.append(
                Exposed(point.far, point.threshold, count, one.size, *clopper_pearson(count, one.size)),
            )
    given = np.argsort(scores.order[starts], kind="stable")
    return ClosestStranger(one[given], _quantiles(one), _quantiles(every), tuple(exposed))


def concentration(trials: Trials, point: OperatingPoint, *, seed: int) -> Concentration:
    """How unevenly the errors of `point` fall on people; `seed` draws what chance would do."""
    passed = slice(0, count_from(trials.tail_score, point.threshold))
    first, second = trials.tail_first[passed], trials.tail_second[passed]
    weight = tail_weights(trials, point.weighing, passed).astype(np.float64)
    worst = math.ceil(WORST_SHARE * trials.people)
    share, clean = _share_of_worst(first, second, weight, worst=worst, people=trials.people)
    by_chance = None
    if point.weighing == "pooled" and first.size:
        by_chance = _by_chance(trials, first.size, worst=worst, seed=seed)
    rejected = slice(count_from(trials.mated_score, point.threshold), None)
    refused = np.bincount(
        trials.mated_person[rejected], mated_weights(trials, point.weighing)[rejected], minlength=trials.people
    )
    worst_refused = math.ceil(WORST_SHARE * point.mated_people)
    return Concentration(
        weighing=point.weighing,
        far=point.far,
        worst=worst,
        worst_share=share,
        by_chance=by_chance,
        without_false_match=clean,
        people=trials.people,
        worst_refused=worst_refused,
        worst_refused_share=float(np.sort(refused)[-worst_refused:].sum() / refused.sum()) if refused.any() else None,
    )


def _quantiles(values: NDArray[np.float32]) -> dict[str, float]:
    return {f"{q:g}": float(value) for q, value in zip(QUANTILES, np.quantile(values, QUANTILES), strict=True)}


def _share_of_worst(
    first: NDArray[np.int32], second: NDArray[np.int32], weight: NDArray[np.float64], *, worst: int, people: int
) -> tuple[float | None, int]:
    each = np.bincount(first, weight, minlength=people) + np.bincount(second, weight, minlength=people)
    if not first.size:
        return None, people
    is_worst = np.zeros(people, np.bool_)
    is_worst[np.argsort(-each, kind="stable")[:worst]] = True
    share = weight[is_worst[first] | is_worst[second]].sum() / weight.sum()
    return float(share), int(np.count_nonzero(each == 0))


def _by_chance(trials: Trials, pairs: int, *, worst: int, seed: int) -> float:
    random = np.random.default_rng(seed)
    person = np.repeat(np.arange(trials.people, dtype=np.int32), trials.pictures)
    shares = []
    for _ in range(_CHANCE_DRAWS):
        first, second = person[random.integers(0, person.size, (2, pairs))]
        while (same := first == second).any():
            first[same], second[same] = person[random.integers(0, person.size, (2, int(same.sum())))]
        share, _ = _share_of_worst(first, second, np.ones(pairs), worst=worst, people=trials.people)
        shares.append(share or 0.0)
    return float(np.mean(shares))
