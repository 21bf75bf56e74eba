import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from faceid_app.errors import Cancelled, TrainingFailed
from faceid_app.identity.head import L1Head, sigmoid, start_head
from faceid_app.identity.people_pairs import Faces, different_person_pairs, same_person_pairs
from faceid_app.learning.embedding_pairs import training_pairs
from faceid_app.learning.head_start import Confirmation, fit_start
from faceid_app.learning.head_training import (
    NeverInFavour,
    TowardsStart,
    build_head_model,
    keras_deviation,
    train_head_weights,
)
from faceid_app.progress import Progress, ignore, never
from tests.helpers.embeddings import people

LEARN = people(120, each=4, seed=1)
CONFIRM = people(150, each=4, seed=2)
OWN = people(1, each=12, seed=3).embeddings


def _pairs(faces: Faces, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    same = same_person_pairs(faces.person, generator=generator)
    other = different_person_pairs(faces.person, 4000, generator=generator)
    rows = [np.concatenate(side) for side in zip(same, other, strict=True)]
    return faces.embeddings[rows[0]], faces.embeddings[rows[1]], np.arange(len(rows[0])) < len(same[0])


START = fit_start(*_pairs(LEARN))


def _confirmation(start: L1Head = START, faces: Faces = CONFIRM) -> Confirmation:
    return Confirmation(faces, start, generator=np.random.default_rng(0))


def test_start_ranks_as_the_cosine_does():
    first, second, _ = _pairs(CONFIRM)

    logits = START.pair_logits(START.project(first), START.project(second))
    distance = np.linalg.norm(first - second, axis=1)

    assert np.corrcoef(-logits, distance)[0, 1] > 0.99
    assert np.ptp(START.weights) == 0
    assert START.weights[0] < 0


def test_start_gives_even_odds_where_the_two_kinds_are_equally_likely():
    first, second, same = _pairs(CONFIRM)
    probability = sigmoid(START.pair_logits(START.project(first), START.project(second)))

    assert probability[same].mean() == pytest.approx(1 - probability[~same].mean(), abs=0.03)


def test_start_stays_finite_where_the_kinds_do_not_overlap():
    apart = people(40, each=3, spread=0.05, seed=4)

    head = fit_start(*_pairs(apart))

    assert np.isfinite(head.weights).all()
    assert 0 < head.bias < 1e4


def test_model_computes_what_the_head_computes():
    model = build_head_model(START)
    first, second, _ = _pairs(CONFIRM)

    expected = sigmoid(START.pair_logits(START.project(first), START.project(second)))

    np.testing.assert_allclose(model.predict([first, second], verbose=0)[:, 0], expected, atol=2e-5)
    assert [variable.path for variable in model.trainable_variables] == ["head/kernel", "head/bias"]


def test_model_is_saved_and_loaded_whole(tmp_path: Path):
    model = build_head_model(START)
    model.save(tmp_path / "head.keras")

    loaded = keras.saving.load_model(tmp_path / "head.keras")

    first, second, _ = _pairs(CONFIRM)
    np.testing.assert_array_equal(
        loaded.predict([first[:8], second[:8]], verbose=0), model.predict([first[:8], second[:8]], verbose=0)
    )
    regularizer = loaded.get_layer("head").kernel_regularizer
    np.testing.assert_allclose(regularizer.start[:, 0], START.weights, rtol=1e-6)
    assert regularizer.strength == 0.1


def test_only_a_start_can_be_trained():
    with pytest.raises(ValueError, match="speak for a match"):
        build_head_model(replace(START, weights=np.linspace(-2, 0.1, len(START.weights), dtype=np.float32)))
    with pytest.raises(ValueError, match="frame"):
        build_head_model(L1Head(None, np.full(4, -1.0, np.float32), 1.0))


def test_a_start_may_have_learned_unequal_weights_some_of_them_gone():
    learned = START.weights * np.linspace(0.0, 2.0, len(START.weights), dtype=np.float32)
    unequal = replace(START, weights=learned)
    generator = np.random.default_rng(0)
    pairs = training_pairs(OWN[:6], OWN[6:], LEARN, size=100, generator=generator)

    head, training = train_head_weights(
        unequal, pairs, _confirmation(unequal), epochs=1, seed=0, report=ignore, is_cancelled=never
    )

    assert len(training.epochs) == 1
    assert np.isfinite(head.weights).all()
    assert training.moved < 0.3
    if training.kept_epoch == 0:
        np.testing.assert_array_equal(head.weights, learned)


def test_leaving_the_start_costs_and_staying_costs_nothing():
    penalty = TowardsStart(-2.0, 0.5)

    assert float(penalty(keras.ops.full((6, 1), -2.0))) == 0.0
    assert float(penalty(keras.ops.full((6, 1), -4.0))) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="start=0"):
        TowardsStart(0.0, 0.5)


