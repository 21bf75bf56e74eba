"""Owns the documents' three small networks for 48x48 grey pixels, to the layer, and their training.

The documents give the kinds of the layers, Conv-Pool-Conv-Pool-Dense-Dropout-softmax or -sigmoid, and the numbers of
weights: 38,298 for age, 2,981 for ethnicity, 673 for gender; not the sizes. With f and g filters of k x k and l x l,
a map of b x b behind the second pool, d units and o outputs a network has

    f (k^2 + 1) + g (f l^2 + 1) + (b^2 g + 1) d + (d + 1) o

weights. Of the whole solutions with k = 5, l = 3, a first pool of 4 and o = 6, 5, 1 those below are taken: filters that
double or stay, and widths that are no accident of the arithmetic. Other sizes give the same numbers too.

    age        8 *  26 +  20 *  73 + 321 * 112 + 113 * 6 = 38,298   (second pool 2, map 4x4)
    ethnicity  8 *  26 +   8 *  73 +  73 *  28 +  29 * 5 =  2,981   (second pool 3, map 3x3)
    gender     4 *  26 +   8 *  37 +  33 *   8 +   9 * 1 =    673   (second pool 4, map 2x2)

Age in ten groups has the same layers but the last: 38,750.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from faceid_app.datasets.utkface import CSV_SIDE, ETHNICITIES
from faceid_app.errors import TrainingFailed
from faceid_app.faces.attributes import SIX_GROUPS, TEN_GROUPS
from faceid_app.progress import IsCancelled, Progress, Report, Stage

DROPOUT = 0.25


@dataclass(frozen=True, slots=True)
class Sizes:
    """filters: of both convolutions. pool: the second. dense: units. outputs: 1 stands for a sigmoid."""

    filters: tuple[int, int]
    pool: int
    dense: int
    outputs: int
    parameters: int


AGE_SIX, AGE_TEN, ETHNICITY, GENDER = "age, six groups", "age, ten groups", "ethnicity", "gender"
SIZES = {
    AGE_SIX: Sizes((8, 20), 2, 112, len(SIX_GROUPS), 38_298),
    AGE_TEN: Sizes((8, 20), 2, 112, len(TEN_GROUPS), 38_750),
    ETHNICITY: Sizes((8, 8), 3, 28, len(ETHNICITIES), 2_981),
    GENDER: Sizes((4, 8), 4, 8, 1, 673),
}


def build(name: str) -> keras.Model:
    """(n, 48, 48, 1) float32 0..1 -> (n, outputs) probabilities. Raises ValueError where a count is another."""
    size = SIZES[name]
    inputs = keras.Input((CSV_SIDE, CSV_SIDE, 1), name="pixels")
    x = layers.Conv2D(size.filters[0], 5, activation="relu", name="convolution_1")(inputs)
    x = layers.MaxPooling2D(4, name="pool_1")(x)
    x = layers.Conv2D(size.filters[1], 3, activation="relu", name="convolution_2")(x)
    x = layers.MaxPooling2D(size.pool, name="pool_2")(x)
    x = layers.Dense(size.dense, activation="relu", name="dense")(layers.Flatten(name="flat")(x))
    x = layers.Dropout(DROPOUT, name="dropout")(x)
    last = "sigmoid" if size.outputs == 1 else "softmax"
    model = keras.Model(inputs, layers.Dense(size.outputs, activation=last, name="answer")(x), name="documents")
    if model.count_params() != size.parameters:
        raise ValueError(f"{name}: expected {size.parameters:,} parameters. Received: {model.count_params():,}")
    return model


def train(
    name: str,
    grey: NDArray[np.uint8],
    truth: NDArray[np.int64],
    training: NDArray[np.bool_],
    *,
    epochs: int,
    batch: int,
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Train one of SIZES with Adam, and judge what it did not learn from.

    Args:
        name: of the network.
        grey: (n, 48, 48) uint8. truth: (n,) class of each. training: (n,) bool, the side to learn from.
        epochs, batch, seed: as ever.

    Returns:
        Probabilities of the others (m, classes), and the course: "parameters", "seconds", and by epoch "loss",
        "accuracy", "validation_loss", "validation_accuracy" as the documents have it, which validate on the test side.

    Raises Cancelled, and TrainingFailed where the loss is no number any more.
    """
    keras.utils.set_random_seed(seed)
    model = build(name)
    binary = SIZES[name].outputs == 1
    loss = "binary_crossentropy" if binary else "sparse_categorical_crossentropy"
    model.compile(optimizer=keras.optimizers.Adam(), loss=loss, metrics=["accuracy"])
    pixels = grey[..., None].astype(np.float32) / np.float32(255)
    stage = Stage(name, of=epochs, report=report, is_cancelled=is_cancelled, every=0.0)
    began = time.monotonic()

    def ended(epoch: int, logs: dict[str, float]) -> None:
        if not np.isfinite(logs["loss"]):
            raise TrainingFailed(f"the loss of the documents' network became {logs['loss']} in epoch {epoch + 1}")
        stage.advance()
        report(Progress(stage=name, step=epoch + 1, of=epochs, epoch=epoch + 1, epochs=epochs, loss=logs["loss"],
                        message=f"test side {logs['val_accuracy']:.1%}"))  # fmt: skip

    history = model.fit(
        pixels[training], truth[training], validation_data=(pixels[~training], truth[~training]), epochs=epochs,
        batch_size=batch, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=ended)],
    ).history  # fmt: skip
    told = model.predict(pixels[~training], batch_size=512, verbose=0).astype(np.float64)
    probabilities = np.concatenate([1 - told, told], axis=1) if binary else told
    names = {
        "loss": "loss",
        "accuracy": "accuracy",
        "val_loss": "validation_loss",
        "val_accuracy": "validation_accuracy",
    }
    epochs_told = [
        {"epoch": epoch + 1, **{ours: float(history[theirs][epoch]) for theirs, ours in names.items()}}
        for epoch in range(epochs)
    ]
    seconds = round(time.monotonic() - began, 2)
    return probabilities, {"parameters": model.count_params(), "seconds": seconds, "epochs": epochs_told}
