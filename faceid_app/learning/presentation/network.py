"""The compact network that looks at a face with its surroundings and answers the logit of an attack."""

from __future__ import annotations

from typing import TypeAlias

import keras
import numpy as np
from keras import layers

from faceid_app.guard.surroundings import NETWORK_SIDE
from faceid_app.learning.presentation.batches import Batches
from faceid_app.progress import Stage

Network: TypeAlias = keras.Model

_STAGES = (32, 64, 96)
"""Channels after each halving but the first."""
_FIRST = 16
RATE = 3e-3
"""Of a network that begins with nothing."""
DECAY = 1e-4
_TOLD = 100


def build_network(seed: int) -> Network:
    """(n, NETWORK_SIDE, NETWORK_SIDE, 3) float32 of about -1..1 -> (n, 1) logits; 0.2 M parameters.

    Whole convolutions: on a CPU they teach as fast as depthwise ones with a tenth of the weights.
    """
    keras.utils.set_random_seed(seed)
    given = keras.Input((NETWORK_SIDE, NETWORK_SIDE, 3))
    flow = _convolved(given, _FIRST, stride=2)
    for channels in _STAGES:
        flow = _convolved(flow, channels, stride=2)
        flow = layers.Add()([flow, _convolved(flow, channels)])
    # The strongest place besides the mean one: an edge of a paper is seen in few places.
    pooled = layers.Concatenate()([layers.GlobalAveragePooling2D()(flow), layers.GlobalMaxPooling2D()(flow)])
    answer = layers.Dense(1)(layers.Dropout(0.3)(pooled))
    return keras.Model(given, answer)


def _convolved(flow: keras.KerasTensor, channels: int, *, stride: int = 1) -> keras.KerasTensor:
    flow = layers.Conv2D(channels, 3, stride, "same", use_bias=False)(flow)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.95)(flow))


def teach(model: Network, batches: Batches, *, rate: float, stage: Stage) -> list[float]:
    """Binary cross-entropy with AdamW, a short warm-up to `rate` and a cosine down from it; `stage` counts batches.

    Returns:
        The mean loss of every _TOLD batches.
    """
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 10, batches.count, alpha=0.02, warmup_target=rate, warmup_steps=max(1, batches.count // 20)
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(schedule, weight_decay=DECAY),
        loss=keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.02),
        jit_compile=False,
    )
    told: list[float] = []
    for pictures, attack in batches:
        told.append(float(model.train_on_batch(pictures, attack)))
        stage.advance()
    return [float(np.mean(told[start : start + _TOLD])) for start in range(0, len(told), _TOLD)]
