"""Teaches a narrow network to compute what a wide one does, on ever new views of faces."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from faceid_app.errors import Cancelled, TrainingFailed, UsageError
from faceid_app.learning.augmentation import Augmentation
from faceid_app.learning.chain import Chain, build_network, read_chain, replace_tail
from faceid_app.learning.device import find_device
from faceid_app.learning.distillation_state import DistillationState, MovingAverage
from faceid_app.learning.guide import DeviceGuide, Guide, prepared
from faceid_app.learning.identity_supervision import KnownPeople, Naming, with_directions
from faceid_app.progress import IsCancelled, Progress, Report

EVERY = 100
"""Steps over which a loss is averaged for the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distillation:
    """How to teach.

    Attributes:
        steps: batches in all; the learning rate falls to nearly 0 along half a cosine over them.
        batch: faces of one step.
        learning_rate: the highest, of AdamW, after `warm_up` steps.
        warm_up: steps over which it rises.
        cosine: weight of the first loss, which compares each embedding with the teacher's.
        relational: weight of the second loss, which compares the faces of a batch with each other.
        identity: weight of the third loss, ArcFace on the faces whose person is known.
        decay: weight decay.
        average: momentum of the moving average of the weights, which is what is kept.
        seed: of the order of faces and of their views.
    """

    steps: int
    batch: int = 32
    learning_rate: float = 1e-3
    warm_up: int = 200
    cosine: float = 1.0
    relational: float = 1.0
    identity: float = 0.0
    decay: float = 1e-4
    average: float = 0.999
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Taught:
    """The student, its mean loss over every `EVERY` steps, and what that cost on this device."""

    student: Chain
    losses: tuple[tuple[int, float], ...]
    faces: int
    seconds: float


def shared_layers(student: Chain, teacher: Chain) -> int:
    """How many convolutions at the start are the same in both: they are computed once and do not learn."""
    count = 0
    for ours, theirs in zip(student.convolutions, teacher.convolutions, strict=False):
        if not np.array_equal(ours.kernel, theirs.kernel) or not np.array_equal(ours.bias, theirs.bias):
            break
        count += 1
    return count


def distil(
    student: Chain,
    teacher: Chain,
    faces: NDArray[np.uint8],
    how: Distillation,
    *,
    augmentation: Augmentation,
    known: KnownPeople | None = None,
    folder: Path,
    keep_every: float = 120.0,
    report: Report,
    is_cancelled: IsCancelled,
    watch: Callable[[int, Chain], None] | None = None,
) -> Taught:
    """Teach `student` the embeddings of `teacher`, from the checkpoint in `folder` on where there is one.

    The loss of a batch is `cosine` times the mean of 1 - cosine between both embeddings of each view, plus `relational`
    times the mean squared difference between both networks' cosines of every two views (as relational distillation,
    Park et al. 2019, does with distances), plus `identity` times ArcFace (see `identity_supervision`).

    Args:
        student, teacher: chains over the same pixels, to embeddings of the same length.
        faces: (n, side, side, 3) uint8.
        how: see there.
        augmentation: makes the views; both networks see the same one.
        known: whom the faces show; needed where `identity` is not 0.
        folder: of the checkpoint; made if need be.
        keep_every: seconds between two checkpoints.
        report, is_cancelled: as ever; when cancelled the state is kept first.
        watch: called after each checkpoint with the step and the student as it is.

    Raises:
        Cancelled: asked to stop.
        UsageError, CorruptData: no loss has a weight, or nobody is known whom one is to name; the checkpoint is that of
            another training, or damaged.
        TrainingFailed: the loss is no number any more.
    """
    known = _needed(how, known)
    shared = shared_layers(student, teacher)
    gpu = find_device().gpu
    network = _tail(student, shared, half=gpu)
    trained = _compiled(network, known, how)
    mean = MovingAverage(trained, momentum=how.average)
    state = DistillationState(folder, {**asdict(how), "augmentation": asdict(augmentation), "faces": len(faces)})
    start, losses, spent = state.load(trained, mean)
    began = kept = time.monotonic()
    total, counted = 0.0, 0

    def student_now() -> Chain:
        return replace_tail(student, mean.applied(trained, lambda _: read_chain(network)), shared)

    guide = DeviceGuide(teacher, shared) if gpu else Guide(teacher, shared)
    steps = range(start, how.steps)
    with prepared(guide, faces, augmentation, batch=how.batch, seed=how.seed, steps=steps) as batches:
        for step, (features, targets, rows) in enumerate(batches, start=start + 1):
            told = targets if known is None else [targets, known.person[rows]]
            loss = float(np.ravel(trained.train_on_batch(features, told))[0])
            if not math.isfinite(loss):
                raise TrainingFailed(f"the loss became {loss} at step {step}")
            mean.follow(trained)
            total, counted = total + loss, counted + 1
            if step % EVERY == 0 or step == how.steps:
                losses.append((step, total / counted))
                total, counted = 0.0, 0
            now = time.monotonic()
            eta = (now - began) / (step - start) * (how.steps - step)
            report(Progress(stage="distil", step=step, of=how.steps, eta=eta, loss=loss))
            cancelled = is_cancelled()
            if cancelled or step == how.steps or now - kept >= keep_every:
                state.save(trained, mean, step=step, losses=losses, seconds=spent + now - began)
                kept = now
                if cancelled:
                    raise Cancelled("Distillation")
                if watch:
                    watch(step, student_now())
    return Taught(student_now(), tuple(losses), how.steps * how.batch, spent + time.monotonic() - began)


