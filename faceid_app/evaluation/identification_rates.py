"""Owns the figures of identification: who of N is on a picture (closed set), and who of N or nobody (open set).

Words are those of ISO/IEC 19795-1. A *mated* search is with a picture of somebody in the gallery, a *non-mated* one
with a picture of somebody else. The false positive identification rate (FPIR) is the share of non-mated searches that
return anybody; the false negative identification rate (FNIR) the share of mated searches that do not return the right
person first, at or above the threshold.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import Interval, interval
from faceid_app.evaluation.metrics import rule_of_three, threshold_at_far
from faceid_app.evaluation.rates import People, Rate

FPIRS = (0.1, 1e-2, 1e-3)
MOST_PAIRS = 12
NOBODY = -1
"""The answer where nobody is named: no face was found, for one."""
_RESAMPLES = 400
_CURVE_POINTS = 120
_LOWEST = float(np.finfo(np.float32).min)


@dataclass(frozen=True, slots=True)
class Confused:
    """Of `of` test pictures of person `true` `count` were called `said`; numbers of the gallery."""

    true: int
    said: int
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class ClosedSet:
    """How often the right one of the gallery is named first.

    Attributes:
        accuracy: over pictures; the interval by drawing people anew, not narrower than Clopper and Pearson's.
        macro_f1, macro_f1_interval: the mean over people of F1, 0..1; by drawing pictures anew.
        confused: the most confused pairs, most frequent first.
    """

    accuracy: Rate
    macro_f1: float
    macro_f1_interval: Interval
    confused: tuple[Confused, ...]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "accuracy": self.accuracy.to_dict(),
            "macro_f1": self.macro_f1,
            "macro_f1_interval": asdict(self.macro_f1_interval),
            "confused": [asdict(pair) for pair in self.confused],
        }


@dataclass(frozen=True, slots=True)
class SearchPoint:
    """Searching at one threshold.

    Attributes:
        target: FPIR, 0..1, that the threshold was set to on some of the strangers.
        threshold: of the method's own score.
        fpir: counted on others. fnir: of all mated searches.
        supported: whether as many people set it as that target needs, 3 / target (rule of three).
    """

    target: float
    threshold: float
    fpir: Rate
    fnir: Rate
    supported: bool


@dataclass(frozen=True, slots=True, eq=False)
class OpenSearch:
    """Searches of people in the gallery and of strangers.

    points: in the order of `FPIRS`. curve: (2, k) float64, FPIR on all strangers and FNIR.
    """

    points: tuple[SearchPoint, ...]
    curve: NDArray[np.float64]
    strangers: int
    stranger_pictures: int

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "points": [
                {**asdict(point), "fpir": point.fpir.to_dict(), "fnir": point.fnir.to_dict()} for point in self.points
            ],
            "curve": {"fpir": self.curve[0].tolist(), "fnir": self.curve[1].tolist()},
            "strangers": self.strangers,
            "stranger_pictures": self.stranger_pictures,
        }


def measure_closed_set(said: NDArray[np.integer[Any]], person: NDArray[np.integer[Any]], *, seed: int) -> ClosedSet:
    """Of (n,) test pictures who was `said` to be on each, or NOBODY, and who is, `person`; numbers of the gallery.

    ValueError where there is none.
    """
    if not len(person) or len(said) != len(person):
        raise ValueError(f"as many answers as pictures are needed, and one of them. Received: {len(said)}")
    people = int(person.max()) + 1
    drawn = People(people, seed=seed, resamples=_RESAMPLES)
    generator = np.random.default_rng((seed, 2))
    resampled = [
        _macro_f1(said[rows], person[rows])
        for rows in (generator.integers(0, len(person), len(person)) for _ in range(_RESAMPLES))
    ]
    span = interval(np.array(resampled))
    assert span is not None
    return ClosedSet(
        accuracy=drawn.rate(said == person, person.astype(np.intp)),
        macro_f1=_macro_f1(said, person),
        macro_f1_interval=span,
        confused=_confused(said, person),
    )


def measure_open_search(
    score: NDArray[np.floating[Any]],
    right: NDArray[np.bool_],
    person: NDArray[np.integer[Any]],
    stranger_score: NDArray[np.floating[Any]],
    stranger: NDArray[np.integer[Any]],
    *,
    sets_threshold: NDArray[np.bool_],
    seed: int,
) -> OpenSearch:
    """Search with and without a person in the gallery.

    Args:
        score: (n,) of the person named first in each mated search, higher is surer; -inf where no face was found.
        right: (n,) whether that is the right one. person: (n,) who it is.
        stranger_score: (m,) of the person named first in each non-mated search. stranger: (m,) who was searched for.
        sets_threshold: (m,) bool, which thresholds are set on; the others count the FPIR. No person is in both.
        seed: of the intervals.

    Raises ValueError where one of the two is empty.
    """
    mated = np.maximum(score.astype(np.float64), _LOWEST)
    nonmated = np.maximum(stranger_score.astype(np.float64), _LOWEST)
    if not sets_threshold.any() or sets_threshold.all() or not len(mated):
        raise ValueError("mated searches and strangers for thresholds and others are needed.")
    gallery = People(int(person.max()) + 1, seed=seed)
    numbers = np.unique(stranger[~sets_threshold], return_inverse=True)[1].astype(np.intp)
    others = People(int(numbers.max()) + 1, seed=seed)
    supported = rule_of_three(len(np.unique(stranger[sets_threshold])))
    points = []
    for target in FPIRS:
        threshold = threshold_at_far(nonmated[sets_threshold], target)
        points.append(
            SearchPoint(
                target=target,
                threshold=max(threshold, _LOWEST),
                fpir=others.rate(nonmated[~sets_threshold] >= threshold, numbers),
                fnir=gallery.rate(~(right & (mated >= threshold)), person.astype(np.intp)),
                supported=target >= supported,
            )
        )
    return OpenSearch(tuple(points), _curve(mated, right, nonmated), len(np.unique(stranger)), len(stranger))


def thirds(stranger: NDArray[np.integer[Any]], *, seed: int) -> NDArray[np.int8]:
    """(m,) 0, 1 or 2: into which third of the people each picture's person was drawn by `seed`."""
    people, where = np.unique(stranger, return_inverse=True)
    third = np.empty(len(people), np.int8)
    third[np.random.default_rng((seed, 3)).permutation(len(people))] = np.arange(len(people)) % 3
    return third[where]


