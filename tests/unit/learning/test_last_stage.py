"""Training of the last stage: what is frozen, what it learns, and who may refuse it."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from faceid_app.identity.head import start_head
from faceid_app.identity.people_pairs import Faces
from faceid_app.learning import last_stage
from faceid_app.learning.last_stage import (
    StagePictures,
    TowardsWeights,
    compute_features,
    embed_features,
    surer,
    train_stage,
)
from faceid_app.learning.sface import from_onnx, split_last_stage
from faceid_app.progress import Stage, ignore, never
from tests.unit.learning.chain import small_chain

PEOPLE, EACH, SIDE = 90, 3, 4


@pytest.fixture
def chain() -> keras.Model:
    keras.utils.set_random_seed(0)
    return from_onnx(small_chain(), name="chain")


def test_trunk_and_stage_are_the_whole_and_share_its_weights(chain: keras.Model):
    trunk, stage = split_last_stage(chain)
    pictures = np.random.default_rng(0).uniform(0, 255, (4, 12, 12, 3)).astype(np.float32)
    features = keras.ops.convert_to_numpy(trunk(pictures))
    np.testing.assert_allclose(stage(features), chain(pictures), atol=1e-5)
    assert trunk.trainable_weights == []
    assert stage.trainable_weights
    kernel = stage.trainable_weights[0]
    kernel.assign(keras.ops.convert_to_numpy(kernel) * 2)
    np.testing.assert_allclose(stage(features), chain(pictures), atol=1e-5)
    frozen = [layer for layer in stage.layers if isinstance(layer, keras.layers.BatchNormalization)]
    assert frozen
    assert all(not layer.trainable_weights for layer in frozen)


def test_a_chain_that_is_too_short_is_not_split(chain: keras.Model):
    with pytest.raises(ValueError, match=r"more than 9 convolutions\. Received: 5"):
        split_last_stage(chain, convolutions=9)


def test_features_and_embeddings_come_in_blocks_of_any_size(chain: keras.Model):
    trunk, stage = split_last_stage(chain)
    pictures = np.random.default_rng(0).integers(0, 256, (35, 12, 12, 3), dtype=np.uint8)
    counted = Stage("features", of=35, report=ignore, is_cancelled=never)
    features = compute_features(trunk, pictures, stage=counted)
    embeddings = embed_features(stage, features)
    expected = keras.ops.convert_to_numpy(chain(pictures.astype(np.float32)))
    np.testing.assert_allclose(embeddings, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-4)


def test_leaving_pretrained_weights_costs_by_how_far_they_are_left():
    start = np.array([[3.0, 4.0]], np.float32)
    towards = TowardsWeights(start, strength=2.0)
    assert float(towards(start)) == 0.0
    assert float(towards(start * 1.5)) == pytest.approx(2.0 * 0.25)
    again = keras.regularizers.deserialize(keras.regularizers.serialize(towards))
    assert float(again(start * 1.5)) == pytest.approx(0.5)
    from_nothing = TowardsWeights(np.zeros(4, np.float32), strength=2.0)
    assert float(from_nothing(np.full(4, 0.001, np.float32))) == pytest.approx(0.02)


class World:
    """People whose features hold who they are in some numbers and noise in others, which a stage can learn to leave."""

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        person = np.repeat(np.arange(PEOPLE, dtype=np.int32), EACH)
        identity = generator.standard_normal((PEOPLE, SIDE))[person]
        noise = 2.0 * generator.standard_normal((len(person), SIDE))
        self.features = np.concatenate([identity, noise], axis=1).astype(np.float32)[:, None, None, :]
        self.person = person


@pytest.fixture
def stage() -> keras.Model:
    inputs = keras.Input((1, 1, 2 * SIDE))
    dense = keras.layers.Dense(2 * SIDE, use_bias=False, kernel_initializer="identity")
    return keras.Model(inputs, dense(keras.layers.Flatten()(inputs)))


@pytest.fixture
def eager_to_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    # The toy needs larger steps than pretrained weights do.
    monkeypatch.setattr(last_stage, "LEARNING_RATE", 0.02)
    monkeypatch.setattr(last_stage, "STRENGTH", 0.0)


def train(stage: keras.Model, confirm: Faces) -> tuple[Any, last_stage.StageTraining]:
    world = World(1)
    near = embed_features(stage, world.features)
    captures = World(2).features[:EACH]
    pictures = StagePictures(
        features=np.concatenate([captures, world.features]),
        anchors=np.array([0]),
        positives=np.array([1, 2]),
        person=world.person,
        first=EACH,
        near=near,
    )
    start = start_head(2 * SIDE, slope=10.0, bias=8.0, blocks=2)
    return train_stage(stage, start, pictures, confirm, epochs=2, seed=0, report=ignore, is_cancelled=never)


@pytest.mark.usefixtures("eager_to_learn")
def test_what_helps_people_nobody_learned_from_is_kept(stage: keras.Model):
    world = World(3)
    before = stage.get_weights()[0]
    _, training = train(stage, Faces(world.features, world.person))
    assert training.kept_epoch > 0
    assert training.tar[training.kept_epoch] > training.tar[0]
    assert "standard errors better" in training.why
    learned = stage.get_weights()[0]
    # Noise counts for less than it did, against what tells people apart.
    assert np.abs(learned[SIDE:]).sum() / np.abs(learned[:SIDE]).sum() < 0.9
    assert not np.array_equal(before, learned)


def test_only_a_gain_that_is_sure_and_costs_nothing_at_the_strict_rate_counts():
    start = np.arange(100) < 50
    better, worse = np.arange(100) < 59, np.arange(100) < 49
    assert surer((start, start), (better, start)) == pytest.approx(3.0)
    assert surer((start, start), (better, worse)) == 0.0
    assert surer((start, start), (start, start)) == 0.0


def test_a_stage_that_changes_nothing_is_not_kept(stage: keras.Model, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(last_stage, "LEARNING_RATE", 0.0)
    world = World(3)
    _, training = train(stage, Faces(world.features, world.person))
    assert training.tar[0] == training.tar[1]
    assert training.kept_epoch == 0


@pytest.mark.usefixtures("eager_to_learn")
def test_what_harms_them_is_not(stage: keras.Model):
    # To these people the numbers mean the opposite: what is noise to the others tells them apart.
    world = World(3)
    swapped = np.roll(world.features, SIDE, axis=-1)
    before = stage.get_weights()[0]
    _, training = train(stage, Faces(swapped, world.person))
    assert training.kept_epoch == 0
    assert "the start was kept" in training.why
    np.testing.assert_array_equal(stage.get_weights()[0], before)


def test_too_few_people_confirm_nothing(stage: keras.Model):
    world = World(3)
    head, training = train(stage, Faces(world.features[:20], world.person[:20]))
    assert training.kept_epoch == 0
    assert training.epochs == ()
    assert "too few" in training.why
    assert (head.weights == head.weights[0]).all()
