"""Owns the identity bootstrap: how far the figures would move with other people of the same kind.

Comparisons are not independent: those of one person share that person, and an interval that counts each as a trial of
its own is far too narrow. So whole persons are drawn with replacement, with all comparisons they take part in: the
subsets bootstrap of Bolle, Ratha and Pankanti (Computer Vision and Image Understanding 93, 2004), with the person as
the subset. A person drawn k times brings each mated comparison k times, and with one drawn l times each non-mated
comparison k l times; a person is never compared with a copy of itself, which would be neither mated nor non-mated.
Intervals are those between percentiles of the resamples. ISO/IEC 19795-1 asks for such an estimate where persons give
several comparisons.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.operating_points import WEIGHINGS, Rates, Trials, Weighing, rates
from faceid_app.progress import Stage

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies in 95 % of the resamples."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PointInterval:
    """The intervals of one operating point, None where no resample had both kinds of comparison.

    resamples: those that had, of all that were drawn.
    """

    weighing: Weighing
    far: float
    threshold: Interval | None
    tar: Interval | None
    tar_per_person: Interval | None
    resamples: int


def identity_bootstrap(
    trials: Trials, fars: tuple[float, ...], *, seed: int, resamples: int, stage: Stage
) -> tuple[PointInterval, ...]:
    """Intervals of thresholds and TARs in the order of `operating_points`; `stage` advances by one a resample.

    Raises Cancelled and TailTooShort.
    """

    def measure(times: NDArray[np.int64]) -> list[list[Rates]]:
        return [rates(trials, weighing, fars, times) for weighing in WEIGHINGS]

    found = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        try:
            for figures in pool.map(measure, draws(trials.people, seed=seed, resamples=resamples)):
                found.append(figures)
                stage.advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    values = np.array(found, np.float64).reshape(resamples, len(WEIGHINGS), len(fars), 4)
    return tuple(
        PointInterval(
            weighing,
            far,
            interval(values[:, w, f, 0]),
            interval(values[:, w, f, 2]),
            interval(values[:, w, f, 3]),
            int(np.isfinite(values[:, w, f, 0]).sum()),
        )
        for w, weighing in enumerate(WEIGHINGS)
        for f, far in enumerate(fars)
    )


def draws(people: int, *, seed: int, resamples: int) -> Iterator[NDArray[np.int64]]:
    """For each resample (people,) int64: how often each person was drawn. Each depends on `seed` and its number."""
    for number in range(resamples):
        random = np.random.default_rng((seed, number))
        yield np.bincount(random.integers(0, people, people), minlength=people).astype(np.int64)


def interval(values: NDArray[np.float64]) -> Interval | None:
    """The middle 95 % of (n,) values, interpolated; what is not finite is left out, None where nothing is left."""
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    low, high = np.quantile(known, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))
