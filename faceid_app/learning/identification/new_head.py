"""Owns the new head of a frozen backbone, 512 + N units: two phases of learning, the best weights, and going on."""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from faceid_app.errors import Cancelled, TrainingFailed
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.identify_options import IdentifyOptions
from faceid_app.learning.identification.answers import Answers, Table
from faceid_app.progress import IsCancelled, Progress, Report

Weights = list[NDArray[np.float32]]


def train_new_head(
    table: Table,
    options: IdentifyOptions,
    file: Path,
    identity: Mapping[str, Any],
    *,
    resume: bool,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[Answers, Answers, dict[str, Any]]:
    """Train a dense layer of `options.hidden` units and one of the people on features, and judge.

    The first phase learns at the first rate, the second goes on from the best weights so far at the second. Those of
    the epoch with the least validation loss answer; who has too few pictures for validation is validated by none.

    Args:
        table: of features, scaled here by what is learned from.
        options: rates, epochs, sizes and seed.
        file: of the checkpoint, after every epoch; the same training goes on from it where `resume`.
        identity: what the features depend on, as JSON values.
        resume, report, is_cancelled: as ever.

    Returns:
        Answers to `table.judged()` and `table.strangers()`, and the "epochs", "best" and "parameters".

    Raises:
        Cancelled: the checkpoint is kept. TrainingFailed: the loss is no number any more.
    """
    learned, validation = table.learned(without_validation=True), table.validation()
    if not len(validation):
        validation = learned
    person, people = table.study.person, len(table.study.names)
    mean, deviation = table.rows[learned].mean(axis=0), table.rows[learned].std(axis=0)

    def scaled(entries: NDArray[np.intp]) -> NDArray[np.float32]:
        return np.asarray((table.rows[entries] - mean) / np.maximum(deviation, 1e-6), np.float32)

    keras.utils.set_random_seed(options.seed)
    model = _head(table.rows.shape[1], people, options)
    train, judge = scaled(learned), scaled(validation)
    key = hashlib.sha256(
        json.dumps([identity, options.to_dict(), person[learned].tolist()], sort_keys=True).encode()
    ).hexdigest()
    state = _State(file, key)
    best: Weights = [np.asarray(value, np.float32) for value in model.get_weights()]
    history: list[dict[str, Any]] = []
    phase_before = -1
    if resume and (kept := state.load(model)) is not None:
        history, best = kept
        phase_before = history[-1]["phase"]
    total = sum(options.epochs)
    for epoch in range(len(history), total):
        phase = 0 if epoch < options.epochs[0] else 1
        if phase != phase_before:
            if phase == 1:
                model.set_weights(best)
            _compile(model, options.rates[phase])
            phase_before = phase
        loss, accuracy = _epoch(model, train, person[learned], options, epoch)
        judged_loss, judged_right = _judge(model, judge, person[validation])
        if not math.isfinite(loss) or not math.isfinite(judged_loss):
            raise TrainingFailed(f"the loss became {loss} in epoch {epoch + 1}; lower the learning rate")
        history.append(
            {
                "epoch": epoch + 1, "phase": phase, "rate": options.rates[phase], "loss": loss, "accuracy": accuracy,
                "validation_loss": judged_loss, "validation_accuracy": judged_right / len(judge),
            }
        )  # fmt: skip
        if judged_loss <= min(one["validation_loss"] for one in history):
            best = [np.asarray(value, np.float32) for value in model.get_weights()]
        state.save(model, history, best)
        report(Progress(stage="train head", epoch=epoch + 1, epochs=total, step=epoch + 1, of=total, loss=loss))
        if is_cancelled():
            raise Cancelled("Training")
    model.set_weights(best)
    answers = [_answers(model, scaled(entries)) for entries in (table.judged(), table.strangers())]
    chosen = min(history, key=lambda one: (one["validation_loss"], one["epoch"]))
    figures = {"epochs": history, "best": chosen["epoch"], "parameters": model.count_params()}
    return answers[0], answers[1], {**figures, "validation": len(judge), "learned": len(learned)}


def _head(features: int, people: int, options: IdentifyOptions) -> keras.Model:
    inputs = keras.Input((features,), name="features")
    x = layers.Dense(options.hidden, activation="relu", name="new_hidden")(inputs)
    x = layers.Dropout(options.dropout, seed=options.seed, name="new_dropout")(x)
    return keras.Model(inputs, layers.Dense(people, name="new_people")(x), name="new_head")


def _compile(model: keras.Model, rate: float) -> None:
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.optimizer.build(model.trainable_variables)


def _epoch(
    model: keras.Model, rows: NDArray[np.float32], person: NDArray[np.int32], options: IdentifyOptions, epoch: int
) -> tuple[float, float]:
    """Mean loss and accuracy of the steps of an epoch, as they were trained."""
    order = np.random.default_rng((options.seed, epoch)).permutation(len(rows))
    loss = right = 0.0
    for start in range(0, len(order), options.batch):
        part = order[start : start + options.batch]
        logs = model.train_on_batch(rows[part], person[part], return_dict=True)
        loss, right = loss + float(logs["loss"]) * len(part), right + float(logs["accuracy"]) * len(part)
        model.reset_metrics()
    return loss / len(order), right / len(order)


def _judge(model: keras.Model, rows: NDArray[np.float32], person: NDArray[np.int32]) -> tuple[float, int]:
    scores = _logits(model, rows)
    loss = keras.ops.convert_to_numpy(model.loss(person, scores))
    return float(loss), int((scores.argmax(axis=1) == person).sum())


def _answers(model: keras.Model, rows: NDArray[np.float32]) -> Answers:
    return Answers.of(_logits(model, rows))


def _logits(model: keras.Model, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(rows):
        return np.empty((0, model.output_shape[-1]), np.float32)
    return np.asarray(keras.ops.convert_to_numpy(model(rows, training=False)), np.float32)


class _State:
    """One file, replaced as a whole: weights, the optimiser's numbers, the best weights and the epochs so far."""

    def __init__(self, file: Path, key: str) -> None:
        self._file, self._key = file, key

    def save(self, model: keras.Model, history: list[dict[str, Any]], best: Weights) -> None:
        arrays = {f"v{i}": keras.ops.convert_to_numpy(item) for i, item in enumerate(_variables(model))}
        arrays |= {f"b{i}": value for i, value in enumerate(best)}
        stream = io.BytesIO()
        about = np.array(json.dumps({"key": self._key, "history": history}))
        np.savez(stream, allow_pickle=False, about=about, **arrays)
        with storage_errors(self._file):
            make_folder(self._file.parent)
            write_whole(self._file, stream.getvalue())

    def load(self, model: keras.Model) -> tuple[list[dict[str, Any]], Weights] | None:
        """Put the checkpoint of this very training into the model; None where there is none."""
        try:
            with np.load(self._file, allow_pickle=False) as arrays:
                about = json.loads(str(arrays["about"]))
                if about["key"] != self._key:
                    return None
                history: list[dict[str, Any]] = about["history"]
                rate = float(history[-1]["rate"])
                best = [np.asarray(arrays[f"b{i}"]) for i in range(len(model.get_weights()))]
                values = [arrays[f"v{i}"] for i in range(len(arrays.files) - 1 - len(best))]
        except (OSError, ValueError, KeyError, EOFError, IndexError, zipfile.BadZipFile):
            return None  # the training begins anew, and takes a minute
        _compile(model, rate)
        for variable, value in zip(_variables(model), values, strict=True):
            variable.assign(value)
        return history, best


def _variables(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]
