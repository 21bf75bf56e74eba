"""Adam, its update made in one pass over memory on every backend."""

from __future__ import annotations

import math
from typing import Any

import keras

_WORTH_COMPILING = 100_000  # weights; below, compiling costs more than it saves


def adam(learning_rate: float) -> keras.optimizers.Optimizer:
    """Keras' Adam (Kingma and Ba 2015) with its defaults.

    TensorFlow runs the update's dozen operations one by one, each over all weights; compiled into one it takes a third
    of the time, which is 6 % of a training step of the document's network. JAX fuses them anyway, PyTorch its own way.
    """
    if keras.backend.backend() == "tensorflow":
        return FusedAdam(learning_rate)
    return keras.optimizers.Adam(learning_rate)


class FusedAdam(keras.optimizers.Adam):  # type: ignore[misc]  # keras ships no types
    """The same numbers, but for rounding."""

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        import tensorflow

        step = super().update_step
        if math.prod(variable.shape) < _WORTH_COMPILING:
            step(gradient, variable, learning_rate)
            return

        def update(gradient: Any) -> None:
            step(gradient, variable, learning_rate)

        tensorflow.function(update, jit_compile=True, autograph=False)(gradient)
