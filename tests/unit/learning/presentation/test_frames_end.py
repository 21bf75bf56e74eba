"""Frames that tell no class: repeated borders are found, and both classes are cut alike."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.guard.surroundings import FACE, SIDE
from faceid_app.learning.presentation.frames_end import (
    common,
    frames_tell_no_class,
    inside_corners,
    random_frame,
    true_frame,
)


def test_a_repeated_border_is_found_even_after_compression():
    rng = np.random.default_rng(0)
    inner = cv2.GaussianBlur(rng.integers(0, 255, (150, 170, 3), dtype=np.uint8), (0, 0), 2)
    padded = cv2.copyMakeBorder(inner, 30, 12, 22, 0, cv2.BORDER_REPLICATE)
    packed = cv2.imdecode(cv2.imencode(".webp", padded, [cv2.IMWRITE_WEBP_QUALITY, 90])[1], cv2.IMREAD_COLOR)
    frame = true_frame(np.asarray(packed, np.uint8))
    assert np.abs(np.array(frame) - (22, 30, 192, 180)).max() <= 5


def test_a_whole_picture_is_left_whole():
    rng = np.random.default_rng(0)
    picture = cv2.GaussianBlur(rng.integers(0, 255, (192, 192, 3), dtype=np.uint8), (0, 0), 2)
    assert true_frame(np.asarray(picture, np.uint8)) == (0, 0, 192, 192)
    assert inside_corners(np.asarray(picture, np.uint8)) == (0, 0, 192, 192)


def test_black_corners_are_cut_away():
    matrix = cv2.getRotationMatrix2D((125, 125), 5, 1.0)
    turned = cv2.warpAffine(np.full((250, 250, 3), 120, np.uint8), matrix, (250, 250))
    left, top, right, bottom = inside_corners(np.asarray(turned, np.uint8))
    assert (turned[top:bottom, left:right].max(axis=2) < 10).mean() < 0.01
    assert min(right - left, bottom - top) > 200


def test_classes_with_frames_of_their_own_are_cut_until_the_frame_tells_nothing():
    rng = np.random.default_rng(0)
    own = {
        False: [(0, int(rng.integers(30)), SIDE, SIDE) for _ in range(2000)],
        True: [(int(rng.integers(30)), 0, SIDE - int(rng.integers(30)), SIDE) for _ in range(2000)],
    }
    person = np.array([f"p{row % 20}" for row in range(4000)])
    attack = np.repeat([False, True], 2000)
    before = np.array(own[False] + own[True], np.int16)
    after = np.array(
        [
            random_frame(rng, within=common(frame, own[not kind][int(rng.integers(2000))]))
            for kind in (False, True)
            for frame in own[kind]
        ],
        np.int16,
    )
    assert frames_tell_no_class(before, attack, person) > 0.95
    assert abs(frames_tell_no_class(after, attack, person) - 0.5) < 0.06


def test_the_face_itself_is_never_cut_and_an_edge_is_sought():
    rng = np.random.default_rng(0)
    shown = (30.0, 25.0, 130.0, 140.0)
    for _ in range(50):
        left, top, right, bottom = random_frame(rng, shown=shown)
        assert max(left, top) <= FACE.start + 4
        assert min(right, bottom) >= FACE.stop - 4
        assert sum((left < 25, top < 20, right > 135, bottom > 145)) >= 1
