"""Owns the picture of a face with what surrounds it: paper edges, bezels, hands and the screen's rim lie in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.face import Face

REACH = 2.7
"""Side of the square, as a multiple of the longer side of the face's box."""
SIDE = 160
"""Pixels of the view that the cues look at."""
NETWORK_SIDE = 80
"""Pixels of what the network sees: the view, averaged."""
OUTSIDE = 128
"""What lies beyond the frame: grey, never a repeated border, which no camera makes."""
FACE = slice(round(SIDE * (0.5 - 0.5 / REACH)), round(SIDE * (0.5 + 0.5 / REACH)))
"""Rows, and columns, of the view that the face's box lies in, were it a square."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """A face in the middle of what surrounds it.

    Attributes:
        view: (SIDE, SIDE, 3) uint8 RGB; OUTSIDE where the frame ends.
        visible: left, top, right, bottom of what the frame shows, in pixels of the view, 0..SIDE.
    """

    view: RgbImage
    visible: tuple[int, int, int, int]

    @property
    def network_view(self) -> RgbImage:
        """(NETWORK_SIDE, NETWORK_SIDE, 3) uint8 RGB."""
        return np.asarray(
            cv2.resize(self.view, (NETWORK_SIDE, NETWORK_SIDE), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )

    def within(self, visible: tuple[int, int, int, int]) -> Surroundings:
        """The same, in a frame that shows no more than `visible` of it."""
        left, top = (max(a, b) for a, b in zip(self.visible[:2], visible[:2], strict=True))
        right, bottom = (min(a, b) for a, b in zip(self.visible[2:], visible[2:], strict=True))
        view = np.full_like(self.view, OUTSIDE)
        view[top:bottom, left:right] = self.view[top:bottom, left:right]
        return Surroundings(view, (left, top, max(left, right), max(top, bottom)))


def surroundings(rgb: RgbImage, face: Face) -> Surroundings:
    """The square around a face. `rgb`: (h, w, 3) uint8, the picture `face` was found in."""
    x, y, width, height = face.box
    return square_around(rgb, (x + width / 2, y + height / 2), max(width, height) * REACH)


def square_around(rgb: RgbImage, middle: tuple[float, float], side: float) -> Surroundings:
    """The square of `side` pixels of `rgb` around `middle`, reduced to SIDE by averaging, enlarged linearly."""
    scale = SIDE / side
    left, top = middle[0] - side / 2, middle[1] - side / 2
    height, width = rgb.shape[:2]
    # What is visible, to whole pixels of the view; then that part alone is resized.
    seen_left, seen_top = max(0, round(-left * scale)), max(0, round(-top * scale))
    seen_right = min(SIDE, round((width - left) * scale))
    seen_bottom = min(SIDE, round((height - top) * scale))
    view = np.full((SIDE, SIDE, 3), OUTSIDE, dtype=np.uint8)
    if seen_right - seen_left < 2 or seen_bottom - seen_top < 2:
        return Surroundings(view, (0, 0, 0, 0))
    columns = _range(left, seen_left, seen_right, scale, width)
    rows = _range(top, seen_top, seen_bottom, scale, height)
    size = (seen_right - seen_left, seen_bottom - seen_top)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    view[seen_top:seen_bottom, seen_left:seen_right] = cv2.resize(rgb[rows, columns], size, interpolation=method)
    return Surroundings(view, (seen_left, seen_top, seen_right, seen_bottom))


def _range(start: float, first: int, last: int, scale: float, most: int) -> slice:
    """The pixels of the picture, along one axis, that the pixels first..last of the view show."""
    begin = min(max(0, round(start + first / scale)), most - 1)
    return slice(begin, max(begin + 1, min(most, round(start + last / scale))))


def to_network(views: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, NETWORK_SIDE, NETWORK_SIDE, 3) uint8 as the network takes it: float32, -1..1, what lies outside about 0."""
    return (views.astype(np.float32) - np.float32(OUTSIDE)) / np.float32(128)


def mirrored(views: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, h, w, 3) with left and right exchanged."""
    return np.ascontiguousarray(views[:, :, ::-1])