def test_each_weight_is_held_where_it_started_itself():
    penalty = TowardsStart(np.array([[-1.0], [-3.0]]), 0.5)

    assert float(penalty(keras.ops.convert_to_tensor([[-1.0], [-3.0]]))) == 0.0
    assert float(penalty(keras.ops.convert_to_tensor([[-3.0], [-3.0]]))) == pytest.approx(
        0.25
    )  # one by their mean size


def test_a_distance_never_speaks_for_a_match():
    np.testing.assert_array_equal(NeverInFavour()(np.array([[-1.0], [0.5]])), [[-1.0], [0.0]])


def test_nobody_confirms_weights_that_lose():
    confirmation = _confirmation()
    spoiled = START.weights * np.random.default_rng(0).uniform(0, 4, len(START.weights)).astype(np.float32) ** 3

    assert confirmation.surer(START.weights) == 0.0
    assert confirmation.surer(spoiled) < 0.5


def _half_noise() -> tuple[Faces, L1Head]:
    """People told apart by their first 16 numbers only; the rest is noise. No frame that mixes them."""
    faces = people(150, each=4, dimension=16, spread=0.5, seed=5)
    noise = np.random.default_rng(6).normal(0, 0.3, faces.embeddings.shape).astype(np.float32)
    both = np.concatenate([faces.embeddings, noise], axis=1)
    noisy = Faces(both / np.linalg.norm(both, axis=1, keepdims=True), faces.person)
    first, second, same = _pairs(noisy)
    distance = np.abs(first - second).sum(axis=1)
    near, far = float(distance[same].mean()), float(distance[~same].mean())
    slope = 6 / (far - near)
    head = L1Head(np.eye(32, dtype=np.float32), np.full(32, -slope, np.float32), slope * (near + far) / 2)
    return noisy, head


def test_weights_that_are_truly_better_are_confirmed():
    faces, start = _half_noise()
    better = start.weights.copy()
    better[16:] = 0

    assert _confirmation(start, faces).surer(better) > 2


def _train(
    start: L1Head = START, confirm: Faces = CONFIRM, learn: Faces = LEARN, own: np.ndarray = OWN, **changes: object
):
    keras.utils.set_random_seed(0)
    settings: dict[str, Any] = {"epochs": 2, "seed": 0, "report": ignore, "is_cancelled": never} | changes
    pairs = training_pairs(own[:6], own[6:], learn, size=300, generator=np.random.default_rng(0))
    return train_head_weights(start, pairs, _confirmation(start, confirm), **settings)


def test_without_confirmation_the_start_is_kept():
    head, training = _train()

    assert training.kept_epoch == 0
    assert training.moved == 0
    assert head is START
    assert "start was kept" in training.why
    assert len(training.epochs) == 2


def test_too_few_held_out_people_mean_no_training_at_all():
    head, training = _train(confirm=people(5, each=2))

    assert head is START
    assert training.epochs == ()
    assert "too few held-out people" in training.why


def test_a_confirmed_epoch_is_kept_and_the_same_seed_keeps_the_same():
    faces, start = _half_noise()

    runs = [_train(start, faces, faces, faces.embeddings[:12], epochs=20) for _ in range(2)]

    (head, training), (again, _) = runs
    assert training.kept_epoch > 0
    assert training.moved > 0.01
    assert abs(head.weights[16:]).mean() < abs(head.weights[:16]).mean()
    np.testing.assert_array_equal(head.weights, again.weights)
    assert "standard errors better" in training.why
    assert runs[0][0].to_bytes() == runs[1][0].to_bytes()
    cards = [json.dumps(training.to_card()) for _, training in runs]
    assert cards[0] == cards[1]  # and no time is among the figures


def test_cancelling_stops_the_training():
    with pytest.raises(Cancelled):
        _train(is_cancelled=lambda: True)


def test_progress_tells_epoch_loss_precision_and_recall():
    seen: list[Progress] = []
    _train(report=seen.append)

    assert seen[-1].epoch == seen[-1].epochs == 2
    assert seen[-1].step == seen[-1].of
    assert all(value is not None for value in (seen[-1].loss, seen[-1].precision, seen[-1].recall))


def test_verifications_head_gives_the_scores_of_the_keras_layers():
    start = start_head(32, slope=40.0, bias=8.0)
    weights = start.weights * np.random.default_rng(0).uniform(0.5, 1.5, len(start.weights)).astype(np.float32)
    moved = replace(start, weights=weights)
    first, second = CONFIRM.embeddings[:-1], CONFIRM.embeddings[1:]
    assert 0.0 <= keras_deviation(moved, first, second) < 1e-5


def test_a_head_whose_scores_differ_is_refused():
    class Wrong(L1Head):
        def pair_logits(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
            return super().pair_logits(first, second) + np.float32(0.01)

    start = start_head(32, slope=40.0, bias=8.0)
    wrong = Wrong(frame=start.frame, weights=start.weights, bias=start.bias)
    with pytest.raises(TrainingFailed, match="deviates from the trained one by"):
        keras_deviation(wrong, CONFIRM.embeddings[:-1], CONFIRM.embeddings[1:])
