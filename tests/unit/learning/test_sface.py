"""ONNX to Keras: the same numbers for every operator SFace has, and refusals for what it has not."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.learning.sface import from_onnx, read_sface
from tests.unit.learning.chain import Chain, small_chain


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    return np.random.default_rng(2).uniform(0, 255, (3, 12, 12, 3)).astype(np.float32)


def test_the_keras_model_computes_what_onnx_does(pictures: np.ndarray):
    chain = small_chain()
    model = from_onnx(chain, name="chain")
    found = keras.ops.convert_to_numpy(model(pictures))
    reference = ReferenceEvaluator(chain)
    for picture, row in zip(pictures, found, strict=True):
        (expected,) = reference.run(None, {"data": picture.transpose(2, 0, 1)[None]})
        np.testing.assert_allclose(row, expected[0], atol=1e-4)


def test_batch_statistics_are_frozen_and_weights_can_learn(pictures: np.ndarray):
    model = from_onnx(small_chain(), name="chain")
    frozen = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    assert frozen
    assert not any(layer.trainable for layer in frozen)
    before = [keras.ops.convert_to_numpy(weight) for layer in frozen for weight in layer.weights]
    model.compile("sgd", "mse", jit_compile=False)
    kernel = keras.ops.convert_to_numpy(model.trainable_weights[0])
    model.train_on_batch(pictures, np.zeros((3, 5), np.float32))
    assert not np.array_equal(kernel, keras.ops.convert_to_numpy(model.trainable_weights[0]))
    after = [keras.ops.convert_to_numpy(weight) for layer in frozen for weight in layer.weights]
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)


def test_an_unknown_operator_is_named():
    chain = Chain()
    chain.add("Sigmoid")
    with pytest.raises(ValueError, match="Received: Sigmoid"):
        from_onnx(chain.finish(), name="chain")


def test_a_branch_is_refused():
    chain = Chain()
    chain.add("Mul", np.array([2.0]))
    chain.last = "data"
    chain.add("Mul", np.array([3.0]))
    with pytest.raises(ValueError, match="not a chain"):
        from_onnx(chain.finish(), name="chain")


def test_an_unusual_gemm_is_refused():
    chain = Chain()
    chain.add("Flatten")
    chain.add("Gemm", np.zeros((5, 3 * 12 * 12)), np.zeros(5), transB=1, alpha=2.0)
    with pytest.raises(ValueError, match="plain Gemm"):
        from_onnx(chain.finish(), name="chain")


def test_another_file_is_not_read_as_sface(tmp_path: Path):
    path = tmp_path / "source.onnx"
    with pytest.raises(ModelMissing, match="faceid models fetch"):
        read_sface(path)
    path.write_bytes(small_chain().SerializeToString())
    with pytest.raises(CorruptData, match="SHA-256"):
        read_sface(path)
