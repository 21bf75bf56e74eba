"""What is behind people, papers and screens in rendered scenes. Everything here is synthetic."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.learning.presentation.drawing import CANVAS, Float, coloured, lit, waves


def background(rng: np.random.Generator, picture: RgbImage, *, dim: float, plain: float) -> Float:
    """A wall, with the chance `plain`, else what surrounds the person of another picture."""
    if rng.random() < plain:
        return np.asarray(np.clip(_wall(rng) * dim, 0, 255), np.float32)
    return _elsewhere(rng, picture, dim=dim)


def _wall(rng: np.random.Generator) -> Float:
    """A plain background, bright, dark or neither, in uneven light: a studio's, or a wall behind a desk."""
    tone = (rng.uniform(215, 255), rng.uniform(0, 45), rng.uniform(45, 215))[rng.choice(3, p=(0.45, 0.2, 0.35))]
    colour = np.clip(tone + rng.normal(0, 12, 3), 0, 255)
    stains = 6 * waves(rng, (CANVAS, CANVAS), coarse=4)
    wall = np.clip(colour + stains[..., None], 0, 255).astype(np.float32)
    return lit(rng, wall, strength=rng.uniform(0, 0.5))


def _elsewhere(rng: np.random.Generator, picture: RgbImage, *, dim: float) -> Float:
    """A picture's own surroundings, enlarged, dim or bright, sharp or not."""
    side = int(min(picture.shape[:2]) * rng.uniform(0.35, 0.9))
    left, top = (int(rng.integers(0, length - side + 1)) for length in (picture.shape[1], picture.shape[0]))
    ground = cv2.resize(picture[top : top + side, left : left + side].astype(np.float32), (CANVAS, CANVAS))
    if rng.random() < 0.5:
        ground = ground[::-1]
    if rng.random() < 0.6:
        ground = cv2.GaussianBlur(ground, (0, 0), rng.uniform(0.5, 6.0))
    return np.asarray(np.clip(coloured(rng, np.ascontiguousarray(ground), strength=1.0) * dim, 0, 255), np.float32)


def with_things(rng: np.random.Generator, ground: Float, other: RgbImage) -> Float:
    """Doors, windows, frames and boards of another picture before that ground."""
    for _ in range(rng.integers(1, 4)):
        width, height = (int(value) for value in rng.uniform(0.1, 0.9, 2) * CANVAS)
        left, top = (int(value) for value in rng.uniform(-0.2, 0.9, 2) * CANVAS)
        surface = _elsewhere(rng, other, dim=float(np.exp(rng.normal(0, 0.4))))
        if rng.random() < 0.5:
            surface = np.broadcast_to(surface.mean(axis=(0, 1)), surface.shape)
        mask = np.zeros((CANVAS, CANVAS), np.float32)
        cv2.rectangle(mask, (left, top), (left + width, top + height), 1.0, -1)
        soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 1.5)), np.float32)[..., None]
        ground = np.asarray(ground * (1 - soft) + surface * soft, np.float32)
    return ground
