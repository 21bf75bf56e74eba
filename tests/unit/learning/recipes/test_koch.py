"""The pieces of recipe koch on a small network; the whole of it is trained on real faces in tests/real."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import keras
import numpy as np
import pytest

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import Cancelled
from faceid_app.learning.koch import Siamese
from faceid_app.learning.pairs import DocumentPairs, document_pairs
from faceid_app.learning.recipes import TrainingInputs
from faceid_app.learning.recipes.koch import (
    Pictures,
    document_test,
    head_of,
    held_out_strangers,
    identity,
    prepare,
    stack,
    stranger_people,
    train_pairs,
)
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from tests.unit.learning.conftest import Desk, make_captures


@pytest.fixture
def inputs(strangers: Callable[[int], FolderIndex], desk: Desk, paths: Paths) -> TrainingInputs:
    return TrainingInputs(
        paths=paths, captures=make_captures(6, 6), negatives=strangers(12), strangers=None, backbone=None, seed=3,
        epochs=None, resume=False, work=desk,
    )  # fmt: skip


@pytest.fixture
def pairs(inputs: TrainingInputs) -> DocumentPairs:
    return document_pairs(inputs.captures, inputs.pictures(), seed=inputs.seed)


@pytest.fixture
def pictures(inputs: TrainingInputs) -> Pictures:
    found: Pictures = {capture.id: prepare(capture.portrait) for capture in inputs.captures}
    return found | {path: prepare(read_picture(path)) for path in inputs.pictures().pictures()}


def small() -> Siamese:
    keras.utils.set_random_seed(3)
    source = keras.Input((100, 100, 3))
    x = keras.layers.Flatten()(keras.layers.AveragePooling2D(25)(source))
    return Siamese(keras.Model(source, keras.layers.Dense(4, activation="sigmoid")(x)))


def test_pictures_are_prepared_as_in_the_document():
    picture = np.random.default_rng(0).integers(0, 256, (250, 250, 3), dtype=np.uint8)
    found = prepare(picture)
    assert found.shape == (100, 100, 3)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, cv2.resize(picture, (100, 100)) / 255.0, atol=1e-6)


def test_pairs_are_stacked_with_their_labels(pairs: DocumentPairs, pictures: Pictures):
    (first, second), labels = stack(pairs.train, pictures)
    assert first.shape == second.shape == (len(pairs.train), 100, 100, 3)
    assert labels.tolist() == [float(pair.same) for pair in pairs.train]
    np.testing.assert_array_equal(second[-1], pictures[pairs.train[-1].other])


def test_it_resumes_where_it_was_cancelled(inputs: TrainingInputs, pairs: DocumentPairs, pictures: Pictures):
    straight = small()
    train_pairs(straight, pairs, pictures, replace(inputs, work=Desk()), epochs=3, report=ignore, is_cancelled=never)
    asked = itertools.count()
    cancelled = small()
    with pytest.raises(Cancelled):
        train_pairs(
            cancelled, pairs, pictures, inputs, epochs=3, report=ignore,
            is_cancelled=lambda: next(asked) >= 1,
        )  # fmt: skip
    resumed = small()
    history = train_pairs(
        resumed, pairs, pictures, replace(inputs, resume=True), epochs=3, report=ignore, is_cancelled=never
    )
    assert [figures.epoch for figures in history] == [1, 2, 3]
    for found, expected in zip(resumed.get_weights(), straight.get_weights(), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_other_captures_are_another_training(inputs: TrainingInputs, pairs: DocumentPairs):
    fewer = document_pairs(inputs.captures[:-1], inputs.pictures(), seed=inputs.seed)
    assert identity(pairs, inputs) == identity(pairs, inputs)
    assert identity(fewer, inputs) != identity(pairs, inputs)
    assert identity(pairs, replace(inputs, seed=4)) != identity(pairs, inputs)


def test_strangers_to_judge_by_are_held_out_and_as_different_as_possible(inputs: TrainingInputs, pairs: DocumentPairs):
    chosen = held_out_strangers(pairs, inputs)
    assert len(chosen) == 2 * len(pairs.test_people) == len(set(chosen))
    people = [path.parent.name for path in chosen]
    assert set(people) == set(pairs.test_people)
    assert len(set(people[: len(pairs.test_people)])) == len(pairs.test_people)
    assert [pairs.test_people[index] for index in stranger_people(chosen, pairs, inputs)] == people


def test_the_head_for_verification_gives_the_networks_scores(pairs: DocumentPairs, pictures: Pictures):
    model = small()
    (first, second), _ = stack(pairs.test, pictures)
    expected = keras.ops.convert_to_numpy(model((first, second)))[:, 0]
    head = head_of(model)
    embedded: dict[str | Path, np.ndarray] = {
        key: keras.ops.convert_to_numpy(model.embedding(picture[None]))[0] for key, picture in pictures.items()
    }
    a = np.stack([embedded[pair.anchor] for pair in pairs.test])
    b = np.stack([embedded[pair.other] for pair in pairs.test])
    np.testing.assert_allclose(1 / (1 + np.exp(-head.pair_logits(a, b))), expected, atol=1e-5)
    figures = document_test(head, pairs.test, embedded)
    same = np.array([pair.same for pair in pairs.test])
    assert figures["pairs"] == len(pairs.test)
    assert figures["recall"] == pytest.approx(((expected > 0.5) & same).sum() / same.sum())
    if (expected > 0.5).any():
        assert figures["precision"] == pytest.approx(((expected > 0.5) & same).sum() / (expected > 0.5).sum())
    else:
        assert figures["precision"] is None