def _macro_f1(said: NDArray[np.integer[Any]], person: NDArray[np.integer[Any]]) -> float:
    """The mean of F1 over the people who occur in `person`; who is never rightly named has 0."""
    people = np.unique(person)
    hits = np.array([((said == one) & (person == one)).sum() for one in people])
    named = np.array([(said == one).sum() for one in people])
    there = np.array([(person == one).sum() for one in people])
    return float(np.mean(2 * hits / (named + there)))


def _confused(said: NDArray[np.integer[Any]], person: NDArray[np.integer[Any]]) -> tuple[Confused, ...]:
    wrong = (said != person) & (said != NOBODY)
    if not wrong.any():
        return ()
    pairs, counts = np.unique(np.stack([person[wrong], said[wrong]], axis=1), axis=0, return_counts=True)
    order = sorted(range(len(pairs)), key=lambda i: (-counts[i], pairs[i].tolist()))[:MOST_PAIRS]
    return tuple(
        Confused(int(pairs[i, 0]), int(pairs[i, 1]), int(counts[i]), int((person == pairs[i, 0]).sum())) for i in order
    )


def _curve(mated: NDArray[np.float64], right: NDArray[np.bool_], nonmated: NDArray[np.float64]) -> NDArray[np.float64]:
    """FPIR and FNIR at thresholds that put FPIR evenly on a logarithmic scale."""
    falling = np.sort(nonmated)[::-1]
    counts = np.unique(np.geomspace(1, len(falling), _CURVE_POINTS).round().astype(np.int64))
    thresholds = falling[counts - 1]
    hits = np.sort(mated[right])
    found = len(hits) - np.searchsorted(hits, thresholds, side="left")
    named = len(falling) - np.searchsorted(falling[::-1], thresholds, side="left")
    return np.stack([named / len(falling), 1.0 - found / len(mated)])
