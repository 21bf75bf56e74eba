"""Owns the calibration curve: whether a score turned into a probability can be believed.

The log-likelihood ratio (LLR) of a score s is taken as a s + b, fitted by logistic regression on one half of the people
(Platt, in Advances in Large Margin Classifiers, 1999, with his smoothed targets), and judged on the other half, of whom
the fit knows nothing. Each mated person and each pair of persons counts the same. How good LLRs are is told by Cllr, in
bits: 0 is perfect, 1 tells nothing; Cllr_min is what the best rising function of the score reaches, and the difference
is what the calibration loses (Bruemmer and du Preez, Computer Speech and Language 20, 2006).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import Interval, draws, interval
from faceid_app.evaluation.pair_scores import BINS, STEPS, Pairs, PairScores, Scan, bin_of, edges
from faceid_app.progress import Stage

PRIOR = 0.5
"""The share of mated comparisons at which probabilities are stated."""
_EDGES = np.arange(-4.0, 4.1, 0.5)
"""Of the LLR, in powers of ten; the outer bins are open."""
RESAMPLED_SHARE = 0.01
"""Of the non-mated pairs, those drawn anew for the intervals; the others are too many to be moved by a draw."""
_NEWTON_STEPS = 100
_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Comparisons of the judged half whose LLR, in powers of ten, lies from `low` to below `high` (None: open).

    Attributes:
        predicted: mean predicted probability of a mated comparison, at the prior.
        observed: their share at the prior, 0..1, and its 95 % interval: people drawn anew. Where non-mated scores are
            common (more than 1 % lie at or above), only the mated side is drawn, the other is known far better.
        mated, nonmated: comparisons counted. mated_people: people behind the mated ones.
    """

    low: float | None
    high: float | None
    predicted: float
    observed: float
    interval: Interval | None
    mated: int
    mated_people: int
    nonmated: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """The calibration curve and what it adds up to.

    Attributes:
        slope, offset: LLR (natural logarithm) = slope * cosine + offset.
        prior: share of mated comparisons at which probabilities are stated.
        cllr, cllr_min: bits, of the judged half.
        expected_error: mean difference of predicted and observed probability over the bins, by weight at the prior.
        fitted_people, judged_people: people in each half; fitted_mated, judged_mated: those with mated pairs.
    """

    slope: float
    offset: float
    prior: float
    cllr: float
    cllr_min: float
    expected_error: float
    bins: tuple[Bin, ...]
    fitted_people: int
    judged_people: int
    fitted_mated: int
    judged_mated: int


def measure_reliability(
    scores: PairScores, scan: Scan, tail: Pairs, *, seed: int, resamples: int, stage: Stage
) -> Reliability | None:
    """The calibration of the first half of the people, judged on the second; `stage` advances by one a resample.

    Scores count as the middle of their bin of 1/1024. `tail` must hold the pairs from `scan.floor(RESAMPLED_SHARE)` on.
    None where a half has no mated or no non-mated pair. Raises Cancelled.
    """
    half = _Half(scores, scan.mated, first=True), _Half(scores, scan.mated, first=False)
    if not all(part.mated_people and scan.counts[group].any() for group, part in enumerate(half)):
        return None
    middle = np.minimum(edges() + 0.5 / STEPS, 1.0)
    strangers = [scan.weights[group] / scan.weights[group].sum() for group in (0, 1)]
    slope, offset = platt(
        middle,
        half[0].shares(),
        strangers[0],
        people=half[0].mated_people,
        pairs=half[0].people * (half[0].people - 1) // 2,
    )
    llr = slope * middle + offset
    place = np.searchsorted(_EDGES, llr / np.log(10.0), side="right")
    mated = half[1].shares()
    spread = _observed_again(scores, scan, half[1], tail, place=place, seed=seed, resamples=resamples, stage=stage)
    bins = _bins(scan, half[1], place=place, llr=llr, mated=mated, strangers=strangers[1], spread=spread)
    mass = PRIOR * _sum(place, mated) + (1 - PRIOR) * _sum(place, strangers[1])
    errors = [share * abs(found.predicted - found.observed) for share, found in zip(mass[mass > 0], bins, strict=True)]
    return Reliability(
        slope=slope,
        offset=offset,
        prior=PRIOR,
        cllr=cllr(llr, mated, strangers[1]),
        cllr_min=cllr_min(mated, strangers[1]),
        expected_error=float(sum(errors)),
        bins=bins,
        fitted_people=half[0].people,
        judged_people=half[1].people,
        fitted_mated=half[0].mated_people,
        judged_mated=half[1].mated_people,
    )


def platt(score: _Values, mated: _Values, nonmated: _Values, *, people: int, pairs: int) -> tuple[float, float]:
    """Slope and offset of the LLR of (k,) scores with (k,) shares of mated and of non-mated weight, each of sum 1.

    Both kinds weigh the same in the fit, so the offset holds no prior. `people` mated persons and `pairs` pairs of
    persons smooth the targets from 1 and 0 to (n + 1) / (n + 2) and 1 / (n + 2), which keeps the slope finite where the
    kinds are apart. Newton's method with halved steps on a convex function of two numbers.
    """
    hit, miss = (people + 1) / (people + 2), 1 / (pairs + 2)
    ones = mated * hit + nonmated * miss
    weight = mated + nonmated
    features = np.stack([score, np.ones_like(score)])

    def loss(parameters: _Values) -> float:
        logits = parameters @ features
        return float(np.sum(weight * np.logaddexp(0.0, logits) - ones * logits))

    parameters = np.zeros(2)
    current = loss(parameters)
    for _ in range(_NEWTON_STEPS):
        probability = _sigmoid(parameters @ features)
        gradient = features @ (weight * probability - ones)
        curvature = (features * (weight * probability * (1 - probability))) @ features.T
        step: Any = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        while (after := loss(parameters - step)) > current and np.abs(step).max() > 1e-12:
            step = step / 2
        if current - after < 1e-15:
            break
        parameters, current = parameters - step, after
    return float(parameters[0]), float(parameters[1])


