"""Owns teaching several attributes at once on features of the backbone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import TrainingFailed
from faceid_app.faces.attributes import YEARS, mean_age, place_of, softmax
from faceid_app.identity.attribute_options import AttributeOptions
from faceid_app.learning.attributes.faces import LabelledFaces
from faceid_app.learning.attributes.networks import AGE, ETHNICITY, GENDER, losses, on_features, targets
from faceid_app.progress import IsCancelled, Progress, Report, Stage

Answers = dict[str, NDArray[np.float64]]
"""Logits by AGE (n, YEARS), GENDER (n,), ETHNICITY (n, 5)."""


def train(
    name: str,
    plain: NDArray[np.float32],
    changed: NDArray[np.float32],
    faces: LabelledFaces,
    options: AttributeOptions,
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[keras.Model, list[dict[str, Any]]]:
    """Train a network on features.

    Args:
        name: of it, for the progress.
        plain: (n, features), of all faces. changed: (m, features), of those learned from, in another view; m may be 0.

    Returns:
        The network, and by epoch "loss" and, of the held side, "validation_loss", and "age", mean error in years,
        "gender" and "ethnicity", shares that are right.

    Raises Cancelled, and TrainingFailed where the loss is no number any more.
    """
    keras.utils.set_random_seed(options.seed)
    network = on_features(plain.shape[1], width=options.width, dropout=options.dropout)
    learned, held = np.flatnonzero(faces.learned), np.flatnonzero(faces.held)
    views = np.concatenate([plain[learned], changed]) if len(changed) else plain[learned]
    rows = np.tile(learned, len(views) // len(learned))
    truth = {key: told[rows] for key, told in _targets(faces).items()}
    known = {key: told[held] for key, told in _targets(faces).items()}
    steps = options.epochs * -(-len(views) // options.batch)
    rate = keras.optimizers.schedules.CosineDecay(options.learning_rate, steps)
    network.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=options.weight_decay), loss=losses())
    # The statistics by which features are brought to one scale come from all of them at once.
    network.get_layer("norm").set_weights([views.mean(axis=0), views.var(axis=0)])
    network.get_layer("norm").trainable = False
    network.compile(optimizer=network.optimizer, loss=losses())
    stage = Stage(name, of=options.epochs, report=report, is_cancelled=is_cancelled, every=0.0)
    course: list[dict[str, Any]] = []

    def ended(epoch: int, logs: Mapping[str, float]) -> None:
        if not np.isfinite(logs["loss"]):
            raise TrainingFailed(f"the loss became {logs['loss']} in epoch {epoch + 1}; lower the learning rate")
        told = judged(answers(network, plain[held]), faces, held)
        course.append(
            {"epoch": epoch + 1, "loss": float(logs["loss"]), "validation_loss": float(logs["val_loss"]), **told}
        )
        stage.advance()
        report(Progress(stage=name, step=epoch + 1, of=options.epochs, epoch=epoch + 1, epochs=options.epochs,
                        loss=float(logs["loss"]), message=f"error {told['age']:.2f} years"))  # fmt: skip

    network.fit(
        views, truth, validation_data=(plain[held], known), epochs=options.epochs, batch_size=options.batch, verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=ended)],
    )  # fmt: skip
    return network, course


def answers(network: keras.Model, features: NDArray[np.float32]) -> Answers:
    """What a network says of (n, features)."""
    told = network.predict(features, batch_size=512, verbose=0)
    return {
        AGE: told[AGE].astype(np.float64),
        GENDER: told[GENDER][:, 0].astype(np.float64),
        ETHNICITY: told[ETHNICITY].astype(np.float64),
    }


def judged(told: Answers, faces: LabelledFaces, rows: NDArray[np.intp]) -> dict[str, float]:
    """Error of the age in years, and shares that are right, of answers for those rows."""
    age = place_of(faces.age[rows]) + 1
    assert told[AGE].shape[1] == YEARS
    return {
        AGE: float(np.abs(mean_age(softmax(told[AGE])) - age).mean()),
        GENDER: float(((told[GENDER] >= 0) == (faces.gender[rows] == 1)).mean()),
        ETHNICITY: float((told[ETHNICITY].argmax(axis=1) == faces.ethnicity[rows]).mean()),
    }


def _targets(faces: LabelledFaces) -> dict[str, NDArray[np.float32]]:
    return targets(faces.age, faces.gender, faces.ethnicity)
