"""Owns verification of people a network has never seen: every pair of some pictures, with intervals by person.

For sets of some thousand pictures; `all_pairs` is for larger ones. A *mated* comparison is of two pictures of one
person, a *non-mated* one of two people.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import Interval
from faceid_app.evaluation.folds import jackknife_interval, mean_interval, wider
from faceid_app.evaluation.metrics import (
    RocCurve,
    clopper_pearson,
    eer,
    kfold_accuracy,
    roc,
    rule_of_three,
    tar_at_far,
)
from faceid_app.evaluation.rates import People, Rate

FARS = (1e-2, 1e-3)
MOST_FOLDS = 10
_CURVE_POINTS = 120


@dataclass(frozen=True, slots=True)
class OpenSetPoint:
    """TAR at a target FAR (0..1) over all pairs. supported: FAR >= 3 / n for n pairs of people (rule of three)."""

    far: float
    threshold: float
    false_matches: int
    nonmated: int
    tar: Rate
    supported: bool


@dataclass(frozen=True, slots=True, eq=False)
class OpenSet:
    """What was measured.

    Attributes:
        pictures, people, mated, nonmated: compared.
        accuracy: mean over `folds` folds that share no people, each decided with the threshold best on all the others,
            of `accuracy_pairs` pairs, half of them mated. accuracy_interval: Student's t over folds, not narrower than
            Clopper and Pearson's.
        eer, eer_interval: over all pairs; by leaving out the people of each fold in turn.
        points: TAR at fixed FAR; intervals by drawing people anew, at the threshold found.
        curve: (2, k) float64, FAR and FRR.
    """

    pictures: int
    people: int
    mated: int
    nonmated: int
    folds: int
    accuracy: float
    accuracy_pairs: int
    accuracy_interval: Interval
    eer: float
    eer_interval: Interval
    points: tuple[OpenSetPoint, ...]
    curve: NDArray[np.float64]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "pictures": self.pictures, "people": self.people, "mated": self.mated, "nonmated": self.nonmated,
            "folds": self.folds, "accuracy": self.accuracy, "accuracy_pairs": self.accuracy_pairs,
            "accuracy_interval": asdict(self.accuracy_interval), "eer": self.eer,
            "eer_interval": asdict(self.eer_interval),
            "points": [{**asdict(point), "tar": point.tar.to_dict()} for point in self.points],
            "curve": {"far": self.curve[0].tolist(), "frr": self.curve[1].tolist()},
        }  # fmt: skip


def measure_open_set(embeddings: NDArray[np.float32], person: NDArray[np.integer[Any]], *, seed: int) -> OpenSet:
    """Compare every picture with every other by the cosine.

    Args:
        embeddings: (n, d) float32 rows of length 1; memory grows with n squared.
        person: (n,) integers, who is on each.
        seed: of the folds, of the non-mated pairs drawn for the accuracy, and of the bootstrap.

    Raises:
        ValueError: fewer than four people with several pictures.
    """
    names, numbered = np.unique(person, return_inverse=True)
    first, second = np.triu_indices(len(numbered), 1)
    scores = (embeddings @ embeddings.T)[first, second]
    same = numbered[first] == numbered[second]
    several = np.flatnonzero(np.bincount(numbered) > 1)
    folds = min(MOST_FOLDS, len(several) // 2)
    if folds < 2:
        raise ValueError(f"four people with several pictures are needed. Received: {len(several)}")
    fold = _folds(len(names), several, folds, seed=seed)
    picked, picked_fold = _balanced(fold[numbered[first]], fold[numbered[second]], same, folds, seed=seed)
    accuracy = kfold_accuracy(scores[picked], same[picked], picked_fold)
    right = np.array(
        [
            np.mean((scores[picked[picked_fold == one]] >= threshold) == same[picked[picked_fold == one]])
            for one, threshold in enumerate(accuracy.thresholds)
        ]
    )
    hits = round(float(sum(share * (picked_fold == one).sum() for one, share in enumerate(right))))
    curve = roc(scores[same], scores[~same])
    left_out = [
        eer(roc(scores[kept & same], scores[kept & ~same]))
        for kept in ((fold[numbered[first]] != one) & (fold[numbered[second]] != one) for one in range(folds))
    ]
    return OpenSet(
        pictures=len(numbered),
        people=len(names),
        mated=int(same.sum()),
        nonmated=int((~same).sum()),
        folds=folds,
        accuracy=accuracy.mean,
        accuracy_pairs=len(picked),
        accuracy_interval=wider(mean_interval(right), Interval(*clopper_pearson(hits, len(picked)))),
        eer=eer(curve),
        eer_interval=jackknife_interval(eer(curve), left_out),
        points=_points(scores, same, numbered[first], len(names), seed=seed),
        curve=_thinned(curve),
    )


def _folds(people: int, several: NDArray[np.intp], folds: int, *, seed: int) -> NDArray[np.int64]:
    """(people,) the fold of each: those with several pictures are dealt out evenly, then the others."""
    generator = np.random.default_rng(seed)
    single = np.setdiff1d(np.arange(people), several)
    fold = np.empty(people, np.int64)
    fold[np.concatenate([generator.permutation(several), generator.permutation(single)])] = np.arange(people) % folds
    return fold


def _balanced(
    first: NDArray[np.int64], second: NDArray[np.int64], same: NDArray[np.bool_], folds: int, *, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Pairs within one fold, as many mated as non-mated in each, and the fold of each.

    `first`, `second`: folds of the two people of every pair.
    """
    generator = np.random.default_rng((seed, 1))
    chosen, of = [], []
    for one in range(folds):
        inside = (first == one) & (second == one)
        kinds = [np.flatnonzero(inside & kind) for kind in (same, ~same)]
        size = min(len(kinds[0]), len(kinds[1]))
        for rows in kinds:
            chosen.append(np.sort(generator.permutation(rows)[:size]))
            of.append(np.full(size, one))
    return np.concatenate(chosen), np.concatenate(of)


def _points(
    scores: NDArray[np.float32], same: NDArray[np.bool_], first: NDArray[np.intp], people: int, *, seed: int
) -> tuple[OpenSetPoint, ...]:
    mated, nonmated = scores[same], scores[~same]
    drawn = People(people, seed=seed)
    supported = rule_of_three(math.comb(people, 2))
    points = []
    for far in FARS:
        threshold = tar_at_far(mated, nonmated, far).threshold
        points.append(
            OpenSetPoint(
                far=far,
                threshold=threshold,
                false_matches=int((nonmated >= np.float64(threshold)).sum()),
                nonmated=len(nonmated),
                tar=drawn.rate(mated >= np.float64(threshold), first[same]),
                supported=far >= supported,
            )
        )
    return tuple(points)


def _thinned(curve: RocCurve) -> NDArray[np.float64]:
    """The curve at FARs evenly spread on a logarithmic scale."""
    least = curve.far[curve.far > 0].min()
    at = np.unique(np.searchsorted(curve.far, np.geomspace(least, 1.0, _CURVE_POINTS), side="right") - 1)
    return np.stack([curve.far[at], curve.frr[at]])
