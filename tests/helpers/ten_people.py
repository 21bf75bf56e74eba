"""Comparisons of ten people that need no picture, with embeddings whose cosines are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.comparisons import Comparisons
from faceid_app.evaluation.views import Seen

PEOPLE = 10


def comparisons() -> Comparisons:
    """Person k's first and second picture are mated pair k of fold k; non-mated is k with k + 1."""
    firsts = tuple(Path(f"P{person}/P{person}_0001.jpg") for person in range(PEOPLE))
    seconds = tuple(Path(f"P{person}/P{person}_0002.jpg") for person in range(PEOPLE))
    order = np.arange(PEOPLE)
    return Comparisons(
        firsts=firsts,
        seconds=seconds,
        first=np.concatenate([order, order]),
        second=np.concatenate([order, (order + 1) % PEOPLE]),
        same=np.repeat([True, False], PEOPLE),
        fold=np.concatenate([order, order]),
        first_person=order,
        second_person=order,
        people=PEOPLE,
    )


def axis(person: int) -> NDArray[np.float32]:
    """The embedding of one who looks like that person: two people have the cosine 0."""
    row: NDArray[np.float32] = np.eye(PEOPLE, dtype=np.float32)[person]
    return row


def between(person: int, other: int) -> NDArray[np.float32]:
    """As like the one as the other: cosine 0.707 with both."""
    return np.asarray((axis(person) + axis(other)) / np.sqrt(2), np.float32)


def seen(*views: Sequence[NDArray[np.float32] | None], notes: Sequence[Sequence[float]] | None = None) -> Seen:
    """Of one network; None where a view shows no face."""
    rows = np.array([[np.zeros(PEOPLE, np.float32) if row is None else row for row in view] for view in views])
    found = np.array([[row is not None for row in view] for view in views])
    return Seen((rows.astype(np.float32),), found, np.zeros(found.shape) if notes is None else np.array(notes, float))
