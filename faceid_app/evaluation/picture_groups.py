"""Owns grouping pictures by who is on them, from the cosines of their embeddings, and what a grouping is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.evaluation.rates import Rate
from faceid_app.progress import Stage

_BLOCK = 512
_LOW = 0.3
"""No threshold for one person is lower, and scores below need not be kept."""
_HELD = 20_000_000
"""Pairs above the threshold that are held at once; more would be pictures of hardly anybody else."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pictures that seem to show one person.

    Attributes:
        pictures: given rows, two at least, rising.
        mean, least: of the cosines of every two of them.
    """

    pictures: tuple[int, ...]
    mean: float
    least: float


@dataclass(frozen=True, slots=True)
class GroupingFigures:
    """A grouping beside labels.

    Attributes:
        right: of the pairs of pictures that are in one group, those of one label.
        found: of the pairs of one label, those in one group.
        mixed: groups with pictures of several labels.
    """

    right: Rate
    found: Rate
    mixed: int


def group_pictures(embeddings: NDArray[np.float32], threshold: float, *, stage: Stage) -> list[Group]:
    """Groups in which every two parts that were joined have a mean cosine of `threshold` or more.

    Pictures are first joined by any pair that reaches the threshold, and each such component is then cut by average
    linkage (Sokal and Michener, 1958): alone they would join everybody as soon as one picture resembles two people.

    Args:
        embeddings: (n, d) float32 rows of length 1.
        threshold: cosine.
        stage: advances by one a picture. Raises Cancelled.

    Returns:
        Largest first, then by their first picture. Memory grows with the pairs that reach the threshold.
    """
    first, second = _pairs(embeddings, threshold, stage)
    groups = []
    for component in _components(len(embeddings), first, second):
        for pictures in _cut(embeddings[component], threshold):
            rows = component[pictures]
            cosines = (embeddings[rows] @ embeddings[rows].T)[np.triu_indices(len(rows), 1)]
            groups.append(Group(tuple(int(row) for row in rows), float(cosines.mean()), float(cosines.min())))
    return sorted(groups, key=lambda group: (-len(group.pictures), group.pictures))


def judge_grouping(groups: list[Group], label: NDArray[np.integer[Any]]) -> GroupingFigures:
    """What groups are worth beside (n,) labels of all pictures, wrong labels included."""
    together = of_one = mixed = 0
    for group in groups:
        counts = np.unique(label[list(group.pictures)], return_counts=True)[1]
        together += len(group.pictures) * (len(group.pictures) - 1) // 2
        of_one += int((counts * (counts - 1) // 2).sum())
        mixed += len(counts) > 1
    every = np.unique(label, return_counts=True)[1]
    pairs = int((every * (every - 1) // 2).sum())
    return GroupingFigures(_rate(of_one, together), _rate(of_one, pairs), mixed)


def threshold_for(far: float, embeddings: NDArray[np.float32], person: NDArray[np.integer[Any]]) -> tuple[float, Rate]:
    """The cosine that at most `far` (0..1) of all comparisons of two people reach, and how many do.

    Args:
        far: target.
        embeddings: (n, d) float32 rows of length 1. person: (n,) whose each is.

    Comparisons of the same two people are alike, so the interval is too narrow. ValueError where there are not two
    people.
    """
    high, of = [], 0
    for start in range(0, len(embeddings), _BLOCK):
        scores = embeddings[start : start + _BLOCK] @ embeddings[start:].T
        other = person[start : start + _BLOCK, None] != person[start:]
        other &= np.arange(scores.shape[1]) > np.arange(len(scores))[:, None]
        of += int(other.sum())
        high.append(scores[other & (scores >= np.float32(_LOW))])
    if not of:
        raise ValueError("two people are needed to count how often they are taken for one.")
    reached = np.sort(np.concatenate(high))[::-1]
    allowed = int(far * of)
    # Where fewer reach even the lowest cosine looked at, that one keeps the promise too.
    threshold = float(np.nextafter(reached[allowed], np.float32(np.inf))) if allowed < len(reached) else _LOW
    return threshold, _rate(int((reached >= np.float32(threshold)).sum()), of)


def _pairs(
    embeddings: NDArray[np.float32], threshold: float, stage: Stage
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    first, second, held = [], [], 0
    for start in range(0, len(embeddings), _BLOCK):
        scores = embeddings[start : start + _BLOCK] @ embeddings[start:].T
        rows, columns = np.nonzero(scores >= np.float32(threshold))
        later = columns > rows
        first.append((rows[later] + start).astype(np.int32))
        second.append((columns[later] + start).astype(np.int32))
        held += len(first[-1])
        if held > _HELD:
            raise ValueError(f"more than {_HELD:,} pairs reach the cosine {threshold:g}")
        stage.advance(min(_BLOCK, len(embeddings) - start))
    return np.concatenate([*first, np.empty(0, np.int32)]), np.concatenate([*second, np.empty(0, np.int32)])


def _components(count: int, first: NDArray[np.int32], second: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(count, count))
    label = connected_components(graph, directed=False)[1]
    order = np.argsort(label, kind="stable")
    sizes = np.bincount(label)
    return [part for part in np.split(order, np.cumsum(sizes)[:-1]) if len(part) > 1]


def _cut(embeddings: NDArray[np.float32], threshold: float) -> list[NDArray[np.intp]]:
    from scipy.cluster.hierarchy import fcluster, linkage

    distances = 1.0 - (embeddings.astype(np.float64) @ embeddings.T.astype(np.float64))
    condensed = np.maximum(distances[np.triu_indices(len(embeddings), 1)], 0.0)
    label = fcluster(linkage(condensed, "average"), 1.0 - threshold, "distance")
    return [np.flatnonzero(label == one) for one in np.unique(label) if (label == one).sum() > 1]


def _rate(count: int, of: int) -> Rate:
    return Rate(count, of, *clopper_pearson(count, of)) if of else Rate(0, 0, None, None)