def cllr(llr: _Values, mated: _Values, nonmated: _Values) -> float:
    """Cost of the log-likelihood ratio, bits, of (k,) natural LLRs with (k,) shares of mated and non-mated weight."""
    bits = 0.5 / np.log(2.0)
    return float(bits * (np.sum(mated * np.logaddexp(0.0, -llr)) + np.sum(nonmated * np.logaddexp(0.0, llr))))


def cllr_min(mated: _Values, nonmated: _Values) -> float:
    """Cllr after the best rising calibration, by pooling adjacent violators; shares (k,) in the order of the scores."""
    blocks: list[tuple[float, float]] = []
    for own, other in zip(mated.tolist(), nonmated.tolist(), strict=True):
        if own == other == 0.0:
            continue
        block = (own, other)
        # A ratio own / other that does not rise joins the block before it; products, because a share may be 0.
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1])
        blocks.append(block)
    cost = 0.0
    for own, other in blocks:
        cost += own * np.log2(1 + other / own) if own else 0.0
        cost += other * np.log2(1 + own / other) if other else 0.0
    return float(0.5 * cost)


class _Half:
    """The people of one half, and their mated pairs by score bin."""

    def __init__(self, scores: PairScores, mated: Pairs, *, first: bool) -> None:
        person = scores.person[mated.first]
        here = (person < scores.halved) == first
        self.start = 0 if first else scores.halved
        self.people = scores.halved if first else len(scores.counts) - scores.halved
        self.person = person[here] - self.start
        self.bins = bin_of(mated.score[here])
        self.pairs = np.bincount(self.person, minlength=self.people)
        self.mated_people = int(np.count_nonzero(self.pairs))

    def weights(self, times: NDArray[np.int64] | None = None) -> _Values:
        """Of each mated pair: 1 a person over its pairs, or as often as the person was drawn."""
        each = (1.0 if times is None else times) / np.maximum(self.pairs, 1)
        return np.asarray(each[self.person], np.float64)

    def shares(self) -> _Values:
        """(BINS,) share of the mated weight by score bin."""
        weight = np.bincount(self.bins, self.weights(), minlength=BINS)
        return np.asarray(weight / weight.sum(), np.float64)


def _sigmoid(logits: _Values) -> _Values:
    return np.asarray(np.exp(-np.logaddexp(0.0, -logits)), np.float64)


def _sum(place: NDArray[np.intp], values: NDArray[Any]) -> _Values:
    return np.asarray(np.bincount(place, values, minlength=_EDGES.size + 1), np.float64)


def _bins(
    scan: Scan,
    half: _Half,
    *,
    place: NDArray[np.intp],
    llr: _Values,
    mated: _Values,
    strangers: _Values,
    spread: _Values,
) -> tuple[Bin, ...]:
    own, other = _sum(place, mated), _sum(place, strangers)
    mass = PRIOR * mated + (1 - PRIOR) * strangers
    total, expected = _sum(place, mass), _sum(place, mass * _sigmoid(llr + np.log(PRIOR / (1 - PRIOR))))
    nonmated = _sum(place, scan.counts[1])
    found = []
    for index in np.flatnonzero(total):
        inside = place[half.bins] == index
        found.append(
            Bin(
                low=float(_EDGES[index - 1]) if index else None,
                high=float(_EDGES[index]) if index < _EDGES.size else None,
                predicted=float(expected[index] / total[index]),
                observed=float(PRIOR * own[index] / (PRIOR * own[index] + (1 - PRIOR) * other[index])),
                interval=interval(spread[:, index]),
                mated=int(np.count_nonzero(inside)),
                mated_people=np.unique(half.person[inside]).size,
                nonmated=int(nonmated[index]),
            )
        )
    return tuple(found)


def _observed_again(
    scores: PairScores,
    scan: Scan,
    half: _Half,
    tail: Pairs,
    *,
    place: NDArray[np.intp],
    seed: int,
    resamples: int,
    stage: Stage,
) -> _Values:
    """(resamples, bins) the observed share with the people of the judged half drawn anew; NaN where there is none."""
    floor = scan.floor(RESAMPLED_SHARE)
    common = _sum(place[:floor], scan.weights[1][:floor])
    judged = (scores.person[tail.first] >= half.start) & (tail.score >= edges()[floor])
    first = scores.person[tail.first[judged]] - half.start
    second = scores.person[tail.second[judged]] - half.start
    rare = place[bin_of(tail.score[judged])]
    pictures = scores.counts[half.start : half.start + half.people]
    all_pairs = half.people * (half.people - 1) / 2
    observed = np.full((resamples, _EDGES.size + 1), np.nan)
    for number, times in enumerate(draws(half.people, seed=seed, resamples=resamples)):
        weight = half.weights(times)
        pairs = (int(times.sum()) ** 2 - int((times**2).sum())) / 2
        if weight.any() and pairs:
            own = _sum(place[half.bins], weight) / weight.sum()
            each = times / pictures
            other = common / all_pairs + _sum(rare, each[first] * each[second]) / pairs
            with np.errstate(invalid="ignore"):
                observed[number] = PRIOR * own / (PRIOR * own + (1 - PRIOR) * other)
        stage.advance()
    return observed
