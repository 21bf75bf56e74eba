"""Owns thresholds and accept rates of weighted comparisons: what holds at a target FAR, pooled and balanced.

*Pooled*: every comparison counts the same, so people with hundreds of pictures decide (of LFW's mated pairs, more than
half are of one person). *Balanced*: every mated person counts the same, their comparisons sharing a weight of 1, and
every pair of different persons counts the same, a comparison of theirs weighing 1 / (n_p n_q).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import most_accepted, rule_of_three

Weighing = Literal["pooled", "balanced"]
WEIGHINGS: tuple[Weighing, ...] = ("pooled", "balanced")

_CHUNK = 1 << 16
# Sums of fractions are known to about 1e-12 of the total; what exceeds a limit by less is taken to meet it.
_SUM_ERROR = 1e-10


class TailTooShort(Exception):
    """More pairs would be accepted than were kept: keep more and ask again. Never reaches the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Comparison trials by person, highest score first.

    Attributes:
        pictures: (p,) int64, pictures of each person.
        mated_score, mated_person: (m,) float32 and int32, every mated pair.
        tail_score, tail_first, tail_second: (k,) float32, int32 and int32, the highest non-mated pairs and whose.
        complete: whether the tail holds every non-mated pair.
        left_out: (l, 2) int32, pairs of persons of which no pair is in the tail and none counts.
    """

    pictures: NDArray[np.int64]
    mated_score: NDArray[np.float32]
    mated_person: NDArray[np.int32]
    tail_score: NDArray[np.float32]
    tail_first: NDArray[np.int32]
    tail_second: NDArray[np.int32]
    complete: bool
    left_out: NDArray[np.int32]

    @property
    def people(self) -> int:
        """The number of persons."""
        return len(self.pictures)

    def mated_pairs(self) -> NDArray[np.int64]:
        """(p,) mated pairs of each person."""
        return np.bincount(self.mated_person, minlength=self.people).astype(np.int64)

    def nonmated(self, weighing: Weighing, times: NDArray[np.int64] | None = None) -> int:
        """Total non-mated weight, a whole number either way: pairs of pictures, or pairs of persons.

        With `times` each person is there that often; copies of one person are not compared with each other.
        """
        often = np.ones(self.people, np.int64) if times is None else times
        each = often * self.pictures if weighing == "pooled" else often
        total = (int(each.sum()) ** 2 - int((each**2).sum())) // 2
        return total - int((each[self.left_out[:, 0]] * each[self.left_out[:, 1]]).sum())


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """One target FAR. In the words of ISO/IEC 19795-1 FAR is the false match rate here and 1 - TAR the FNMR.

    Attributes:
        weighing: how comparisons count, for threshold and rates alike.
        far: the target, 0..1.
        threshold: the lowest float32 cosine at which accepted non-mated weight <= far * total.
        false_match_rate: what was kept of the target, 0..1.
        tar: share of the mated weight accepted, 0..1.
        tar_per_person: the same with every mated person counting the same, whatever the weighing of the threshold.
        false_matches, nonmated: non-mated pairs of pictures accepted, and all.
        false_match_people, nonmated_people: pairs of persons with such a pair, and all.
        false_non_matches, mated: mated pairs rejected, and all.
        refused_people, mated_people: persons with such a pair, and all with mated pairs.
        supported: whether far >= 3 / n for n pairs of persons. Several pictures of the same two are hardly more
            evidence than one; below, the data cannot tell the rate from none (rule of three).
    """

    weighing: Weighing
    far: float
    threshold: float
    false_match_rate: float
    tar: float
    tar_per_person: float
    false_matches: int
    nonmated: int
    false_match_people: int
    nonmated_people: int
    false_non_matches: int
    mated: int
    refused_people: int
    mated_people: int
    supported: bool


class Rates(NamedTuple):
    """Threshold, accepted non-mated weight, TAR of the same weighing, and TAR with each person counting the same."""

    threshold: float
    accepted: float
    tar: float
    tar_per_person: float


def operating_points(trials: Trials, fars: tuple[float, ...]) -> tuple[OperatingPoint, ...]:
    """The operating points of both weighings. ValueError without a mated or non-mated pair; TailTooShort."""
    points = []
    shares = trials.mated_pairs()
    nonmated_people = trials.nonmated("balanced")
    if not trials.mated_score.size or not nonmated_people:
        raise ValueError(
            "both kinds of comparison are needed. "
            f"Received: {trials.mated_score.size} mated pairs, {nonmated_people} pairs of different persons"
        )
    for weighing in WEIGHINGS:
        total = trials.nonmated(weighing)
        for far, rate in zip(fars, rates(trials, weighing, fars), strict=True):
            threshold = rate.threshold
            passed = count_from(trials.tail_score, threshold)
            pairs = trials.tail_first[:passed].astype(np.int64) * trials.people + trials.tail_second[:passed]
            refused = trials.mated_person[count_from(trials.mated_score, threshold) :]
            points.append(
                OperatingPoint(
                    weighing=weighing,
                    far=far,
                    threshold=threshold,
                    false_match_rate=rate.accepted / total,
                    tar=rate.tar,
                    tar_per_person=rate.tar_per_person,
                    false_matches=passed,
                    nonmated=trials.nonmated("pooled"),
                    false_match_people=np.unique(pairs).size,
                    nonmated_people=nonmated_people,
                    false_non_matches=refused.size,
                    mated=trials.mated_score.size,
                    refused_people=np.unique(refused).size,
                    mated_people=int(np.count_nonzero(shares)),
                    supported=far >= rule_of_three(nonmated_people),
                )
            )
    return tuple(points)


def rates(
    trials: Trials, weighing: Weighing, fars: tuple[float, ...], times: NDArray[np.int64] | None = None
) -> list[Rates]:
    """What holds at each of `fars` (above 0, below 1).

    The threshold is the lowest float32 number that accepts a weight of at most far * total; pairs tied at the border
    are all rejected, as in `metrics.threshold_at_far`. Pooled weights are counted in whole numbers. With `times`, (p,)
    int64, each person is there that often. All is NaN where that leaves no mated or no non-mated weight.
    Raises TailTooShort.
    """
    total = trials.nonmated(weighing, times)
    weights = mated_weights(trials, weighing, times)
    if not total or not weights.any():
        return [Rates(np.nan, np.nan, np.nan, np.nan)] * len(fars)
    mated = np.cumsum(weights)
    per_person = mated if weighing == "balanced" else np.cumsum(mated_weights(trials, "balanced", times))
    limits = [most_accepted(far, total) if weighing == "pooled" else far * total * (1 + _SUM_ERROR) for far in fars]
    found = []
    for threshold, accepted in _cuts(trials, weighing, limits, times):
        count = count_from(trials.mated_score, threshold)
        tars = (float(sums[count - 1] / sums[-1]) if count else 0.0 for sums in (mated, per_person))
        found.append(Rates(threshold, accepted, *tars))
    return found


def mated_weights(
    trials: Trials, weighing: Weighing, times: NDArray[np.int64] | None = None
) -> NDArray[np.int64] | NDArray[np.float64]:
    """(m,) weight of each mated pair."""
    often = np.ones(trials.people, np.int64) if times is None else times
    if weighing == "pooled":
        return often[trials.mated_person]
    return (often / np.maximum(trials.mated_pairs(), 1))[trials.mated_person]


def tail_weights(
    trials: Trials, weighing: Weighing, part: slice, times: NDArray[np.int64] | None = None
) -> NDArray[np.int64] | NDArray[np.float64]:
    """Weight of each non-mated pair of `part` of the tail."""
    each: NDArray[Any] = np.ones(trials.people, np.int64) if times is None else times
    if weighing == "balanced":
        each = each / trials.pictures
    weights: NDArray[Any] = each[trials.tail_first[part]] * each[trials.tail_second[part]]
    return weights


def count_from(falling: NDArray[np.float32], threshold: float) -> int:
    """How many of the scores, highest first, are at least `threshold`."""
    return int(np.searchsorted(-falling, -np.float32(threshold), side="right"))


def _cuts(
    trials: Trials, weighing: Weighing, limits: list[int] | list[float], times: NDArray[np.int64] | None
) -> list[tuple[float, float]]:
    """Threshold and weight above it for each limit; a limit below the total."""
    sums: list[NDArray[Any]] = []
    reached: Any = 0
    for start in range(0, len(trials.tail_score), _CHUNK):
        if reached > max(limits):
            break
        sums.append(np.cumsum(tail_weights(trials, weighing, slice(start, start + _CHUNK), times)) + reached)
        reached = sums[-1][-1]
    if reached <= max(limits):
        if not trials.complete:
            raise TailTooShort
        raise ValueError(f"far must be below 1: all {len(trials.tail_score)} non-mated pairs would be accepted")
    weight = np.concatenate(sums)
    cuts = []
    for limit in limits:
        rejected = trials.tail_score[int(np.searchsorted(weight, limit, side="right"))]
        above = int(np.searchsorted(-trials.tail_score, -rejected, side="left"))
        threshold = float(np.nextafter(rejected, np.float32(np.inf)))
        cuts.append((threshold, float(weight[above - 1]) if above else 0.0))
    return cuts
