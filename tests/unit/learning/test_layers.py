"""The layers: build, shapes, a training step, saving and loading in safe mode, LiteRT."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.learning.export import run_litert, write_litert
from faceid_app.learning.layers import L1Distance, L2Normalize, TightFrame


def check_layer(make: Callable[[], keras.layers.Layer], *, inputs: int, width: int, folder: Path) -> None:
    """Whatever a layer of ours must be able to do, on (n, 6) inputs and a (n, width) output."""
    generator = np.random.default_rng(0)
    layer = make()
    sources = [keras.Input((6,)) for _ in range(inputs)]
    # A dense layer before it, so that the training step must send a gradient through the layer.
    found = layer(*(keras.layers.Dense(6)(source) for source in sources))
    assert found.shape == (None, width)
    assert layer.compute_output_shape(*[(None, 6)] * inputs) == (None, width)
    model = keras.Model(sources, found)
    arrays = [generator.standard_normal((5, 6)).astype(np.float32) for _ in range(inputs)]

    before = [keras.ops.convert_to_numpy(weight) for weight in layer.weights]
    kernel = keras.ops.convert_to_numpy(model.trainable_weights[0])
    model.compile("sgd", "mse", jit_compile=False)
    loss = model.train_on_batch(arrays, generator.standard_normal((5, width)).astype(np.float32))
    assert np.isfinite(loss)
    assert not np.array_equal(kernel, keras.ops.convert_to_numpy(model.trainable_weights[0]))
    for old, weight in zip(before, layer.weights, strict=True):
        np.testing.assert_array_equal(old, keras.ops.convert_to_numpy(weight))  # none of them is trainable

    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    assert again.name == layer.name

    model.save(folder / "model.keras")
    loaded = keras.saving.load_model(folder / "model.keras", safe_mode=True)
    expected = keras.ops.convert_to_numpy(model(arrays))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(loaded(arrays)), expected)

    flat = keras.Input((6 * inputs,))
    joined = keras.Model(flat, model([flat[:, 6 * i : 6 * i + 6] for i in range(inputs)]))
    write_litert(joined, folder / "model.tflite")
    through = run_litert((folder / "model.tflite").read_bytes(), np.concatenate(arrays, axis=1))
    np.testing.assert_allclose(through, expected, atol=1e-5)


def frame(trainable: bool = False) -> TightFrame:
    matrix = np.random.default_rng(1).standard_normal((6, 8)).astype(np.float32)
    return TightFrame.with_matrix(matrix, trainable=trainable, name="frame")


@pytest.mark.parametrize(
    ("make", "inputs", "width"),
    [(lambda: L1Distance(name="distance"), 2, 6), (L2Normalize, 1, 6), (frame, 1, 8)],
    ids=["L1Distance", "L2Normalize", "TightFrame"],
)
def test_a_layer_builds_trains_saves_and_exports(
    make: Callable[[], keras.layers.Layer], inputs: int, width: int, tmp_path: Path
):
    check_layer(make, inputs=inputs, width=width, folder=tmp_path)


def test_l1_distance_is_the_absolute_difference():
    found = L1Distance()(np.array([[1.0, 2.0]]), np.array([[3.0, 1.0]]))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(found), [[2.0, 1.0]])


@pytest.mark.parametrize("shapes", [((2, 6), (2, 5)), ((2, 6), (2, 6, 1)), ((2, 6), (1, 6))])
def test_l1_distance_refuses_what_would_broadcast(shapes: Sequence[tuple[int, ...]]):
    with pytest.raises(ValueError, match=r"same shape. Received: \(2, 6\)"):
        L1Distance()(*(np.zeros(shape, np.float32) for shape in shapes))


def test_l2_normalize_gives_length_one_and_survives_zero():
    found = keras.ops.convert_to_numpy(L2Normalize()(np.array([[3.0, 4.0], [0.0, 0.0]])))
    np.testing.assert_allclose(found, [[0.6, 0.8], [0.0, 0.0]], atol=1e-6)


def test_tight_frame_is_its_matrix_and_learns_only_when_told():
    layer = frame()
    x = np.eye(6, dtype=np.float32)
    found = keras.ops.convert_to_numpy(layer(x))
    np.testing.assert_allclose(found, np.random.default_rng(1).standard_normal((6, 8)), rtol=1e-5)
    assert layer.trainable_weights == []
    assert len(frame(trainable=True).trainable_weights) == 1


def test_tight_frame_refuses_what_is_no_matrix():
    with pytest.raises(ValueError, match="Received: width=0"):
        TightFrame(0)
    with pytest.raises(ValueError, match=r"Received: shape \(3,\)"):
        TightFrame.with_matrix(np.zeros(3, np.float32))
