"""ArcFace: cosines with every person's direction, and a margin between the angles that the loss asks for."""

from __future__ import annotations

import math
from typing import Any

import keras
from keras import ops

from faceid_app.learning.layers import PACKAGE

_LEAST_SINE_SQUARED = 1e-6
"""Below it the derivative of the sine by the cosine, 1 / tan, is taken as 0; without, it is infinite at cosine ±1."""


@keras.saving.register_keras_serializable(package=PACKAGE)
class CosineClassifier(keras.layers.Layer):  # type: ignore[misc]  # keras ships no types
    """The cosine of each embedding with the direction learned for each person.

    Args:
        people: How many.

    Call arguments:
        embedding: (n, d) of any length; an all-zero row has cosine 0 with everybody.

    Returns:
        (n, people), each -1..1.
    """

    def __init__(self, people: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people = people

    def build(self, input_shape: Any) -> None:
        self.directions = self.add_weight(
            name="directions", shape=(input_shape[-1], self.people), initializer="glorot_uniform"
        )
        self.built = True

    def call(self, embedding: Any) -> Any:
        rows = ops.normalize(embedding, axis=-1, epsilon=1e-6)
        directions = ops.normalize(self.directions, axis=0, epsilon=1e-6)
        return ops.clip(ops.matmul(rows, directions), -1.0, 1.0)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return (*input_shape[:-1], self.people)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "people": self.people}


def with_margin(cosine: Any, margin: float) -> Any:
    """cos(angle + margin) of a cosine, continued so that it falls over the whole circle; the same shape.

    Deng et al., "ArcFace" (CVPR 2019). Beyond angle pi - margin the cosine of the sum would rise again and reward
    wrong answers. Their code replaces it by cos(angle) - margin * sin(margin), which jumps there, or, as "easy margin",
    takes the margin only for angles below pi / 2, which leaves the hard pictures without one. Here neither: from
    there on it is cos(angle) + cos(margin) - 1, which joins without a jump, falls with the angle, and is below
    cos(angle) everywhere.
    """
    sine = ops.sqrt(ops.maximum(1.0 - ops.square(cosine), _LEAST_SINE_SQUARED))
    moved = cosine * math.cos(margin) - sine * math.sin(margin)
    return ops.where(cosine > -math.cos(margin), moved, cosine + (math.cos(margin) - 1.0))


@keras.saving.register_keras_serializable(package=PACKAGE)
class ArcFaceLoss(keras.losses.Loss):  # type: ignore[misc]
    """Cross-entropy of softmax(scale * cosines) in which the right person's angle is made `margin` larger.

    With margin 0 and scale 1 it is the cross-entropy of the cosines as logits.

    Args:
        scale: Greater than 0; the inverse temperature.
        margin: Radians, 0 to pi / 2.

    Call arguments:
        y_true: (n,) or (n, 1) integers, who it is.
        y_pred: (n, people) cosines, -1..1.
    """

    def __init__(self, *, scale: float, margin: float, name: str = "arcface") -> None:
        if scale <= 0 or not 0 <= margin <= math.pi / 2:
            raise ValueError(f"ArcFaceLoss expects scale > 0 and margin in 0..pi/2. Received: {scale}, {margin}")
        super().__init__(name=name)
        self.scale, self.margin = scale, margin

    def call(self, y_true: Any, y_pred: Any) -> Any:
        cosines = ops.cast(y_pred, "float32")
        person = ops.cast(ops.reshape(y_true, (-1,)), "int32")
        right = ops.one_hot(person, cosines.shape[-1], dtype="float32")
        logits = self.scale * (
            cosines if self.margin == 0 else ops.where(right > 0, with_margin(cosines, self.margin), cosines)
        )
        return keras.losses.sparse_categorical_crossentropy(person, logits, from_logits=True)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "scale": self.scale, "margin": self.margin}
