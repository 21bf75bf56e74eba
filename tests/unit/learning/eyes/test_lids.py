"""Eyes that are closed by rendering, and the ratio that says how far one is open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.learning.eyes.lids import closed_by
from faceid_app.learning.eyes.teacher import LOWER, UPPER, LidTeacher, eye_aspect_ratio

SIDE = 64
SKIN, BALL, LASHES = 180, 60, 10


def lids(height: float, *, width: float = 24.0) -> np.ndarray:
    """The lids of an eye in the middle of a patch: two parabolas, `height` apart in the middle."""
    points = np.zeros((16, 2))
    for order, sign in ((LOWER, 1), (UPPER, -1)):
        for place, point in enumerate(order):
            x = place / 8 - 0.5
            points[point] = (32 + x * width, 32 + sign * height / 2 * (1 - 4 * x * x))
    return points


def drawn(height: float) -> np.ndarray:
    """Skin, an eyeball between the lids, lashes along the upper one."""
    patch, outline = np.full((SIDE, SIDE), SKIN, np.uint8), lids(height)
    for x in range(21, 44):
        top, bottom = (
            float(np.interp(x, outline[list(order), 0], outline[list(order), 1])) for order in (UPPER, LOWER)
        )
        patch[round(top) : round(bottom) + 1, x] = BALL
        patch[round(top) - 1 : round(top) + 1, x] = LASHES
    return patch


def test_the_ratio_is_height_against_width() -> None:
    width = 24.0
    # Means of the three heights measured, at a quarter, the middle and three quarters but for one place.
    heights = [eye_aspect_ratio(lids(height, width=width)) for height in (0.0, 4.0, 8.0)]
    assert heights[0] == 0.0
    assert heights[2] == pytest.approx(2 * heights[1])
    assert 0.8 * 8.0 / width < heights[2] <= 8.0 / width


def test_a_closing_lid_hides_the_eyeball_from_above_and_keeps_lashes_and_the_rest() -> None:
    patch, outline = drawn(10.0), lids(10.0)
    seen = [int((closed_by(patch, outline, share, distance=44.0)[:, 28:37] == BALL).sum()) for share in (0.0, 0.5, 1.0)]
    assert seen[0] == int((patch[:, 28:37] == BALL).sum())
    assert seen[0] > 1.6 * seen[1] > 1.6 * 3 * seen[2]
    closed = closed_by(patch, outline, 1.0, distance=44.0)
    assert closed[30:40, 32].min() <= LASHES + 40
    assert (closed[38:] == patch[38:]).all()
    assert (closed[:16] == patch[:16]).all()


def test_an_eye_that_is_closed_already_stays_as_it_is() -> None:
    patch, outline = drawn(0.0), lids(0.0)
    assert (closed_by(patch, outline, 1.0, distance=44.0) == patch).all()


def test_another_file_is_no_teacher(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="--teacher"):
        LidTeacher(tmp_path / "iris_landmark.tflite")
    (tmp_path / "iris_landmark.tflite").write_bytes(b"another network")
    with pytest.raises(CorruptData, match="SHA-256"):
        LidTeacher(tmp_path / "iris_landmark.tflite")
