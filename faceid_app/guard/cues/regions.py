"""Where the view of a face and its surroundings holds what: the face, and what is around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.surroundings import FACE, SIDE, Surroundings

SKIN = (slice(FACE.start + 10, FACE.stop - 6), slice(FACE.start + 14, FACE.stop - 14))
"""Of the view: brow to chin, cheek to cheek."""
_PERSON = 12
"""Pixels around the box in which hair lies; below it come neck and shoulders."""
LEAST = 400
"""Pixels of surroundings below which nothing can be said of them."""


def around(seen: Surroundings) -> NDArray[np.bool_]:
    """(SIDE, SIDE) bool: what is visible and neither the face nor right beside it."""
    left, top, right, bottom = seen.visible
    mask = np.zeros((SIDE, SIDE), np.bool_)
    mask[top:bottom, left:right] = True
    mask[FACE.start - _PERSON : FACE.stop + _PERSON, FACE.start - _PERSON : FACE.stop + _PERSON] = False
    return mask
