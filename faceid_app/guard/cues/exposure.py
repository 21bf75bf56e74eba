"""How bright the face is against its surroundings: a screen shines, and a print keeps the light it was taken in."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.guard.cues.regions import LEAST, SKIN, around
from faceid_app.guard.surroundings import Surroundings

_DARKEST = 4.0
_WHITE = 250


def exposure(seen: Surroundings) -> float:
    """Luminance of the face against the median of its surroundings, log2; 0 where too little of them is seen."""
    grey = cv2.cvtColor(seen.view, cv2.COLOR_RGB2GRAY)
    mask = around(seen)
    if mask.sum() < LEAST:
        return 0.0
    face, rest = float(grey[SKIN].mean()), float(np.median(grey[mask]))
    return float(np.log2(max(face, _DARKEST) / max(rest, _DARKEST)))


def highlights(seen: Surroundings) -> float:
    """Share of the face that is clipped in any channel, 0..1: glare on glossy paper and glass, an overdriven screen."""
    return float((seen.view[SKIN].max(axis=2) >= _WHITE).mean())
