"""Owns what is wrong with a camera that delivers pictures: they are black, or always the same."""

from __future__ import annotations

import numpy as np

from faceid_app.camera.errors import CameraBlack, CameraFrozen
from faceid_app.camera.frame import RgbImage

BLACK_SECONDS = 0.7
"""Many cameras deliver black pictures for about this long after they were opened."""
BLACK_LIMIT = 4.0
"""Mean of 0..255. A closed shutter gives 0 to 2; the noise of an uncovered sensor in a dark room 5 and more."""
FROZEN_SECONDS = 0.7
"""A sensor's noise makes every picture another one; only a driver that repeats itself gives the same bytes."""


class Symptoms:
    """Looks at each picture of one camera in turn."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._black_from: float | None = None
        self._brightest = 0.0
        self._last: RgbImage | None = None
        self._new_at = 0.0

    def examine(self, rgb: RgbImage, now: float) -> float:
        """When this picture was taken: `now`, or if it is the last one once more, when that came.

        So a repeated picture is never a second glance. Raises CameraBlack, CameraFrozen when it has lasted too long.
        """
        repeated = self._last is not None and _same(self._last, rgb)
        if not repeated:
            self._last, self._new_at = rgb, now
        brightness = float(np.mean(rgb[::8, ::8]))
        if brightness >= BLACK_LIMIT:
            self._black_from = None
            if now - self._new_at >= FROZEN_SECONDS:
                raise CameraFrozen(self._name, now - self._new_at)
            return self._new_at
        if self._black_from is None:
            self._black_from, self._brightest = now, 0.0
        self._brightest = max(self._brightest, brightness)
        if now - self._black_from >= BLACK_SECONDS:
            raise CameraBlack(self._name, self._brightest, BLACK_LIMIT)
        return self._new_at


def _same(one: RgbImage, other: RgbImage) -> bool:
    """Byte for byte; a few pixels tell most pictures apart."""
    if one.shape != other.shape or not np.array_equal(one[::16, ::16], other[::16, ::16]):
        return False
    return np.array_equal(one, other)
