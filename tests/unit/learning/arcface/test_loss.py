"""ArcFace on cases whose numbers are known, and where its derivative is in danger."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import pytest
from keras import ops

from faceid_app.learning.arcface.loss import ArcFaceLoss, CosineClassifier, with_margin


def gradient(function: Any, at: np.ndarray) -> np.ndarray:
    """Of the sum of `function`, at `at`."""
    import tensorflow

    point = tensorflow.Variable(at)
    with tensorflow.GradientTape() as tape:
        total = ops.sum(function(point))
    return np.asarray(tape.gradient(total, point))


def test_without_margin_at_scale_one_it_is_the_softmax_of_the_cosines():
    generator = np.random.default_rng(0)
    cosines = generator.uniform(-1, 1, (7, 5)).astype(np.float32)
    person = generator.integers(0, 5, 7)
    shares = np.exp(cosines) / np.exp(cosines).sum(axis=1, keepdims=True)
    expected = -np.log(shares[np.arange(7), person]).mean()
    found = float(ops.convert_to_numpy(ArcFaceLoss(scale=1.0, margin=0.0)(person, cosines)))
    assert found == pytest.approx(expected, rel=1e-6)
    usual = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(person, cosines)
    assert found == pytest.approx(float(ops.convert_to_numpy(usual)), rel=1e-6)


def test_scale_and_margin_by_hand():
    angles = np.array([[math.pi / 3, math.pi / 2]], np.float32)
    loss = ArcFaceLoss(scale=5.0, margin=0.1)(np.array([0]), np.cos(angles))
    right, wrong = 5 * math.cos(math.pi / 3 + 0.1), 5 * math.cos(math.pi / 2)
    assert float(ops.convert_to_numpy(loss)) == pytest.approx(math.log(1 + math.exp(wrong - right)), rel=1e-5)


@pytest.mark.parametrize("margin", [0.1, 0.5, 1.2])
def test_the_margin_lowers_the_right_cosine_everywhere_and_never_turns_round(margin: float):
    angle = np.linspace(0, math.pi, 2001)
    cosine = np.cos(angle).astype(np.float32)
    moved = np.asarray(ops.convert_to_numpy(with_margin(cosine, margin)), np.float64)
    assert (moved < cosine).all()
    assert (np.diff(moved) <= 1e-6).all(), "it falls with the angle"
    assert np.abs(np.diff(moved)).max() < 0.003, "and does not jump"
    inside = (angle > 0.01) & (angle < math.pi - margin - 0.01)
    assert moved[inside] == pytest.approx(np.cos(angle[inside] + margin), abs=1e-5)


@pytest.mark.parametrize("margin", [0.1, 0.5])
def test_the_gradient_is_finite_at_both_ends(margin: float):
    ends = np.array([-1.0, -1 + 1e-7, -0.999999, -math.cos(margin), 0.0, 0.999999, 1 - 1e-7, 1.0], np.float32)
    slopes = gradient(lambda cosine: with_margin(cosine, margin), ends)
    assert np.isfinite(slopes).all()
    assert (slopes > 0).all()
    loss = ArcFaceLoss(scale=64.0, margin=margin)
    pairs = np.stack([ends, ends[::-1]], axis=1)
    for person in (0, 1):
        assert np.isfinite(gradient(lambda cosine, who=person: loss(np.full(len(ends), who), cosine), pairs)).all()


def test_the_gradient_is_finite_for_an_embedding_on_its_direction_and_for_none():
    layer = CosineClassifier(2)
    layer.build((None, 3))
    layer.directions.assign(np.array([[1, 0], [0, 1], [0, 0]], np.float32))
    loss = ArcFaceLoss(scale=5.0, margin=0.1)
    rows = np.array([[2, 0, 0], [0, 0, 0], [-3, 0, 0], [1e-20, 0, 0]], np.float32)
    slopes = gradient(lambda embedding: loss(np.array([0, 0, 0, 0]), layer(embedding)), rows)
    assert np.isfinite(slopes).all()


def test_the_classifier_gives_cosines_whatever_the_lengths():
    layer = CosineClassifier(2)
    layer.build((None, 2))
    layer.directions.assign(np.array([[3, 0], [0, 0.1]], np.float32))
    found = ops.convert_to_numpy(layer(np.array([[5, 0], [1, 1], [0, -2], [0, 0]], np.float32)))
    half = math.sqrt(0.5)
    assert found == pytest.approx(np.array([[1, 0], [half, half], [0, -1], [0, 0]]), abs=1e-6)


def test_it_is_saved_and_loaded(tmp_path):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, CosineClassifier(3)(inputs))
    model.save(tmp_path / "model.keras")
    rows = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    again = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert np.array_equal(model.predict_on_batch(rows), again.predict_on_batch(rows))
    assert ArcFaceLoss.from_config(ArcFaceLoss(scale=3.0, margin=0.2).get_config()).margin == 0.2


@pytest.mark.parametrize(("scale", "margin"), [(0.0, 0.1), (1.0, -0.1), (1.0, 2.0)])
def test_arguments_out_of_range_are_refused(scale: float, margin: float):
    with pytest.raises(ValueError, match="Received"):
        ArcFaceLoss(scale=scale, margin=margin)
