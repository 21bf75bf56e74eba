"""The document's network: its parameters, its shapes, and that twins in one pass equal twins in two."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.learning.koch import DIMENSION, INPUT_SHAPE, PARAMETERS, Siamese, build_embedding


def test_it_has_the_parameters_of_the_document():
    model = Siamese(build_embedding())
    model.build(None)
    assert model.count_params() == PARAMETERS == 38_964_545


def test_its_layers_are_those_of_the_document():
    embedding = build_embedding()
    assert embedding.input_shape == (None, *INPUT_SHAPE)
    assert embedding.output_shape == (None, DIMENSION)
    shapes = [layer.output.shape[1:] for layer in embedding.layers[1:]]
    assert shapes == [
        (91, 91, 64), (46, 46, 64), (40, 40, 128), (20, 20, 128), (17, 17, 128), (9, 9, 128), (6, 6, 256),
        (9216,), (4096,),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def small() -> Siamese:
    keras.utils.set_random_seed(0)
    inputs = keras.Input((6, 6, 3))
    x = keras.layers.Dense(4, activation="sigmoid")(keras.layers.Flatten()(inputs))
    return Siamese(keras.Model(inputs, x), name="siamese")


def test_twins_in_one_pass_equal_twins_in_two(small: Siamese):
    first, second = np.random.default_rng(0).random((2, 5, 6, 6, 3), dtype=np.float32)
    found = keras.ops.convert_to_numpy(small((first, second)))
    a, b = (keras.ops.convert_to_numpy(small.embedding(side)) for side in (first, second))
    kernel, bias = (keras.ops.convert_to_numpy(weight) for weight in small.head.weights)
    np.testing.assert_allclose(found, 1 / (1 + np.exp(-(np.abs(a - b) @ kernel + bias))), atol=1e-6)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(small((second, first))), found, atol=1e-6)


def test_it_is_saved_and_loaded_without_running_code(small: Siamese, tmp_path: Path):
    pair = tuple(np.random.default_rng(1).random((2, 3, 6, 6, 3), dtype=np.float32))
    expected = keras.ops.convert_to_numpy(small(pair))
    small.save(tmp_path / "siamese.keras")
    loaded = keras.saving.load_model(tmp_path / "siamese.keras", safe_mode=True)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(loaded(pair)), expected)
