"""The similarity transform is exact, and both pictures put the landmarks where they belong."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import (
    ALIGNED_SIZE,
    ALIGNED_TEMPLATE,
    PORTRAIT_SIZE,
    PORTRAIT_TEMPLATE,
    align,
    portrait,
    similarity,
)
from faceid_app.faces.face import Face, Landmarks


def moved(
    points: Landmarks, *, scale: float = 1.0, degrees: float = 0.0, shift: tuple[float, float] = (0.0, 0.0)
) -> Landmarks:
    c, s = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    return np.asarray(points @ np.array([[c, s], [-s, c]]) + shift, np.float32)


def umeyama(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The published algorithm, by singular value decomposition, as a second opinion."""
    s, t = source - source.mean(0), target - target.mean(0)
    u, d, vt = np.linalg.svd(t.T @ s)
    sign = np.array([1, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = u @ np.diag(sign) @ vt
    scale = (d * sign).sum() / (s**2).sum()
    return np.column_stack([scale * rotation, target.mean(0) - scale * rotation @ source.mean(0)])


def test_template_maps_onto_itself():
    np.testing.assert_allclose(similarity(ALIGNED_TEMPLATE, ALIGNED_TEMPLATE), [[1, 0, 0], [0, 1, 0]], atol=1e-9)


@given(
    scale=st.floats(0.05, 20),
    degrees=st.floats(-180, 180),
    x=st.floats(-500, 500),
    y=st.floats(-500, 500),
)
def test_a_similarity_is_found_exactly(scale, degrees, x, y):
    source = moved(ALIGNED_TEMPLATE, scale=scale, degrees=degrees, shift=(x, y))
    matrix = similarity(source, ALIGNED_TEMPLATE)
    back = source.astype(np.float64) @ matrix[:, :2].T + matrix[:, 2]
    np.testing.assert_allclose(back, ALIGNED_TEMPLATE, atol=0.02)
    assert np.hypot(matrix[0, 0], matrix[1, 0]) == pytest.approx(1 / scale, rel=1e-3)


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=5, max_size=5, unique=True))
def test_equals_umeyama_for_any_points(points):
    source = np.array(points, dtype=np.float32)
    if np.var(source, axis=0).sum() < 1:
        return
    expected = umeyama(source.astype(np.float64), ALIGNED_TEMPLATE.astype(np.float64))
    np.testing.assert_allclose(similarity(source, ALIGNED_TEMPLATE), expected, atol=1e-6 * (1 + np.abs(expected).max()))


def test_never_mirrors():
    mirrored = ALIGNED_TEMPLATE * np.array([-1, 1], np.float32)
    assert np.linalg.det(similarity(mirrored, ALIGNED_TEMPLATE)[:, :2]) > 0


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (np.zeros((4, 2), np.float32), "Received: \\(4, 2\\)"),
        (np.full((5, 2), 7, np.float32), "differ"),
        (np.full((5, 2), np.nan, np.float32), "finite"),
    ],
)
def test_impossible_points_are_refused(source, words):
    with pytest.raises(ValueError, match=words):
        similarity(source, ALIGNED_TEMPLATE)


def dotted(landmarks: Landmarks, size: tuple[int, int]) -> RgbImage:
    """A grey picture with a white disc on each landmark."""
    picture = np.full((*size, 3), 60, np.uint8)
    for x, y in landmarks:
        cv2.circle(picture, (round(float(x) * 16), round(float(y) * 16)), 5 * 16, (255, 255, 255), -1, shift=4)
    return picture


@pytest.mark.parametrize(("degrees", "scale"), [(0, 2.0), (25, 2.5), (-40, 3.0)])
def test_landmarks_land_on_both_templates(degrees, scale):
    landmarks = moved(ALIGNED_TEMPLATE - 56, scale=scale, degrees=degrees, shift=(320, 240))
    picture = dotted(landmarks, (480, 640))
    aligned = align(picture, landmarks)
    framed = portrait(picture, Face((0, 0, 1, 1), landmarks, 0.9))
    assert aligned.shape == (ALIGNED_SIZE, ALIGNED_SIZE, 3)
    assert framed.shape == (PORTRAIT_SIZE, PORTRAIT_SIZE, 3)
    assert aligned.dtype == framed.dtype == np.uint8
    for image, template in ((aligned, ALIGNED_TEMPLATE), (framed, PORTRAIT_TEMPLATE)):
        centres = np.sort(cv2.connectedComponentsWithStats((image[..., 0] > 160).astype(np.uint8))[3][1:], axis=0)
        np.testing.assert_allclose(centres, np.sort(template, axis=0), atol=3)


def test_outside_the_frame_is_black_when_aligned_and_repeated_in_the_portrait():
    picture = np.full((60, 60, 3), 200, np.uint8)
    landmarks = ALIGNED_TEMPLATE - 40
    assert align(picture, landmarks).min() == 0
    assert portrait(picture, Face((0, 0, 1, 1), landmarks, 0.9)).min() == 200


def test_only_rgb_pictures_are_taken():
    with pytest.raises(ValueError, match="Received"):
        align(np.zeros((50, 50), np.uint8), ALIGNED_TEMPLATE)
    with pytest.raises(ValueError, match="float32"):
        align(np.zeros((50, 50, 3), np.float32), ALIGNED_TEMPLATE)
    with pytest.raises(ValueError, match="Received"):
        align(np.zeros((50, 50, 3), np.uint8), ALIGNED_TEMPLATE[:4])
