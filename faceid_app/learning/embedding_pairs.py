"""Pairs of embeddings for an L1 head: of the user, of the same stranger twice, of different people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.people_pairs import Faces, different_person_pairs, same_person_pairs


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPairs:
    """Pairs to train on: two (n, d) float32 arrays and (n,) float32 labels, 1 for the same person."""

    first: Embeddings
    second: Embeddings
    same: NDArray[np.float32]


def training_pairs(
    anchors: Embeddings, positives: Embeddings, strangers: Faces, *, size: int, generator: np.random.Generator
) -> TrainingPairs:
    """Four groups of at most `size` pairs, each as heavy as the others where its people allow.

    Same: (anchor, positive) of the user, and one stranger twice. Different: (anchor, stranger), and two strangers. So
    whether a picture came from the user's camera says nothing about the label of a stranger's pair, and of the user's
    pairs only the face tells. Of the strangers' different pairs half are the nearest of ten times as many: far ones are
    told apart from the start and teach nothing.
    """
    e = strangers.embeddings
    same = same_person_pairs(strangers.person, generator=generator)
    other = different_person_pairs(strangers.person, 10 * size, generator=generator)
    nearness = np.einsum("ij,ij->i", e[other[0]], e[other[1]])
    nearest = np.argsort(-nearness, kind="stable")[: size // 2]
    a, b = (np.concatenate([side[nearest], side[: size - size // 2]]) for side in other)
    groups = [
        (
            anchors[generator.integers(len(anchors), size=size)],
            positives[generator.integers(len(positives), size=size)],
        ),
        (anchors[generator.integers(len(anchors), size=size)], e[generator.integers(len(e), size=size)]),
        (e[a], e[b]),
    ]
    labels = [1.0, 0.0, 0.0]
    if len(same[0]):
        chosen = generator.integers(len(same[0]), size=size)
        groups.append((e[same[0][chosen]], e[same[1][chosen]]))
        labels.append(1.0)
    return TrainingPairs(
        np.concatenate([group[0] for group in groups]),
        np.concatenate([group[1] for group in groups]),
        np.concatenate(
            [np.full(len(group[0]), label, np.float32) for group, label in zip(groups, labels, strict=True)]
        ),
    )
