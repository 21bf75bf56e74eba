"""Owns the classic features of a picture, 806 numbers as the document has them, and the gradients it tried beside."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.feature_cache import Read, Row
from faceid_app.errors import UsageError

BINS = 256
PATTERN_POINTS, PATTERN_RADIUS, PATTERN_BINS = 8, 1, 26
"""Of the local binary patterns (Ojala, Pietikäinen and Mäenpää, IEEE PAMI 24, 2002). Uniform patterns of eight points
have ten codes; the document's histogram has 26 bins, of which the last sixteen stay empty."""
STATISTICS = 12
NUMBERS = 3 * BINS + PATTERN_BINS + STATISTICS
GRADIENT_SIDE = 64
GRADIENT_NUMBERS = 7 * 7 * 2 * 2 * 9
"""Of a picture of 64 pixels, cells of 8, blocks of 2x2 cells, nine directions (Dalal and Triggs, CVPR 2005)."""
VERSION = 1

assert NUMBERS == 806


def check_library() -> None:
    """Raise UsageError where scikit-image is not installed."""
    try:
        import skimage.feature  # noqa: F401
    except ImportError:
        raise UsageError(
            "The classic features need scikit-image, which is not installed; install it with: "
            "pip install 'faceid-app[lab]', or leave the classic branch out with --branch ours."
        ) from None


def classic_features(picture: NDArray[np.uint8], *, gradients: bool) -> Row:
    """(h, w, 3) uint8 RGB -> (806,) float32, with `gradients` (2570,).

    In order: a histogram of 256 bins of each of red, green and blue, as shares of the pixels, so that a picture's size
    does not count; the histogram of uniform local binary patterns, which sums to 1; then mean, standard deviation,
    least and greatest value of each channel, 0..255; then the gradients.
    """
    from skimage.feature import hog, local_binary_pattern

    pixels = picture.reshape(-1, 3)
    colours = [np.bincount(pixels[:, channel], minlength=BINS) / len(pixels) for channel in range(3)]
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)
    codes = local_binary_pattern(grey, PATTERN_POINTS, PATTERN_RADIUS, method="uniform")
    patterns = np.bincount(codes.astype(np.int64).ravel(), minlength=PATTERN_BINS) / codes.size
    channels = pixels.astype(np.float32)
    statistics = [channels.mean(axis=0), channels.std(axis=0), channels.min(axis=0), channels.max(axis=0)]
    parts = [*colours, patterns, np.stack(statistics, axis=1).ravel()]
    if gradients:
        small = cv2.resize(grey, (GRADIENT_SIDE, GRADIENT_SIDE), interpolation=cv2.INTER_AREA)
        parts.append(hog(small, orientations=9, pixels_per_cell=(8, 8), cells_per_block=(2, 2)))
    return np.concatenate(parts).astype(np.float32)


def new_reader(*, gradients: bool) -> Read:
    """Reads the features of a file; raises PictureError."""

    def read(picture: Path) -> Row:
        return classic_features(read_picture(picture), gradients=gradients)

    return read


def count(*, gradients: bool) -> int:
    """Numbers a picture."""
    return NUMBERS + (GRADIENT_NUMBERS if gradients else 0)
