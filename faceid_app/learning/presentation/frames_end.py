"""Where a picture's frame ends: finds borders that were made by repeating pixels, and cuts both classes alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.guard.surroundings import FACE, SIDE

Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
_REPEATED = 0.6
"""Mean difference of neighbouring rows, of 255, below which one repeats the other; compression makes it more than 0."""
_RUN = 4
"""So many rows in a row must differ before the picture begins."""


def true_frame(rgb: RgbImage) -> Rectangle:
    """What a camera saw of a picture whose crop left the frame and was filled by repeating the last rows or columns."""
    grey = rgb.astype(np.float32).mean(axis=2)
    rows = np.abs(np.diff(grey, axis=0)).mean(axis=1)
    columns = np.abs(np.diff(grey, axis=1)).mean(axis=0)
    left, top = _begin(columns), _begin(rows)
    right, bottom = rgb.shape[1] - _begin(columns[::-1]), rgb.shape[0] - _begin(rows[::-1])
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _begin(differences: NDArray[np.float32]) -> int:
    """How many rows at the beginning repeat the next."""
    smooth = np.convolve(differences, np.ones(_RUN, np.float32) / _RUN, mode="valid")
    differ = np.flatnonzero(smooth > _REPEATED)
    # A step after the repeated part begins within the run that first exceeds the limit.
    return 0 if not len(differ) or differ[0] == 0 else int(differ[0]) + _RUN - 1


def common(first: Rectangle, second: Rectangle) -> Rectangle:
    """What two frames share; never less than the face itself."""
    least = FACE.start + 4, FACE.start + 4, FACE.stop - 4, FACE.stop - 4
    left, top = (min(max(a, b), c) for a, b, c in zip(first[:2], second[:2], least[:2], strict=True))
    right, bottom = (max(min(a, b), c) for a, b, c in zip(first[2:], second[2:], least[2:], strict=True))
    return left, top, right, bottom


def random_frame(rng: np.random.Generator, *, shown: tuple[float, float, float, float] | None = None) -> Rectangle:
    """How much of the view a camera's frame holds: a third of them all, others end beside the face.

    With `shown`, the extent of a paper or a screen in pixels of the view, at least one of its edges is in the frame:
    an attack that fills the view shows nothing that could be learned, and would teach to refuse every near face.
    """
    for _ in range(20):
        frame = _any_frame(rng)
        if shown is None or any(
            edge > end + 3 if low else edge < end - 3
            for edge, end, low in zip(shown, frame, (True, True, False, False), strict=True)
        ):
            return frame
    return (0, 0, SIDE, SIDE)


def _any_frame(rng: np.random.Generator) -> Rectangle:
    if rng.random() < 0.3:
        return (0, 0, SIDE, SIDE)
    room = FACE.start + 4
    cuts = [int(rng.uniform(0, room)) if rng.random() < 0.55 else 0 for _ in range(4)]
    return cuts[0], cuts[1], SIDE - cuts[2], SIDE - cuts[3]
