"""Owns the networks for several attributes at once, on what the compact backbone makes of a face."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from faceid_app.datasets.utkface import ETHNICITIES
from faceid_app.faces.attributes import YEARS, place_of

MAPS = ("slope_12", "slope_16", "slope_22", "slope_26")
"""Layers of the compact backbone whose maps are taken, each as mean and standard deviation of every channel."""
LAST = MAPS[-1]
AGE, GENDER, ETHNICITY = "age", "gender", "ethnicity"
_SPREAD = 2.0
_SPREAD_SHARE = 0.05
"""Standard deviation, years and share of the age, of what an age label is taken to say: nobody sees a birthday."""
_SMOOTHING = 0.03
_LEAST_VARIANCE = 1e-4


def feature_network(backbone: keras.Model) -> keras.Model:
    """(n, 112, 112, 3) float32 0..255 -> (n, features) float32: of each of MAPS mean and standard deviation by
    channel, then the embedding as it is."""
    pooled = _pooled(backbone)
    return keras.Model(backbone.inputs[0], layers.Concatenate(name="features")([*pooled, backbone.outputs[0]]))


def map_features(backbone: keras.Model) -> int:
    """How many of the features are of maps; the embedding's come behind them."""
    return sum(2 * int(backbone.get_layer(name).output.shape[-1]) for name in MAPS)


def on_features(count: int, *, width: int, dropout: float) -> keras.Model:
    """(n, count) float32 -> logits by name: AGE (n, YEARS), GENDER (n, 1), for female, ETHNICITY (n, 5)."""
    inputs = keras.Input((count,), name="features")
    x = layers.BatchNormalization(momentum=0.98, center=False, scale=False, name="norm")(inputs)
    x = layers.Dropout(dropout / 2, name="dropout_features")(x)
    x = layers.Dense(width, activation="relu", name="hidden")(x)
    x = layers.Dropout(dropout, name="dropout")(x)
    outputs = {AGE: YEARS, GENDER: 1, ETHNICITY: len(ETHNICITIES)}
    return keras.Model(inputs, {name: layers.Dense(size, name=name)(x) for name, size in outputs.items()})


def whole(backbone: keras.Model, taught: keras.Model) -> keras.Model:
    """(n, 112, 112, 3) float32 0..255 -> (n, YEARS + 1) float32: what ships, of a network on the maps' features.

    There is no ethnicity in it.
    """
    pooled = layers.Concatenate(name="features")(_pooled(backbone))
    chosen = keras.Model(taught.inputs[0], [taught.get_layer(AGE).output, taught.get_layer(GENDER).output])
    outputs = layers.Concatenate(name="attributes")(chosen(pooled))
    return keras.Model(backbone.inputs[0], outputs, name="attributes")


def _pooled(backbone: keras.Model) -> list[Any]:
    parts = []
    for name in MAPS:
        x = backbone.get_layer(name).output
        mean = layers.GlobalAveragePooling2D(name=f"{name}_mean")(x)
        square = layers.GlobalAveragePooling2D(name=f"{name}_square")(layers.Multiply(name=f"{name}_own")([x, x]))
        variance = layers.Subtract(name=f"{name}_variance")([square, layers.Multiply()([mean, mean])])
        parts += [mean, ops.sqrt(ops.maximum(variance, _LEAST_VARIANCE))]
    return parts


def targets(
    age: NDArray[np.int64], gender: NDArray[np.int64], ethnicity: NDArray[np.int64]
) -> dict[str, NDArray[np.float32]]:
    """Of (n,) labels, what `losses` compares logits with."""
    return {
        AGE: age_targets(age),
        GENDER: gender.astype(np.float32)[:, None],
        ETHNICITY: np.eye(len(ETHNICITIES), dtype=np.float32)[ethnicity],
    }


def age_targets(age: NDArray[np.int64]) -> NDArray[np.float32]:
    """(n,) years -> (n, YEARS), a bell around each age.

    Gao et al., "Deep Label Distribution Learning with Label Ambiguity" (IEEE TIP 2017).
    """
    years = place_of(age)[:, None].astype(np.float64) + 1
    spread = np.maximum(_SPREAD * np.minimum(1.0, years / 10), _SPREAD_SHARE * years)
    bell = np.exp(-0.5 * ((np.arange(1, YEARS + 1) - years) / spread) ** 2)
    return np.asarray(bell / bell.sum(axis=1, keepdims=True), np.float32)


def losses() -> dict[str, Any]:
    """By output."""
    return {
        AGE: age_loss,
        GENDER: keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=_SMOOTHING),
        ETHNICITY: keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=_SMOOTHING),
    }


def age_loss(truth: Any, logits: Any) -> Any:
    """Cross-entropy of distributions, and the difference of the expected ages in decades.

    Gao et al., "Age Estimation Using Expectation of Label Distribution Learning" (IJCAI 2018).
    """
    told = ops.log_softmax(logits)
    years = ops.arange(1.0, YEARS + 1.0, dtype="float32")
    difference = ops.abs(ops.sum((ops.exp(told) - truth) * years, axis=-1))
    return -ops.sum(truth * told, axis=-1) + difference / 10.0
