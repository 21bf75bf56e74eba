"""The training of an L1 head: where it starts, how far it may move, and who confirms that it may."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from faceid_app.errors import TrainingFailed
from faceid_app.evaluation.metrics import threshold_at_far
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, sigmoid, start_head
from faceid_app.learning.embedding_pairs import Faces, TrainingPairs, few_of_each, same_person_pairs
from faceid_app.learning.fit import EpochFigures, batches_of, compile_binary, fit
from faceid_app.learning.layers import PACKAGE, L1Distance, L2Normalize, TightFrame
from faceid_app.progress import IsCancelled, Report

EPOCHS = 6
BATCH = 256
STRENGTH = 0.1
"""Penalty for weights twice the start's. Under it they move by a tenth; at a tenth of it held-out people lose."""
STEP = 0.003
"""Adam's step as a share of a weight."""
HIGHEST_LOGIT = 12.0
"""Logit of two identical embeddings: in float32 the sigmoid is 1 from about 17 on and all order is lost there."""
TOLERANCE = 1e-4
"""Of a score: so far the head in numpy may lie from the same head in Keras."""

_CONFIRM_PICTURES = 1000
_TAIL = 0.02
CONFIRM_FAR, STRICT_FAR = 1e-3, 1e-4
LEAST_GENUINE = 100
SURE = 2.0


@keras.saving.register_keras_serializable(package=PACKAGE)
class TowardsStart(keras.regularizers.Regularizer):  # type: ignore[misc]  # keras ships no types
    """strength * mean((weight / start - 1)^2): what it costs to leave equal weights."""

    def __init__(self, start: float, strength: float) -> None:
        if start == 0:
            raise ValueError("TowardsStart expects a start that is not 0. Received: start=0")
        self.start, self.strength = start, strength

    def __call__(self, x: Any) -> Any:
        return self.strength * ops.mean(ops.square(x / self.start - 1.0))

    def get_config(self) -> dict[str, float]:
        return {"start": self.start, "strength": self.strength}


@keras.saving.register_keras_serializable(package=PACKAGE)
class NeverInFavour(keras.constraints.Constraint):  # type: ignore[misc]
    """Keeps weights <= 0: a distance, in whatever coordinate, never speaks for a match."""

    def __call__(self, w: Any) -> Any:
        return ops.minimum(w, 0.0)


@dataclass(frozen=True, slots=True)
class HeadTraining:
    """What training did. `kept_epoch` is 0 where the start was kept; `moved` is the RMS of weight / start - 1."""

    epochs: tuple[EpochFigures, ...]
    kept_epoch: int
    moved: float
    why: str

    def to_card(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "epochs": [figures.to_card() for figures in self.epochs]}


def fit_start(first: Embeddings, second: Embeddings, same: NDArray[np.bool_]) -> L1Head:
    """Tight frame, equal weights, slope and bias from a logistic regression on the distance (Platt 1999).

    Args:
        first, second: (n, d) float32 of length 1, pairs row by row.
        same: (n,) bool; both kinds must be there. They count equally however many there are of each.
    """
    from sklearn.linear_model import LogisticRegression

    unit = start_head(first.shape[1], slope=1.0, bias=0.0)
    distance = -unit.pair_logits(unit.project(first), unit.project(second)).astype(np.float64)
    scale = float(distance.std())
    # C is weak enough to change nothing where the kinds overlap, and keeps the slope finite where they do not.
    model = LogisticRegression(C=1e3, class_weight="balanced").fit(distance[:, None] / scale, same)
    return start_head(
        first.shape[1],
        slope=float(-model.coef_[0, 0]) / scale,
        bias=float(model.intercept_[0]),
    )


def tempered(head: L1Head, *, highest: float | None = None) -> L1Head:
    """The same order of pairs on a scale that float32 and a slider can show: all logits times one factor, at most 1.

    `highest` is the greatest logit seen, where weights above 0 let it exceed that of two identical embeddings.
    """
    top = head.bias if highest is None else max(head.bias, highest)
    factor = min(1.0, HIGHEST_LOGIT / top) if top > 0 else 1.0
    return replace(head, weights=(head.weights * factor).astype(np.float32), bias=head.bias * factor)


