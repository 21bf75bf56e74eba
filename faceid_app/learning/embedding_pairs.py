"""Pairs of embeddings for an L1 head: of the user, of the same stranger twice, of different people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.people import split_names
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.strangers import StrangerBank

Rows = NDArray[np.intp]
CONFIRM_SHARE, JUDGE_SHARE = 0.2, 0.4
"""Of the people: those who may veto what was learned, and those no choice has seen."""
MOST_PAIRS = 10
"""Same-person pairs taken of one stranger, lest the few with hundreds of pictures decide everything."""


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Embeddings (n, d) float32 and whose each is (n,) int32."""

    embeddings: Embeddings
    person: NDArray[np.int32]

    def rows(self, chosen: Rows) -> Faces:
        """Some of them."""
        return Faces(self.embeddings[chosen], self.person[chosen])

    @property
    def people(self) -> int:
        """How many different people."""
        return int(np.unique(self.person).size)


@dataclass(frozen=True, slots=True, eq=False)
class StrangerSplit:
    """Strangers on three sides that share no person: to learn from, to confirm, to judge by."""

    learn: Faces
    confirm: Faces
    judge: Faces
    judge_people: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPairs:
    """Pairs to train on: two (n, d) float32 arrays and (n,) float32 labels, 1 for the same person."""

    first: Embeddings
    second: Embeddings
    same: NDArray[np.float32]


def split_strangers(bank: StrangerBank, *, seed: int) -> StrangerSplit:
    """Split a bank by name; the same names give the same split on every system."""
    learn, held_out = split_names(bank.people, seed=seed, share=CONFIRM_SHARE + JUDGE_SHARE)
    confirm, judge = split_names(held_out, seed=seed + 1, share=JUDGE_SHARE / (CONFIRM_SHARE + JUDGE_SHARE))
    every = Faces(bank.embeddings, bank.person)
    index = {name: i for i, name in enumerate(bank.people)}
    sides = [
        every.rows(np.flatnonzero(np.isin(bank.person, [index[name] for name in names])))
        for names in (learn, confirm, judge)
    ]
    return StrangerSplit(sides[0], sides[1], sides[2], tuple(judge))


def same_person_pairs(person: NDArray[np.int32], *, generator: np.random.Generator) -> tuple[Rows, Rows]:
    """Rows of pairs that show one person, at most MOST_PAIRS of each."""
    order = np.argsort(person, kind="stable")
    first, second = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    for rows in np.split(order, np.flatnonzero(np.diff(person[order])) + 1):
        a, b = np.triu_indices(len(rows), 1)
        if len(a) > MOST_PAIRS:
            chosen = generator.choice(len(a), MOST_PAIRS, replace=False)
            a, b = a[chosen], b[chosen]
        first.append(rows[a])
        second.append(rows[b])
    return np.concatenate(first), np.concatenate(second)


def different_person_pairs(
    person: NDArray[np.int32], count: int, *, generator: np.random.Generator
) -> tuple[Rows, Rows]:
    """About `count` random pairs that show two people; those that happened to show one are left out."""
    if len(person) == 0:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    a, b = generator.integers(len(person), size=(2, count))
    keep = person[a] != person[b]
    return a[keep], b[keep]


def few_of_each(person: NDArray[np.int32], *, each: int, most: int, generator: np.random.Generator) -> Rows:
    """Up to `most` random rows with at most `each` of one person."""
    shuffled = generator.permutation(len(person))
    _, first, inverse = np.unique(person[shuffled], return_index=True, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(len(first)))
    turn = np.empty(len(person), np.intp)
    turn[order] = np.arange(len(person)) - starts[inverse[order]]
    return np.asarray(shuffled[turn < each][:most])


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
