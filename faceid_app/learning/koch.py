"""The Siamese network of the source document, after Koch, Zemel and Salakhutdinov (2015)."""

from __future__ import annotations

import keras
from keras import layers, ops

from faceid_app.learning.layers import PACKAGE, L1Distance

INPUT_SHAPE = (100, 100, 3)
DIMENSION = 4096
PARAMETERS = 38_964_545
LEARNING_RATE = 1e-4


def build_embedding(*, width: int = DIMENSION, name: str = "embedding") -> keras.Model:
    """The twin: (n, 100, 100, 3) float32 RGB 0..1 -> (n, width) float32 0..1.

    The document's listing says `MaxPooling2D(64, (2, 2))`, a 64x64 window; its text and its parameter count mean 2x2.
    """
    inputs = x = keras.Input(INPUT_SHAPE, name="picture")
    for filters, size in ((64, 10), (128, 7), (128, 4)):
        x = layers.Conv2D(filters, size, activation="relu")(x)
        x = layers.MaxPooling2D(2, strides=2, padding="same")(x)
    x = layers.Conv2D(256, 4, activation="relu")(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(width, activation="sigmoid")(x), name=name)


@keras.saving.register_keras_serializable(package=PACKAGE)
class Siamese(keras.Model):  # type: ignore[misc]  # keras ships no types
    """Probability that two pictures show the same person: sigmoid(w . |f(a) - f(b)| + b) with one shared network f.

    Call arguments:
        inputs: Two picture batches of one shape, (n, height, width, 3) each.

    Returns:
        (n, 1) float32, 0..1.
    """

    def __init__(self, embedding: keras.Model, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.embedding = embedding
        self.distance = L1Distance(name="distance")
        self.head = layers.Dense(1, activation="sigmoid", name="head")

    def build(self, input_shape: object) -> None:
        self.head.build((None, self.embedding.output_shape[-1]))
        self.built = True

    def call(self, inputs: tuple[object, object], training: bool = False) -> object:
        # Both twins in one pass: the weights, and in training their gradients, are touched once instead of twice.
        first, second = inputs
        both = self.embedding(ops.concatenate([first, second], axis=0), training=training)
        pairs = ops.shape(first)[0]
        return self.head(self.distance(both[:pairs], both[pairs:]))

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "embedding": keras.saving.serialize_keras_object(self.embedding)}

    @classmethod
    def from_config(cls, config: dict[str, object], custom_objects: object = None) -> Siamese:
        config["embedding"] = keras.saving.deserialize_keras_object(config["embedding"])
        return cls(**config)
