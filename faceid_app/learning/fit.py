"""The training loop all recipes share: progress, cancelling, checkpoints that continue exactly where they were made."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import Cancelled, CorruptData, NotStored, TrainingFailed, UsageError
from faceid_app.learning.adam import adam
from faceid_app.learning.recipes import Workplace
from faceid_app.progress import IsCancelled, Progress, Report

Batch = tuple[Any, Any]
"""What the model takes, and the labels (n, 1) float32, 0 or 1."""
Batches = Callable[[int], Iterator[Batch]]
"""The batches of one epoch, the same whenever they are asked for again."""

KEEP_EVERY = 10  # epochs, as in the source document
_STATE, _KEPT = "training/state.npz", "training/kept.npz"


@dataclass(frozen=True, slots=True)
class EpochFigures:
    """What one epoch ended with; precision and recall (0..1) are counted over its batches as they were trained."""

    epoch: int
    loss: float
    precision: float
    recall: float
    seconds: float

    def to_card(self) -> dict[str, float]:
        """Plain JSON values, without the time: the same training gives the same card."""
        return {"epoch": self.epoch, "loss": self.loss, "precision": self.precision, "recall": self.recall}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tally:
    """What was counted in an epoch so far."""

    rows: int = 0
    loss: float = 0.0
    hits: float = 0.0
    false_alarms: float = 0.0
    misses: float = 0.0
    seconds: float = 0.0

    def with_batch(self, logs: dict[str, float], *, rows: int, seconds: float) -> _Tally:
        return _Tally(
            rows=self.rows + rows,
            loss=self.loss + logs["loss"] * rows,
            hits=self.hits + logs["hits"],
            false_alarms=self.false_alarms + logs["false_alarms"],
            misses=self.misses + logs["misses"],
            seconds=self.seconds + seconds,
        )

    def figures(self, epoch: int) -> EpochFigures:
        return EpochFigures(
            epoch=epoch,
            loss=self.loss / max(self.rows, 1),
            precision=self.hits / max(self.hits + self.false_alarms, 1.0),
            recall=self.hits / max(self.hits + self.misses, 1.0),
            seconds=round(self.seconds, 3),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Position:
    """Where a training stands: `step` batches into `epoch` (counted from 0), with that epoch's tally so far."""

    epoch: int = 0
    step: int = 0
    tally: _Tally = _Tally()
    history: tuple[EpochFigures, ...] = ()

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> _Position:
        return cls(
            epoch=data["epoch"],
            step=data["step"],
            tally=_Tally(**data["tally"]),
            history=tuple(EpochFigures(**item) for item in data["history"]),
        )


class Checkpoints:
    """The whole state of a training: weights, optimiser, seeds, position.

    Args:
        work: where the two files go: the newest state, and that of the last tenth epoch should the newest be damaged.
        identity: what the training depends on (recipe, data, seed). A state of another training is not continued.
    """

    def __init__(self, work: Workplace, *, identity: dict[str, Any]) -> None:
        self._work = work
        self._identity = json.loads(json.dumps(identity))

    def save(self, model: keras.Model, position: _Position, *, keep: bool = False) -> None:
        """Replace the newest state; with `keep` also the one that is kept."""
        about = {"identity": self._identity, "position": asdict(position)}
        arrays = {f"v{i}": keras.ops.convert_to_numpy(variable) for i, variable in enumerate(_variables(model))}
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
        for key in (_STATE, _KEPT) if keep else (_STATE,):
            self._work.write(key, stream.getvalue())

    def load(self, model: keras.Model) -> _Position | None:
        """Put the newest state that is whole into the model; None where there is none.

        Raises UsageError for the state of another training, CorruptData where none is whole.
        """
        damaged = False
        for key in (_STATE, _KEPT):
            try:
                with np.load(io.BytesIO(self._work.read(key)), allow_pickle=False) as arrays:
                    about = json.loads(str(arrays["about"]))
                    values = [arrays[f"v{i}"] for i in range(len(arrays.files) - 1)]
            except NotStored:
                continue
            except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile):
                damaged = True
                continue
            if about["identity"] != self._identity:
                raise UsageError(
                    "The interrupted training had other captures, negatives or another seed; train without --resume."
                )
            for variable, value in zip(_variables(model), values, strict=True):
                variable.assign(value)
            return _Position.from_dict(about["position"])
        if damaged:
            raise CorruptData("The state of the interrupted training", "it cannot be read", "train without --resume")
        return None


