"""Measures one training step of recipe koch against the source document's own loop, in turns, in one process.

    python -m tests.bench.koch_step [--rounds 5]

The document's loop: a `tf.function` with a GradientTape around a model that runs the twin twice, then, for precision
and recall, a separate `model.predict` on the same batch. Ours: one compiled step that runs both twins at once and
counts precision and recall on the way. Both train the same 38,964,545 parameters on the same batch of 16 pairs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

os.environ["KERAS_BACKEND"] = "tensorflow"  # the document's loop is written in it
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

from faceid_app.learning.fit import compile_binary
from faceid_app.learning.koch import INPUT_SHAPE, LEARNING_RATE, Siamese, build_embedding
from faceid_app.learning.layers import L1Distance

BATCH = 16
WANTED = 1.4


def documents_step(first: np.ndarray, second: np.ndarray, labels: np.ndarray) -> Callable[[], None]:
    """The loop body of the source document."""
    embedding = build_embedding()
    pictures = [keras.Input(INPUT_SHAPE), keras.Input(INPUT_SHAPE)]
    distance = L1Distance()(embedding(pictures[0]), embedding(pictures[1]))
    model = keras.Model(pictures, keras.layers.Dense(1, activation="sigmoid")(distance))
    loss_of, optimizer = keras.losses.BinaryCrossentropy(), keras.optimizers.Adam(LEARNING_RATE)
    recall, precision = keras.metrics.Recall(), keras.metrics.Precision()

    @tf.function
    def train_step(batch):
        with tf.GradientTape() as tape:
            loss = loss_of(batch[2], model(batch[:2], training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    batch = tuple(tf.constant(array) for array in (first, second, labels))

    def step() -> None:
        train_step(batch)
        predicted = model.predict(batch[:2], verbose=0)
        recall.update_state(batch[2], predicted)
        precision.update_state(batch[2], predicted)

    return step


def our_step(first: np.ndarray, second: np.ndarray, labels: np.ndarray) -> Callable[[], None]:
    """The loop body of recipe koch."""
    model = Siamese(build_embedding())
    compile_binary(model, learning_rate=LEARNING_RATE)
    return lambda: model.train_on_batch((first, second), labels, return_dict=True)


def main() -> None:
    """Print both medians and their ratio."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    generator = np.random.default_rng(0)
    first, second = generator.random((2, BATCH, *INPUT_SHAPE), dtype=np.float32)
    labels = (np.arange(BATCH) % 2).astype(np.float32)[:, None]
    steps = {"document": documents_step(first, second, labels), "ours": our_step(first, second, labels)}
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    processor: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()  # builds and traces
    for _ in range(rounds):
        for name, step in steps.items():
            started, used = time.perf_counter(), time.process_time()
            step()
            seconds[name].append(time.perf_counter() - started)
            processor[name].append(time.process_time() - used)
    for name, times in seconds.items():
        print(
            f"{name:9} {statistics.median(times):.3f} s a step (fastest {min(times):.3f}), "
            f"{statistics.median(processor[name]):.3f} s of processor time, {rounds} steps"
        )
    # Processor time besides, because it hardly changes when other programs use the machine.
    for kind, measured in (("time", seconds), ("processor", processor)):
        ratio = statistics.median(a / b for a, b in zip(measured["document"], measured["ours"], strict=True))
        print(f"ratio     {ratio:.2f} in {kind} (median of {rounds}; wanted {WANTED})")


if __name__ == "__main__":
    main()
