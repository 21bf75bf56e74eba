"""The training loop of the laboratory: epochs of views, checkpoints that continue exactly, validation, embeddings."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import Cancelled, TrainingFailed
from faceid_app.identity.arcface_options import SINGLE, ArcfaceOptions
from faceid_app.learning.arcface.augmentations import make_view, views_of
from faceid_app.learning.arcface.network import Classifier
from faceid_app.learning.arcface.people import Side
from faceid_app.learning.arcface.schedule import blocks_learning, learning_rate
from faceid_app.learning.arcface.state import EpochFigures, Position, TrainingState
from faceid_app.progress import IsCancelled, Progress, Report

KEEP_EVERY = 120.0  # seconds
_ROWS = 64
Batch = tuple[NDArray[np.float32], NDArray[np.int32]]


def scaled(side: Side, size: int) -> Side:
    """The faces at (n, size, size, 3)."""
    if side.faces.shape[1] == size:
        return side
    way = cv2.INTER_AREA if size < side.faces.shape[1] else cv2.INTER_LINEAR
    faces = [np.asarray(cv2.resize(face, (size, size), interpolation=way), np.uint8) for face in side.faces]
    return Side(np.stack(faces), side.person)


class Epochs:
    """The batches of every epoch: views in an order that depends on seed and epoch, the same whenever asked for.

    An epoch ends with its last whole batch; what is left over changes with the order.
    """

    def __init__(self, side: Side, options: ArcfaceOptions) -> None:
        self._side, self._options = side, options
        self._views = views_of(options, len(side))
        wanted = min(self._views, options.epoch_pictures or self._views)
        self.batch = min(options.batch, wanted)
        self.steps = wanted // self.batch

    def order(self, epoch: int) -> NDArray[np.int64]:
        """(steps * batch,) views, each `row + view * rows`; with an epoch limit some are left out."""
        order = np.random.default_rng((self._options.seed, epoch)).permutation(self._views)
        return order[: self.steps * self.batch]

    def batches(self, epoch: int, first: int = 0) -> Iterator[Batch]:
        """The batches from `first` on, each made while the one before is learned from."""
        order = self.order(epoch).reshape(self.steps, self.batch)
        with ThreadPoolExecutor(1) as pool:
            following = pool.submit(self._batch, order[first], epoch) if first < self.steps else None
            for step in range(first, self.steps):
                assert following is not None
                ready = following.result()
                following = pool.submit(self._batch, order[step + 1], epoch) if step + 1 < self.steps else None
                yield ready

    def _batch(self, picked: NDArray[np.int64], epoch: int) -> Batch:
        rows = picked % len(self._side)
        views = picked // len(self._side) if self._options.way == SINGLE else np.zeros_like(picked)
        faces = [
            make_view(self._options, self._side.faces[row], view=int(view), epoch=epoch, row=int(row))
            for row, view in zip(rows, views, strict=True)
        ]
        return np.stack(faces).astype(np.float32), self._side.person[rows]


def train(
    classifier: Classifier,
    training: Side,
    validation: Side,
    options: ArcfaceOptions,
    *,
    state: TrainingState,
    resume: bool,
    report: Report,
    is_cancelled: IsCancelled,
    keep_every: float = KEEP_EVERY,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[EpochFigures, ...]:
    """Train for `options.epochs` epochs, those before an interruption included.

    Args:
        classifier: changed.
        training, validation: faces at the size of the network.
        options: how.
        state: where the state goes after every epoch, every `keep_every` seconds of `clock`, and when cancelled.
        resume: go on from there, if there is a state.
        report, is_cancelled: as ever.

    Raises:
        Cancelled: the state was kept.
        TrainingFailed: the loss is no number any more.
    """
    epochs = Epochs(training, options)
    position = (state.position() if resume else None) or Position()
    if position.learning is not None:
        classifier.let_learn(position.learning)
        state.load(classifier.model)
    began = kept = clock()
    done, total = 0, epochs.steps * (options.epochs - position.epoch) - position.step
    for epoch in range(position.epoch, options.epochs):
        learning = blocks_learning(options, epoch, classifier.block_count)
        if learning != position.learning:
            classifier.let_learn(learning)
            position = replace(position, learning=learning)
        rate = options.learning_rate
        for images, person in epochs.batches(epoch, position.step):
            rate = learning_rate(options, epoch + position.step / epochs.steps)
            classifier.model.optimizer.learning_rate.assign(rate)
            logs = classifier.model.train_on_batch(images, person, return_dict=True)
            if not math.isfinite(logs["loss"]):
                raise TrainingFailed(f"the loss became {logs['loss']} in epoch {epoch + 1}; lower the learning rate")
            position = _counted(position, logs, rows=len(person))
            done += 1
            _tell(report, position, options, steps=epochs.steps, eta=(clock() - began) / done * (total - done))
            if position.step == epochs.steps:
                continue  # the epoch's end keeps the state, once it is validated
            cancelled = is_cancelled()
            if cancelled or clock() - kept >= keep_every:
                state.save(classifier.model, position)
                kept = clock()
                if cancelled:
                    raise Cancelled("Training")
        loss, right = judge(classifier.model, validation)
        position = _ended(position, rate, validation_loss=loss, validation_accuracy=right / len(validation))
        state.save(classifier.model, position)
        kept = clock()
        if is_cancelled():
            raise Cancelled("Training")
    return position.history


def judge(model: keras.Model, side: Side) -> tuple[float, int]:
    """Mean loss over the faces of a side, and how many of them are given to the right person."""
    loss, right = 0.0, 0
    for start in range(0, len(side), _ROWS):
        person = side.person[start : start + _ROWS]
        scores = model.predict_on_batch(side.faces[start : start + _ROWS].astype(np.float32))
        loss += float(keras.ops.convert_to_numpy(model.loss(person, scores))) * len(person)
        right += int((np.asarray(scores).argmax(axis=1) == person).sum())
    return loss / len(side), right


def embed(embedder: keras.Model, side: Side) -> NDArray[np.float32]:
    """(n, d) float32 embeddings of length 1."""
    rows = [
        np.asarray(embedder.predict_on_batch(side.faces[start : start + _ROWS].astype(np.float32)), np.float32)
        for start in range(0, len(side), _ROWS)
    ]
    found = np.concatenate(rows)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12), np.float32)


def some(side: Side, most: int, *, seed: int) -> Side:
    """At most so many faces of a side, drawn."""
    rows: Sequence[int] | NDArray[np.int64] = np.random.default_rng(seed).permutation(len(side))[:most]
    return Side(side.faces[rows], side.person[rows])


def _counted(position: Position, logs: Mapping[str, Any], *, rows: int) -> Position:
    return replace(
        position,
        step=position.step + 1,
        rows=position.rows + rows,
        loss=position.loss + float(logs["loss"]) * rows,
        right=position.right + float(logs["accuracy"]) * rows,
    )


def _ended(position: Position, rate: float, *, validation_loss: float, validation_accuracy: float) -> Position:
    """After the last step of an epoch: its figures into the history."""
    figures = EpochFigures(
        epoch=position.epoch + 1,
        loss=position.loss / position.rows,
        accuracy=position.right / position.rows,
        validation_loss=validation_loss,
        validation_accuracy=validation_accuracy,
        rate=rate,
        learning=position.learning or 0,
    )
    return Position(epoch=position.epoch + 1, learning=position.learning, history=(*position.history, figures))


def _tell(report: Report, position: Position, options: ArcfaceOptions, *, steps: int, eta: float) -> None:
    report(
        Progress(
            stage="train", epoch=position.epoch + 1, epochs=options.epochs, step=position.step, of=steps, eta=eta,
            loss=position.loss / position.rows, message=f"accuracy {position.right / position.rows:.3f}",
        )
    )  # fmt: skip
