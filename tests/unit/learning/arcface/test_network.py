"""Embedding, classifier, optimisers, and what learns when."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from faceid_app.identity.arcface_options import CROSS_ENTROPY, ArcfaceOptions
from faceid_app.learning.arcface.network import AdamL2, Classifier
from tests.unit.learning.arcface.faces import side_of, tiny_backbone

OPTIONS = ArcfaceOptions(embedding=8, size=16)


def classifier(**changes: Any) -> Classifier:
    keras.utils.set_random_seed(0)
    options = ArcfaceOptions(**{"embedding": 8, "size": 16, **changes})
    return Classifier(tiny_backbone(), options, people=3)


def one_step(optimizer: keras.optimizers.Optimizer, *, value: float, gradient: float) -> float:
    variable = keras.Variable(np.array([value], np.float32))
    optimizer.build([variable])
    optimizer.apply([keras.ops.convert_to_tensor(np.array([gradient], np.float32))])
    return float(keras.ops.convert_to_numpy(variable.value)[0])


def test_adam_decays_through_the_gradient_and_adamw_beside_it():
    # The first step of Adam is the rate times the sign of what it is given.
    assert one_step(AdamL2(0.1, decay=0.5), value=2.0, gradient=-0.5) == pytest.approx(1.9, abs=1e-5)
    assert one_step(AdamL2(0.1, decay=0.0), value=2.0, gradient=-0.5) == pytest.approx(2.1, abs=1e-5)
    adamw = keras.optimizers.AdamW(0.1, weight_decay=0.5)
    assert one_step(adamw, value=2.0, gradient=-0.5) == pytest.approx(2.0 - 0.1 * 0.5 * 2.0 + 0.1, abs=1e-5)


def test_one_linear_layer_makes_the_embedding():
    single, several = classifier(), classifier(embedding_layers=3)
    assert single.embedder.output_shape == (None, 8)
    features = single.embedder.layers[-1].input.shape[-1]
    assert single.embedder.count_params() == tiny_backbone().count_params() + (features + 1) * 8
    assert several.embedder.count_params() == single.embedder.count_params() + 2 * (8 + 1) * 8
    assert single.embedder.layers[-1].get_config()["activation"] == "linear"


def test_arcface_gives_cosines_and_cross_entropy_logits():
    faces = side_of(3, 2, size=16).faces.astype(np.float32)
    cosines = classifier().model.predict_on_batch(faces)
    assert np.abs(cosines).max() <= 1
    assert classifier(loss=CROSS_ENTROPY).model.layers[-1].get_config()["units"] == 3


@pytest.mark.parametrize("count", [0, 2])
def test_only_the_last_blocks_learn(count: int):
    side = side_of(3, 4, size=16)
    built = classifier(learning_rate=0.01)
    assert built.block_count == 3
    built.let_learn(count)
    before = {variable.path: keras.ops.convert_to_numpy(variable) for variable in built.model.variables}
    built.model.train_on_batch(side.faces.astype(np.float32), side.person)
    changed = {
        path.split("/")[0]
        for path, value in before.items()
        if not np.array_equal(value, next(v for v in built.model.variables if v.path == path).numpy())
    }
    stages = {name for name in changed if name.startswith("stage")}
    expected = {f"stage{stage}_{part}" for stage in range(4 - count, 4) for part in ("convolution", "norm")}
    assert stages == expected, "frozen normalisations keep their statistics too"
    assert {"laboratory_embedding", "people"} <= changed
