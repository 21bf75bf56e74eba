"""Owns the learning rate: how a range test chooses the highest, and its course over a training (one cycle)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

LOWEST, HIGHEST = 1e-5, 0.3
"""The rates between which the range test looks."""
ALLOWED = (3e-4, 1e-2)
RISE = 0.25
"""Share of a training in which the rate rises."""
_START, _END = 25.0, 1e3
_SMOOTH = 0.85
_BELOW_LEAST = 6.0


def rates_to_test(steps: int) -> list[float]:
    """Rates of `steps` steps, rising by the same factor each."""
    return [float(rate) for rate in np.geomspace(LOWEST, HIGHEST, steps)]


def chosen_rate(rates: Sequence[float], losses: Sequence[float]) -> float:
    """The rate a sixth of that at which the smoothed loss was least, within ALLOWED.

    Smith, "Cyclical Learning Rates for Training Neural Networks" (WACV 2017), with the usual margin below the least.
    """
    smooth, mean = [], 0.0
    for step, loss in enumerate(losses, start=1):
        mean = _SMOOTH * mean + (1 - _SMOOTH) * loss
        smooth.append(mean / (1 - _SMOOTH**step))
    least = rates[int(np.argmin(smooth))]
    return float(np.clip(least / _BELOW_LEAST, *ALLOWED))


def one_cycle(progress: float, highest: float) -> float:
    """The rate when a share `progress`, 0..1, of the training is done: from a 25th up, then down to a 1000th.

    Smith and Topin, "Super-Convergence" (arXiv:1708.07120).
    """
    low, high, share = (
        (highest / _START, highest, progress / RISE)
        if progress < RISE
        else (highest / _END, highest, 1 - (progress - RISE) / (1 - RISE))
    )
    return low + (high - low) * (1 - math.cos(math.pi * min(max(share, 0.0), 1.0))) / 2
