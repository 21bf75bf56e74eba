"""The augmentations of the laboratory, one function each, and the ways to use them: singly or all together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from faceid_app.identity.arcface_options import COMBINED, NONE, SINGLE, ArcfaceOptions

Face = NDArray[np.uint8]
Change = Callable[[Face, np.random.Generator], Face]
JITTER = 0.5  # the document's strength, of brightness, contrast and saturation
POSTERIZE_BITS = 2  # the document's
TURN = 15.0  # degrees, each direction


def views_of(options: ArcfaceOptions, pictures: int) -> int:
    """How many views an epoch of `pictures` pictures has, before any limit."""
    return pictures * (1 + len(options.augment)) if options.way == SINGLE else pictures


def make_view(options: ArcfaceOptions, face: Face, *, view: int, epoch: int, row: int) -> Face:
    """One view of a face, (h, w, 3) uint8 RGB -> the same shape; the same arguments give the same view.

    Args:
        options: which augmentations, and the way to use them.
        face: the picture.
        view: with SINGLE, 0 is the picture itself and k the k-th augmentation; otherwise it does not count.
        epoch, row: of the picture: each draws anew.
    """
    if options.way == NONE or (options.way == SINGLE and view == 0):
        return face
    generator = np.random.default_rng((options.seed, epoch, row, view))
    if options.way == COMBINED:
        for name in options.augment:
            if generator.random() < 0.5:
                face = CHANGES[name](face, generator)
        return face
    return CHANGES[options.augment[view - 1]](face, generator)


def _grayscale(face: Face, _generator: np.random.Generator) -> Face:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(face, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _jitter(face: Face, generator: np.random.Generator) -> Face:
    """Brightness, contrast and saturation, each times 0.5 to 1.5."""
    brightness, contrast, saturation = generator.uniform(1 - JITTER, 1 + JITTER, 3)
    pixels = np.minimum(face.astype(np.float32) * np.float32(brightness), 255)
    middle = pixels @ np.array([0.299, 0.587, 0.114], np.float32)
    pixels = np.clip((pixels - middle.mean()) * np.float32(contrast) + middle.mean(), 0, 255)
    grey = (pixels @ np.array([0.299, 0.587, 0.114], np.float32))[..., None]
    return np.asarray(np.clip((pixels - grey) * np.float32(saturation) + grey, 0, 255), np.uint8)


def _posterize(face: Face, _generator: np.random.Generator) -> Face:
    return np.asarray(ImageOps.posterize(Image.fromarray(face), POSTERIZE_BITS), np.uint8)


def _equalize(face: Face, _generator: np.random.Generator) -> Face:
    return np.asarray(ImageOps.equalize(Image.fromarray(face)), np.uint8)


def _flip(face: Face, _generator: np.random.Generator) -> Face:
    return np.ascontiguousarray(face[:, ::-1])


def _autocontrast(face: Face, _generator: np.random.Generator) -> Face:
    return np.asarray(ImageOps.autocontrast(Image.fromarray(face)), np.uint8)


def _blur(face: Face, generator: np.random.Generator) -> Face:
    return np.asarray(cv2.GaussianBlur(face, (0, 0), float(generator.uniform(0.4, 2.0))), np.uint8)


def _rotate(face: Face, generator: np.random.Generator) -> Face:
    height, width = face.shape[:2]
    centre = ((width - 1) / 2, (height - 1) / 2)
    matrix = cv2.getRotationMatrix2D(centre, float(generator.uniform(-TURN, TURN)), 1.0)
    return np.asarray(cv2.warpAffine(face, matrix, (width, height), borderMode=cv2.BORDER_CONSTANT), np.uint8)


def _erase(face: Face, generator: np.random.Generator) -> Face:
    """A rectangle of one colour, a tenth to two fifths of each side."""
    height, width = face.shape[:2]
    h, w = (max(1, int(side * generator.uniform(0.1, 0.4))) for side in (height, width))
    top, left = int(generator.integers(height - h + 1)), int(generator.integers(width - w + 1))
    erased = face.copy()
    erased[top : top + h, left : left + w] = generator.integers(0, 256, 3)
    return erased


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "grayscale": _grayscale,
        "jitter": _jitter,
        "posterize": _posterize,
        "equalize": _equalize,
        "flip": _flip,
        "autocontrast": _autocontrast,
        "blur": _blur,
        "rotate": _rotate,
        "erase": _erase,
    }
)
"""By the names of `arcface_options.AUGMENTATIONS`; each (h, w, 3) uint8 RGB and a generator -> the same shape."""
