"""Owns the count of false accepts among strangers by threshold: every two people of a bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import CONFIDENCE, draws
from faceid_app.evaluation.metrics import clopper_pearson, rule_of_three
from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.calibration import Calibration
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, sigmoid
from faceid_app.identity.judging import LIMIT
from faceid_app.identity.people_pairs import Faces, few_of_each
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

STEPS = 10_000
"""Thresholds a table knows, evenly from 0 to 1; a threshold between two is read at the easier one."""
RESAMPLES = 200
FORMAT = 1

_BLOCK = 512
_PAIRS = 128  # compared at once: what they are projected to fits into a core's cache
_ROUNDING = 1e-6
_BEYOND = 1.2
"""How much more than LIMIT is counted: where it lies is known from a sample only."""
_SAMPLE = 20_000
_MARGIN = 5.0
"""Standard deviations by which the L1 distance of a pair may miss what its cosine says, before it is not looked at."""
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class FalseAcceptRate:
    """What is known of one threshold.

    Attributes:
        count, of: comparisons accepted, and all.
        far: 0..1.
        low, high: 95 % interval of it, 0..1; None where only a target is known to be kept.
    """

    count: int
    of: int
    far: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, eq=False)
class FalseAccepts:
    """False accepts (false matches in ISO/IEC 19795-1) of comparisons of two strangers, by threshold.

    Attributes:
        accepted: (STEPS + 1,) int64, comparisons whose score reaches i / STEPS; -1 where more than LIMIT do.
        far: (STEPS + 1,) float64, 0..1, never rising; not a number where `accepted` is -1.
        low, high: (STEPS + 1,) float64, 95 % interval: the wider of identity bootstrap and Clopper and Pearson's; not a
            number where there is none.
        comparisons, people: all that were compared, and of how many different people.
    """

    accepted: NDArray[np.int64]
    far: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    comparisons: int
    people: int

    def at(self, threshold: float) -> FalseAcceptRate | None:
        """What is known at that threshold, 0..1; None where more than LIMIT of the strangers are accepted."""
        step = min(STEPS, max(0, int(np.floor(threshold * STEPS + _ROUNDING))))
        if self.accepted[step] == _UNKNOWN:
            return None
        low, high = (float(bound[step]) for bound in (self.low, self.high))
        bounds = (None, None) if np.isnan(low) or np.isnan(high) else (low, high)
        return FalseAcceptRate(int(self.accepted[step]), self.comparisons, float(self.far[step]), *bounds)

    def supports(self, far: float) -> bool:
        """Whether a rate, 0..1, can be told from none: 3 / n or more, for n comparisons and for n pairs of people."""
        pairs = self.people * (self.people - 1) // 2
        evidence = min(self.comparisons, pairs)
        return evidence > 0 and far >= rule_of_three(evidence)

    def to_bytes(self) -> bytes:
        """An .npz without pickled objects."""
        return pack(
            format=FORMAT,
            accepted=self.accepted,
            far=self.far,
            low=self.low,
            high=self.high,
            comparisons=self.comparisons,
            people=self.people,
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> FalseAccepts:
        """The reverse of `to_bytes`; ValueError where the data are not that."""
        arrays = unpack(data)
        try:
            table = cls(
                accepted=arrays["accepted"].astype(np.int64),
                far=arrays["far"].astype(np.float64),
                low=arrays["low"].astype(np.float64),
                high=arrays["high"].astype(np.float64),
                comparisons=int(arrays["comparisons"]),
                people=int(arrays["people"]),
            )
            known = int(arrays["format"]) == FORMAT
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a table of false accepts ({error})") from error
        if not known or any(len(part) != STEPS + 1 for part in (table.accepted, table.far, table.low, table.high)):
            raise ValueError("a table of false accepts of another format")
        return table


def targets_kept(calibration: Calibration) -> FalseAccepts:
    """What a calibration tells by itself: between two of its supported points, that the easier one's target is kept."""
    accepted = np.full(STEPS + 1, _UNKNOWN, np.int64)
    far = np.full(STEPS + 1, np.nan)
    points = sorted((point for point in calibration.points if point.supported), key=lambda point: -point.far)
    for point in points:
        # The last step at or below the threshold: there `at` reads the threshold itself.
        first = int(np.floor(point.threshold * STEPS + _ROUNDING))
        accepted[first:], far[first:] = point.accepted, point.far
    none = np.full(STEPS + 1, np.nan)
    comparisons = max((point.impostors for point in points), default=0)
    return FalseAccepts(accepted, far, none, none, comparisons, max((point.people for point in points), default=0))


