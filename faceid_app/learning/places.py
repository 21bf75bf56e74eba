"""Surroundings that no camera took: colours, gradients and textures to put a face in where there are no pictures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.alignment import PORTRAIT_SIZE, PORTRAIT_TEMPLATE
from faceid_app.learning.portraits import Portrait

KINDS = ("colour", "gradient", "clouds", "stripes", "tiles", "grain")


def made_place(index: int, *, seed: int) -> Portrait:
    """The surroundings of that number, (250, 250, 3) uint8 RGB, with a face's landmarks at their usual place.

    The kinds take turns; colours, directions and sizes are drawn from `seed` and `index`.
    """
    generator = np.random.default_rng((seed, index))
    dark, light = (generator.uniform(0, 255, 3) for _ in range(2))
    share = _pattern(KINDS[index % len(KINDS)], generator)[..., None]
    pixels = dark * (1.0 - share) + light * share
    return Portrait(np.clip(np.rint(pixels), 0, 255).astype(np.uint8), PORTRAIT_TEMPLATE)


def _pattern(kind: str, generator: np.random.Generator) -> NDArray[np.float64]:
    """(250, 250) float64 0..1: how much of the second colour."""
    size = PORTRAIT_SIZE
    y, x = np.mgrid[0:size, 0:size] / size
    angle = generator.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    if kind == "colour":
        return np.zeros((size, size))
    if kind == "gradient":
        return np.asarray((along - along.min()) / np.ptp(along))
    if kind == "stripes":
        return np.asarray(0.5 + 0.5 * np.sin(2 * np.pi * generator.uniform(3, 25) * along))
    if kind == "tiles":
        cells = int(generator.integers(3, 16))
        return np.asarray((((x * cells).astype(int) + (y * cells).astype(int)) % 2).astype(np.float64))
    if kind == "grain":
        return generator.uniform(0, 1, (size, size))
    coarse = generator.uniform(0, 1, (int(generator.integers(3, 12)),) * 2)
    return np.clip(np.asarray(cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)), 0.0, 1.0)
