"""Strangers' embeddings sorted for counting: sides that share no person, and pairs of the same or of two people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.people import split_names
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.stranger_bank import StrangerBank

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


def split_strangers(bank: StrangerBank, *, seed: int) -> StrangerSplit:
    """Split a bank by name; the same names give the same split on every system.

    People whom the backbone has seen are to learn from only: its rates are counted on nobody it knows.
    """
    fresh = [name for name in bank.people if name not in bank.seen]
    learn, held_out = split_names(fresh, seed=seed, share=CONFIRM_SHARE + JUDGE_SHARE)
    learn = [*learn, *sorted(bank.seen)]
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
