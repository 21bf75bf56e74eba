"""LiteRT export: the same numbers, told how much they differ, and refused where they do."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.errors import TrainingFailed
from faceid_app.learning import export
from faceid_app.learning.export import run_litert, to_litert
from faceid_app.learning.layers import L2Normalize


@pytest.fixture(scope="module")
def model() -> keras.Model:
    keras.utils.set_random_seed(0)
    inputs = x = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, strides=2)(x)
    x = keras.layers.PReLU(shared_axes=[1, 2])(keras.layers.BatchNormalization()(x))
    return keras.Model(inputs, L2Normalize()(keras.layers.Dense(5)(keras.layers.Flatten()(x))))


def test_an_export_computes_what_keras_does_and_says_how_closely(model: keras.Model):
    samples = np.full((2, 8, 8, 3), 17.0, np.float32)
    exported = to_litert(model, scale=255.0, samples=samples)
    np.testing.assert_allclose(
        run_litert(exported.network, samples), keras.ops.convert_to_numpy(model(samples)), atol=1e-5
    )
    assert exported.samples == 10
    assert 0 <= exported.max_difference < 1e-4
    assert exported.cosine == pytest.approx(1.0, abs=1e-5)
    assert set(exported.deviation) == {"samples", "max_difference", "cosine"}


def test_the_same_model_gives_the_same_bytes(model: keras.Model):
    assert to_litert(model, scale=1.0).network == to_litert(model, scale=1.0).network


def test_a_deviating_network_is_refused(model: keras.Model, monkeypatch: pytest.MonkeyPatch):
    other = keras.models.clone_model(model)

    def write_another(_model: keras.Model, target: Path, *, int8: bool = False) -> None:
        export_model(other, target, int8=int8)

    export_model = export.write_litert
    monkeypatch.setattr(export, "write_litert", write_another)
    with pytest.raises(TrainingFailed, match=r"deviates from the trained one by .* at most 0.001"):
        to_litert(model, scale=1.0)


def test_a_network_that_returns_no_number_is_refused(model: keras.Model):
    broken = keras.models.clone_model(model)
    broken.set_weights([np.full_like(weight, np.nan) for weight in broken.get_weights()])
    with pytest.raises(TrainingFailed, match="deviates"):
        to_litert(broken, scale=1.0)


@pytest.mark.slow
def test_another_backend_exports_through_a_child(model: keras.Model, monkeypatch: pytest.MonkeyPatch):
    # The process under test keeps its backend; only what the module is told of it changes.
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    exported = to_litert(model, scale=255.0)
    assert exported.max_difference < 1e-4