def clear_checkpoints(work: Workplace) -> None:
    """Remove the states: the training's model is saved, or a new one begins."""
    for key in (_STATE, _KEPT):
        work.delete(key)


def _variables(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]


def batches_of(arrays: tuple[NDArray[Any], ...], labels: NDArray[np.float32], *, size: int, seed: int) -> Batches:
    """Batches of rows of `arrays`, shuffled anew in every epoch, yet the same for the same seed and epoch."""

    def batches(epoch: int) -> Iterator[Batch]:
        order = np.random.default_rng((seed, epoch)).permutation(len(labels))
        for start in range(0, len(order), size):
            rows = order[start : start + size]
            yield tuple(array[rows] for array in arrays), labels[rows, None]

    return batches


def fit(
    model: keras.Model,
    batches: Batches,
    *,
    steps: int,
    epochs: int,
    checkpoints: Checkpoints | None,
    resume: bool,
    report: Report,
    is_cancelled: IsCancelled,
    after_epoch: Callable[[EpochFigures], bool] | None = None,
) -> tuple[EpochFigures, ...]:
    """Train a model that was compiled with `compile_binary`.

    Args:
        model: it is changed.
        batches: of each epoch, `steps` of them.
        steps: batches an epoch.
        epochs: to train in all, those before an interruption included.
        checkpoints: where the state goes after every epoch and when cancelled; None keeps nothing.
        resume: continue from the newest state, if there is one.
        report: told of every batch, with the figures of the epoch so far.
        is_cancelled: asked before every batch.
        after_epoch: returns whether to go on.

    Raises:
        Cancelled: asked to stop; the state was kept.
        TrainingFailed: the loss is no number any more.
    """
    position = _start(model, batches, checkpoints if resume else None)
    history = list(position.history)
    started, done, total = time.monotonic(), 0, max(steps * (epochs - position.epoch) - position.step, 0)
    for epoch in range(position.epoch, epochs):
        first, tally = (position.step, position.tally) if epoch == position.epoch else (0, _Tally())
        for step, (inputs, labels) in enumerate(batches(epoch)):
            if step < first:
                continue
            if is_cancelled():
                if checkpoints:
                    here = _Position(epoch=epoch, step=step, tally=tally, history=tuple(history))
                    checkpoints.save(model, here)
                raise Cancelled("Training")
            began = time.monotonic()
            logs = model.train_on_batch(inputs, labels, return_dict=True)
            if not np.isfinite(logs["loss"]):
                raise TrainingFailed(f"the loss became {logs['loss']} in epoch {epoch + 1}")
            tally = tally.with_batch(logs, rows=len(labels), seconds=time.monotonic() - began)
            done += 1
            eta = (time.monotonic() - started) / done * (total - done)
            so_far = tally.figures(epoch + 1)
            report(
                Progress(
                    stage="train", epoch=epoch + 1, epochs=epochs, step=step + 1, of=steps, eta=eta,
                    loss=so_far.loss, precision=so_far.precision, recall=so_far.recall,
                )
            )  # fmt: skip
        history.append(tally.figures(epoch + 1))
        if checkpoints:
            after = _Position(epoch=epoch + 1, history=tuple(history))
            checkpoints.save(model, after, keep=(epoch + 1) % KEEP_EVERY == 0)
        if after_epoch and not after_epoch(history[-1]):
            break
    return tuple(history)


def compile_binary(model: keras.Model, *, learning_rate: float, loss: Any = "binary_crossentropy") -> None:
    """Adam, binary cross-entropy, and the counts of which precision and recall are made, inside the compiled step.

    Keras begins its metrics anew with every `train_on_batch`, so the sum over the epoch is `fit`'s, which a resumed
    epoch needs anyway.
    XLA is left to the backends that need it: on a CPU under TensorFlow it makes large convolutions slower.
    """
    model.compile(
        optimizer=adam(learning_rate),
        loss=loss,
        metrics=[
            keras.metrics.TruePositives(name="hits"),
            keras.metrics.FalsePositives(name="false_alarms"),
            keras.metrics.FalseNegatives(name="misses"),
        ],
        jit_compile=keras.backend.backend() == "jax",
    )


def _start(model: keras.Model, batches: Batches, checkpoints: Checkpoints | None) -> _Position:
    inputs, _ = next(batches(0))
    model(inputs, training=False)  # makes the weights of a model that has none before it is called
    model.optimizer.build(model.trainable_variables)
    return (checkpoints.load(model) if checkpoints else None) or _Position()
