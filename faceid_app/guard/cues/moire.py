"""Regular fine patterns on the face: a screen's pixels against the camera's, or the raster of a print."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.face import Face

_PATCH = 64
_LOW, _HIGH = 0.15, 0.48
"""Cycles a pixel between which a pattern is looked for: below lies the face itself."""


def moire(rgb: RgbImage, face: Face) -> float:
    """How far the strongest fine frequency stands out from those of its fineness, log10 of power; 0: not at all.

    Looks at _PATCH x _PATCH pixels of the frame itself around the nose, never at a resized picture.
    """
    x, y = face.landmarks[2]
    left, top = round(float(x)) - _PATCH // 2, round(float(y)) - _PATCH // 2
    if left < 0 or top < 0:
        left, top = max(left, 0), max(top, 0)
    patch = rgb[top : top + _PATCH, left : left + _PATCH]
    if patch.shape[:2] != (_PATCH, _PATCH):
        return 0.0
    window, ring, count = _window()
    grey = cv2.cvtColor(np.ascontiguousarray(patch), cv2.COLOR_RGB2GRAY).astype(np.float32)
    power = np.log10(np.abs(np.fft.rfft2((grey - grey.mean()) * window)) ** 2 + 1.0)
    usual = np.bincount(ring[ring >= 0], power[ring >= 0], minlength=count) / np.maximum(
        np.bincount(ring[ring >= 0], minlength=count), 1
    )
    return float(max(0.0, (power - usual[ring])[ring >= 0].max()))


@cache
def _window() -> tuple[NDArray[np.float32], NDArray[np.intp], int]:
    """A Hann window, and for each frequency the ring of like fineness it belongs to, -1 outside the band."""
    hann = np.hanning(_PATCH)
    radius = np.hypot(np.fft.fftfreq(_PATCH)[:, None], np.fft.rfftfreq(_PATCH)[None])
    ring = np.where((radius >= _LOW) & (radius <= _HIGH), np.floor(radius * 32), -1).astype(np.intp)
    return np.outer(hann, hann).astype(np.float32), ring, int(ring.max()) + 1
