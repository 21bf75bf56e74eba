"""Learning rate and frozen blocks as functions of how far the training is; nothing to be kept in a checkpoint."""

from __future__ import annotations

import math

from faceid_app.identity.arcface_options import RESTARTS, ArcfaceOptions


def learning_rate(options: ArcfaceOptions, progress: float) -> float:
    """The rate of a step `progress` epochs (a fraction, from 0) into the training.

    With restarts it falls along half a cosine to `lowest_rate` over `restart_epochs` epochs and begins anew, each turn
    `restart_factor` times as long as the one before: Loshchilov and Hutter, "SGDR" (ICLR 2017), equation 5.
    """
    if options.schedule != RESTARTS:
        return options.learning_rate
    turn: float = options.restart_epochs
    while progress >= turn:
        progress -= turn
        turn *= options.restart_factor
    span = options.learning_rate - options.lowest_rate
    return options.lowest_rate + span * (1 + math.cos(math.pi * progress / turn)) / 2


def blocks_learning(options: ArcfaceOptions, epoch: int, blocks: int) -> int:
    """How many of a backbone's `blocks` learn in `epoch` (from 0), counted from the one next to the embedding."""
    if epoch < options.frozen_epochs:
        return 0
    if options.unfreeze_every == 0:
        return blocks
    return min(blocks, 1 + (epoch - options.frozen_epochs) // options.unfreeze_every)
