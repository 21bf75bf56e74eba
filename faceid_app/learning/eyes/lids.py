"""Renders eyes that close: the skin above the upper lid is drawn down over the eye, its lashes with it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.learning.eyes.teacher import LOWER, UPPER, Points

_SKIN = 0.16
"""Height above the upper lid whose skin is stretched, as a share of the distance between the eyes."""
_LASHES = 0.045
"""Height of the lashes, which move and are not stretched."""


def closed_by(patch: NDArray[np.uint8], lids: Points, share: float, *, distance: float) -> NDArray[np.uint8]:
    """An eye whose upper lid has gone down by `share` of its way, 0..1; the lower lid stays.

    patch: (h, w) uint8. lids: (16, 2), in its pixels. distance: pixels that the eyes are apart.
    """
    height, width = patch.shape
    columns = np.arange(width, dtype=np.float64)
    upper, lower = _along(lids[list(UPPER)], columns), _along(lids[list(LOWER)], columns)
    drop = share * np.maximum(lower - upper, 0.0)
    skin, lashes = _SKIN * distance, _LASHES * distance
    start, edge = upper - skin, upper + drop
    rows = np.arange(height, dtype=np.float64)[:, None]
    stretched = start + (rows - start) * (skin - lashes) / (skin - lashes + drop)
    source = np.where(rows < edge - lashes, stretched, rows - drop)
    source = np.where((rows <= start) | (rows > edge), rows, source)
    across = np.broadcast_to(columns[None], source.shape)
    moved = cv2.remap(
        patch, across.astype(np.float32), source.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)


def _along(lid: Points, columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height of a lid at every column; beyond the corners that of the corner."""
    order = np.argsort(lid[:, 0])
    return np.asarray(np.interp(columns, lid[order, 0], lid[order, 1]), np.float64)
