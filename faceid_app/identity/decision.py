"""The only comparison of scores with thresholds, on one frame and over time."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

LEAST_SHARE = 0.01
"""The lowest verification threshold there is: of a hundred templates one."""


class Verdict(StrEnum):
    """What the user is told."""

    MATCH = "match"
    NO_MATCH = "no_match"
    NO_FACE = "no_face"
    CHECKING = "checking"
    ATTACK = "attack"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The two thresholds of the source document.

    Attributes:
        detection: 0..1, the score from which one template counts as a match.
        verification: LEAST_SHARE..1, the share of templates that must match.
    """

    detection: float
    verification: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.detection <= 1.0:
            raise ValueError(f"The detection threshold is {self.detection:g}; choose 0 to 1.")
        if not LEAST_SHARE <= self.verification <= 1.0:
            raise ValueError(f"The verification threshold is {self.verification:g}; choose {LEAST_SHARE:g} to 1.")


@dataclass(frozen=True, slots=True)
class Decision:
    """One frame against all templates.

    Attributes:
        match: whether `share` reaches the verification threshold.
        share: 0..1, templates whose score reaches the detection threshold.
        score: 0..1, the score that the required share of templates reaches; `match` is `score >= detection`.
    """

    match: bool
    share: float
    score: float


def required_templates(verification: float, count: int) -> int:
    """How many of `count` templates must match at that verification threshold, over 0..1: at least one."""
    # The tiny subtraction keeps 0.6 * 5 = 3.0000000000000004 from asking for four templates.
    return min(count, max(1, math.ceil(verification * count - 1e-9)))


def deciding_scores(scores: NDArray[np.float32], verification: float) -> NDArray[np.float32]:
    """The one score a frame is judged by: what the required share of templates reaches.

    Args:
        scores: (..., t) float32, scores against t templates on the last axis.
        verification: over 0..1.

    Returns:
        (...) float32: the k-th largest score with k = ceil(verification * t).
    """
    count = scores.shape[-1]
    required = required_templates(verification, count)
    result: NDArray[np.float32] = np.partition(scores, count - required, axis=-1)[..., count - required]
    return result


def decide(scores: NDArray[np.float32], thresholds: Thresholds) -> Decision:
    """Compare one frame's scores (t,) with the thresholds. No templates or a score that is no number: never a match."""
    if scores.size == 0 or not np.isfinite(scores).all():
        return Decision(match=False, share=0.0, score=0.0)
    share = float((scores >= np.float32(thresholds.detection)).mean())
    score = float(deciding_scores(scores, thresholds.verification))
    return Decision(match=share >= thresholds.verification - 1e-9, share=share, score=score)


def matching(scores: NDArray[np.float32], thresholds: Thresholds) -> NDArray[np.bool_]:
    """`decide(row, thresholds).match` of every row of (n, t) scores, at once: (n,) bool."""
    if not scores.size:
        return np.zeros(len(scores), dtype=np.bool_)
    share = (scores >= np.float32(thresholds.detection)).mean(axis=1)
    return np.asarray((share >= thresholds.verification - 1e-9) & np.isfinite(scores).all(axis=1))


_ROUNDING = 1e-6
"""Seconds. 0.3 - 0.2 is a little under 0.1, and yet two pictures a tenth of a second apart."""


class VerdictWindow:
    """k matching frames among the last n, all within `seconds`: one lucky frame decides nothing.

    Frames nearer than `spacing` seconds to the one before are not counted, so that k frames are k glances, not one
    that is read k times. Losing the face empties the window: whoever comes next starts anew.
    """

    def __init__(self, *, k: int = 3, n: int = 5, seconds: float = 2.0, spacing: float = 0.1) -> None:
        if not 1 <= k <= n:
            raise ValueError(f"Expected 1 <= k <= n. Received: k={k}, n={n}")
        self._k, self._n, self._seconds, self._spacing = k, n, seconds, spacing
        self._glances: deque[tuple[float, bool]] = deque(maxlen=n)

    @property
    def needed(self) -> int:
        """So many glances must match."""
        return self._k

    @property
    def times(self) -> tuple[float, ...]:
        """When the glances that count were taken, seconds on the source's clock, in order."""
        return tuple(at for at, _ in self._glances)

    def add(self, match: bool, at: float) -> Verdict:
        """Count one usable frame taken at `at` (seconds on the source's clock) and return the verdict."""
        if self._glances and at < self._glances[-1][0]:
            self._glances.clear()
        if not self._glances or at - self._glances[-1][0] >= self._spacing - _ROUNDING:
            self._glances.append((at, match))
        return self.verdict(at)

    def lost(self) -> Verdict:
        """The face is gone, or it is not clear whose it is."""
        self._glances.clear()
        return Verdict.NO_FACE

    def verdict(self, at: float) -> Verdict:
        """The verdict at that time."""
        while self._glances and at - self._glances[0][0] > self._seconds:
            self._glances.popleft()
        matches = sum(match for _, match in self._glances)
        misses = len(self._glances) - matches
        if matches >= self._k:
            return Verdict.MATCH
        if misses > self._n - self._k:
            return Verdict.NO_MATCH
        return Verdict.CHECKING if self._glances else Verdict.NO_FACE
