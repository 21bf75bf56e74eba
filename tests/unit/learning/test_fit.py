"""The training loop: progress, cancelling, and continuing exactly where it stopped."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import pytest

from faceid_app.errors import Cancelled, CorruptData, TrainingFailed, UsageError
from faceid_app.learning.fit import (
    Batches,
    Checkpoints,
    EpochFigures,
    batches_of,
    clear_checkpoints,
    compile_binary,
    fit,
)
from faceid_app.progress import Progress, ignore, never
from tests.unit.learning.conftest import Desk

ROWS, SIZE, EPOCHS = 22, 4, 3
STEPS = 6
IDENTITY = {"recipe": "test", "seed": 5}


def make() -> tuple[keras.Model, Batches]:
    """A model with dropout, whose random state must survive an interruption too, and its batches."""
    keras.utils.set_random_seed(5)
    generator = np.random.default_rng(0)
    rows = generator.standard_normal((ROWS, 3)).astype(np.float32)
    labels = (rows.sum(axis=1) > 0).astype(np.float32)
    inputs = keras.Input((3,))
    x = keras.layers.Dropout(0.5, name="dropout")(keras.layers.Dense(8, activation="relu")(inputs))
    model = keras.Model([inputs], keras.layers.Dense(1, activation="sigmoid", name="head")(x))
    compile_binary(model, learning_rate=0.05)
    return model, batches_of((rows,), labels, size=SIZE, seed=5)


def weights(model: keras.Model) -> list[np.ndarray]:
    return [keras.ops.convert_to_numpy(weight) for weight in model.weights]


def run(
    desk: Desk | None,
    *,
    resume: bool = False,
    stop_at: int | None = None,
    epochs: int = EPOCHS,
    reports: list[Progress] | None = None,
    after_epoch: Callable[[EpochFigures], bool] | None = None,
) -> tuple[keras.Model, tuple[EpochFigures, ...]]:
    """Train, cancelling before batch number `stop_at`."""
    model, batches = make()
    asked = 0

    def is_cancelled() -> bool:
        nonlocal asked
        asked += 1
        return stop_at is not None and asked > stop_at

    history = fit(
        model,
        batches,
        steps=STEPS,
        epochs=epochs,
        checkpoints=Checkpoints(desk, identity=IDENTITY) if desk else None,
        resume=resume,
        report=reports.append if reports is not None else ignore,
        is_cancelled=is_cancelled,
        after_epoch=after_epoch,
    )
    return model, history


@pytest.fixture(scope="module")
def straight() -> tuple[list[np.ndarray], tuple[EpochFigures, ...]]:
    model, history = run(None)
    return weights(model), history


def figures(history: tuple[EpochFigures, ...]) -> list[tuple[int, float, float, float]]:
    return [(item.epoch, item.loss, item.precision, item.recall) for item in history]


def test_it_learns_and_reports_every_batch():
    reports: list[Progress] = []
    _, history = run(None, epochs=12, reports=reports)
    assert history[-1].loss < history[0].loss
    assert history[-1].precision > 0.7
    assert len(reports) == 12 * STEPS
    assert [(r.epoch, r.step, r.of) for r in reports[: STEPS + 1]] == [(1, s, 6) for s in range(1, 7)] + [(2, 1, 6)]
    assert reports[-1].eta == 0.0
    assert all(r.loss is not None and r.precision is not None and r.recall is not None for r in reports)


def test_precision_and_recall_are_those_of_the_epoch():
    # Learning rate 0 keeps the predictions still, so that the counts can be made again from outside.
    model, batches = make()
    compile_binary(model, learning_rate=0.0)
    # Dropout would make predictions of training differ from those made here.
    model.get_layer("dropout").rate = 0.0
    head = model.get_layer("head")
    head.set_weights([head.get_weights()[0], np.array([0.6], np.float32)])  # some are accepted
    history = fit(
        model, batches, steps=STEPS, epochs=1, checkpoints=None, resume=False, report=ignore, is_cancelled=never
    )
    seen = list(batches(0))
    accepted = np.concatenate([keras.ops.convert_to_numpy(model(inputs)) for inputs, _ in seen])[:, 0] > 0.5
    same = np.concatenate([labels for _, labels in seen])[:, 0] > 0.5
    assert history[0].precision == pytest.approx((accepted & same).sum() / accepted.sum())
    assert history[0].recall == pytest.approx((accepted & same).sum() / same.sum())


@pytest.mark.parametrize("stop_at", [0, 2, STEPS, 2 * STEPS + 3])
def test_interrupted_and_resumed_equals_uninterrupted(
    stop_at: int, straight: tuple[list[np.ndarray], tuple[EpochFigures, ...]], desk: Desk
):
    with pytest.raises(Cancelled):
        run(desk, stop_at=stop_at)
    model, history = run(desk, resume=True)
    for found, expected in zip(weights(model), straight[0], strict=True):
        np.testing.assert_array_equal(found, expected)
    assert figures(history) == figures(straight[1])


def test_a_killed_process_loses_one_epoch_at_most(
    straight: tuple[list[np.ndarray], tuple[EpochFigures, ...]], desk: Desk
):
    class Killed(BaseException):
        pass

    def kill(progress: Progress) -> None:
        if (progress.epoch, progress.step) == (2, 3):
            raise Killed

    model, batches = make()
    with pytest.raises(Killed):
        fit(
            model, batches, steps=STEPS, epochs=EPOCHS, checkpoints=Checkpoints(desk, identity=IDENTITY), resume=False,
            report=kill, is_cancelled=never,
        )  # fmt: skip
    reports: list[Progress] = []
    model, _ = run(desk, resume=True, reports=reports)
    assert (reports[0].epoch, reports[0].step) == (2, 1)
    for found, expected in zip(weights(model), straight[0], strict=True):
        np.testing.assert_array_equal(found, expected)


def test_a_finished_training_is_resumed_without_a_step(desk: Desk):
    model, history = run(desk)
    reports: list[Progress] = []
    again, history_again = run(desk, resume=True, reports=reports)
    assert reports == []
    assert history_again == history
    np.testing.assert_array_equal(weights(again)[0], weights(model)[0])


def test_without_a_state_resuming_begins_anew(straight: tuple[list[np.ndarray], tuple[EpochFigures, ...]], desk: Desk):
    model, _ = run(desk, resume=True)
    np.testing.assert_array_equal(weights(model)[0], straight[0][0])


def test_the_state_of_another_training_is_refused(desk: Desk):
    run(desk)
    model, batches = make()
    checkpoints = Checkpoints(desk, identity={"recipe": "test", "seed": 6})
    with pytest.raises(UsageError, match="without --resume"):
        fit(
            model, batches, steps=STEPS, epochs=1, checkpoints=checkpoints, resume=True, report=ignore,
            is_cancelled=never,
        )  # fmt: skip


def test_a_damaged_state_gives_way_to_that_of_the_tenth_epoch(desk: Desk):
    run(desk, epochs=11)
    assert set(desk.values) == {"training/state.npz", "training/kept.npz"}
    desk.values["training/state.npz"] = desk.values["training/state.npz"][:-200]
    reports: list[Progress] = []
    run(desk, epochs=11, resume=True, reports=reports)
    assert (reports[0].epoch, reports[0].step) == (11, 1)
    desk.values = {key: value[: len(value) // 2] for key, value in desk.values.items()}
    with pytest.raises(CorruptData, match="train without --resume"):
        run(desk, epochs=11, resume=True)


def test_states_are_removed(desk: Desk):
    run(desk, epochs=10)
    clear_checkpoints(desk)
    assert desk.values == {}


def test_a_loss_that_is_no_number_ends_the_training():
    model, _ = make()
    broken = batches_of((np.ones((ROWS, 3), np.float32),), np.full(ROWS, np.nan, np.float32), size=SIZE, seed=0)
    with pytest.raises(TrainingFailed, match="the loss became nan in epoch 1"):
        fit(model, broken, steps=STEPS, epochs=1, checkpoints=None, resume=False, report=ignore, is_cancelled=never)


def test_an_epoch_may_be_the_last_one():
    _, history = run(None, after_epoch=lambda item: item.epoch < 2)
    assert len(history) == 2


def test_batches_are_the_same_again_and_other_in_the_next_epoch():
    rows = np.arange(10)
    batches = batches_of((rows,), np.zeros(10, np.float32), size=4, seed=1)
    epochs = [[inputs[0].tolist() for inputs, _ in batches(epoch)] for epoch in (0, 0, 1)]
    assert epochs[0] == epochs[1] != epochs[2]
    assert sorted(row for batch in epochs[0] for row in batch) == rows.tolist()
    assert [len(batch) for batch in epochs[0]] == [4, 4, 2]
