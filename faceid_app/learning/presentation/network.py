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

_BLOCKS = ((24, 1), (32, 2), (32, 1), (48, 2), (48, 1), (64, 2), (96, 1))
"""Filters and stride of each pair of depthwise and pointwise convolution."""
_FIRST = 16
_RATE, _DECAY = 3e-3, 1e-4


def build_network(seed: int) -> Network:
    """(n, NETWORK_SIDE, NETWORK_SIDE, 3) float32 of about -1..1 -> (n, 1) logits; 0.02 M parameters."""
    keras.utils.set_random_seed(seed)
    given = keras.Input((NETWORK_SIDE, NETWORK_SIDE, 3))
    flow = layers.Conv2D(_FIRST, 3, 2, "same", use_bias=False)(given)
    flow = layers.ReLU()(layers.BatchNormalization(momentum=0.95)(flow))
    for filters, stride in _BLOCKS:
        before = flow
        flow = layers.DepthwiseConv2D(3, stride, "same", use_bias=False)(flow)
        flow = layers.BatchNormalization(momentum=0.95)(flow)
        flow = layers.Conv2D(filters, 1, use_bias=False)(flow)
        flow = layers.ReLU()(layers.BatchNormalization(momentum=0.95)(flow))
        if stride == 1 and before.shape[-1] == filters:
            flow = layers.Add()([before, flow])
    # The strongest place besides the mean one: an edge of a paper is seen in few places.
    pooled = layers.Concatenate()([layers.GlobalAveragePooling2D()(flow), layers.GlobalMaxPooling2D()(flow)])
    answer = layers.Dense(1)(layers.Dropout(0.3)(pooled))
    return keras.Model(given, answer)


def teach(model: Network, batches: Batches, *, epochs: int, stage: Stage) -> list[float]:
    """Binary cross-entropy with Adam and a cosine schedule; the mean loss of each epoch. `stage` counts batches."""
    schedule = keras.optimizers.schedules.CosineDecay(
        _RATE / 10, epochs * batches.count, alpha=0.02, warmup_target=_RATE, warmup_steps=max(1, batches.count // 2)
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(schedule, weight_decay=_DECAY),
        loss=keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.02),
        jit_compile=False,
    )
    losses = []
    for _ in range(epochs):
        told = []
        for pictures, attack, weight in batches:
            told.append(float(model.train_on_batch(pictures, attack, sample_weight=weight)))
            stage.advance()
        losses.append(float(np.mean(told)))
    return losses
