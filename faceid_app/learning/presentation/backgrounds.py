"""What is behind people, papers and screens in rendered scenes. Everything here is synthetic."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.learning.presentation.drawing import CANVAS, Float, coloured, lit, waves

_BLINDS = 0.2
"""Share of plain backgrounds, and of things that stand before one, that are blinds."""
_WINDOW = 0.2
"""Share of things that are a bright pane."""
_TURN, _ASKEW = 3.0, 1.5
"""Standard deviations by which things are turned, in degrees, and their corners moved, in pixels of the canvas: nobody
holds a camera quite straight, and a rim must not give itself away by being tilted."""


def background(rng: np.random.Generator, picture: RgbImage, *, dim: float, plain: float) -> Float:
    """A wall or blinds, with the chance `plain`, else what surrounds the person of another picture."""
    if rng.random() < plain:
        ground = blinds(rng) if rng.random() < _BLINDS else _wall(rng)
        return np.asarray(np.clip(ground * dim, 0, 255), np.float32)
    return _elsewhere(rng, picture, dim=dim)


def blinds(rng: np.random.Generator) -> Float:
    """Parallel slats with light between them, (CANVAS, CANVAS, 3): fine or coarse, level or upright, sharp or not."""
    y, x = np.mgrid[0:CANVAS, 0:CANVAS].astype(np.float32)
    turn = np.radians(rng.normal(0, _TURN) + (90 if rng.random() < 0.3 else 0))
    step = float(np.exp(rng.uniform(np.log(5), np.log(40))))
    along = (x * np.sin(turn) + y * np.cos(turn) + 2 * waves(rng, (CANVAS, CANVAS), coarse=3)) / step + rng.uniform()
    # From 0 in the middle of a slat to 1 in the middle of a gap, whose edges are so many pixels wide.
    distance = np.abs(2 * (along % 1) - 1)
    gap = np.clip((distance - rng.uniform(0.2, 0.7)) * step / (2 * rng.uniform(0.7, 4.0)) + 0.5, 0, 1)[..., None]
    light = np.clip(rng.uniform(170, 275) + rng.normal(0, 8, 3), 0, 255)
    slat = light * rng.uniform(0.3, 0.92) + rng.normal(0, 6, 3)
    return lit(rng, np.asarray(np.clip(slat + (light - slat) * gap, 0, 255), np.float32), strength=rng.uniform(0, 0.4))


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
    """Doors, windows, blinds, frames and boards before that ground, some with what another picture shows."""
    for _ in range(rng.integers(1, 4)):
        size, place = rng.uniform(0.1, 0.9, 2) * CANVAS, rng.uniform(-0.2, 0.9, 2) * CANVAS
        surface = _surface(rng, other)
        mask = np.zeros((CANVAS, CANVAS), np.float32)
        cv2.fillConvexPoly(mask, np.rint(_corners(rng, place, size)).astype(np.int32), 1.0, cv2.LINE_AA)
        soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 1.5)), np.float32)[..., None]
        ground = np.asarray(ground * (1 - soft) + surface * soft, np.float32)
    return ground


def _corners(rng: np.random.Generator, place: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """(4, 2): of a rectangle, turned about its middle and a little askew."""
    turn = np.radians(rng.normal(0, _TURN))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    half = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * size
    return np.asarray(place + size / 2 + half @ rotation.T + rng.normal(0, _ASKEW, (4, 2)))


def _surface(rng: np.random.Generator, other: RgbImage) -> Float:
    """What such a thing looks like, (CANVAS, CANVAS, 3) or one colour."""
    kind = rng.random()
    if kind < _BLINDS:
        return blinds(rng)
    if kind < _BLINDS + _WINDOW:
        pane = np.clip(rng.uniform(190, 275) + rng.normal(0, 8, 3), 0, 255)
        return lit(rng, np.broadcast_to(pane, (CANVAS, CANVAS, 3)).astype(np.float32), strength=rng.uniform(0, 0.3))
    surface = _elsewhere(rng, other, dim=float(np.exp(rng.normal(0, 0.4))))
    return np.broadcast_to(surface.mean(axis=(0, 1)), surface.shape) if rng.random() < 0.5 else surface
