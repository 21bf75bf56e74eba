"""The real SFace: Keras and LiteRT compute what OpenCV computes from the published file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import cv2
import keras
import numpy as np
import pytest

from faceid_app.camera.pixels import read_picture
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import find_backbone
from faceid_app.learning.convert import convert_sface
from faceid_app.learning.export import run_litert
from faceid_app.learning.sface import DIMENSION, read_sface
from faceid_app.paths import Paths

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def pictures(lfw_dir: Path) -> np.ndarray:
    """Random pictures and aligned faces, float32 RGB 0..255."""
    observer = Observer(limits=Limits.for_dataset())
    files = sorted(lfw_dir.glob("A*/*_0001.jpg"))[:6]
    faces = [aligned for file in files if (aligned := observer.observe(read_picture(file)).aligned) is not None]
    assert len(faces) >= 4
    noise = np.random.default_rng(0).integers(0, 256, (2, 112, 112, 3))
    return np.concatenate([noise, np.array(faces)]).astype(np.float32)


@pytest.fixture(scope="module")
def expected(sface_onnx: Path, pictures: np.ndarray) -> np.ndarray:
    network = cv2.dnn.readNetFromONNX(str(sface_onnx))
    rows = []
    for picture in pictures:
        network.setInput(np.ascontiguousarray(picture[None].transpose(0, 3, 1, 2)))
        rows.append(network.forward()[0].copy())
    return np.array(rows)


def test_keras_equals_onnx(sface_onnx: Path, pictures: np.ndarray, expected: np.ndarray):
    model = read_sface(sface_onnx)
    assert model.output_shape == (None, DIMENSION)
    found = keras.ops.convert_to_numpy(model(pictures, training=False))
    assert np.abs(found - expected).max() <= 1e-4


@pytest.mark.slow
def test_the_installed_backbone_equals_onnx(pictures: np.ndarray, expected: np.ndarray, paths_with_sface: Paths):
    backbone = find_backbone(paths_with_sface, "sface")
    network = backbone.network()
    manifest = json.loads((backbone.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sha256"]["backbone.tflite"] == hashlib.sha256(network).hexdigest() == backbone.sha256
    assert manifest["deviation"]["max_difference"] <= 1e-4
    assert np.abs(run_litert(network, pictures) - expected).max() <= 1e-3
    # Installed again over itself, from itself: the same bytes, so that models built on it stay valid.
    assert convert_sface(paths_with_sface) == manifest
    assert sorted(path.name for path in paths_with_sface.models.iterdir()) == ["sface"]
