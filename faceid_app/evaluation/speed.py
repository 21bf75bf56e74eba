"""Owns measuring time and memory fairly: contestants take turns on the same input, so that noise hits all alike."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.bootstrap import CONFIDENCE
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

Input = TypeVar("Input")
Loaded = TypeVar("Loaded")

WARM_UP = 10
"""Turns that are not counted: caches fill, threads start, memory is got."""
_RESAMPLES = 1000
_SEARCHES = 10
_RESIDENT = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Timing:
    """Percentiles of `n` turns, in milliseconds."""

    p50: float
    p95: float
    n: int

    @classmethod
    def of(cls, seconds: NDArray[np.float64]) -> Timing:
        """Of (n,) seconds."""
        p50, p95 = np.percentile(seconds, [50, 95]) * 1e3
        return cls(float(p50), float(p95), seconds.size)

    def to_dict(self) -> dict[str, float | int]:
        """For a JSON object."""
        return {"p50_ms": self.p50, "p95_ms": self.p95, "n": self.n}


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long one takes as another: the ratio of their medians, and the 95 % interval of it."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """For a JSON object."""
        return {"value": self.value, "low": self.low, "high": self.high}


def time_in_turn(
    runs: Mapping[str, Callable[[Input], object]],
    inputs: Sequence[Input],
    *,
    rounds: int,
    warm_up: int = WARM_UP,
    name: str = "speed",
    clock: Callable[[], float] = time.perf_counter,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, NDArray[np.float64]]:
    """Seconds of each of `rounds` rounds by contestant: (rounds,) float64.

    In a round everybody runs once on the same input; who begins moves on from round to round, for whoever comes after
    a large network finds the caches full of it. Raises Cancelled, and ValueError without a round, input or contestant.
    """
    if rounds < 1 or not inputs or not runs:
        raise ValueError(f"nothing to time. Received: {rounds} rounds, {len(inputs)} inputs, {len(runs)} contestants")
    names = list(runs)
    seconds = {name: np.empty(rounds) for name in names}
    stage = Stage(name, of=rounds + warm_up, report=report, is_cancelled=is_cancelled)
    for turn in range(-warm_up, rounds):
        given = inputs[turn % len(inputs)]
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            run = runs[name]
            started = clock()
            run(given)
            ended = clock()
            if turn >= 0:
                seconds[name][turn] = ended - started
        stage.advance()
    return seconds


def ratio(slow: NDArray[np.float64], fast: NDArray[np.float64], *, seed: int) -> Ratio:
    """How many times as long `slow` takes as `fast`, both (rounds,) seconds of the same rounds, resampled together."""
    if slow.shape != fast.shape or not slow.size:
        raise ValueError(f"both must have the same rounds. Received: {slow.shape} and {fast.shape}")
    drawn = np.random.default_rng(seed).integers(0, slow.size, (_RESAMPLES, slow.size))
    ratios = np.median(slow[drawn], axis=1) / np.median(fast[drawn], axis=1)
    low, high = np.quantile(ratios, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Ratio(float(np.median(slow) / np.median(fast)), float(low), float(high))


def memory_added(load: Callable[[], Loaded]) -> tuple[Loaded, int | None]:
    """What `load` returns, and the bytes by which resident memory grew meanwhile; None where the system does not tell.

    Load what many share, libraries above all, before; and use what is loaded once within `load`, for memory that was
    never touched is not resident.
    """
    _collect_all()
    before = resident_bytes()
    loaded = load()
    _collect_all()
    after = resident_bytes()
    return loaded, None if before is None or after is None else max(0, after - before)


def _collect_all() -> None:
    """Collect until nothing is found: what a finaliser lets go of is garbage only for the next search.

    With one search before and one after, such garbage was freed by the second, and hid what had been loaded meanwhile.
    """
    for _ in range(_SEARCHES):
        if not gc.collect():
            return


def resident_bytes() -> int | None:
    """Memory of this process that lies in RAM; None where there is no /proc."""
    try:
        pages = int(_RESIDENT.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
