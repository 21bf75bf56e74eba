"""Owns the scales of a plot's axes: where a value lies on one, and which values are written beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scale = Literal["linear", "log", "probit"]
"""probit: by the normal deviate, on which two normal score distributions give a straight DET (ISO/IEC 19795-1)."""

_RATES = (1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.4)
_RATE_TICKS = (*_RATES, 0.5, *(1 - rate for rate in reversed(_RATES)))
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def positions(values: ArrayLike, scale: Scale) -> NDArray[np.float64]:
    """Where `values` (n,) lie on an axis: (n,) float64; NaN where the scale has no finite place for one.

    linear: the value itself. log: its decimal logarithm, for values above 0. probit: the normal deviate, the inverse
    of the standard normal distribution function, for rates above 0 and below 1.
    """
    given = np.asarray(values, np.float64)
    if scale == "linear":
        return np.where(np.isfinite(given), given, np.nan)
    if scale == "log":
        return np.log10(given, out=np.full(given.shape, np.nan), where=np.isfinite(given) & (given > 0))
    from scipy.special import ndtri

    inside = (given > 0) & (given < 1)
    return np.where(inside, ndtri(np.where(inside, given, 0.5)), np.nan)


def values(places: ArrayLike, scale: Scale) -> NDArray[np.float64]:
    """The reverse of `positions`: what lies at `places` (n,) of an axis, (n,) float64."""
    given = np.asarray(places, np.float64)
    if scale == "linear":
        return given
    if scale == "log":
        return np.asarray(10.0 ** np.clip(given, -300, 300))
    from scipy.special import ndtr

    return np.asarray(ndtr(given), np.float64)


def ticks(low: float, high: float, scale: Scale) -> tuple[list[float], list[str]]:
    """Values to write on a log or probit axis that shows `low` to `high`, with their texts; both ends are covered.

    ValueError for a linear axis, whose ticks are evenly spaced and need no table.
    """
    if scale == "probit":
        first = max((i for i, rate in enumerate(_RATE_TICKS) if rate <= low), default=0)
        last = min((i for i, rate in enumerate(_RATE_TICKS) if rate >= high), default=len(_RATE_TICKS) - 1)
        last = max(last, first + 1) if first + 1 < len(_RATE_TICKS) else last
        shown = list(_RATE_TICKS[min(first, last - 1) : last + 1])
        return shown, [percent(rate) for rate in shown]
    if scale == "log":
        first = math.floor(math.log10(low))
        last = max(math.ceil(math.log10(high)), first + 1)
        plain = first >= -3 and last <= 3
        exponents = range(first, last + 1)
        return [10.0**exponent for exponent in exponents], [_power(exponent, plain=plain) for exponent in exponents]
    raise ValueError(f"a linear axis needs no table of ticks. Received: {scale!r}")


def percent(rate: float) -> str:
    """A rate as text: 0.001 is "0.1 %"; as many digits as it needs, up to ten."""
    return f"{float(f'{100 * rate:.10g}'):.10f}".rstrip("0").rstrip(".") + " %"


def legible(places: ArrayLike, names: list[str], room: Callable[[str], float]) -> list[str]:
    """`names` with those emptied for which there is no room between their neighbours.

    `places` (n,) are where they stand and `room(name)` how much of the same axis one takes. Powers of ten come first,
    then from the lowest up.
    """
    where = np.asarray(places, np.float64)
    order = sorted(range(len(names)), key=lambda i: (not _is_power_of_ten(names[i]), i))
    kept: list[int] = []
    for i in order:
        if all(abs(where[i] - where[other]) >= (room(names[i]) + room(names[other])) / 2 for other in kept):
            kept.append(i)
    return [name if i in kept else "" for i, name in enumerate(names)]


def _is_power_of_ten(name: str) -> bool:
    return name.removesuffix(" %").strip("0.") == "1"


def _power(exponent: int, *, plain: bool) -> str:
    if plain or exponent in (0, 1):
        return f"{10.0**exponent:g}"
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"
