"""Splits people into folds and teaches a network without each, so that every view is judged by one that never saw its
person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.surroundings import to_network
from faceid_app.learning.presentation.batches import Batches, network_views
from faceid_app.learning.presentation.material import Material
from faceid_app.learning.presentation.network import Network, build_network, teach
from faceid_app.progress import Stage

FOLDS = 5
_BLOCK = 256


def folds_of(material: Material, *, seed: int) -> NDArray[np.intp]:
    """(n,) 0..FOLDS-1: of each source the people are dealt out in random order; a person is in one fold."""
    fold = np.zeros(len(material), np.intp)
    rng = np.random.default_rng(seed)
    for source in np.unique(material.source):
        people = rng.permutation(np.unique(material.person[material.source == source]))
        for place, person in enumerate(people):
            fold[material.person == person] = place % FOLDS
    return fold


class Teaching:
    """Teaches networks on parts of one material, always in the same way.

    Args:
        material: all of it.
        epochs, batches: how long a network learns.
        seed: of weights and order.
        stage: counts batches.
    """

    def __init__(self, material: Material, *, epochs: int, batches: int, seed: int, stage: Stage) -> None:
        self._material, self._views = material, network_views(material)
        self._epochs, self._batches, self._seed, self._stage = epochs, batches, seed, stage

    def network(self, rows: NDArray[np.bool_]) -> tuple[Network, list[float]]:
        """A network that learned from those (n,) views, and the loss of each epoch."""
        network = build_network(self._seed)
        batches = Batches(self._views[rows], self._material.chosen(rows), count=self._batches, seed=self._seed)
        return network, teach(network, batches, epochs=self._epochs, stage=self._stage)

    def logits(self, network: Network, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What it answers to those views."""
        views = self._views[rows]
        parts = [
            np.asarray(network(to_network(views[start : start + _BLOCK]), training=False), np.float64)[:, 0]
            for start in range(0, len(views), _BLOCK)
        ]
        return np.concatenate(parts) if parts else np.empty(0)

    def unseen_logits(self, fold: NDArray[np.intp]) -> NDArray[np.float64]:
        """(n,): of every view by a network that learned from the people of the other folds."""
        answers = np.zeros(len(fold))
        for held_out in range(FOLDS):
            network, _ = self.network(fold != held_out)
            answers[fold == held_out] = self.logits(network, fold == held_out)
        return answers