def _needed(how: Distillation, known: KnownPeople | None) -> KnownPeople | None:
    """Those whom a loss is to name; None where none is."""
    if not how.cosine + how.relational + how.identity > 0:
        raise UsageError("At least one of the losses needs a weight above 0: cosine, relational or identity.")
    if how.identity == 0:
        return None
    if known is None or len(known.directions) < 2:
        raise UsageError(
            "Nobody can be named: give an identity file with several pictures of a person, or identity weight 0."
        )
    return known


def _tail(student: Chain, shared: int, *, half: bool) -> keras.Model:
    """What learns: the features behind the first `shared` convolutions -> embedding; with `half`, computed in bfloat16
    from weights in float32."""
    policy = keras.config.dtype_policy()
    if half:
        keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        return build_network(student, first=shared, fixed_slopes=True)
    finally:
        keras.config.set_dtype_policy(policy)


def _compiled(network: keras.Model, known: KnownPeople | None, how: Distillation) -> keras.Model:
    """The network with its losses, and an output more where people are to be named."""
    schedule = keras.optimizers.schedules.CosineDecay(
        how.learning_rate / 20, max(how.steps - how.warm_up, 1), alpha=0.01,
        warmup_target=how.learning_rate, warmup_steps=how.warm_up,
    )  # fmt: skip
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=how.decay, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    losses: list[keras.losses.Loss] = [Imitation(cosine=how.cosine, relational=how.relational)]
    trained, weights = network, [1.0]
    if known is not None:
        trained, losses, weights = with_directions(network, known), [*losses, Naming()], [1.0, how.identity]
    jit = keras.backend.backend() == "jax"
    trained.compile(optimizer=optimizer, loss=losses, loss_weights=weights, jit_compile=jit)
    optimizer.build(trained.trainable_variables)
    return trained


class Imitation(keras.losses.Loss):  # type: ignore[misc]  # keras ships no types
    """`cosine` times the mean of 1 - cosine of each row with its target, and how the rows' cosines among each other
    differ.

    Of different faces the cosines are small: the squares count `10 * relational` times, of like size at the start.
    """

    def __init__(self, *, relational: float, cosine: float = 1.0) -> None:
        super().__init__(name="imitation", reduction=None)
        self._cosine, self._relational = cosine, relational

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """(n, d) targets of length 1 and (n, d) embeddings of any length -> a scalar >= 0."""
        found = ops.normalize(ops.cast(y_pred, "float32"), axis=-1)
        single = ops.mean(1 - ops.sum(found * y_true, axis=-1))
        difference = ops.matmul(found, ops.transpose(found)) - ops.matmul(y_true, ops.transpose(y_true))
        return self._cosine * single + 10 * self._relational * ops.mean(ops.square(difference))
