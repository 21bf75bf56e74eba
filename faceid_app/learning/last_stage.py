"""The training of a backbone's last stage, on features of the frozen part, confirmed by held-out people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import threshold_at_far
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head
from faceid_app.identity.people_pairs import Faces, Rows, different_person_pairs, few_of_each, same_person_pairs
from faceid_app.learning.fit import Batch, EpochFigures, compile_binary, fit
from faceid_app.learning.head_start import CONFIRM_FAR, LEAST_GENUINE, STRICT_FAR, SURE, standard_errors
from faceid_app.learning.head_training import build_head_model
from faceid_app.learning.layers import PACKAGE
from faceid_app.progress import IsCancelled, Report, Stage

EPOCHS = 4
LEARNING_RATE = 1e-5
STRENGTH = 10.0
"""Penalty for a layer's weights as far from the start as they are large; under it they move by about a hundredth."""
GROUP = 256  # pairs of each kind an epoch
BATCH = 64  # pairs
_SMALL = 0.01
_BLOCK = 32


@keras.saving.register_keras_serializable(package=PACKAGE)
class TowardsWeights(keras.regularizers.Regularizer):  # type: ignore[misc]  # keras ships no types
    """strength * |weights - start|^2 / |start|^2: what it costs to leave pretrained weights (L2-SP, Li et al. 2018).

    Weights that are all but 0 on average count as of size _SMALL: from 0 every step would be infinitely far.
    """

    def __init__(self, start: Any, strength: float) -> None:
        self.start = np.asarray(start, np.float32)
        self.strength = strength
        size = max(float(np.square(self.start, dtype=np.float64).mean()), _SMALL**2)
        self._scale = strength / (size * self.start.size)

    def __call__(self, x: Any) -> Any:
        return self._scale * ops.sum(ops.square(x - self.start))

    def get_config(self) -> dict[str, Any]:
        return {"start": self.start.tolist(), "strength": self.strength}


@dataclass(frozen=True, slots=True, eq=False)
class StagePictures:
    """Features of the frozen part for everything to learn from.

    Attributes:
        features: (n, h, w, c) float32: the person's captures, then strangers.
        anchors, positives: rows of the person's captures.
        person: (m,) int32, whom the strangers show; stranger i is row `first + i`.
        first: row of the first stranger.
        near: (m, d) float32 of length 1, the strangers' embeddings at the start, which say who resembles whom.
    """

    features: Array
    anchors: Rows
    positives: Rows
    person: NDArray[np.int32]
    first: int
    near: Embeddings


@dataclass(frozen=True, slots=True)
class StageTraining:
    """What training did. `kept_epoch` is 0 where the start was kept; TAR at FAR 1e-3 of the people who confirm."""

    epochs: tuple[EpochFigures, ...]
    kept_epoch: int
    tar: tuple[float, ...]
    pairs: int
    why: str

    def to_card(self) -> dict[str, Any]:
        """Plain JSON values; the first TAR is that of the start."""
        return {**asdict(self), "epochs": [figures.to_card() for figures in self.epochs]}


def embed_features(stage: keras.Model, features: Array) -> Embeddings:
    """(n, h, w, c) float32 -> (n, d) float32 of length 1."""
    rows = [stage.predict_on_batch(features[at : at + _BLOCK]) for at in range(0, len(features), _BLOCK)]
    embeddings = np.concatenate(rows).astype(np.float32)
    length = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return np.asarray(embeddings / np.maximum(length, 1e-12), np.float32)


def compute_features(trunk: keras.Model, aligned: NDArray[np.uint8], *, stage: Stage) -> Array:
    """(n, 112, 112, 3) uint8 -> (n, h, w, c) float32 through the frozen part, advancing `stage` by one each."""
    features = np.empty((len(aligned), *trunk.output_shape[1:]), np.float32)
    for at in range(0, len(aligned), _BLOCK):
        block = aligned[at : at + _BLOCK]
        features[at : at + len(block)] = trunk.predict_on_batch(block.astype(np.float32))
        stage.advance(len(block))
    return features


