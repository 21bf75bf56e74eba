"""Owns the measurement of every pair of a set of faces: thresholds, error rates, intervals, suspects, calibration.

Six thousand pairs cannot tell a FAR of 1e-4. All pairs of LFW, 87.3 million non-mated and 242,257 mated ones, can; but
they are not as many independent trials, and each figure here says whose comparisons it counts and how far other people
would move it.

A *mated* comparison is of two pictures of one person, a *non-mated* one of two people; FAR and FRR are their error
rates, which ISO/IEC 19795-1 calls false match rate (FMR) and false non-match rate (FNMR) at the level of comparisons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faceid_app.evaluation.bootstrap import PointInterval, identity_bootstrap
from faceid_app.evaluation.closest import ClosestStranger, Concentration, closest_strangers, concentration
from faceid_app.evaluation.label_collisions import Suspects, find_suspects, without
from faceid_app.evaluation.metrics import RocCurve, eer
from faceid_app.evaluation.operating_points import (
    WEIGHINGS,
    OperatingPoint,
    TailTooShort,
    Trials,
    Weighing,
    mated_weights,
    operating_points,
)
from faceid_app.evaluation.pair_scores import BINS, BLOCK, Pairs, PairScores, Scan, above_edges, bin_of, edges
from faceid_app.evaluation.reliability import RESAMPLED_SHARE, Reliability, measure_reliability
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

FARS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
RESAMPLES = 200
TAIL_SHARE = 0.03
"""Of the non-mated pairs kept one by one: what FAR 1e-2 needs, with room for resamples that need more."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Error rates at thresholds on the edges of the score histogram, 1/1024 apart; (k,) float64 each, exact.

    threshold rises; false_match_rate (FAR) falls from 1, false_non_match_rate (FRR) rises from 0. The pair of them is
    the DET curve; false_match_rate and 1 - false_non_match_rate are the ROC.
    """

    threshold: NDArray[np.float64]
    false_match_rate: NDArray[np.float64]
    false_non_match_rate: NDArray[np.float64]

    def eer(self) -> float:
        """The equal error rate, 0..1, on the line between the two points around the crossing."""
        falling = slice(None, None, -1)
        start = np.array([np.inf]), np.zeros(1), np.zeros(1)  # nothing accepted
        tar = 1.0 - self.false_non_match_rate[falling]
        return eer(
            RocCurve(
                thresholds=np.concatenate([start[0], self.threshold[falling]]),
                far=np.concatenate([start[1], self.false_match_rate[falling]]),
                tar=np.concatenate([start[2], tar]),
            )
        )


@dataclass(frozen=True, slots=True, eq=False)
class AllPairs:
    """Everything measured on the pairs of one set with one network.

    Attributes:
        pictures, people, mated_people, mated, nonmated, nonmated_people: what was compared; the last are pairs of
            different persons.
        seed, resamples: of the bootstrap and of the halves for the calibration.
        points, intervals: operating points, pooled then balanced, strictest last, and their intervals in that order.
        suspects: probable label errors; points_without, intervals_without: the same figures without them,
            empty where no pair is left.
        closest, concentration: what single people are in for.
        reliability: None where the set is too small to be halved.
        curves: by weighing.
        histogram: (2, BINS) int64, mated and non-mated pairs by score; bins begin at `pair_scores.edges()`.
    """

    pictures: int
    people: int
    mated_people: int
    mated: int
    nonmated: int
    nonmated_people: int
    seed: int
    resamples: int
    points: tuple[OperatingPoint, ...]
    intervals: tuple[PointInterval, ...]
    suspects: Suspects
    points_without: tuple[OperatingPoint, ...]
    intervals_without: tuple[PointInterval, ...]
    closest: ClosestStranger
    concentration: tuple[Concentration, ...]
    reliability: Reliability | None
    curves: dict[Weighing, Curve]
    histogram: NDArray[np.int64]


def measure_all_pairs(
    embeddings: ArrayLike,
    person: ArrayLike,
    *,
    seed: int,
    resamples: int = RESAMPLES,
    fars: tuple[float, ...] = FARS,
    block: int = BLOCK,
    tail_share: float = TAIL_SHARE,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> AllPairs:
    """Compare every picture with every other.

    Args:
        embeddings: (n, d) rows of length 1; computed on as float64 multiples of 2^-26, see `pair_scores`.
        person: (n,) integers, who is on each picture.
        seed: of bootstrap and halves: the same gives the same figures, whatever `block` and the number of cores.
        resamples: of the identity bootstrap, at least 1.
        fars: targets, each above 0 and below 1, greatest first.
        block: rows compared at a time; memory grows with it, 12 n bytes a row.
        tail_share: of the non-mated pairs held in memory at first, 0..1; more where a figure needs them.

    Raises:
        Cancelled.
        ValueError: no mated or no non-mated pair, rows that are not finite and of length 1, unfit arguments.
    """
    if resamples < 1 or not fars or not all(0 < far < 1 for far in fars) or not 0 < tail_share <= 1:
        raise ValueError(
            "resamples must be at least 1 and each far and tail_share above 0, fars below 1. "
            f"Received: {resamples}, {fars}, {tail_share}"
        )

    def stage(name: str, of: int) -> Stage:
        return Stage(name, of=of, report=report, is_cancelled=is_cancelled)

    scores = PairScores(embeddings, person, seed=seed, block=block)
    scan = scores.scan(stage("compare all pairs", len(scores.order)))
    while True:
        floor = scan.floor(max(tail_share, RESAMPLED_SHARE))
        tail = scores.tail(floor, stage("keep the closest strangers", len(scores.order)))
        run = _Run(scores, scan, tail, floor == 0, fars, seed, resamples, stage)
        try:
            return run.measure()
        except TailTooShort:
            tail_share = min(1.0, 4 * tail_share)


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """One attempt, with as much of the tail as was kept for it."""

    scores: PairScores
    scan: Scan
    tail: Pairs
    complete: bool
    fars: tuple[float, ...]
    seed: int
    resamples: int
    stage: Callable[[str, int], Stage]

    def measure(self) -> AllPairs:
        trials = self._trials()
        points = operating_points(trials, self.fars)
        suspects = find_suspects(self.scores, self.scan, self.tail, complete=self.complete)
        cleaned = without(self.scores, trials, suspects, self.scan.mated)
        # A network that is wrong about everybody suspects everybody, and nothing is left to count.
        countable = cleaned.mated_score.size > 0 and cleaned.nonmated("balanced") > 0
        return AllPairs(
            pictures=len(self.scores.order),
            people=trials.people,
            mated_people=points[0].mated_people,
            mated=points[0].mated,
            nonmated=points[0].nonmated,
            nonmated_people=points[0].nonmated_people,
            seed=self.seed,
            resamples=self.resamples,
            points=points,
            intervals=self._intervals(trials, "draw people anew"),
            suspects=suspects,
            points_without=operating_points(cleaned, self.fars) if countable else (),
            intervals_without=self._intervals(cleaned, "draw people anew, without suspects") if countable else (),
            closest=closest_strangers(self.scores, self.scan, points),
            concentration=tuple(concentration(trials, point, seed=self.seed) for point in points),
            reliability=measure_reliability(
                self.scores,
                self.scan,
                self.tail,
                seed=self.seed,
                resamples=self.resamples,
                stage=self.stage("judge the calibration", self.resamples),
            ),
            curves={weighing: self._curve(trials, weighing) for weighing in WEIGHINGS},
            histogram=np.stack(
                [np.bincount(bin_of(self.scan.mated.score), minlength=BINS), self.scan.counts.sum(axis=0)]
            ).astype(np.int64),
        )

    def _trials(self) -> Trials:
        person, mated, tail = self.scores.person, self.scan.mated, self.tail
        return Trials(
            pictures=self.scores.counts,
            mated_score=mated.score,
            mated_person=person[mated.first],
            tail_score=tail.score,
            tail_first=person[tail.first],
            tail_second=person[tail.second],
            complete=self.complete,
            left_out=np.empty((0, 2), np.int32),
        )

    def _intervals(self, trials: Trials, name: str) -> tuple[PointInterval, ...]:
        stage = self.stage(name, self.resamples)
        return identity_bootstrap(trials, self.fars, seed=self.seed, resamples=self.resamples, stage=stage)

    def _curve(self, trials: Trials, weighing: Weighing) -> Curve:
        weight = mated_weights(trials, weighing).astype(np.float64)
        accepted = above_edges(np.bincount(bin_of(trials.mated_score), weight, minlength=BINS).astype(np.float64))
        passed = self.scan.counts.sum(axis=0) if weighing == "pooled" else self.scan.weights.sum(axis=0)
        false_matches = above_edges(passed.astype(np.float64))
        return Curve(edges(), false_matches / false_matches[0], 1.0 - accepted / accepted[0])
