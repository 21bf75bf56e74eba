"""The view of a face with its surroundings, and what the cues read from it."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.faces.face import Face
from faceid_app.guard.cues.border import border
from faceid_app.guard.cues.exposure import exposure, highlights
from faceid_app.guard.surroundings import (
    FACE,
    NETWORK_SIDE,
    OUTSIDE,
    REACH,
    SIDE,
    Surroundings,
    surroundings,
    to_network,
)

SIDE_OF_FACE = 120


def face_at(x: float, y: float) -> Face:
    """A face whose box is square."""
    box = (x - SIDE_OF_FACE / 2, y - SIDE_OF_FACE / 2, float(SIDE_OF_FACE), float(SIDE_OF_FACE))
    return Face(box, np.zeros((5, 2), np.float32), 0.9)


def test_a_face_in_the_middle_of_a_large_frame_fills_the_same_place():
    picture = np.full((600, 800, 3), 40, np.uint8)
    picture[240:360, 340:460] = 200
    seen = surroundings(picture, face_at(400, 300))
    assert seen.visible == (0, 0, SIDE, SIDE)
    bright = np.flatnonzero(seen.view[SIDE // 2, :, 0] > 120)
    assert abs(bright[0] - FACE.start) <= 1
    assert abs(bright[-1] + 1 - FACE.stop) <= 1
    assert seen.network_view.shape == (NETWORK_SIDE, NETWORK_SIDE, 3)


def test_beyond_the_frame_is_grey_and_about_zero_for_the_network():
    picture = np.full((300, 300, 3), 255, np.uint8)
    seen = surroundings(picture, face_at(60, 60))
    left, top, right, bottom = seen.visible
    assert left > 0
    assert top > 0
    assert (seen.view[: top - 1] == OUTSIDE).all()
    assert (seen.view[top + 1 : bottom - 1, left + 1 : right - 1] == 255).all()
    assert to_network(seen.network_view[None])[0, 0, 0].tolist() == [0.0, 0.0, 0.0]


def test_a_face_far_outside_the_frame_shows_nothing_and_fails_nowhere():
    seen = surroundings(np.zeros((100, 100, 3), np.uint8), face_at(5000, -4000))
    assert (seen.view == OUTSIDE).all()
    assert border(seen) == 0.0
    assert exposure(seen) == 0.0


def test_the_scale_of_the_frame_does_not_matter():
    rng = np.random.default_rng(0)
    small = cv2.GaussianBlur(rng.integers(0, 255, (400, 400, 3), dtype=np.uint8), (0, 0), 6)
    large = cv2.resize(small, (800, 800), interpolation=cv2.INTER_CUBIC)
    one = surroundings(np.asarray(small, np.uint8), face_at(200, 200))
    double = Face((280.0, 280.0, 240.0, 240.0), np.zeros((5, 2), np.float32), 0.9)
    assert np.abs(one.view.astype(int) - surroundings(np.asarray(large, np.uint8), double).view).mean() < 2.0


def test_edges_that_frame_the_face_speak_and_one_alone_does_not():
    plain = np.full((SIDE, SIDE, 3), 90, np.uint8)
    one, framed = plain.copy(), plain.copy()
    one[:, 20:23] = 230
    cv2.rectangle(framed, (22, 16), (SIDE - 22, SIDE - 14), (235, 235, 235), 3)
    whole = (0, 0, SIDE, SIDE)
    assert border(Surroundings(plain, whole)) == 0.0
    assert border(Surroundings(one, whole)) == 0.0
    assert border(Surroundings(framed, whole)) > 0.5


def test_the_end_of_the_frame_is_no_edge():
    rng = np.random.default_rng(1)
    view = np.asarray(cv2.GaussianBlur(rng.integers(90, 110, (SIDE, SIDE, 3), dtype=np.uint8), (0, 0), 3), np.uint8)
    assert border(Surroundings(view, (0, 0, SIDE, SIDE)).within((20, 20, SIDE - 20, SIDE - 20))) == 0.0


def test_a_face_twice_as_bright_as_its_surroundings_is_one_stop_brighter():
    view = np.full((SIDE, SIDE, 3), 60, np.uint8)
    view[FACE, FACE] = 120
    seen = Surroundings(view, (0, 0, SIDE, SIDE))
    assert abs(exposure(seen) - 1.0) < 0.05
    assert highlights(seen) == 0.0
    assert REACH > 2
