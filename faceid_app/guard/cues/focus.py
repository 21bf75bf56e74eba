"""How sharp the face is against its surroundings: a plane held into the picture has one focus, its content another."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.guard.cues.regions import LEAST, SKIN, around
from faceid_app.guard.surroundings import Surroundings

_FLOOR = 1.0


def focus(seen: Surroundings) -> float:
    """Fine contrast of the face against the 90th percentile of its surroundings', log2; 0 where few are seen."""
    grey = cv2.cvtColor(seen.view, cv2.COLOR_RGB2GRAY)
    fine = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    mask = around(seen)
    if mask.sum() < LEAST:
        return 0.0
    face, rest = np.percentile(fine[SKIN], 90), np.percentile(fine[mask], 90)
    return float(np.log2(max(face, _FLOOR) / max(rest, _FLOOR)))
