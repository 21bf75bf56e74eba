"""The small network that answers how far an eye is open, and whether one is there."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops

from faceid_app.guard.eyes import PATCH
from faceid_app.learning.eyes.batches import EyeBatches
from faceid_app.progress import Stage

_STAGES = (24, 32, 48)
RATE = 2e-3
_SCALE = 20.0
"""Weighs an error of openness against one of whether there is an eye: 0.05 of openness like one logit."""
_TOLD = 200


def build_network(seed: int) -> keras.Model:
    """(n, PATCH, PATCH, 1) float32 of mean 0 -> (n, 2): openness, and the logit of an eye's being there."""
    keras.utils.set_random_seed(seed)
    given = keras.Input((PATCH, PATCH, 1))
    flow = _convolved(given, 16, stride=2)
    for channels in _STAGES:
        flow = _convolved(flow, channels, stride=2)
        flow = layers.Add()([flow, _convolved(flow, channels)])
    # Flat, not pooled: where the lids are says how far they are apart.
    answer = layers.Dense(2)(layers.Dropout(0.1)(layers.Flatten()(flow)))
    return keras.Model(given, answer)


def _convolved(flow: keras.KerasTensor, channels: int, *, stride: int = 1) -> keras.KerasTensor:
    flow = layers.Conv2D(channels, 3, stride, "same", use_bias=False)(flow)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.95)(flow))


def teach(model: keras.Model, batches: EyeBatches, *, stage: Stage) -> list[float]:
    """AdamW with a short warm-up and a cosine down; `stage` counts batches. Openness counts only where an eye is.

    Returns:
        The mean loss of every _TOLD batches.
    """
    schedule = keras.optimizers.schedules.CosineDecay(
        RATE / 10, batches.count, alpha=0.02, warmup_target=RATE, warmup_steps=max(1, batches.count // 20)
    )
    model.compile(optimizer=keras.optimizers.AdamW(schedule, weight_decay=1e-4), loss=_loss, jit_compile=False)
    told: list[float] = []
    for pictures, openness, is_eye in batches:
        told.append(float(model.train_on_batch(pictures, np.stack([openness, is_eye], axis=1))))
        stage.advance()
    return [float(np.mean(told[start : start + _TOLD])) for start in range(0, len(told), _TOLD)]


def _loss(wanted: keras.KerasTensor, answered: keras.KerasTensor) -> keras.KerasTensor:
    there = wanted[:, 1]
    error = ops.abs(answered[:, 0] - wanted[:, 0]) * _SCALE
    huber = ops.where(error < 1.0, 0.5 * ops.square(error), error - 0.5)
    logit = answered[:, 1]
    is_eye = ops.softplus(logit) - logit * there
    return ops.mean(huber * there + is_eye)
