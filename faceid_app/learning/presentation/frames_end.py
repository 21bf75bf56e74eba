"""Where a picture's frame ends: finds borders that were made by repeating pixels, and cuts both classes alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from faceid_app.camera.frame import RgbImage
from faceid_app.guard.surroundings import FACE, SIDE

Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
_REPEATED = 0.6
"""Mean difference of neighbouring rows, of 255, below which one repeats the other; compression makes it more than 0."""
_BLACK, _FEW = 10, 0.04
"""A pixel darker than that in every channel is black; so large a share of black pixels ends the picture."""
_RUN = 4
_EDGE = 5
"""Pixels of the view of what lies behind it by which an edge is seen to be one."""
_ENOUGH, _DRAWS = 2, 20
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


def inside_corners(rgb: RgbImage) -> Rectangle:
    """A picture without the black corners that turning it upright has left, at most a sixth from each side."""
    black = rgb.max(axis=2) < _BLACK
    height, width = black.shape
    frame = [0, 0, width, height]
    most = min(height, width) // 6
    for _ in range(4 * most):
        left, top, right, bottom = frame
        part = black[top:bottom, left:right]
        shares = [part[:, 0].mean(), part[0].mean(), part[:, -1].mean(), part[-1].mean()]
        worst = int(np.argmax(shares))
        cut = (frame[worst], frame[worst], width - frame[worst], height - frame[worst])[worst]
        if shares[worst] < _FEW or cut >= most:
            break
        frame[worst] += 1 if worst < 2 else -1
    left, top, right, bottom = frame
    return left, top, right, bottom


def common(first: Rectangle, second: Rectangle) -> Rectangle:
    """What two frames share; never less than the face itself."""
    least = FACE.start + 4, FACE.start + 4, FACE.stop - 4, FACE.stop - 4
    left, top = (min(max(a, b), c) for a, b, c in zip(first[:2], second[:2], least[:2], strict=True))
    right, bottom = (max(min(a, b), c) for a, b, c in zip(first[2:], second[2:], least[2:], strict=True))
    return left, top, right, bottom


def random_frame(
    rng: np.random.Generator,
    *,
    within: Rectangle = (0, 0, SIDE, SIDE),
    shown: tuple[float, float, float, float] | None = None,
) -> Rectangle:
    """How much of the view a camera's frame holds, at most `within`: often all of it, others end beside the face.

    With `shown`, the extent of a paper or a screen in pixels of the view, it is the first of some draws that holds two
    of its edges, else the one that holds most: an attack that fills the frame shows nothing that could be learned, and
    would teach to refuse every near face.
    """
    best, most = within, -1
    for _ in range(_DRAWS):
        frame = common(within, _any_frame(rng))
        if shown is None:
            return frame
        edges = sum(
            edge > end + _EDGE if low else edge < end - _EDGE
            for edge, end, low in zip(shown, frame, (True, True, False, False), strict=True)
        )
        if edges > most:
            best, most = frame, edges
        if edges >= _ENOUGH:
            break
    return best


def frames_tell_no_class(visible: NDArray[np.int16], attack: NDArray[np.bool_], person: NDArray[np.str_]) -> float:
    """AUC with which where the frame ends, and no pixel of it, tells attacks from live people, of people that were not
    learned from; 0.5 is chance."""
    frame = visible.astype(np.float64) / SIDE
    features = np.concatenate([frame, frame**2, (frame[:, 2:] - frame[:, :2]).prod(axis=1, keepdims=True)], axis=1)
    people = np.unique(person)
    held = np.isin(person, people[::2])
    scores = np.zeros(len(attack))
    for rows in (held, ~held):
        scores[rows] = (
            LogisticRegression(max_iter=1000).fit(features[~rows], attack[~rows]).decision_function(features[rows])
        )
    return float(np.mean([roc_auc_score(attack[rows], scores[rows]) for rows in (held, ~held)]))


def _any_frame(rng: np.random.Generator) -> Rectangle:
    if rng.random() < 0.4:
        return (0, 0, SIDE, SIDE)
    room = FACE.start + 4
    cuts = [int(rng.uniform(0, room)) if rng.random() < 0.55 else 0 for _ in range(4)]
    return cuts[0], cuts[1], SIDE - cuts[2], SIDE - cuts[3]
