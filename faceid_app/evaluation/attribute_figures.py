"""Owns counting how well age, gender presentation and ethnicity are told: rates, errors by group, and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.artificial_figures import LIMITS, TEMPERATURES, confusion, counted
from faceid_app.faces.attributes import (
    INTERVAL,
    SIX_GROUPS,
    Groups,
    age_ranges,
    group_name,
    group_of,
    group_probabilities,
    mean_age,
    place_of,
    sigmoid,
    softmax,
)

WANTED = 0.97
"""Share of the gender presentations told that should be right; the limit of *unsure* is chosen for it."""
WANTED_RANGE = 0.9
"""Share of the faces whose age range should be told; the widest range told is chosen for it."""
SHARES = (0.5, 0.8, 0.9, 0.95)
"""Of an age distribution: how often the true age lies in the range that holds so much."""
BINS = 10
_DRAWS = 1000
Probabilities = NDArray[np.float64]
Indices = NDArray[np.int64]


def class_figures(names: Sequence[str], truth: Indices, probabilities: Probabilities) -> dict[str, Any]:
    """Of (n,) true classes and (n, k) probabilities: "all", "classes", each with its interval, and "confusion"."""
    right = probabilities.argmax(axis=1) == truth
    return {
        "names": list(names),
        "all": counted(int(right.sum()), len(truth)),
        "classes": {
            name: counted(int(right[truth == index].sum()), int((truth == index).sum()))
            for index, name in enumerate(names)
        },
        "confusion": confusion(truth.astype(np.int32), probabilities).tolist(),
    }


def group_figures(groups: Groups, age: Indices, distribution: Probabilities) -> dict[str, Any]:
    """`class_figures` of age groups, from (n,) years and (n, YEARS)."""
    names = [group_name(group) for group in groups]
    return class_figures(names, group_of(age, groups), group_probabilities(distribution, groups))


def mean_error(error: NDArray[np.float64], *, seed: int = 0) -> dict[str, Any]:
    """The mean of (n,) absolute errors, years, with its 95 % bootstrap interval; None where there is none."""
    if not len(error):
        return {"value": None, "of": 0, "low": None, "high": None}
    generator = np.random.default_rng(seed)
    means = [float(error[generator.integers(0, len(error), len(error))].mean()) for _ in range(_DRAWS)]
    low, high = np.quantile(means, (0.025, 0.975))
    return {"value": float(error.mean()), "of": len(error), "low": float(low), "high": float(high)}


def age_figures(age: Indices, distribution: Probabilities, widest: float) -> dict[str, Any]:
    """Error of the mean age, all and by six groups; how often ranges hold the true age; and how wide they are.

    Ages of 100 and more count as 100: the distribution ends there.
    """
    capped = place_of(age) + 1
    difference = mean_age(distribution) - capped
    error = np.abs(difference)
    group = group_of(age, SIX_GROUPS)
    low, high = age_ranges(distribution)
    inside, told = (low <= capped) & (capped <= high), high - low <= widest
    coverage = []
    for share in SHARES:
        lower, upper = age_ranges(distribution, share)
        within = int(((lower <= capped) & (capped <= upper)).sum())
        coverage.append({"share": share, **counted(within, len(age)), "width": float(np.median(upper - lower))})
    return {
        "error": mean_error(error),
        "groups": {
            group_name(one): {
                "error": mean_error(error[group == index]),
                "bias": float(difference[group == index].mean()) if (group == index).any() else None,
                "inside": counted(int(inside[group == index].sum()), int((group == index).sum())),
            }
            for index, one in enumerate(SIX_GROUPS)
        },
        "coverage": coverage,
        "told": counted(int(told.sum()), len(age)),
        "inside_of_told": counted(int((inside & told).sum()), int(told.sum())),
    }


def reliability(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, Any]:
    """Whether (n,) probabilities of the answers can be believed: (n,) bool says which were right.

    "bins", each with its mean probability and its rate of right answers, and "expected_error", their mean difference
    weighted by count (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
    """
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    bins: list[dict[str, Any]] = []
    for index in range(BINS):
        mine = place == index
        if mine.any():
            bins.append({"predicted": float(probability[mine].mean()),
                         "right": counted(int(right[mine].sum()), int(mine.sum()))})  # fmt: skip
    gap = sum(abs(one["predicted"] - one["right"]["value"]) * one["right"]["of"] for one in bins)
    return {"bins": bins, "expected_error": gap / max(len(right), 1)}


def gender_figures(
    names: Sequence[str], truth: Indices, female: NDArray[np.float64], limit: float, grown: NDArray[np.bool_]
) -> dict[str, Any]:
    """`class_figures` of (n,) probabilities; in "told" the answers below `limit`, and for who is not `grown`, are left
    out."""
    probabilities = np.stack([1 - female, female], axis=1)
    sure, right = grown & (probabilities.max(axis=1) >= limit), probabilities.argmax(axis=1) == truth
    return {
        **class_figures(names, truth, probabilities),
        "told": counted(int(sure.sum()), len(truth)),
        "right_of_told": counted(int((right & sure).sum()), int(sure.sum())),
        "reliability": reliability(probabilities.max(axis=1), right),
    }


def by_age(truth: Indices, judged: Indices, age: Indices) -> dict[str, Any]:
    """By six age groups, how often (n,) judged classes are right."""
    group = group_of(age, SIX_GROUPS)
    return {
        group_name(one): counted(int((judged == truth)[group == index].sum()), int((group == index).sum()))
        for index, one in enumerate(SIX_GROUPS)
    }


def calibrate_gender(logits: NDArray[np.float64], truth: Indices) -> dict[str, Any]:
    """Temperature and limit of *unsure*, from (n,) logits of faces that were not learned from.

    The temperature is that with the least cross-entropy; the limit the least at which a share WANTED of what is told
    is right.
    """
    rows = np.arange(len(truth))
    losses = []
    for heat in TEMPERATURES:
        told = sigmoid(logits / heat)
        losses.append(-np.log(np.maximum(np.stack([1 - told, told], axis=1)[rows, truth], 1e-12)).mean())
    heat = float(TEMPERATURES[int(np.argmin(losses))])
    female = sigmoid(logits / heat)
    right, sure = (female >= 0.5) == (truth == 1), np.maximum(female, 1 - female)
    reached = [limit for limit in (0.5, *LIMITS[LIMITS > 0.5]) if _share(right, sure >= limit) >= WANTED]
    limit = float(reached[0]) if reached else float(LIMITS[-1])
    return {"temperature": heat, "limit": round(limit, 4), "wanted": WANTED, "reached": bool(reached),
            "pictures": len(truth)}  # fmt: skip


def calibrate_age(logits: NDArray[np.float64], age: Indices) -> dict[str, Any]:
    """Temperature and the widest range that is told, from (n, YEARS) logits of faces that were not learned from.

    The temperature is that at which the ranges hold a share of the true ages nearest to INTERVAL.
    """
    capped = place_of(age) + 1
    gaps = []
    for heat in TEMPERATURES:
        low, high = age_ranges(softmax(logits / heat))
        gaps.append(abs(float(((low <= capped) & (capped <= high)).mean()) - INTERVAL))
    heat = float(TEMPERATURES[int(np.argmin(gaps))])
    low, high = age_ranges(softmax(logits / heat))
    return {"temperature": heat, "widest": float(np.quantile(high - low, WANTED_RANGE)), "wanted": WANTED_RANGE,
            "pictures": len(age)}  # fmt: skip


def _share(right: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    return float(right[told].mean()) if told.any() else 0.0
