"""The whole network of a laboratory training: backbone, embedding, classifier, and its optimiser."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from faceid_app.identity.arcface_options import ARCFACE, ArcfaceOptions
from faceid_app.learning.arcface.backbones import blocks
from faceid_app.learning.arcface.loss import ArcFaceLoss, CosineClassifier


class AdamL2(keras.optimizers.Adam):  # type: ignore[misc]  # keras ships no types
    """Adam whose weight decay is added to the gradient, the older kind; Keras' own `Adam` decays as AdamW does."""

    def __init__(self, learning_rate: float, *, decay: float) -> None:
        super().__init__(learning_rate)
        self._decay = decay

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        decayed = keras.ops.add(gradient, keras.ops.multiply(variable, self._decay))
        super().update_step(decayed, variable, learning_rate)


class Classifier:
    """A backbone with an embedding and a classifier of people behind it.

    Attributes:
        model: (n, size, size, 3) float32 0..255 -> (n, people): cosines with ArcFace, else logits.
        embedder: the same layers up to the embedding, (n, embedding) float32 of any length.
    """

    def __init__(self, backbone: keras.Model, options: ArcfaceOptions, *, people: int) -> None:
        self._options = options
        self._blocks = blocks(backbone)
        self._backbone = backbone
        x = backbone.outputs[0]
        for number in range(1, options.embedding_layers):
            x = layers.Dense(options.embedding, name=f"embedding_before_{number}")(x)
            x = layers.ReLU(name=f"embedding_before_{number}_relu")(x)
        x = layers.Dense(options.embedding, name="laboratory_embedding")(x)
        self.embedder = keras.Model(backbone.inputs[0], x, name=f"{backbone.name}_embedding")
        arcface = options.loss == ARCFACE
        last = CosineClassifier(people, name="people") if arcface else layers.Dense(people, name="people")
        self.model = keras.Model(backbone.inputs[0], last(x), name=f"{backbone.name}_{options.loss}")

    @property
    def block_count(self) -> int:
        """Blocks of the backbone."""
        return len(self._blocks)

    def let_learn(self, count: int) -> None:
        """Let the last `count` blocks of the backbone learn, with embedding and classifier, under a new optimiser.

        Frozen normalisations keep their statistics. The optimiser begins anew: the moments of weights that did not
        learn would be wrong, and one step count for all would enlarge their first steps.
        """
        for index, block in enumerate(self._blocks):
            for layer in block:
                layer.trainable = index >= len(self._blocks) - count
        options = self._options
        optimizer: keras.optimizers.Optimizer
        if options.optimizer == "adamw":
            optimizer = keras.optimizers.AdamW(options.learning_rate, weight_decay=options.weight_decay)
        else:
            optimizer = AdamL2(options.learning_rate, decay=options.weight_decay)
        loss = (
            ArcFaceLoss(scale=options.scale, margin=options.margin)
            if options.loss == ARCFACE
            else keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        )
        self.model.compile(
            optimizer=optimizer,
            loss=loss,
            metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
            jit_compile=keras.backend.backend() == "jax",  # on a CPU under TensorFlow it makes convolutions slower
        )
        optimizer.build(self.model.trainable_variables)
