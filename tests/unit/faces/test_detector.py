"""What the detector does without any face: sizes and shapes. Real faces: tests/real."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from faceid_app.faces.alignment import ALIGNED_TEMPLATE
from faceid_app.faces.detector import Detector, _reduced
from faceid_app.faces.face import Face


@pytest.fixture(scope="module")
def detector():
    return Detector()


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 50), (7, 9), (8, 8), (31, 33), (16, 4000), (4000, 16), (250, 250), (480, 640), (2160, 3840)]
)
def test_a_flat_picture_of_any_size_holds_no_face(detector, size):
    assert detector.detect(np.full((*size, 3), 127, np.uint8)) == []


def test_noise_holds_no_face(detector):
    rng = np.random.default_rng(0)
    for size in ((9, 9), (64, 48), (300, 200), (720, 1280)):
        assert detector.detect(rng.integers(0, 256, (*size, 3), dtype=np.uint8)) == []


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((100, 100), np.uint8),
        np.zeros((100, 100, 1), np.uint8),
        np.zeros((100, 100, 4), np.uint8),
        np.zeros((100, 100, 3), np.float32),
        np.zeros((0, 100, 3), np.uint8),
    ],
)
def test_only_rgb_is_taken(detector, picture):
    with pytest.raises(ValueError, match="Received"):
        detector.detect(picture)


@pytest.mark.parametrize("box", [(100, 80, 60, 80), (-40, -40, 60, 80), (620, 460, 60, 80), (5000, 5000, 60, 80)])
def test_a_second_look_that_shows_nothing_changes_nothing(detector, box):
    face = Face(box, ALIGNED_TEMPLATE + np.float32(box[:2]), 0.9)
    assert detector.refine(np.full((480, 640, 3), 127, np.uint8), face) is face


@pytest.mark.parametrize("arguments", [{"score_threshold": 0}, {"score_threshold": 1.2}, {"search_side": 20}])
def test_wrong_settings_are_refused(arguments):
    with pytest.raises(ValueError, match="Received"):
        Detector(**arguments)


@pytest.mark.parametrize("scale", [0.9, 0.51, 0.5, 0.31, 0.25, 0.07, 0.001])
@pytest.mark.parametrize("size", [(1, 1), (3, 500), (97, 61), (480, 640)])
def test_a_reduced_picture_keeps_its_mean_and_tells_by_how_much(size, scale):
    ramp = np.linspace(40, 200, size[1])[None, :, None] + np.zeros((*size, 3))
    reduced, steps = _reduced(ramp.astype(np.uint8), scale)
    width, height = (round(side / step) for side, step in zip(reduced.shape[1::-1], steps, strict=True))
    assert reduced.shape[:2] == (max(1, round(height * scale)), max(1, round(width * scale)))
    for whole, seen in zip(size, (height, width), strict=True):
        assert 0 <= whole - seen < max(1.0, 1 / scale)
    assert reduced.mean() == pytest.approx(ramp[:, :width].mean(), abs=1.0)


def test_what_is_reduced_by_half_first_is_the_mean_all_the_same():
    noise = np.random.default_rng(5).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    picture = cv2.GaussianBlur(noise, (0, 0), 2).astype(np.uint8)
    expected = cv2.resize(picture, (200, 150), interpolation=cv2.INTER_AREA).astype(int)
    reduced, steps = _reduced(picture, 0.3125)
    assert steps == (0.3125, 0.3125)
    assert np.abs(reduced - expected).mean() < 0.8  # grey levels; one pixel taken out of each place differs by 5.5
