"""The training loop for kinds of faces: balanced batches of equalised views, a rate for each group of layers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import TrainingFailed
from faceid_app.guard.artificial_frame import network_input, seen
from faceid_app.guard.kinds import Kind
from faceid_app.identity.artificial_options import CROSS_ENTROPY, ArtificialOptions
from faceid_app.learning.artificial.networks import rate_factors
from faceid_app.learning.artificial.pictures import Faces
from faceid_app.learning.artificial.schedule import chosen_rate, one_cycle, rates_to_test
from faceid_app.learning.artificial.views import pencilled, views_of
from faceid_app.progress import IsCancelled, Progress, Report, Stage

RANGE_STEPS = 60
Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch ended with; `accuracy` of the views learned from, the others of whole validation pictures."""

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    rate: float


class Batches:
    """Batches in which every kind is as frequent and photographs twice; within a kind a source counts as the square
    root of its pictures, so that a small one is seen and a large one not alone."""

    def __init__(self, faces: Faces, options: ArtificialOptions) -> None:
        self._faces, self._options = faces, options
        present = [kind for kind in range(len(faces.kinds)) if (faces.kind == kind).any()]
        weight = np.zeros(len(faces))
        for kind in present:
            sources = [
                np.flatnonzero((faces.kind == kind) & (faces.source == source)) for source in range(len(faces.sources))
            ]
            total = sum(math.sqrt(len(rows)) for rows in sources)
            share = 2.0 if faces.kinds[kind] == Kind.PHOTOGRAPH else 1.0
            for rows in sources:
                if len(rows):
                    weight[rows] = share * math.sqrt(len(rows)) / total / len(rows)
        self._chance = weight / weight.sum()
        named = {name: index for index, name in enumerate(faces.kinds)}
        self._sketch = named.get(Kind.SKETCH, -1)
        self._photographs = np.flatnonzero(faces.kind == named.get(Kind.PHOTOGRAPH, -1))

    @property
    def steps(self) -> int:
        """Of an epoch."""
        return self._options.epoch_pictures // self._options.batch

    def of_epoch(self, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch, the same for the same seed; each is made while the one before is learned from."""
        with ThreadPoolExecutor(1) as pool:
            ahead = pool.submit(self._batch, epoch, 0)
            for step in range(1, self.steps + 1):
                ready = ahead.result()
                if step < self.steps:
                    ahead = pool.submit(self._batch, epoch, step)
                yield ready

    def _batch(self, epoch: int, step: int) -> Batch:
        generator = np.random.default_rng((self._options.seed, epoch, step))
        rows = generator.choice(len(self._faces), self._options.batch, p=self._chance)
        frames = self._faces.frames[rows]
        kinds = self._faces.kind[rows]
        for place in np.flatnonzero(kinds == self._sketch):
            if len(self._photographs) and generator.random() < self._options.synthetic_share:
                frames[place] = pencilled(self._faces.frames[generator.choice(self._photographs)], generator)
        pictures = views_of(frames, self._options.augment, generator.spawn(len(rows)))
        return network_input(pictures), np.eye(len(self._faces.kinds), dtype=np.float32)[kinds]


def train(
    network: keras.Model,
    training: Faces,
    validation: Faces,
    options: ArtificialOptions,
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """Train for `options.epochs` epochs.

    Returns:
        "rate", the highest; "range", rates and losses of the range test, empty where a rate was given; "epochs".

    Raises:
        Cancelled: nothing is kept.
        TrainingFailed: the loss is no number any more.
    """
    batches = Batches(training, options)
    highest = options.learning_rate
    tested: tuple[list[float], list[float]] = ([], [])
    if highest is None:
        tested = _range_test(network, batches, options, report=report, is_cancelled=is_cancelled)
        highest = chosen_rate(*tested)
    _compile(network, options, highest)
    held = network_input(np.stack([seen(frame) for frame in validation.frames]))
    truth = np.eye(len(validation.kinds), dtype=np.float32)[validation.kind]
    stage = Stage("train", of=batches.steps * options.epochs, report=report, is_cancelled=is_cancelled)
    history = []
    for epoch in range(options.epochs):
        loss = right = 0.0
        for step, (pictures, kinds) in enumerate(batches.of_epoch(epoch)):
            rate = one_cycle((epoch + step / batches.steps) / options.epochs, highest)
            network.optimizer.learning_rate.assign(rate)
            logs = network.train_on_batch(pictures, kinds, return_dict=True)
            # Metrics of train_on_batch are means since the last reset: the last step's are the epoch's.
            loss, right = logs["loss"], logs["accuracy"]
            if not math.isfinite(loss):
                raise TrainingFailed(f"the loss became {loss} in epoch {epoch + 1}; lower the learning rate")
            stage.advance()
        network.reset_metrics()
        logits = network.predict(held, batch_size=64, verbose=0)
        held_loss = float(np.mean(keras.ops.convert_to_numpy(network.loss(truth, logits))))
        accuracy = balanced_accuracy(logits.argmax(axis=1), validation.kind)
        history.append(Epoch(epoch + 1, float(loss), float(right), held_loss, accuracy, rate))
        report(Progress(stage="train", step=batches.steps * (epoch + 1), of=batches.steps * options.epochs,
                        epoch=epoch + 1, epochs=options.epochs, loss=held_loss,
                        message=f"validation {accuracy:.1%}"))  # fmt: skip
    return {
        "rate": highest,
        "range": {"rates": list(tested[0]), "losses": list(tested[1])},
        "epochs": [asdict(one) for one in history],
    }


def balanced_accuracy(judged: NDArray[np.int64], kind: NDArray[np.int32]) -> float:
    """The share that is right, mean over the kinds that occur."""
    return float(np.mean([(judged[kind == one] == one).mean() for one in np.unique(kind)]))


def _range_test(
    network: keras.Model, batches: Batches, options: ArtificialOptions, *, report: Report, is_cancelled: IsCancelled
) -> tuple[list[float], list[float]]:
    """Rates and the losses they led to; the weights are as before afterwards."""
    before = network.get_weights()
    _compile(network, options, rates_to_test(2)[0])
    rates = rates_to_test(RANGE_STEPS)
    losses: list[float] = []
    stage = Stage("range test", of=RANGE_STEPS, report=report, is_cancelled=is_cancelled)
    epoch = -1
    while len(losses) < len(rates):
        epoch += 1
        for pictures, kinds in batches.of_epoch(10_000 + epoch):
            network.optimizer.learning_rate.assign(rates[len(losses)])
            network.reset_metrics()
            losses.append(float(network.train_on_batch(pictures, kinds, return_dict=True)["loss"]))
            stage.advance()
            if len(losses) == len(rates) or not math.isfinite(losses[-1]) or losses[-1] > 4 * min(losses):
                network.set_weights(before)
                return rates[: len(losses)], [loss if math.isfinite(loss) else 1e3 for loss in losses]
    raise AssertionError("unreachable")


def _compile(network: keras.Model, options: ArtificialOptions, rate: float) -> None:
    loss: Any
    if options.loss == CROSS_ENTROPY:
        loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=options.smoothing)
    else:
        loss = squared_error
    decay = {} if options.optimizer == "adam" else {"weight_decay": options.weight_decay}
    optimizer = _OPTIMIZERS[options.optimizer](learning_rate=rate, name=options.optimizer, **decay)
    optimizer.factors = rate_factors(network, options.group_factor)
    network.compile(optimizer=optimizer, loss=loss, metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")])


def squared_error(truth: Any, logits: Any) -> Any:
    """Mean squared error of probabilities, the document's other loss."""
    return keras.ops.mean(keras.ops.square(truth - keras.ops.softmax(logits)), axis=-1)


class _ByGroup:
    """An optimiser whose rate is multiplied by `factors`, by path of the weight."""

    factors: dict[str, float]

    def _backend_update_step(self, grads: Any, trainable_variables: Any, learning_rate: Any) -> None:
        # Not update_step: under TensorFlow that one is given variables without their paths.
        factors = [self.factors.get(variable.path, 1.0) for variable in trainable_variables]
        for factor in dict.fromkeys(factors):
            mine = [index for index, one in enumerate(factors) if one == factor]
            super()._backend_update_step(  # type: ignore[misc]
                [grads[index] for index in mine], [trainable_variables[index] for index in mine], learning_rate * factor
            )


class _Adam(_ByGroup, keras.optimizers.Adam):  # type: ignore[misc]
    """Adam by groups."""


class _AdamW(_ByGroup, keras.optimizers.AdamW):  # type: ignore[misc]
    """AdamW by groups."""


class _Sgd(_ByGroup, keras.optimizers.SGD):  # type: ignore[misc]
    """SGD with momentum, by groups."""

    def __init__(self, **values: Any) -> None:
        super().__init__(momentum=0.9, nesterov=True, **values)


_OPTIMIZERS: dict[str, Any] = {"adam": _Adam, "adamw": _AdamW, "sgd": _Sgd}