Accepted = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""(n,) bool each: the same-person pairs accepted at FAR 1e-3, and at 1e-4."""


class Confirmation:
    """People the training has not seen, who say whether a moved stage tells people apart better than the start did.

    Better is what it is for a head alone: at FAR 1e-3 more same-person pairs are accepted than at the start, by
    McNemar's test on the pairs that changed, and at FAR 1e-4 not fewer.
    """

    def __init__(self, person: NDArray[np.int32], *, generator: np.random.Generator) -> None:
        self._same = same_person_pairs(person, generator=generator)
        self._few = few_of_each(person, each=4, most=len(person), generator=generator)
        a, b = np.triu_indices(len(self._few), 1)
        self._different = person[self._few[a]] != person[self._few[b]]
        self.pairs, self.different = len(self._same[0]), int(self._different.sum())
        self.possible = self.pairs >= LEAST_GENUINE and self.different * STRICT_FAR >= 3

    def accepted(self, head: L1Head, embeddings: Embeddings) -> Accepted:
        """Which same-person pairs are accepted where one in 1,000, and one in 10,000, different-person pairs is."""
        projected = head.project(embeddings)
        genuine = head.pair_logits(projected[self._same[0]], projected[self._same[1]])
        few = projected[self._few]
        impostor = head.own_logits(few)[self._different]
        at = [genuine >= np.float32(threshold_at_far(impostor, far)) for far in (CONFIRM_FAR, STRICT_FAR)]
        return at[0], at[1]


def surer(start: Accepted, now: Accepted) -> float:
    """How many standard errors better than the start that is; 0 where it loses at the stricter rate."""
    return standard_errors(start[0], now[0]) if standard_errors(start[1], now[1]) >= 0 else 0.0


def train_stage(
    stage: keras.Model,
    start: L1Head,
    pictures: StagePictures,
    confirm: Faces,
    *,
    epochs: int,
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[L1Head, StageTraining]:
    """Train `stage` and the head behind it; leaves in `stage` the weights of the best confirmed epoch, or the start's.

    Args:
        stage: features -> embedding; it is changed.
        start: a head as `start_head` makes it.
        pictures: to learn from.
        confirm: features (n, h, w, c) in place of embeddings, of people not in `pictures`.
        epochs: to train.
        seed: of the pairs.
        report, is_cancelled: as ever.

    Returns:
        The head of that epoch, on the scale of `start`, and what happened.
    """
    judges = Confirmation(confirm.person, generator=np.random.default_rng(seed))
    if not judges.possible:
        why = (
            f"the start was kept: too few held-out people to confirm a change ({judges.pairs} same-person and "
            f"{judges.different} different-person pairs)"
        )
        return start, StageTraining(epochs=(), kept_epoch=0, tar=(), pairs=judges.pairs, why=why)
    model, dense = _siamese(stage, start)
    at_start = judges.accepted(start, embed_features(stage, confirm.embeddings))
    tars, highest = [float(at_start[0].mean())], 0.0
    best: tuple[float, int, L1Head, list[Any]] = (0.0, 0, start, stage.get_weights())

    def check(figures: EpochFigures) -> bool:
        nonlocal best, highest
        kernel, bias = (np.asarray(value) for value in dense.get_weights())
        head = L1Head(frame=start.frame, weights=kernel[:, 0].astype(np.float32), bias=float(bias[0]))
        now = judges.accepted(head, embed_features(stage, confirm.embeddings))
        tars.append(float(now[0].mean()))
        sureness = surer(at_start, now)
        highest = max(highest, sureness)
        if sureness >= SURE and sureness > best[0]:
            best = (sureness, figures.epoch, head, stage.get_weights())
        return True

    history = fit(
        model,
        lambda epoch: _batches(pictures, np.random.default_rng((seed, epoch))),
        steps=-(-_pairs_an_epoch(pictures) // BATCH),
        epochs=epochs,
        checkpoints=None,
        resume=False,
        report=report,
        is_cancelled=is_cancelled,
        after_epoch=check,
    )
    sureness, epoch, head, weights = best
    stage.set_weights(weights)
    of = f"{judges.pairs} same-person pairs of held-out people at FAR {CONFIRM_FAR:g}"
    why = (
        f"epoch {epoch} was kept: it is {sureness:.1f} standard errors better than the start on {of}"
        if epoch
        else f"the start was kept: no epoch was better by {SURE:g} standard errors (at most {highest:.1f}) on {of}"
    )
    return head, StageTraining(epochs=history, kept_epoch=epoch, tar=tuple(tars), pairs=judges.pairs, why=why)


def _siamese(stage: keras.Model, start: L1Head) -> tuple[keras.Model, keras.layers.Layer]:
    """Both twins' features -> probability; every weight of the stage is held near where it starts."""
    for weight in stage.trainable_weights:
        weight.regularizer = TowardsWeights(ops.convert_to_numpy(weight), STRENGTH)
    head = build_head_model(start)
    inputs = [keras.Input(stage.input_shape[1:], name=name) for name in ("first", "second")]
    model = keras.Model(inputs, head([stage(features) for features in inputs]), name="siamese")
    compile_binary(model, learning_rate=LEARNING_RATE)
    return model, head.get_layer("head")


def _pairs_an_epoch(pictures: StagePictures) -> int:
    return GROUP * (4 if _has_same(pictures) else 3)


def _has_same(pictures: StagePictures) -> bool:
    return len(np.unique(pictures.person)) < len(pictures.person)


def _batches(pictures: StagePictures, generator: np.random.Generator) -> Iterator[Batch]:
    """Equally many pairs of each kind: same user, user and stranger, two strangers (the nearer half), same stranger."""
    strangers = pictures.first + np.arange(len(pictures.person))
    a, b = different_person_pairs(pictures.person, 20 * GROUP, generator=generator)
    nearness = np.einsum("ij,ij->i", pictures.near[a], pictures.near[b])
    chosen = np.resize(np.concatenate([np.argsort(-nearness)[: GROUP // 2], np.arange(GROUP // 2)]), GROUP)
    groups = [
        (generator.choice(pictures.anchors, GROUP), generator.choice(pictures.positives, GROUP), 1.0),
        (generator.choice(pictures.anchors, GROUP), generator.choice(strangers, GROUP), 0.0),
        (strangers[a[chosen]], strangers[b[chosen]], 0.0),
    ]
    if _has_same(pictures):
        a, b = same_person_pairs(pictures.person, generator=generator)
        chosen = generator.integers(len(a), size=GROUP)
        groups.append((strangers[a[chosen]], strangers[b[chosen]], 1.0))
    first, second = (np.concatenate([group[side] for group in groups]) for side in (0, 1))
    labels = np.repeat([group[2] for group in groups], GROUP).astype(np.float32)
    order = generator.permutation(len(labels))
    for at in range(0, len(order), BATCH):
        rows = order[at : at + BATCH]
        yield (pictures.features[first[rows]], pictures.features[second[rows]]), labels[rows, None]
