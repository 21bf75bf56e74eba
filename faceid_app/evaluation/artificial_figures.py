"""Owns counting how well kinds of faces are told: rates by kind and source, confusion, calibration, and projections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import clopper_pearson

TEMPERATURES = np.geomspace(0.4, 4.0, 47)
LIMITS = np.linspace(0.30, 0.99, 70)
WANTED = 0.95
"""Share of the told kinds that should be right, mean over kinds; the limit of *unsure* is chosen for it."""
MOST_SHOWN = 36
Probabilities = NDArray[np.float64]
Labels = NDArray[np.int32]


def counted(count: int, of: int) -> dict[str, Any]:
    """A rate with its 95 % interval after Clopper and Pearson; None where there is no trial."""
    if not of:
        return {"value": None, "count": 0, "of": 0, "low": None, "high": None}
    low, high = clopper_pearson(count, of)
    return {"value": count / of, "count": count, "of": of, "low": low, "high": high}


def confusion(kind: Labels, probabilities: Probabilities) -> NDArray[np.int64]:
    """(k, k): rows are true kinds, columns the most probable ones."""
    table = np.zeros((probabilities.shape[1],) * 2, np.int64)
    np.add.at(table, (kind, probabilities.argmax(axis=1)), 1)
    return table


def kind_figures(kinds: Sequence[str], kind: Labels, probabilities: Probabilities, limit: float) -> dict[str, Any]:
    """Figures of (n,) true kinds and (n, k) probabilities: without abstention, and with it.

    "kinds" has for each the rate told rightly by the most probable kind, and the shares of right, unsure and wrong
    where kinds below `limit` are not told. "all" is over all pictures, "mean" over the kinds that occur.
    """
    judged, sure = probabilities.argmax(axis=1), probabilities.max(axis=1) >= limit
    each = {}
    for index, name in enumerate(kinds):
        mine = kind == index
        n = int(mine.sum())
        each[name] = {
            "most_probable": counted(int((judged == kind)[mine].sum()), n),
            "right": counted(int(((judged == kind) & sure)[mine].sum()), n),
            "unsure": counted(int((~sure)[mine].sum()), n),
            "wrong": counted(int(((judged != kind) & sure)[mine].sum()), n),
        }
    there = [one["most_probable"]["value"] for one in each.values() if one["most_probable"]["of"]]
    return {
        "kinds": each,
        "all": counted(int((judged == kind).sum()), len(kind)),
        "mean": float(np.mean(there)) if there else None,
        "told": counted(int(sure.sum()), len(kind)),
        "right_of_told": counted(int(((judged == kind) & sure).sum()), int(sure.sum())),
        "confusion": confusion(kind, probabilities).tolist(),
    }


def by_source(
    sources: Sequence[str], source: Labels, kind: Labels, probabilities: Probabilities, limit: float
) -> dict[str, Any]:
    """By source, how often the most probable kind is right, and how often a wrong one is told in spite of `limit`."""
    judged, sure = probabilities.argmax(axis=1), probabilities.max(axis=1) >= limit
    figures = {}
    for index, name in enumerate(sources):
        mine = source == index
        if mine.any():
            figures[name] = {
                "right": counted(int((judged == kind)[mine].sum()), int(mine.sum())),
                "wrong_when_told": counted(int(((judged != kind) & sure)[mine].sum()), int(mine.sum())),
            }
    return figures


def two_kinds(
    first: NDArray[np.bool_], second: NDArray[np.bool_], a: int, b: int, table: Probabilities
) -> dict[str, Any]:
    """How often pictures `first` of kind `a` and `second` of kind `b` are told apart, other kinds left aside."""
    higher = table[:, a] > table[:, b]
    right = int((higher & first).sum() + (~higher & second).sum())
    return counted(right, int(first.sum() + second.sum()))


def calibrate(logits: NDArray[np.float64], kind: Labels, weight: NDArray[np.float64]) -> dict[str, Any]:
    """Temperature and limit of *unsure*, from pictures that were not learned from.

    The temperature is that of TEMPERATURES with the least cross-entropy (Guo et al., "On Calibration of Modern Neural
    Networks", ICML 2017); the limit the least of LIMITS at which a share WANTED of the told kinds is right.

    Args:
        logits: (n, k). kind: (n,), the true ones.
        weight: (n,), how much each picture counts, so that kinds count as in learning.
    """
    rows = np.arange(len(kind))

    def told(temperature: float) -> Probabilities:
        raised = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    losses = [-np.average(np.log(np.maximum(told(one)[rows, kind], 1e-12)), weights=weight) for one in TEMPERATURES]
    temperature = float(TEMPERATURES[int(np.argmin(losses))])
    probabilities = told(temperature)
    right, sure = probabilities.argmax(axis=1) == kind, probabilities.max(axis=1)
    chosen, reached = float(LIMITS[-1]), False
    for limit in LIMITS:
        answered = sure >= limit
        if weight[answered].sum() and weight[answered & right].sum() / weight[answered].sum() >= WANTED:
            chosen, reached = float(limit), True
            break
    answered = sure >= chosen
    return {
        "temperature": temperature,
        "limit": round(chosen, 4),
        "wanted": WANTED,
        "reached": reached,
        "pictures": len(kind),
        "told": counted(int(answered.sum()), len(kind)),
        "right_of_told": counted(int((answered & right).sum()), int(answered.sum())),
    }


def principal_components(embeddings: NDArray[np.float32]) -> tuple[NDArray[np.float64], list[float]]:
    """(n, d) -> (n, 2), the two directions of most variance, and the share of the variance in each."""
    centred = embeddings.astype(np.float64) - embeddings.mean(axis=0)
    left, singular, _ = np.linalg.svd(centred, full_matrices=False)
    share = singular**2 / max(float((singular**2).sum()), 1e-12)
    return left[:, :2] * singular[:2], [float(one) for one in share[:2]]


def misjudged(kind: Labels, probabilities: Probabilities, *, most: int = MOST_SHOWN) -> list[int]:
    """Rows whose most probable kind is wrong, those first where the true one seemed least probable."""
    rows = np.flatnonzero(probabilities.argmax(axis=1) != kind)
    return [int(row) for row in rows[np.argsort(probabilities[rows, kind[rows]], kind="stable")][:most]]
