"""Our Adam is Keras' Adam."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from faceid_app.learning.adam import adam


@pytest.mark.parametrize("size", [10, 200_000], ids=["plain", "compiled"])
def test_it_moves_weights_as_keras_does(size: int):
    generator = np.random.default_rng(0)
    target = generator.standard_normal(size).astype(np.float32)
    found = []
    for optimizer in (adam(1e-2), keras.optimizers.Adam(1e-2)):
        inputs = keras.Input((1,))
        model = keras.Model(inputs, keras.layers.Dense(size, kernel_initializer="zeros")(inputs))
        model.compile(optimizer, "mse", jit_compile=False)
        for _ in range(3):
            model.train_on_batch(np.ones((1, 1), np.float32), target[None])
        found.append(keras.ops.convert_to_numpy(model.layers[1].kernel))
    assert np.abs(found[0]).max() > 0.02
    np.testing.assert_allclose(found[0], found[1], rtol=1e-4, atol=1e-7)
