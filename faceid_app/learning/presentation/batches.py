"""Draws balanced batches of views, each with a camera's and a light's variation of its own."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.surroundings import NETWORK_SIDE, OUTSIDE, to_network
from faceid_app.learning.presentation.material import Material

_SIZE = 64

Batch = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


def network_views(material: Material) -> NDArray[np.uint8]:
    """(n, NETWORK_SIDE, NETWORK_SIDE, 3) uint8: what the network sees of each."""
    return np.stack([material.look(row).network_view for row in range(len(material))])


class Batches:
    """An epoch of batches whenever it is walked through; every source and class counts the same in it.

    Args:
        views: (n, NETWORK_SIDE, NETWORK_SIDE, 3) uint8.
        material: whose views they are.
        count: batches of an epoch.
        seed: of order and variation.
    """

    def __init__(self, views: NDArray[np.uint8], material: Material, *, count: int, seed: int) -> None:
        self.count = count
        self._views, self._attack = views, material.attack.astype(np.float32)
        self._rng = np.random.default_rng(seed)
        group = np.char.add(np.char.add(material.source, " "), np.where(material.attack, "attack", "live"))
        _, where, sizes = np.unique(group, return_inverse=True, return_counts=True)
        self._chance = 1.0 / sizes[where] / len(sizes)

    def __iter__(self) -> Iterator[Batch]:
        """Batches of _SIZE: pictures as the network takes them, 1 for an attack, weight."""
        for _ in range(self.count):
            rows = self._rng.choice(len(self._views), _SIZE, p=self._chance)
            pictures = np.stack([self._varied(self._views[row]) for row in rows])
            yield pictures, self._attack[rows, None], np.ones(_SIZE, np.float32)

    def _varied(self, view: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Mirrored, moved, scaled, lit, coloured and with noise: the same for every class. (side, side, 3) float32."""
        rng = self._rng
        scale, (dx, dy) = float(np.exp(rng.normal(0, 0.05))), rng.normal(0, 2.0, 2)
        mirrored, middle = rng.random() < 0.5, (NETWORK_SIDE - 1) / 2
        matrix = cv2.getRotationMatrix2D((middle, middle), float(rng.normal(0, 3)), scale)
        if mirrored:
            matrix = matrix @ np.array([[-1, 0, NETWORK_SIDE - 1], [0, 1, 0], [0, 0, 1]])
        matrix[:, 2] += dx, dy
        moved = cv2.warpAffine(view, matrix, (NETWORK_SIDE,) * 2, borderValue=(OUTSIDE,) * 3)
        picture = to_network(np.asarray(moved, np.uint8))
        inside = np.abs(picture).max(axis=2, keepdims=True) > 0.02
        light = float(np.exp(rng.normal(0, 0.15)))
        colours = np.exp(rng.normal(0, 0.05, 3)).astype(np.float32)
        varied = ((picture + 1) * light * colours - 1) * float(np.exp(rng.normal(0, 0.1)))
        if rng.random() < 0.3:
            varied = varied + rng.normal(0, rng.uniform(0, 0.05), varied.shape).astype(np.float32)
        if rng.random() < 0.3:
            varied = np.asarray(cv2.GaussianBlur(varied, (0, 0), rng.uniform(0.3, 1.0)), np.float32)
        if rng.random() < 0.15:
            varied = np.broadcast_to(varied.mean(axis=2, keepdims=True), varied.shape)
        return np.where(inside, np.clip(varied, -1, 1), picture).astype(np.float32)
