"""Owns where the face lies in a portrait and in an aligned face, as a soft mask."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.alignment import ALIGNED_SIZE, ALIGNED_TEMPLATE, PORTRAIT_SIZE, PORTRAIT_TEMPLATE, similarity
from faceid_app.faces.face import Landmarks

_CENTRE = (126, 134)
_HALF_AXES = (48, 64)
"""Of the face in a portrait whose landmarks lie on PORTRAIT_TEMPLATE: from the brow to the chin, temple to temple."""
_FEATHER = 4.0

Mask = NDArray[np.float32]
"""(h, w) float32, 1 inside the face, 0 outside, soft between."""


@cache
def portrait_mask() -> Mask:
    """The face of a portrait in the usual place: (250, 250)."""
    mask = np.zeros((PORTRAIT_SIZE, PORTRAIT_SIZE), np.float32)
    cv2.ellipse(mask, _CENTRE, _HALF_AXES, 0, 0, 360, 1.0, thickness=-1)
    soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), _FEATHER), np.float32)
    soft.flags.writeable = False
    return soft


@cache
def aligned_mask() -> Mask:
    """The face of an aligned face: (112, 112)."""
    soft = face_mask(ALIGNED_TEMPLATE, width=ALIGNED_SIZE, height=ALIGNED_SIZE)
    soft.flags.writeable = False
    return soft


def face_mask(landmarks: Landmarks, *, width: int, height: int, grow: float = 1.0) -> Mask:
    """The face around `landmarks`, (5, 2) in pixels, its axes `grow` times as long: (height, width)."""
    centre = np.array(_CENTRE, np.float32)
    template = (PORTRAIT_TEMPLATE - centre) / np.float32(grow) + centre
    matrix = similarity(template, landmarks)
    return np.asarray(cv2.warpAffine(portrait_mask(), matrix, (width, height), flags=cv2.INTER_LINEAR), np.float32)
