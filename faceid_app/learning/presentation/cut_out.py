"""Cuts a person out of a photograph, so that a live scene can show them before another background."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.surroundings import REACH
from faceid_app.learning.presentation.drawing import CANVAS, Float

FACE = CANVAS / REACH
"""Pixels of the canvas that the longer side of the face's box takes."""
_SIDE = 96
"""Pixels of the side on which colours are weighed: more costs time and finds no other outline."""
_ROUNDS = 2
_NEAR = (13, 13)
"""Pixels of the canvas over which the outline follows the picture's own edges."""
_SMOOTH = 1e-3


def cut_out(canvas: Float) -> Float:
    """(CANVAS, CANVAS) float32, 0..1: how much of each pixel is the person whose face lies in the middle.

    Where about a person is, is known; colours tell where exactly (GrabCut; Rother et al. 2004), and the outline is
    brought to the picture's edges (guided filter; He et al. 2013). A halo of the old background would tell the network
    that a scene was put together.
    """
    picture = np.clip(canvas, 0, 255).astype(np.uint8)
    small = cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    mask = _about().copy()
    cv2.setRNGSeed(0)  # It draws where its clusters begin: the same picture is to give the same outline.
    cv2.grabCut(small, mask, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    coarse = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.float32)
    coarse = np.asarray(cv2.resize(coarse, (CANVAS, CANVAS), interpolation=cv2.INTER_LINEAR), np.float32)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    return _at_edges(coarse, grey)


def _at_edges(mask: Float, grey: Float) -> Float:
    """The mask as a local linear function of the picture."""
    mean, share = cv2.blur(grey, _NEAR), cv2.blur(mask, _NEAR)
    slope = (cv2.blur(grey * mask, _NEAR) - mean * share) / (cv2.blur(grey * grey, _NEAR) - mean * mean + _SMOOTH)
    level = share - slope * mean
    return np.asarray(np.clip(cv2.blur(slope, _NEAR) * grey + cv2.blur(level, _NEAR), 0, 1), np.float32)


@cache
def _about() -> NDArray[np.uint8]:
    """(_SIDE, _SIDE): the face is the person, head and shoulders are likely to be, what is far above is not."""
    face, middle = FACE * _SIDE / CANVAS, _SIDE // 2
    mask = np.full((_SIDE, _SIDE), cv2.GC_BGD, np.uint8)
    cv2.ellipse(mask, (middle, int(middle - 0.1 * face)), (int(0.85 * face), int(1.05 * face)), 0, 0, 360,
                cv2.GC_PR_BGD, -1)  # fmt: skip
    mask[int(middle + 0.3 * face) :] = cv2.GC_PR_BGD
    cv2.ellipse(mask, (middle, int(middle - 0.07 * face)), (int(0.56 * face), int(0.78 * face)), 0, 0, 360,
                cv2.GC_PR_FGD, -1)  # fmt: skip
    shoulders = np.array([[middle - 0.4 * face, middle + 0.45 * face], [middle + 0.4 * face, middle + 0.45 * face],
                          [middle + 1.3 * face, _SIDE], [middle - 1.3 * face, _SIDE]], np.int32)  # fmt: skip
    cv2.fillPoly(mask, [shoulders], cv2.GC_PR_FGD)
    cv2.ellipse(mask, (middle, middle), (int(0.3 * face), int(0.42 * face)), 0, 0, 360, cv2.GC_FGD, -1)
    return mask
