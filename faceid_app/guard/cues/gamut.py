"""How far the colours of the face spread: printing and display narrow or tint them."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.guard.cues.regions import SKIN
from faceid_app.guard.surroundings import Surroundings


def gamut(seen: Surroundings) -> float:
    """Spread of the skin's colours in CIELAB (a*, b*): the geometric mean of its two standard deviations, units of
    8-bit Lab."""
    lab = cv2.cvtColor(seen.view, cv2.COLOR_RGB2LAB)[SKIN].reshape(-1, 3).astype(np.float64)
    return float(np.sqrt(lab[:, 1].std() * lab[:, 2].std()))


def tint(seen: Surroundings) -> float:
    """How far the skin's mean colour is from red-yellow towards blue: minus the mean b*, units of 8-bit Lab."""
    return -float(cv2.cvtColor(seen.view, cv2.COLOR_RGB2LAB)[SKIN][..., 2].mean() - 128.0)
