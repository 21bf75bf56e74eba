"""Error rates of a verification system from its comparison scores.

Words follow ISO/IEC 19795-1: a *genuine* comparison is of two pictures of one person (mated), an *impostor*
comparison of two people (non-mated). Every function takes scores, the higher the more alike, and accepts a comparison
when `score >= threshold`. FAR is the share of impostor comparisons accepted and FRR the share of genuine ones rejected;
at the level of single comparisons, as here, the standard calls them FMR and FNMR.

scipy is imported where it is used: the window needs thresholds at once and intervals rarely.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scores = NDArray[np.floating[Any]]
"""(n,) float32 or float64, finite, the higher the more alike."""


@dataclass(frozen=True, slots=True, eq=False)
class RocCurve:
    """Operating points, from the strictest to the most lenient. All arrays are (k,) float64.

    `thresholds` falls and starts with infinity (nothing accepted); `far` and `tar` rise from 0 to 1. The pair
    (`far`, `frr`) is the DET curve of ISO/IEC 19795-1.
    """

    thresholds: NDArray[np.float64]
    far: NDArray[np.float64]
    tar: NDArray[np.float64]

    @property
    def frr(self) -> NDArray[np.float64]:
        """(k,) float64: the share of genuine comparisons rejected, 1 - TAR."""
        return 1.0 - self.tar


class ErrorRates(NamedTuple):
    """Both error rates at one threshold, each 0..1."""

    far: float
    frr: float


class TarAtFar(NamedTuple):
    """The true accept rate (0..1) at the threshold that keeps FAR within its target."""

    tar: float
    threshold: float


class FoldedAccuracy(NamedTuple):
    """Mean accuracy (0..1) over folds, its standard error, and the (folds,) float64 thresholds chosen."""

    mean: float
    std_error: float
    thresholds: NDArray[np.float64]


def far_frr(genuine: ArrayLike, impostor: ArrayLike, threshold: float) -> ErrorRates:
    """FAR and FRR at `threshold`. Both score arrays are (n,) and (m,); ValueError when one is empty or not finite."""
    # float64 on purpose: a Python float would be rounded to float32 scores and could so accept a tie it must reject.
    limit = np.float64(threshold)
    far = np.count_nonzero(_scores(impostor, "impostor") >= limit) / np.size(impostor)
    frr = np.count_nonzero(_scores(genuine, "genuine") < limit) / np.size(genuine)
    return ErrorRates(far=float(far), frr=float(frr))


def threshold_at_far(impostor: ArrayLike, far: float) -> float:
    """The smallest threshold at which at most `far * n` of the n impostor comparisons are accepted.

    `impostor` is (n,); `far` is 0..1. Impostors tied at the border are all rejected: the promise holds with ties too.
    The result is a value of the scores' own dtype, just above the highest score to be rejected; minus infinity when
    all may be accepted. ValueError when the array is empty or not finite, or `far` is outside 0..1.
    """
    scores = _scores(impostor, "impostor")
    allowed = most_accepted(far, scores.size)
    if allowed >= scores.size:
        return -math.inf
    # One partial sort instead of a full one: 1e7 scores take a tenth of a second.
    position = scores.size - 1 - allowed
    highest_rejected = np.partition(scores, position)[position]
    return float(np.nextafter(highest_rejected, scores.dtype.type(np.inf)))


def tar_at_far(genuine: ArrayLike, impostor: ArrayLike, far: float) -> TarAtFar:
    """TAR at `threshold_at_far(impostor, far)`, and that threshold. ValueError as there, or if no score is genuine."""
    scores = _scores(genuine, "genuine")
    threshold = threshold_at_far(impostor, far)
    accepted = np.count_nonzero(scores >= np.float64(threshold))
    return TarAtFar(tar=float(accepted / scores.size), threshold=threshold)


def roc(genuine: ArrayLike, impostor: ArrayLike) -> RocCurve:
    """The ROC of (n,) genuine and (m,) impostor scores; points on a straight line between others are left out."""
    right, wrong = _scores(genuine, "genuine"), _scores(impostor, "impostor")
    scores = np.concatenate([right, wrong])
    order = np.argsort(-scores, kind="stable")
    scores = scores[order]
    accepted = np.arange(1, scores.size + 1, dtype=np.float64)
    accepted_right = np.cumsum(order < right.size, dtype=np.float64)
    # Equal scores are accepted together: a point stands behind the last of them.
    last = np.append(scores[1:] != scores[:-1], True)
    thresholds, hits = scores[last].astype(np.float64), accepted_right[last]
    errors = accepted[last] - hits
    corner = np.ones(thresholds.size, dtype=np.bool_)
    corner[1:-1] = (np.diff(errors, 2) != 0) | (np.diff(hits, 2) != 0)
    return RocCurve(
        thresholds=np.concatenate([[np.inf], thresholds[corner]]),
        far=np.concatenate([[0.0], errors[corner] / wrong.size]),
        tar=np.concatenate([[0.0], hits[corner] / right.size]),
    )


def auc(curve: RocCurve) -> float:
    """The area under the ROC, 0..1: how often a genuine comparison outscores an impostor one, a tie counting half."""
    return float(np.trapezoid(curve.tar, curve.far))


def eer(curve: RocCurve) -> float:
    """The equal error rate, 0..1: where FAR = FRR, on the line between the two operating points around the crossing."""
    gap = curve.far - curve.frr
    after = int(np.argmax(gap >= 0))
    before = after - 1
    # The curve starts at FAR 0, FRR 1 and ends at FAR 1, FRR 0, so the gap changes its sign and `before` exists.
    share = -gap[before] / (gap[after] - gap[before])
    return float(curve.far[before] + share * (curve.far[after] - curve.far[before]))


def best_threshold(scores: ArrayLike, same: ArrayLike) -> float:
    """The threshold with the highest accuracy on (n,) `scores` with (n,) bool `same`.

    It lies midway between the two scores it separates; among several equally good ones the middle one is taken.
    ValueError when one of the classes is empty or the shapes differ.
    """
    values, labels = _labelled(scores, same)
    order = np.argsort(values, kind="stable")
    values, labels = values[order].astype(np.float64), labels[order]
    # Cut i rejects the i lowest scores; a cut between equal scores cannot be made.
    rejected_right = np.concatenate([[0], np.cumsum(~labels)])
    accepted_right = np.concatenate([[0], np.cumsum(labels[::-1])])[::-1]
    right = rejected_right + accepted_right
    possible = np.concatenate([[True], values[1:] > values[:-1], [True]])
    right = np.where(possible, right, -1)
    best = np.flatnonzero(right == right.max())
    cut = int(best[(best.size - 1) // 2])
    if cut == 0:
        return float(values[0])
    if cut == values.size:
        return float(np.nextafter(values[-1], np.inf))
    below, above = values[cut - 1], values[cut]
    middle = below + (above - below) / 2
    return float(middle if middle > below else above)


def kfold_accuracy(scores: ArrayLike, same: ArrayLike, folds: ArrayLike) -> FoldedAccuracy:
    """Accuracy over folds, each decided with the threshold that is best on all the others (LFW, View 2).

    `scores` (n,), `same` (n,) bool, `folds` (n,) integers naming the fold of each pair, at least two different ones.
    The standard error is the sample standard deviation of the folds' accuracies over the square root of their number,
    as in Huang et al., "Labeled Faces in the Wild", 2007. ValueError when a training part lacks a class.
    """
    values, labels = _labelled(scores, same)
    fold_of = np.asarray(folds)
    names = np.unique(fold_of)
    if fold_of.shape != values.shape:
        raise ValueError(f"folds must have one entry a score. Received: {fold_of.shape} for {values.shape}")
    if names.size < 2:
        raise ValueError(f"folds must name at least 2 folds. Received: {names.size}")
    thresholds = np.empty(names.size)
    accuracies = np.empty(names.size)
    for i, name in enumerate(names):
        held_out = fold_of == name
        thresholds[i] = best_threshold(values[~held_out], labels[~held_out])
        accuracies[i] = np.mean((values[held_out] >= thresholds[i]) == labels[held_out])
    std_error = float(np.std(accuracies, ddof=1) / math.sqrt(names.size))
    return FoldedAccuracy(mean=float(accuracies.mean()), std_error=std_error, thresholds=thresholds)


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact two-sided confidence interval of a rate of which `k` of `n` independent trials are known, each 0..1.

    Clopper and Pearson, Biometrika 26 (1934). Trials of one person are not independent: with them the interval is too
    narrow. ValueError unless 0 <= k <= n, n >= 1 and 0 < confidence < 1.
    """
    from scipy.special import betaincinv

    if n < 1 or not 0 <= k <= n:
        raise ValueError(f"k of n trials needs 0 <= k <= n and n >= 1. Received: k={k}, n={n}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1. Received: {confidence}")
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail))
    return low, high


