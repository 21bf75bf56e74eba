"""Owns finding pictures that go back to one original although their names do not say so: by how alike they look."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage

THUMBNAIL = 16
"""Side in pixels of what is compared: a swapped nose or mouth hardly changes it, another person's picture does."""
ALIKE = 0.95
"""Correlation of two thumbnails from which on they are taken for one original."""
_ROWS = 512


def thumbnail(rgb: RgbImage) -> NDArray[np.uint8]:
    """(h, w, 3) uint8 RGB -> (16, 16) uint8, grey."""
    small = cv2.resize(rgb, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


def joined(originals: Sequence[str], thumbnails: NDArray[np.uint8]) -> list[str]:
    """The names of the originals, one for all that are alike.

    Args:
        originals: (n,) names; equal ones belong together already.
        thumbnails: (n, 16, 16) uint8; one of a single grey is like no other.

    Returns:
        (n,) names: of each set of originals that likeness connects, the first by alphabet.
    """
    parent = {name: name for name in originals}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    compared = np.flatnonzero(np.ptp(thumbnails.reshape(len(thumbnails), -1), axis=1))
    rows = thumbnails[compared].reshape(len(compared), THUMBNAIL * THUMBNAIL).astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    for start in range(0, len(rows), _ROWS):
        alike = rows[start : start + _ROWS] @ rows.T >= ALIKE
        for one, other in np.argwhere(alike):
            if start + one < other:
                low, high = sorted(root(originals[compared[row]]) for row in (start + one, other))
                parent[high] = low
    return [root(name) for name in originals]
