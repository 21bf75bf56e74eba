"""Owns intervals of figures that were measured on folds which share no people.

Trials of one person are not independent, folds are: so the spread between folds says how far a figure would move with
other people, by Student's t with one degree of freedom less than there are folds.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from faceid_app.evaluation.bootstrap import CONFIDENCE, Interval


def mean_interval(values: ArrayLike) -> Interval:
    """The 95 % interval of the mean of (k,) rates, one a fold, each 0..1; within 0..1. ValueError for k < 2."""
    rates = _folds(values)
    return _around(float(rates.mean()), float(rates.std(ddof=1) / math.sqrt(rates.size)), rates.size)


def jackknife_interval(whole: float, without: ArrayLike) -> Interval:
    """The 95 % interval of the rate `whole`, of which `without` (k,) are the values with one fold left out each.

    The delete-one jackknife (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11) for figures that
    are no mean over folds, as the area under a curve. Within 0..1. ValueError for k < 2.
    """
    rates = _folds(without)
    spread = float(((rates - rates.mean()) ** 2).sum())
    return _around(whole, math.sqrt((rates.size - 1) / rates.size * spread), rates.size)


def wider(first: Interval, second: Interval) -> Interval:
    """The least interval that holds both."""
    return Interval(min(first.low, second.low), max(first.high, second.high))


def _folds(values: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    rates = np.asarray(values, np.float64)
    if rates.ndim != 1 or rates.size < 2:
        raise ValueError(f"an interval over folds needs at least 2 of them. Received: shape {rates.shape}")
    return rates


def _around(middle: float, std_error: float, folds: int) -> Interval:
    from scipy.special import stdtrit

    reach = float(stdtrit(folds - 1, (1 + CONFIDENCE) / 2)) * std_error
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))
