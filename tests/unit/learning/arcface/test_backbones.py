"""The backbones: published parameter counts, features, blocks, weights from a file."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from faceid_app.errors import CorruptData, ModelMissing, UsageError
from faceid_app.identity.backbones import KERAS_FILE
from faceid_app.learning.arcface.backbones import blocks, build_backbone
from faceid_app.learning.chain import Chain, Convolution, build_network
from faceid_app.paths import Paths
from tests.helpers.shipped import seal, ship

CLASSES = 1000
PUBLISHED = {
    "resnet18": (11_689_512, 512, 5),
    "resnet34": (21_797_672, 512, 5),
    # Keras' convolutions have 26,560 biases more than He et al.'s.
    "resnet50": (25_557_032 + 26_560, 2048, 5),
    "efficientnet_b0": (5_288_548, 1280, 9),
    "efficientnet_v2_m": (54_139_356, 1280, 9),
}


def build(name: str, paths: Paths, *, size: int = 32, weights: Path | None = None) -> keras.Model:
    return build_backbone(name, size=size, weights=weights, paths=paths)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name == "efficientnet_v2_m" else ()) for name in PUBLISHED]
)
def test_parameters_with_a_classifier_of_1000_are_the_published_ones(name: str, paths: Paths):
    published, features, parts = PUBLISHED[name]
    model = build(name, paths)
    learning = sum(int(np.prod(variable.shape)) for variable in model.trainable_variables)
    assert learning + (features + 1) * CLASSES == published
    assert model.output_shape == (None, features)
    found = blocks(model)
    assert len(found) == parts
    inside = [layer.name for block in found for layer in block]
    assert len(set(inside)) == len(inside)
    assert sum(layer.count_params() for block in found for layer in block) == model.count_params()


def test_the_strides_of_resnet_leave_a_32nd_of_the_side(paths: Paths):
    model = build("resnet18", paths, size=112)
    assert model.get_layer("stage4_2_relu").output.shape == (None, 4, 4, 512)
    assert model.get_layer("stem").output.shape == (None, 56, 56, 64)
    features = model(np.zeros((2, 112, 112, 3), np.float32))
    assert np.isfinite(keras.ops.convert_to_numpy(features)).all()


def test_resnet50_gets_blue_green_red_less_their_means(paths: Paths):
    model = build("resnet50", paths)
    pixels = keras.Model(model.inputs[0], model.get_layer("pixels").output)
    red = np.zeros((1, 32, 32, 3), np.float32) + np.array([255, 10, 0], np.float32)
    found = keras.ops.convert_to_numpy(pixels(red))[0, 0, 0]
    assert found == pytest.approx([0 - 103.939, 10 - 116.779, 255 - 123.68], abs=1e-4)


def test_weights_come_from_a_file(paths: Paths, tmp_path: Path):
    keras.utils.set_random_seed(1)
    saved = build("resnet18", paths)
    saved.save_weights(tmp_path / "w.weights.h5")
    keras.utils.set_random_seed(2)
    loaded = build("resnet18", paths, weights=tmp_path / "w.weights.h5")
    assert all(np.array_equal(a, b) for a, b in zip(saved.get_weights(), loaded.get_weights(), strict=True))


def test_a_file_that_is_no_weights_is_told(paths: Paths, tmp_path: Path):
    (tmp_path / "w.weights.h5").write_bytes(b"no weights")
    with pytest.raises(CorruptData, match="resnet18 without its classifier"):
        build("resnet18", paths, weights=tmp_path / "w.weights.h5")
    with pytest.raises(UsageError, match="There is no file"):
        build("resnet18", paths, weights=tmp_path / "absent.weights.h5")


def small_chain() -> Chain:
    generator = np.random.default_rng(0)

    def convolution(width_in: int, width: int, *, depthwise: bool, stride: int) -> Convolution:
        shape = (3, 3, width, 1) if depthwise else (1, 1, width_in, width)
        kernel = generator.normal(0, 0.3, shape).astype(np.float32)
        return Convolution(kernel, np.zeros(width, np.float32), np.full(width, 0.2, np.float32), stride, depthwise)

    convolutions = (
        convolution(3, 3, depthwise=True, stride=2), convolution(3, 4, depthwise=False, stride=1),
        convolution(4, 4, depthwise=True, stride=2), convolution(4, 5, depthwise=False, stride=2),
    )  # fmt: skip
    dense = generator.normal(0, 0.1, (14 * 14 * 5, 32)).astype(np.float32)
    return Chain(-1.0, 1 / 127.5, convolutions, None, dense, np.zeros(32, np.float32))


def test_compact_is_read_without_its_embedding_and_in_four_blocks(paths: Paths):
    network = build_network(small_chain(), fixed_slopes=True)
    folder = ship(paths.models)
    network.save(folder / KERAS_FILE)
    seal(folder, dimension=32)
    model = build("compact", paths, size=112)
    assert model.output_shape == (None, 14 * 14 * 5)
    assert not any(isinstance(layer, layers.Dense) for layer in model.layers)
    assert len(blocks(model)) == 4
    faces = np.random.default_rng(1).integers(0, 256, (2, 112, 112, 3)).astype(np.float32)
    last = network.layers[-1].get_weights()
    expected = keras.ops.convert_to_numpy(network(faces))
    assert keras.ops.convert_to_numpy(model(faces)) @ last[0] + last[1] == pytest.approx(expected, abs=1e-4)
    with pytest.raises(UsageError, match="comes with its weights"):
        build("compact", paths, size=112, weights=Path("x"))


def test_a_compact_that_is_not_there_is_told(paths: Paths):
    (ship(paths.models) / KERAS_FILE).unlink()
    with pytest.raises(ModelMissing, match="compact"):
        build("compact", paths, size=112)