def build_head_model(head: L1Head) -> keras.Model:
    """The head as the Siamese network's last layers: two (n, d) embeddings -> (n, 1), 0..1.

    Only the dense unit learns; ValueError unless `head` has a frame and equal negative weights, as `start_head` makes.
    """
    if head.frame is None or head.weights[0] >= 0 or np.ptp(head.weights) > 1e-6 * abs(head.weights[0]):
        raise ValueError("Expected a head with a frame and equal negative weights.")
    inputs = [keras.Input((len(head.frame),), name=name) for name in ("first", "second")]
    normalise, frame = L2Normalize(), TightFrame.with_matrix(head.frame, name="frame")
    distance = L1Distance(name="distance")(*(frame(normalise(embedding)) for embedding in inputs))
    dense = layers.Dense(
        1,
        activation="sigmoid",
        name="head",
        kernel_regularizer=TowardsStart(float(head.weights[0]), STRENGTH),
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
        model = build_head_model(replace(head, weights=np.full_like(head.weights, -1.0)))
        model.get_layer("head").set_weights([head.weights[:, None], np.array([head.bias], np.float32)])
        expected = keras.ops.convert_to_numpy(model((first, second), training=False))[:, 0]
    found = sigmoid(head.pair_logits(head.project(first), head.project(second)))
    difference = float(np.abs(found - expected).max())
    # Not "difference >= TOLERANCE": one that is no number must fail too.
    if not difference < TOLERANCE:
        raise TrainingFailed(
            f"the head deviates from the trained one by {difference:.2g}, less than {TOLERANCE:g} is accepted"
        )
    return difference


def standard_errors(before: NDArray[np.bool_], now: NDArray[np.bool_]) -> float:
    """How many standard errors more of the same (n,) pairs are accepted now, by those that changed (McNemar 1947)."""
    won, lost = int((now & ~before).sum()), int((before & ~now).sum())
    return float((won - lost) / np.sqrt(max(won + lost, 1)))


class Confirmation:
    """People the training has not seen, who say whether moved weights tell people apart better than the start's did.

    Better is: at FAR 1e-3 more same-person pairs are accepted than by the start, by McNemar's test on the pairs that
    changed, and at FAR 1e-4 not fewer. Of the different-person pairs only the nearest _TAIL are followed; weights that
    move by a tenth bring no other near those thresholds.
    """

    def __init__(self, faces: Faces, start: L1Head, *, generator: np.random.Generator) -> None:
        same = same_person_pairs(faces.person, generator=generator)
        few = few_of_each(faces.person, each=4, most=_CONFIRM_PICTURES, generator=generator)
        projected = start.project(faces.embeddings)
        a, b = np.triu_indices(len(few), 1)
        different = faces.person[few[a]] != faces.person[few[b]]
        a, b = few[a[different]], few[b[different]]
        self.pairs, self.different = len(same[0]), len(a)
        self.possible = self.pairs >= LEAST_GENUINE and self.different * STRICT_FAR >= 3
        if not self.possible:
            return
        logits = _triangle(start, projected[few])[different]
        nearest = np.argsort(-logits, kind="stable")[: int(_TAIL * self.different)]
        self._genuine = np.abs(projected[same[0]] - projected[same[1]])
        self._impostor = np.abs(projected[a[nearest]] - projected[b[nearest]])
        self._start = [self._accepted(start.weights, far) for far in (CONFIRM_FAR, STRICT_FAR)]

    def surer(self, weights: Array) -> float:
        """How many standard errors better than the start those weights are; 0 where they lose at the stricter rate."""
        gains = []
        for before, far in zip(self._start, (CONFIRM_FAR, STRICT_FAR), strict=True):
            gains.append(standard_errors(before, self._accepted(weights, far)))
        return gains[0] if gains[1] >= 0 else 0.0

    def _accepted(self, weights: Array, far: float) -> NDArray[np.bool_]:
        threshold = threshold_at_far(self._impostor @ weights, far / _TAIL)
        return np.asarray(self._genuine @ weights >= np.float32(threshold))


def _triangle(head: L1Head, projected: Array) -> Array:
    return head.cross_logits(projected, projected)[np.triu_indices(len(projected), 1)]


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
    compile_binary(model, learning_rate=STEP * abs(float(start.weights[0])))
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

    size = min(BATCH, len(pairs.same))
    history = fit(
        model,
        batches_of((pairs.first, pairs.second), pairs.same, size=size, seed=seed),
        steps=-(-len(pairs.same) // size),
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
    moved = float(np.sqrt(np.mean((head.weights / start.weights - 1.0) ** 2)))
    return head, HeadTraining(epochs=history, kept_epoch=epoch, moved=round(moved, 4), why=why)