def count_false_accepts(
    head: L1Head,
    faces: Faces,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> FalseAccepts:
    """Compare every person of `faces` with every other, one picture each, and count who is accepted.

    With all pictures a few people with hundreds of them decide, and the interval is ten times as wide for it.

    Behind a tight frame the L1 distance is nearly a function of the cosine (Johnson and Schechtman 1982), which costs a
    hundredth of it. So the head is asked only about pairs whose cosine leaves them a chance to be among the closest
    LIMIT of all: it is off by 0.6 % (one standard deviation), and a pair is passed over from five on.

    Args:
        head: as it verifies.
        faces: strangers on whom nothing was learned, rows of length 1.
        seed: chooses the pictures, and whom the bootstrap draws.
        resamples: of the bootstrap.

    Raises:
        ValueError: fewer than two people.
        Cancelled.
    """
    generator = np.random.default_rng(seed)
    rows = faces.embeddings[few_of_each(faces.person, each=1, most=len(faces.person), generator=generator)]
    if len(rows) < 2:
        raise ValueError(f"Expected at least two people. Received: {len(rows)}")
    comparisons = len(rows) * (len(rows) - 1) // 2
    stage = Stage("strangers compared", of=len(rows), report=report, is_cancelled=is_cancelled)
    projected = head.project(rows)
    floor, cosine = _floors(head, rows, projected, generator, stage)
    scores, first, second = _closest(head, rows, projected, cosine, stage)
    # Below the floor pairs are missing; no step there is ever read.
    kept = scores >= floor
    steps = np.floor(scores[kept].astype(np.float64) * STEPS + _ROUNDING).astype(np.intp)
    first, second = first[kept], second[kept]
    accepted = _from_each(np.bincount(steps, minlength=STEPS + 1))
    stage = Stage("people drawn anew", of=resamples, report=report, is_cancelled=is_cancelled)
    drawn = []
    for times in draws(len(rows), seed=seed, resamples=resamples):
        # Copies of one person are not compared with each other.
        total = (len(rows) ** 2 - int((times**2).sum())) // 2
        if total:
            weights = (times[first] * times[second]).astype(np.float64)
            drawn.append(_from_each(np.bincount(steps, weights, STEPS + 1)) / total)
        stage.advance()
    far = accepted / comparisons
    low, high = _exact_bounds(accepted, comparisons)
    if drawn:
        quantiles = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
        low, high = np.minimum(low, quantiles[0]), np.maximum(high, quantiles[1])
    unknown = (far > LIMIT) | (np.arange(STEPS + 1) < np.ceil(floor * STEPS))
    for part in (far, low, high):
        part[unknown] = np.nan
    counts = accepted.astype(np.int64)
    counts[unknown] = _UNKNOWN
    return FalseAccepts(counts, far, low, high, comparisons, len(rows))


def _floors(
    head: L1Head, rows: Embeddings, projected: Array, generator: np.random.Generator, stage: Stage
) -> tuple[float, float]:
    """The score that a little over LIMIT of all pairs reach, and the cosine from which on a pair may reach it."""
    a, b = generator.integers(len(rows), size=(2, _SAMPLE))
    a, b = a[a != b], b[a != b]
    parts = []
    for start in range(0, len(a), _PAIRS):
        stage.advance(0)
        block = slice(start, start + _PAIRS)
        parts.append(head.pair_logits(projected[a[block]], projected[b[block]]))
    logits = np.concatenate(parts).astype(np.float64)
    first, second = rows[a], rows[b]
    distance = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (first * second).sum(axis=1)))
    near = np.argsort(distance)[: max(2, len(distance) // 10)]
    ratio = (head.bias - logits[near]) / np.maximum(distance[near], 1e-6)
    logit = float(np.quantile(logits, 1.0 - _BEYOND * LIMIT))
    reach = (head.bias - logit) / max(1e-6, ratio.mean() - _MARGIN * ratio.std())
    return float(sigmoid(np.array([logit], np.float32))[0]), 1.0 - reach**2 / 2.0


def _closest(
    head: L1Head, rows: Embeddings, projected: Array, cosine: float, stage: Stage
) -> tuple[Array, NDArray[np.intp], NDArray[np.intp]]:
    """Scores of all pairs whose cosine is at least that, and their rows."""
    scores, first, second = [np.empty(0, np.float32)], [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    for start in range(0, len(rows), _BLOCK):
        near = rows[start : start + _BLOCK] @ rows[start:].T >= cosine
        one, other = (places + start for places in np.nonzero(np.triu(near, 1)))
        for at in range(0, len(one), _PAIRS):
            part = slice(at, at + _PAIRS)
            scores.append(sigmoid(head.pair_logits(projected[one[part]], projected[other[part]])))
        first.append(one)
        second.append(other)
        stage.advance(len(near))
    return np.concatenate(scores), np.concatenate(first), np.concatenate(second)


def _exact_bounds(accepted: NDArray[np.float64], comparisons: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    counts, where = np.unique(accepted.astype(np.int64), return_inverse=True)
    bounds = np.array([clopper_pearson(int(count), comparisons) for count in counts])
    return bounds[where, 0], bounds[where, 1]


def _from_each(by_step: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(np.cumsum(by_step[::-1])[::-1], np.float64)
