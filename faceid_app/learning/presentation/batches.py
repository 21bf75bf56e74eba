"""Draws balanced batches of views, each with a camera's and a light's variation of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.guard.surroundings import NETWORK_SIDE, OUTSIDE, Surroundings, to_network

_SIZE = 64

_SHIFT = 0.025
"""Standard deviation, as a share of the side, by which a view is moved: a detector errs by as much."""

_ABOUT = 2
"""Moved views mix what is outside with what is not: so far from OUTSIDE it still counts as that."""
_NOISE = 1 << 20
"""Numbers of noise, drawn once, of which each view takes some in a row: drawing anew takes as long as all the rest."""
_TONES = np.arange(256)[:, None]

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
        self._noise = self._rng.standard_normal(_NOISE, np.float32)
        group = np.char.add(source, np.where(attack, " attack", " live"))
        _, where, sizes = np.unique(group, return_inverse=True, return_counts=True)
        self._chance = 1.0 / sizes[where] / len(sizes)

    def __iter__(self) -> Iterator[Batch]:
        """Batches of _SIZE: pictures as the network takes them, 1 for an attack."""
        for _ in range(self.count):
            rows = self._rng.choice(len(self._views), _SIZE, p=self._chance)
            pictures = np.stack([self._lit(self._moved(self._views[row])) for row in rows])
            yield to_network(pictures), self._attack[rows, None]

    def _moved(self, view: RgbImage) -> RgbImage:
        """Mirrored, moved, turned and scaled: the same for every class."""
        rng = self._rng
        middle = (NETWORK_SIDE - 1) / 2
        scale = float(np.exp(rng.normal(0, 0.05)))
        matrix = cv2.getRotationMatrix2D((middle, middle), float(rng.normal(0, 3)), scale)
        if rng.random() < 0.5:
            matrix = matrix @ np.array([[-1, 0, NETWORK_SIDE - 1], [0, 1, 0], [0, 0, 1]])
        dx, dy = rng.normal(0, _SHIFT * NETWORK_SIDE, 2)
        matrix[:, 2] += dx, dy
        return np.asarray(cv2.warpAffine(view, matrix, (NETWORK_SIDE,) * 2, borderValue=(OUTSIDE,) * 3), np.uint8)

    def _lit(self, view: RgbImage) -> RgbImage:
        """Brighter or darker, of other colours and contrast, at times out of focus, without colours or with noise; what
        lies outside the frame stays as it is."""
        rng = self._rng
        outside = cv2.inRange(view, (OUTSIDE - _ABOUT,) * 3, (OUTSIDE + _ABOUT,) * 3)[..., None] > 0
        varied = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.3, 1.0)) if rng.random() < 0.3 else view
        if rng.random() < 0.15:
            varied = cv2.cvtColor(cv2.cvtColor(varied, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        light = np.exp(rng.normal(0, 0.15) + rng.normal(0, 0.08, 3))
        contrast = np.exp(rng.normal(0, 0.1))
        tones = ((_TONES - OUTSIDE) * light + OUTSIDE * (light - 1)) * contrast + OUTSIDE
        varied = cv2.LUT(varied, np.rint(np.clip(tones, 0, 255)).astype(np.uint8)[None])
        if rng.random() < 0.3:
            first = int(rng.integers(len(self._noise) - view.size))
            grain = self._noise[first : first + view.size].reshape(view.shape)
            varied = np.clip(varied + np.float32(rng.uniform(0, 0.05) * OUTSIDE) * grain, 0, 255).astype(np.uint8)
        return np.asarray(np.where(outside, view, varied), np.uint8)
