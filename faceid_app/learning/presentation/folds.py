"""Splits people into folds and teaches a network without each, so that every view is judged by one that never saw its
person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.surroundings import mirrored, to_network
from faceid_app.learning.presentation.batches import Batches, network_views
from faceid_app.learning.presentation.kept import Arrays, Kept
from faceid_app.learning.presentation.material import RENDERED, WEBCAM, Material
from faceid_app.learning.presentation.network import DECAY, RATE, Network, build_network, teach
from faceid_app.progress import IsCancelled, Report, Stage

FOLDS = 5
NEVER_JUDGED = -1
"""The fold of rendered people that every network may learn from, for none is judged on them."""
FIRST, FINAL = "first", "final"
"""Names of networks: that of people never judged, and that of all."""
AGAIN = RATE / 3
"""Rate of those that go on from the first network."""
_TRIED = 8
_BLOCK = 256


def folds_of(material: Material, *, judged: int, seed: int) -> NDArray[np.intp]:
    """(n,) of 0..FOLDS-1: of each source the people are dealt out in random order, a person is in one fold; of those
    who are rendered all but `judged` are NEVER_JUDGED."""
    fold = np.full(len(material), NEVER_JUDGED, np.intp)
    rng = np.random.default_rng(seed)
    for source in np.unique(material.source):
        people = rng.permutation(np.unique(material.person[material.source == source]))
        place = {str(person): row % FOLDS for row, person in enumerate(people[:judged])}
        for row in np.flatnonzero(material.source == source):
            fold[row] = place.get(str(material.person[row]), NEVER_JUDGED)
    return fold


class Teaching:
    """Teaches networks on parts of one material, always in the same way, each part once.

    The first network learns, for `first` steps, from rendered people on whom nobody is judged; the others go on from it
    for `steps`, for what prints and screens look like need not be learned anew for every fold.

    Args:
        material: all of it.
        fold: of each view.
        first, steps: batches that the first network and each other one learns.
        seed: of weights and order.
        kept: where finished parts lie.
    """

    def __init__(
        self,
        material: Material,
        fold: NDArray[np.intp],
        *,
        first: int,
        steps: int,
        seed: int,
        kept: Kept,
        report: Report,
        is_cancelled: IsCancelled,
    ) -> None:
        self._views, self._attack, self._source = network_views(material.looks()), material.attack, material.source
        self._fold, self._steps, self._first, self._seed, self._kept = fold, steps, first, seed, kept
        parts = {FIRST: first, FINAL: steps, _alone(WEBCAM): steps, **{_without(one): steps for one in range(FOLDS)}}
        left = sum(length for name, length in parts.items() if not kept.has(name))
        self._stage = Stage("teaching networks", of=left, report=report, is_cancelled=is_cancelled)

    def network(self, rows: NDArray[np.bool_]) -> tuple[Network, list[float]]:
        """A network that learned from those (n,) views after the first one, and its losses."""
        return self._taught(self._start(), rows, self._steps, AGAIN)

    def logits(self, network: Network, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What it answers to those views."""
        return answers(network, self._views[rows])

    def unseen_logits(self) -> NDArray[np.float64]:
        """(n,): of every view by a network that learned from the people of the other folds; 0 where NEVER_JUDGED."""
        answers = np.zeros(len(self._fold))
        for held_out in range(FOLDS):
            rows = self._fold == held_out

            def learn(rows: NDArray[np.bool_] = rows) -> Arrays:
                return {"logits": self.logits(self.network(~rows)[0], rows)}

            answers[rows] = self._kept.part(_without(held_out), learn)["logits"]
        return answers

    def answers_across(self, learned: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Logits of a network that was taught on that source alone: of live views of its people of whom it did not
        learn, and of the other source's views that are judged."""
        own, judged = self._source == learned, self._fold != NEVER_JUDGED

        def learn() -> Arrays:
            if learned == RENDERED:
                network, unknown = self._start(), judged
            else:
                network, _ = self._taught(build_network(self._seed), own & (self._fold != 0), self._steps, RATE)
                unknown = self._fold == 0
            return {
                "own": self.logits(network, own & unknown & ~self._attack),
                "other": self.logits(network, ~own & judged),
            }

        told = self._kept.part(_alone(learned), learn)
        return told["own"], told["other"]

    def final(self) -> tuple[Network, list[float]]:
        """The network that learned from all, which ships, and its losses."""

        def learn() -> Arrays:
            network, losses = self.network(np.ones(len(self._fold), np.bool_))
            return {**_named(network), "losses": np.array(losses)}

        told = self._kept.part(FINAL, learn)
        network = build_network(self._seed)
        network.set_weights(_weights(told))
        return network, [float(loss) for loss in told["losses"]]

    def _start(self) -> Network:
        """The first network."""

        def learn() -> Arrays:
            network, _ = self._taught(build_network(self._seed), self._fold == NEVER_JUDGED, self._first, RATE)
            return _named(network)

        network = build_network(self._seed)
        network.set_weights(_weights(self._kept.part(FIRST, learn)))
        return network

    def _taught(
        self, network: Network, rows: NDArray[np.bool_], steps: int, rate: float
    ) -> tuple[Network, list[float]]:
        batches = Batches(self._views[rows], self._attack[rows], self._source[rows], count=steps, seed=self._seed)
        return network, teach(network, batches, rate=rate, stage=self._stage)


def answers(network: Network, views: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(n, NETWORK_SIDE, NETWORK_SIDE, 3) uint8 -> (n,) logits, as the program takes them: with the mirror image."""
    parts = []
    for start in range(0, len(views), _BLOCK):
        block = to_network(views[start : start + _BLOCK])
        both = [np.asarray(network(one, training=False), np.float64)[:, 0] for one in (block, mirrored(block))]
        parts.append(np.mean(both, axis=0))
    return np.concatenate(parts) if parts else np.empty(0)


def depends_on(material: Material, options: Mapping[str, int]) -> str:
    """A name for all that decides what is learned and answered: options, views, how they are varied, the network."""
    network = build_network(0)
    some = network_views(material.look(row) for row in range(min(len(material), _TRIED)))
    batch = Batches(some, material.attack[: len(some)], material.source[: len(some)], count=1, seed=0)
    # Not the layers' names, which count the networks of the process; answers as rounding alone cannot change them.
    layers = [(type(layer).__name__, str(layer.output.shape)) for layer in network.layers]
    says = [round(float(answer), 2) for answer in answers(network, some)]
    told = hashlib.sha256(json.dumps([options, layers, says, RATE, AGAIN, DECAY], sort_keys=True).encode())
    for column in (material.views, material.kind, material.source, material.person, next(iter(batch))[0]):
        told.update(np.ascontiguousarray(column).tobytes())
    return told.hexdigest()[:16]


def _without(fold: int) -> str:
    return f"without fold {fold}"


def _alone(source: str) -> str:
    return f"{source} alone"


def _named(network: Network) -> dict[str, NDArray[np.float32]]:
    return {f"weight {place:03}": weight for place, weight in enumerate(network.get_weights())}


def _weights(arrays: Arrays) -> list[NDArray[np.float32]]:
    return [arrays[name] for name in sorted(arrays) if name.startswith("weight ")]
