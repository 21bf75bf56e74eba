"""Draws balanced batches of views, each with a camera's and a light's variation of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.surroundings import NETWORK_SIDE, OUTSIDE, Surroundings, to_network

_SIZE = 64

_SHIFT = 0.025
"""Standard deviation, as a share of the side, by which a view is moved: a detector errs by as much."""

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


def network_views(looks: Iterable[Surroundings]) -> NDArray[np.uint8]:
    """(n, NETWORK_SIDE, NETWORK_SIDE, 3) uint8: what the network sees of each."""
    return np.stack([look.network_view for look in looks])


class Batches:
    """So many batches when it is walked through; every source and class counts the same in them.

    Args:
        views: (n, NETWORK_SIDE, NETWORK_SIDE, 3) uint8.
        attack: (n,) bool.
        source: (n,) where each comes from.
        count: batches.
        seed: of order and variation.
    """

    def __init__(
        self, views: NDArray[np.uint8], attack: NDArray[np.bool_], source: NDArray[np.str_], *, count: int, seed: int
    ) -> None:
        self.count = count
        self._views, self._attack = views, attack.astype(np.float32)
        self._rng = np.random.default_rng(seed)
        group = np.char.add(source, np.where(attack, " attack", " live"))
        _, where, sizes = np.unique(group, return_inverse=True, return_counts=True)
        self._chance = 1.0 / sizes[where] / len(sizes)

    def __iter__(self) -> Iterator[Batch]:
        """Batches of _SIZE: pictures as the network takes them, 1 for an attack."""
        for _ in range(self.count):
            rows = self._rng.choice(len(self._views), _SIZE, p=self._chance)
            yield self._lit(np.stack([self._moved(self._views[row]) for row in rows])), self._attack[rows, None]

    def _moved(self, view: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Mirrored, moved, turned and scaled, at times out of focus or without colours: the same for every class."""
        rng = self._rng
        middle = (NETWORK_SIDE - 1) / 2
        scale = float(np.exp(rng.normal(0, 0.05)))
        matrix = cv2.getRotationMatrix2D((middle, middle), float(rng.normal(0, 3)), scale)
        if rng.random() < 0.5:
            matrix = matrix @ np.array([[-1, 0, NETWORK_SIDE - 1], [0, 1, 0], [0, 0, 1]])
        dx, dy = rng.normal(0, _SHIFT * NETWORK_SIDE, 2)
        matrix[:, 2] += dx, dy
        moved = cv2.warpAffine(view, matrix, (NETWORK_SIDE,) * 2, borderValue=(OUTSIDE,) * 3)
        if rng.random() < 0.3:
            outside = (moved == OUTSIDE).all(axis=2, keepdims=True)
            moved = np.where(outside, moved, cv2.GaussianBlur(moved, (0, 0), rng.uniform(0.3, 1.0)))
        if rng.random() < 0.15:
            moved = np.repeat(cv2.cvtColor(moved, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
        return np.asarray(moved, np.uint8)

    def _lit(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Brighter or darker, of other colours and contrast, with noise; what lies outside the frame stays as it is."""
        rng, count = self._rng, len(views)
        pictures = to_network(views)
        inside = np.abs(pictures).max(axis=3, keepdims=True) > 0.02
        light = np.exp(rng.normal(0, 0.15, (count, 1, 1, 1)) + rng.normal(0, 0.08, (count, 1, 1, 3)))
        contrast = np.exp(rng.normal(0, 0.1, (count, 1, 1, 1)))
        varied = pictures * (light * contrast).astype(np.float32) + ((light - 1) * contrast).astype(np.float32)
        for row in np.flatnonzero(rng.random(count) < 0.3):
            varied[row] += np.float32(rng.uniform(0, 0.05)) * rng.standard_normal(varied[row].shape, np.float32)
        return np.where(inside, np.clip(varied, -1, 1), pictures)
