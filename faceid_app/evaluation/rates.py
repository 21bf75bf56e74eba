"""Owns a counted rate with its interval, for trials of which several may share a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import draws, interval
from faceid_app.evaluation.metrics import clopper_pearson


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of `of` trials, and the 95 % interval of the rate, each bound 0..1; no bounds where there is no trial."""

    count: int
    of: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        """0..1; None where there is no trial."""
        return self.count / self.of if self.of else None

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {"value": self.value, "count": self.count, "of": self.of, "low": self.low, "high": self.high}


class People:
    """Rates whose intervals come from drawing the persons anew.

    The interval is the wider, on either side, of the identity bootstrap (see `bootstrap`) and of Clopper and Pearson's:
    the first knows that trials of a person are alike, the second that none in a hundred is not none in all.
    """

    def __init__(self, people: int, *, seed: int, resamples: int = 400) -> None:
        # A person is hardly ever drawn more than ten times.
        self._times = np.stack([times.astype(np.int16) for times in draws(people, seed=seed, resamples=resamples)])

    def rate(self, accepted: NDArray[np.bool_], person: NDArray[np.intp]) -> Rate:
        """Of (n,) trials, of which each belongs to one person, (n,)."""
        size = self._times.shape[1]
        hits = np.bincount(person[accepted], minlength=size)
        trials = np.bincount(person, minlength=size)
        times = self._times.astype(np.int64)
        return _rate(int(accepted.sum()), accepted.size, times @ hits, times @ trials)

    def crossed(
        self,
        accepted: NDArray[np.bool_],
        trial: NDArray[np.bool_],
        first: NDArray[np.intp],
        second: NDArray[np.intp],
    ) -> Rate:
        """Of comparisons of two people: (p, t) `accepted` where `trial`; `first` (p,), `second` (t,) their persons."""
        taken = accepted & trial
        hits, trials = (self._drawn(_by_person(chosen, first, second), first, second) for chosen in (taken, trial))
        return _rate(int(taken.sum()), int(trial.sum()), hits, trials)

    def _drawn(
        self, counts: NDArray[np.float64], first: NDArray[np.intp], second: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """How many comparisons each resample has, of `counts` for each two persons; whole numbers, summed exactly."""
        left, right = (self._times[:, np.unique(persons)].astype(np.float64) for persons in (first, second))
        return np.asarray(((left @ counts) * right).sum(axis=1), np.float64)


def _by_person(chosen: NDArray[np.bool_], first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float64]:
    """How many of the (p, t) comparisons are chosen for each two persons, in the order of `np.unique`."""
    counts: NDArray[np.int32] = chosen.astype(np.int32)
    for axis, person in enumerate((first, second)):
        order = np.argsort(person, kind="stable")
        _, starts = np.unique(person[order], return_index=True)
        counts = np.add.reduceat(counts.take(order, axis=axis), starts, axis=axis)
    return counts.astype(np.float64)


def _rate(count: int, of: int, hits: NDArray[Any], trials: NDArray[Any]) -> Rate:
    if not of:
        return Rate(0, 0, None, None)
    low, high = clopper_pearson(count, of)
    drawn = interval(np.divide(hits, trials, out=np.full(hits.shape, np.nan), where=trials > 0))
    if drawn is not None:
        low, high = min(low, drawn.low), max(high, drawn.high)
    return Rate(count, of, low, high)
