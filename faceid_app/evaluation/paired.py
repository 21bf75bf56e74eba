"""Owns the comparison of networks on the same pictures of the same people: who is better, and by how much at least.

Two networks that saw the same pictures err on the same people. So their difference is measured on the same draws of
people (see `bootstrap`), which makes its interval far narrower than the intervals of the two would suggest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import Interval, draws, interval

_TAIL = 30.0
"""So many times the FAR of the nearest non-mated pairs are looked at; no draw of people moves a threshold beyond."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval, and the same of the difference to the first network."""

    value: float
    interval: Interval | None
    against_first: float
    interval_against_first: Interval | None

    @property
    def verdict(self) -> str:
        """ "better" or "worse" than the first where the interval of the difference leaves 0 out, else "undecided"."""
        found = self.interval_against_first
        if found is None or found.low <= 0 <= found.high:
            return "undecided"
        return "better" if found.low > 0 else "worse"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Paired:
    """One network: cosine to the reference (mean over pictures), and TAR at the FAR."""

    likeness: Figure
    tar: Figure

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"likeness": self.likeness.to_dict(), "tar": self.tar.to_dict()}


def compare(
    networks: Mapping[str, NDArray[np.float32]],
    person: NDArray[np.integer[Any]],
    reference: NDArray[np.float32],
    *,
    far: float,
    seed: int,
    resamples: int = 1000,
) -> dict[str, Paired]:
    """Measure every network on the same pictures, and against the first.

    Args:
        networks: by name (n, d) float32 rows of length 1.
        person: (n,) integers, who is on each picture.
        reference: (n, d) float32 rows of length 1, what the networks should say.
        far: 0..1, over all non-mated pairs.
        seed, resamples: of the draws of people.

    Raises:
        ValueError: no network, no person with two pictures, or fewer non-mated pairs than 3 / FAR.
    """
    if not networks:
        raise ValueError("at least one network must be compared. Received: none")
    names, numbered = np.unique(person, return_inverse=True)
    first, second = np.triu_indices(len(numbered), 1)
    a, b = numbered[first], numbered[second]
    same = a == b
    if not same.any() or far * (~same).sum() < 3:
        raise ValueError(f"too few pairs. Received: {same.sum()} mated, {(~same).sum()} non-mated for FAR {far:g}")
    times = [np.ones(len(names), np.int64), *draws(len(names), seed=seed, resamples=resamples)]
    found = {}
    for name, embeddings in networks.items():
        scores = (embeddings @ embeddings.T)[first, second]
        tars = _tars(scores[same], a[same], scores[~same], a[~same], b[~same], np.bincount(numbered), times, far=far)
        found[name] = (_means((embeddings * reference).sum(axis=1), numbered, times), tars)
    base = next(iter(found.values()))
    return {
        name: Paired(*(_figure(values, start) for values, start in zip(figures, base, strict=True)))
        for name, figures in found.items()
    }


def _tars(
    mated: NDArray[np.float32],
    of: NDArray[np.intp],
    nonmated: NDArray[np.float32],
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    pictures: NDArray[np.intp],
    times: list[NDArray[np.int64]],
    *,
    far: float,
) -> NDArray[np.float64]:
    """TAR for each of `times`, NaN where a draw has no pair of one kind. A score above the threshold is accepted.

    `of`: the person of each mated pair; `a`, `b`: the two of each other one; `pictures`: of each person.
    """
    count = min(len(nonmated), int(_TAIL * far * len(nonmated)) + 3)
    nearest = np.argpartition(-nonmated, count - 1)[:count]
    nearest = nearest[np.argsort(-nonmated[nearest], kind="stable")]
    scores, a_near, b_near = nonmated[nearest], a[nearest], b[nearest]
    pairs = pictures * (pictures - 1) // 2
    result = np.full(len(times), np.nan)
    for number, drawn in enumerate(times):
        trials = float((drawn * pairs).sum())
        seen = drawn * pictures
        crossed = (seen.sum() ** 2 - (seen**2).sum()) / 2
        if not trials or not crossed:
            continue
        accepted = np.cumsum(drawn[a_near] * drawn[b_near])
        beyond = int(np.searchsorted(accepted, far * crossed, side="right"))
        threshold = scores[min(beyond, len(scores) - 1)]
        result[number] = (drawn[of] * (mated > threshold)).sum() / trials
    return result


def _means(
    values: NDArray[np.float32], person: NDArray[np.intp], times: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    return np.array([np.average(values.astype(np.float64), weights=drawn[person]) for drawn in times])


def _figure(values: NDArray[np.float64], base: NDArray[np.float64]) -> Figure:
    difference = values - base
    return Figure(float(values[0]), interval(values[1:]), float(difference[0]), interval(difference[1:]))
