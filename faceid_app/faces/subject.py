"""Owns the choice of the one face a picture is about."""

from __future__ import annotations

import math
from collections.abc import Sequence

from faceid_app.faces.face import Face

_CORNER_WEIGHT = 0.5
"""How much the size of a face counts in a corner of the picture, against 1 in its centre."""


def choose_subject(faces: Sequence[Face], width: int, height: int) -> Face | None:
    """The nearest, most central face: largest height, weighted 1 in the centre of the picture, 0.5 in its corners.

    width, height: size of the picture in pixels. None when there is no face. Raises ValueError unless positive.
    """
    if width <= 0 or height <= 0:
        raise ValueError(f"the picture needs a positive size. Received: {width}x{height}")

    def weight(face: Face) -> float:
        x, y, w, h = face.box
        offset = math.hypot(x + w / 2 - width / 2, y + h / 2 - height / 2) / math.hypot(width / 2, height / 2)
        return h * (1 - _CORNER_WEIGHT * min(1.0, offset)) * face.score

    return max(faces, key=weight, default=None)
