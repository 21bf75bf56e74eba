"""Other views of an aligned face, as a camera might have seen it: position, light, sharpness, noise, cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Face = NDArray[np.uint8]
_PROBABILITIES = ("grey", "blur", "low_resolution", "noise", "jpeg", "occlusion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How far views may be from the picture. Probabilities 0..1; every other figure is the largest change.

    Attributes:
        flip: probability of mirroring.
        shift: pixels, each direction.
        scale: share of the size.
        turn: degrees.
        light: of the gain, as a share; the exponent of the grey scale changes by as much.
        grey: probability of losing the colour.
        blur: probability of a Gaussian blur of up to 2 pixels (standard deviation).
        low_resolution: probability of a face of 24 to 80 pixels, enlarged.
        noise: probability of Gaussian noise of up to 16 grey levels (standard deviation).
        jpeg: probability of a JPEG file of quality 20 to 80.
        occlusion: probability of a rectangle of one colour, up to 2/5 of each side.
    """

    flip: float = 0.5
    shift: float = 4.0
    scale: float = 0.08
    turn: float = 6.0
    light: float = 0.4
    grey: float = 0.05
    blur: float = 0.15
    low_resolution: float = 0.15
    noise: float = 0.15
    jpeg: float = 0.2
    occlusion: float = 0.15

    def times(self, strength: float) -> Augmentation:
        """All figures `strength` times as large, 0 or more: at 0 every view is the picture itself. Probabilities stay
        below 1, and that of mirroring below one half, from where mirrored faces would be the rarer ones again."""
        scaled = {name: value * strength for name, value in asdict(self).items()}
        scaled |= {name: min(scaled[name], 1.0) for name in _PROBABILITIES}
        return Augmentation(**{**scaled, "flip": min(scaled["flip"], 0.5)})

    def view(self, face: Face, generator: np.random.Generator) -> Face:
        """(h, w, 3) uint8 -> the same shape; the same generator state gives the same view."""
        face = self._moved(face, generator)
        face = self._lit(face, generator)
        for probability, change in self._changes():
            if generator.random() < probability:
                face = change(face, generator)
        return np.ascontiguousarray(face)

    def _changes(self) -> tuple[tuple[float, Callable[[Face, np.random.Generator], Face]], ...]:
        # In the order in which a camera does it: what stands in front, lens, sensor, file.
        return (
            (self.occlusion, _occluded),
            (self.grey, _greyed),
            (self.blur, _blurred),
            (self.low_resolution, _coarsened),
            (self.noise, _noisy),
            (self.jpeg, _compressed),
        )

    def _moved(self, face: Face, generator: np.random.Generator) -> Face:
        if generator.random() < self.flip:
            face = np.ascontiguousarray(face[:, ::-1])
        height, width = face.shape[:2]
        angle, factor, dx, dy = generator.uniform(-1, 1, 4)
        centre = ((width - 1) / 2, (height - 1) / 2)
        matrix = cv2.getRotationMatrix2D(centre, angle * self.turn, 1 + factor * self.scale)
        matrix[:, 2] += (dx * self.shift, dy * self.shift)
        # Black beyond the edge, as where alignment reaches beyond a frame.
        moved = cv2.warpAffine(face, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return np.asarray(moved, np.uint8)

    def _lit(self, face: Face, generator: np.random.Generator) -> Face:
        gain, bend = np.exp(generator.uniform(-1, 1, 2) * np.log1p(self.light))
        levels = np.linspace(0, 1, 256) ** bend * gain
        tint = 1 + generator.uniform(-1, 1, 3) * self.light / 6
        table = np.rint(np.clip(levels[:, None] * tint * 255, 0, 255)).astype(np.uint8)
        return np.asarray(cv2.LUT(face, table[None]), np.uint8)


NONE = Augmentation(
    flip=0, shift=0, scale=0, turn=0, light=0, grey=0, blur=0, low_resolution=0, noise=0, jpeg=0, occlusion=0
)
"""Every view is the picture itself."""


def _occluded(face: Face, generator: np.random.Generator) -> Face:
    height, width = face.shape[:2]
    h, w = (int(side * generator.uniform(0.1, 0.4)) for side in (height, width))
    top, left = int(generator.integers(height - h + 1)), int(generator.integers(width - w + 1))
    covered = face.copy()
    covered[top : top + h, left : left + w] = generator.integers(0, 256, 3)
    return covered


def _greyed(face: Face, _generator: np.random.Generator) -> Face:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(face, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _blurred(face: Face, generator: np.random.Generator) -> Face:
    return np.asarray(cv2.GaussianBlur(face, (0, 0), float(generator.uniform(0.4, 2.0))), np.uint8)


def _coarsened(face: Face, generator: np.random.Generator) -> Face:
    height, width = face.shape[:2]
    side = int(generator.integers(24, 81))
    small = cv2.resize(face, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _noisy(face: Face, generator: np.random.Generator) -> Face:
    noise = generator.standard_normal(face.shape, np.float32) * np.float32(generator.uniform(2.0, 16.0))
    return np.clip(face + noise, 0, 255).astype(np.uint8)


def _compressed(face: Face, generator: np.random.Generator) -> Face:
    quality = int(generator.integers(20, 81))
    _, file = cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)
