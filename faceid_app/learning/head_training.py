"""The training of an L1 head: how far it may move, and which of its epochs is kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from faceid_app.errors import TrainingFailed
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import L1Head, sigmoid
from faceid_app.learning.embedding_pairs import TrainingPairs
from faceid_app.learning.fit import EpochFigures, batches_of, compile_binary, fit
from faceid_app.learning.head_start import CONFIRM_FAR, SURE, Confirmation
from faceid_app.learning.layers import PACKAGE, L1Distance, L2Normalize, TightFrame
from faceid_app.progress import IsCancelled, Report

EPOCHS = 6
BATCH = 256
STRENGTH = 0.1
"""Penalty for weights twice the start's. Under it they move by a tenth; at a tenth of it held-out people lose."""
STEP = 0.003
"""Adam's step as a share of a weight."""
TOLERANCE = 1e-4
"""Of a score: so far the head in numpy may lie from the same head in Keras."""


@keras.saving.register_keras_serializable(package=PACKAGE)
class TowardsStart(keras.regularizers.Regularizer):  # type: ignore[misc]  # keras ships no types
    """strength * mean(((weight - start) / size)^2), size the mean |start|: what it costs to leave the start's weights.

    Args:
        start: one weight for all, or one each (m, 1); not all 0.
        strength: the cost of weights as far from the start as they are large.
    """

    def __init__(self, start: Any, strength: float) -> None:
        self.start = np.asarray(start, np.float32)
        self.size = float(np.abs(self.start).mean())
        if self.size == 0:
            raise ValueError("TowardsStart expects a start that is not 0. Received: start=0")
        self.strength = strength

    def __call__(self, x: Any) -> Any:
        return self.strength * ops.mean(ops.square((x - self.start) / self.size))

    def get_config(self) -> dict[str, Any]:
        return {"start": self.start.tolist(), "strength": self.strength}


@keras.saving.register_keras_serializable(package=PACKAGE)
class NeverInFavour(keras.constraints.Constraint):  # type: ignore[misc]
    """Keeps weights <= 0: a distance, in whatever coordinate, never speaks for a match."""

    def __call__(self, w: Any) -> Any:
        return ops.minimum(w, 0.0)


@dataclass(frozen=True, slots=True)
class HeadTraining:
    """What training did. `kept_epoch` is 0 where the start was kept; `moved` is the RMS of the weights' change over
    their mean size."""

    epochs: tuple[EpochFigures, ...]
    kept_epoch: int
    moved: float
    why: str

    def to_card(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "epochs": [figures.to_card() for figures in self.epochs]}


def seed_keras(seed: int) -> None:
    """Every random number that Keras draws in this process from now on."""
    keras.utils.set_random_seed(seed)


def build_head_model(head: L1Head) -> keras.Model:
    """The head as the Siamese network's last layers: two (n, d) embeddings -> (n, 1), 0..1.

    Only the dense unit learns; ValueError for a head without a frame, or with a weight above 0.
    """
    if head.frame is None or (head.weights > 0).any():
        raise ValueError("Expected a head with a frame and without weights that speak for a match.")
    inputs = [keras.Input((len(head.frame),), name=name) for name in ("first", "second")]
    normalise, frame = L2Normalize(), TightFrame.with_matrix(head.frame, name="frame")
    distance = L1Distance(name="distance")(*(frame(normalise(embedding)) for embedding in inputs))
    dense = layers.Dense(
        1,
        activation="sigmoid",
        name="head",
        kernel_regularizer=TowardsStart(head.weights[:, None], STRENGTH),
        kernel_constraint=NeverInFavour(),
    )
    model = keras.Model(inputs, dense(distance), name="l1_head")
    dense.set_weights([head.weights[:, None], np.array([head.bias], np.float32)])
    return model


def keras_deviation(head: L1Head, first: Embeddings, second: Embeddings) -> float:
    """The largest difference between the scores of verification's head and of the same head as Keras layers.

    Counted on the CPU: graphics cards round float32 products to shorten them, and what is compared is the formula.

    Args:
        head: with a frame.
        first, second: (n, d) float32 of length 1, pairs row by row.

    Raises:
        TrainingFailed: it is `TOLERANCE` or more.
    """
    with keras.device("cpu"):
        model = build_head_model(head)
        expected = keras.ops.convert_to_numpy(model((first, second), training=False))[:, 0]
    found = sigmoid(head.pair_logits(head.project(first), head.project(second)))
    difference = float(np.abs(found - expected).max())
    # Not "difference >= TOLERANCE": one that is no number must fail too.
    if not difference < TOLERANCE:
        raise TrainingFailed(
            f"the head deviates from the trained one by {difference:.2g}, less than {TOLERANCE:g} is accepted"
        )
    return difference


def train_head_weights(
    start: L1Head,
    pairs: TrainingPairs,
    confirmation: Confirmation,
    *,
    epochs: int,
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[L1Head, HeadTraining]:
    """Train the weights under a penalty for leaving the start; keep an epoch only if the held-out people confirm it.

    Returns the head of the best confirmed epoch, or `start`, on the logistic scale of `start`, not yet `tempered`.
    """
    if not confirmation.possible:
        why = (
            f"too few held-out people to confirm a change ({confirmation.pairs} same-person and "
            f"{confirmation.different} different-person pairs)"
        )
        return start, HeadTraining(epochs=(), kept_epoch=0, moved=0.0, why=f"the start was kept: {why}")
    model = build_head_model(start)
    size = float(np.abs(start.weights).mean())
    compile_binary(model, learning_rate=STEP * size)
    best: tuple[float, int, L1Head] = (SURE, 0, start)
    highest = 0.0

    def confirm(figures: EpochFigures) -> bool:
        nonlocal best, highest
        kernel, bias = (np.asarray(value) for value in model.get_layer("head").get_weights())
        surer = confirmation.surer(kernel[:, 0])
        highest = max(highest, surer)
        if surer >= best[0] + (1e-9 if best[1] else 0.0):
            best = (surer, figures.epoch, replace(start, weights=kernel[:, 0].astype(np.float32), bias=float(bias[0])))
        return True

    rows = min(BATCH, len(pairs.same))
    history = fit(
        model,
        batches_of((pairs.first, pairs.second), pairs.same, size=rows, seed=seed),
        steps=-(-len(pairs.same) // rows),
        epochs=epochs,
        checkpoints=None,
        resume=False,
        report=report,
        is_cancelled=is_cancelled,
        after_epoch=confirm,
    )
    sureness, epoch, head = best
    of = f"{confirmation.pairs} same-person pairs of held-out people at FAR {CONFIRM_FAR:g}"
    why = (
        f"epoch {epoch} was kept: it is {sureness:.1f} standard errors better than the start on {of}"
        if epoch
        else f"the start was kept: no epoch was better by {SURE:g} standard errors (at most {highest:.1f}) on {of}"
    )
    moved = float(np.sqrt(np.mean(((head.weights - start.weights) / size) ** 2)))
    return head, HeadTraining(epochs=history, kept_epoch=epoch, moved=round(moved, 4), why=why)