def rule_of_three(n: int) -> float:
    """The rate that `n` comparisons without one error exclude at 95 % confidence: 3/n, at most 1. ValueError for n < 1.

    No FAR below it may be claimed (ISO/IEC 19795-1, "rule of 3").
    """
    if n < 1:
        raise ValueError(f"the rule of three needs at least one comparison. Received: n={n}")
    return min(1.0, 3 / n)


def most_accepted(far: float, count: int) -> int:
    """The most of `count` impostor comparisons that FAR `far` (0..1) lets through: the highest k with k / count <= far.

    The fraction is compared as floating point sees it. ValueError when `far` is outside 0..1.
    """
    if not 0 <= far <= 1:
        raise ValueError(f"far must lie in 0..1. Received: {far}")
    k = math.floor(far * count)
    # 0.29 * 100 is 28.999999999999996 although 29 / 100 is 0.29; other products are rounded up.
    if k / count > far:
        return k - 1
    return k + 1 if k < count and (k + 1) / count <= far else k


def _scores(values: ArrayLike, kind: str) -> Scores:
    scores = np.asarray(values)
    if scores.dtype not in (np.float32, np.float64):
        scores = scores.astype(np.float64)
    if scores.ndim != 1:
        raise ValueError(f"{kind} scores must be one-dimensional. Received: shape {scores.shape}")
    if scores.size == 0:
        raise ValueError(f"no {kind} scores: its error rate is not defined. Received: 0 scores")
    strange = scores.size - np.count_nonzero(np.isfinite(scores))
    if strange:
        raise ValueError(f"{kind} scores must be finite. Received: {strange} that are not")
    return scores


def _labelled(scores: ArrayLike, same: ArrayLike) -> tuple[Scores, NDArray[np.bool_]]:
    values, labels = _scores(scores, "comparison"), np.asarray(same)
    if labels.dtype != np.bool_ or labels.shape != values.shape:
        raise ValueError(f"same must be bool of shape {values.shape}. Received: {labels.dtype} of shape {labels.shape}")
    genuine = np.count_nonzero(labels)
    if genuine in (0, labels.size):
        raise ValueError(f"both classes are needed. Received: {genuine} genuine of {labels.size} pairs")
    return values, labels
