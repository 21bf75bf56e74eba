"""Straight edges that frame the face: the rim of a paper, a phone or a window on a screen."""

from __future__ import annotations

import math

import cv2
import numpy as np

from faceid_app.guard.surroundings import FACE, REACH, SIDE, Surroundings

_SLANT = 20.0
"""Degrees by which a held paper may be turned."""
_SHORTEST = SIDE // 4
_GAP = 5
_RIM = 3
"""Pixels beside the frame's own end that are not looked at."""
_CLEAR = SIDE / REACH * 0.1
"""An edge lies at least so far beyond the middle of the box's side: hair and cheeks are no frame."""


def border(seen: Surroundings) -> float:
    """How well edges frame the face: the second longest of the four sides' longest edges, as a share of the view's
    side, 0..1. One edge alone is a door or a shelf; two on different sides begin a frame."""
    grey = cv2.GaussianBlur(cv2.cvtColor(seen.view, cv2.COLOR_RGB2GRAY), (0, 0), 1.0)
    edges = cv2.Canny(grey, 30, 90)
    left, top, right, bottom = seen.visible
    for past, axis, low in ((left, 1, True), (top, 0, True), (right, 1, False), (bottom, 0, False)):
        strip = slice(0, past + _RIM) if low else slice(max(0, past - _RIM), SIDE)
        edges[(slice(None), strip) if axis else (strip, slice(None))] = 0
    edges[FACE, FACE] = 0
    lines = cv2.HoughLinesP(edges, 1, math.pi / 180, 25, minLineLength=_SHORTEST, maxLineGap=_GAP)
    longest = {"left": 0.0, "right": 0.0, "above": 0.0, "below": 0.0}
    for x0, y0, x1, y1 in np.empty((0, 4)) if lines is None else lines.reshape(-1, 4):
        side = _side_of(float(x0), float(y0), float(x1), float(y1))
        if side is not None:
            longest[side] = max(longest[side], math.hypot(x1 - x0, y1 - y0) / SIDE)
    return min(1.0, sorted(longest.values())[-2])


def _side_of(x0: float, y0: float, x1: float, y1: float) -> str | None:
    """On which side of the face an edge runs along it, or None."""
    slant = math.degrees(math.atan2(abs(y1 - y0), abs(x1 - x0)))
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    if slant > 90 - _SLANT:
        if x < FACE.start + _CLEAR:
            return "left"
        return "right" if x > FACE.stop - _CLEAR else None
    if slant < _SLANT:
        if y < FACE.start + _CLEAR:
            return "above"
        return "below" if y > FACE.stop - _CLEAR else None
    return None
