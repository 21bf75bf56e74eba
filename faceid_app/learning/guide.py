"""What a student learns from: views of faces, the features of layers shared with its teacher, and the targets."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, NamedTuple

import numpy as np
from keras import ops
from numpy.typing import NDArray

from faceid_app.learning.augmentation import Augmentation
from faceid_app.learning.chain import Array, Chain, build_network
from faceid_app.learning.export import litert_bytes

_AHEAD = 4  # batches


class Batch(NamedTuple):
    """What one step learns from: features (n, h, w, c), targets (n, d) of length 1, and the rows of the faces (n,)."""

    features: Any
    targets: Any
    rows: NDArray[np.intp]


class Guide:
    """The teacher, run through LiteRT: on a CPU a quarter of the time that a training framework takes.

    Args:
        teacher: the wide chain.
        shared: how many of its first convolutions the student has too, so that nobody computes them twice.
    """

    def __init__(self, teacher: Chain, shared: int, *, workers: int | None = None) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self.workers = workers or os.cpu_count() or 1
        content = litert_bytes(build_network(teacher, upto=shared, name="guide"))
        self._interpreters: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self.workers):
            interpreter = Interpreter(model_content=content, num_threads=1)
            interpreter.allocate_tensors()
            self._interpreters.put(interpreter)
        shapes = [tuple(item["shape"][1:]) for item in interpreter.get_output_details()]
        self._features, self._targets = (0, 1) if len(shapes[0]) == 3 else (1, 0)
        self.feature_shape, self.dimension = shapes[self._features], int(shapes[self._targets][0])

    def look(self, views: Iterator[NDArray[np.uint8]], count: int) -> tuple[Array, Array]:
        """Views (side, side, 3) uint8 -> features (count, h, w, c) and targets (count, d) float32 of length 1."""
        features = np.empty((count, *self.feature_shape), np.float32)
        targets = np.empty((count, self.dimension), np.float32)
        interpreter = self._interpreters.get()
        try:
            source = interpreter.get_input_details()[0]["index"]
            outputs = [item["index"] for item in interpreter.get_output_details()]
            for row, view in enumerate(views):
                interpreter.set_tensor(source, view[None].astype(np.float32))
                interpreter.invoke()
                features[row] = interpreter.get_tensor(outputs[self._features])[0]
                targets[row] = interpreter.get_tensor(outputs[self._targets])[0]
        finally:
            self._interpreters.put(interpreter)
        return features, targets / np.maximum(np.linalg.norm(targets, axis=1, keepdims=True), 1e-6)


class DeviceGuide:
    """The teacher in Keras, for a GPU, next to which LiteRT on the cores would be what everybody waits for.

    Features and targets stay on the device. The cores make the views.
    """

    def __init__(self, teacher: Chain, shared: int, *, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._network = build_network(teacher, upto=shared, name="guide")

    def look(self, views: Iterator[NDArray[np.uint8]], _count: int) -> tuple[Any, Any]:
        """As `Guide.look`, tensors of the backend."""
        pixels = np.stack(list(views))  # as bytes to the device, a quarter of the way
        features, targets = self._network(ops.cast(ops.convert_to_tensor(pixels), "float32"), training=False)
        # Without a gradient: torch would else keep all that the teacher computed.
        return ops.stop_gradient(features), ops.normalize(ops.stop_gradient(targets), axis=-1, epsilon=1e-6)


@contextmanager
def prepared(
    guide: Guide | DeviceGuide,
    faces: NDArray[np.uint8],
    augmentation: Augmentation,
    *,
    batch: int,
    seed: int,
    steps: Sequence[int],
) -> Iterator[Iterator[Batch]]:
    """The batches of `steps`, made on other cores while the student learns from the ones before.

    What a step sees depends on the seed and its number alone, so that a training that was interrupted goes on as if it
    had not been.
    """

    def make(step: int) -> Batch:
        generator = np.random.default_rng((seed, step))
        rows = rows_of_step(len(faces), batch=batch, seed=seed, step=step)
        features, targets = guide.look((augmentation.view(faces[row], generator) for row in rows), batch)
        return Batch(features, targets, rows)

    pool = ThreadPoolExecutor(guide.workers)

    def batches() -> Iterator[Batch]:
        pending: deque[Future[Batch]] = deque()
        for step in steps:
            pending.append(pool.submit(make, step))
            if len(pending) > _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()

    try:
        yield batches()
    finally:
        pool.shutdown(cancel_futures=True)


def rows_of_step(count: int, *, batch: int, seed: int, step: int) -> NDArray[np.intp]:
    """(batch,) indices of the faces of a step: every face once before any comes again, in an order ever new."""
    places = np.arange(step * batch, (step + 1) * batch)
    result = np.empty(batch, np.intp)
    for turn in np.unique(places // count):
        order = np.random.default_rng((seed, int(turn), 1)).permutation(count)
        here = places // count == turn
        result[here] = order[places[here] % count]
    return result
