"""Exact search for the nearest templates by the cosine: what an index is compared with (ADR 26)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.embedder import Embeddings

_ROWS = 1024


class ExactSearch:
    """Templates of people, in memory as they are. Immutable, so any thread may search."""

    def __init__(self, templates: Embeddings, person: NDArray[np.int32]) -> None:
        """Keep them sorted by person.

        Args:
            templates: (t, d) float32 rows of length 1, at least one.
            person: (t,) whose each is: every number from 0 to the highest occurs.

        Raises ValueError where they do not fit together.
        """
        if templates.ndim != 2 or person.shape != templates.shape[:1] or not len(person):
            raise ValueError(f"a person for each template is needed. Received: {templates.shape} and {person.shape}")
        order = np.argsort(person, kind="stable")
        present, self._starts = np.unique(person[order], return_index=True)
        if not np.array_equal(present, np.arange(len(present))):
            raise ValueError("people must be numbered from 0 without gaps.")
        self._order, self._templates = order, np.ascontiguousarray(templates[order], np.float32)

    def nearest(self, probes: Embeddings, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest templates of each of (n, d) probes, nearest first: rows as given and cosines, (n, k) both."""
        k = min(k, len(self._templates))
        rows, cosines = [], []
        for start in range(0, len(probes), _ROWS):
            scores = probes[start : start + _ROWS] @ self._templates.T
            some = np.argpartition(-scores, k - 1, axis=1)[:, :k]
            best = np.take_along_axis(scores, some, axis=1)
            order = np.argsort(-best, axis=1, kind="stable")
            rows.append(self._order[np.take_along_axis(some, order, axis=1)])
            cosines.append(np.take_along_axis(best, order, axis=1))
        if not rows:
            return np.empty((0, k), np.int64), np.empty((0, k), np.float32)
        return np.concatenate(rows).astype(np.int64), np.concatenate(cosines).astype(np.float32)

    def best_of_each(self, probes: Embeddings) -> NDArray[np.float32]:
        """(n, d) probes -> (n, people) float32: the cosine of each person's nearest template."""
        parts = [
            np.maximum.reduceat(probes[start : start + _ROWS] @ self._templates.T, self._starts, axis=1)
            for start in range(0, len(probes), _ROWS)
        ]
        return np.concatenate(parts) if parts else np.empty((0, len(self._starts)), np.float32)

    def means(self) -> Embeddings:
        """(people, d) float32 of length 1: the mean template of each person."""
        sums = np.add.reduceat(self._templates, self._starts, axis=0)
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12), np.float32)
