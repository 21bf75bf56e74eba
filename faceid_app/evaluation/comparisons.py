"""Owns which pictures of View 2 are compared: some of its pairs, and every first picture with every second one.

The pairs decide accuracy and TAR. They are too few for a FAR of 1e-3, of which 3,000 non-mated pairs show three false
accepts; crossing the same pictures gives as many non-mated comparisons as there are pairs, squared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing

LEAST_ALIKE = -2.0
"""The score of a comparison in which a picture shows no face: below every cosine, so it is never a match."""
_DECIMALS = 9


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Comparisons:
    """Pairs of pictures, first pictures crossed with second ones.

    Attributes:
        firsts, seconds: the distinct first and second pictures of the pairs, sorted by name.
        first, second: (n,) intp, each pair's row in them.
        same: (n,) bool, whether a pair is mated.
        fold: (n,) intp.
        first_person, second_person: (len(firsts),) and (len(seconds),) intp, below `people`.
    """

    firsts: tuple[Path, ...]
    seconds: tuple[Path, ...]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    same: NDArray[np.bool_]
    fold: NDArray[np.intp]
    first_person: NDArray[np.intp]
    second_person: NDArray[np.intp]
    people: int

    def pictures(self) -> tuple[tuple[Path, ...], NDArray[np.intp], NDArray[np.intp]]:
        """Every picture once, sorted, and the rows of `firsts` and of `seconds` among them."""
        every = tuple(sorted({*self.firsts, *self.seconds}))
        row = {picture: i for i, picture in enumerate(every)}
        first, second = (np.array([row[one] for one in part], np.intp) for part in (self.firsts, self.seconds))
        return every, first, second

    def nonmated(self) -> NDArray[np.bool_]:
        """(firsts, seconds) bool: which of all crossings show two people."""
        return np.asarray(self.first_person[:, None] != self.second_person[None, :], np.bool_)

    def scores(
        self,
        firsts: NDArray[np.float32],
        seconds: NDArray[np.float32],
        *,
        found_first: NDArray[np.bool_],
        found_second: NDArray[np.bool_],
    ) -> NDArray[np.float64]:
        """The cosine of every crossing, (firsts, seconds) float64, LEAST_ALIKE where a face is missing.

        Embeddings are (count, d) float32 of length 1. Summed in double precision and rounded to nine decimals, so that
        the order in which threads sum, which differs between machines, decides nothing.
        """
        scores = np.round(firsts.astype(np.float64) @ seconds.astype(np.float64).T, _DECIMALS)
        scores[~found_first] = LEAST_ALIKE
        scores[:, ~found_second] = LEAST_ALIKE
        return np.asarray(scores, np.float64)


def choose_comparisons(
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    pairs: int,
    seed: int,
    mated_only: bool = False,
) -> Comparisons:
    """About `pairs` pairs of `folds`, of each fold and each kind the same number, at least one; or all of them.

    Which ones depends on `seed` alone, and more pairs contain the fewer. With `mated_only` all are of one person.
    Raises DatasetMissing when pictures are not in `index`, ValueError for less than one pair.
    """
    if pairs < 1:
        raise ValueError(f"at least one pair is needed. Received: {pairs}")
    kinds = (True,) if mated_only else (True, False)
    each = max(1, round(pairs / (len(kinds) * len(folds))))
    chosen: list[tuple[int, Pair]] = []
    for number, fold in enumerate(folds):
        for same in kinds:
            there = [pair for pair in fold if pair.same == same]
            order = np.random.default_rng((seed, number, int(same))).permutation(len(there))
            chosen += [(number, there[i]) for i in np.sort(order[:each])]
    firsts = sorted({pair.a for _, pair in chosen})
    seconds = sorted({pair.b for _, pair in chosen})
    people = {name: i for i, name in enumerate(sorted({_person(name) for name in (*firsts, *seconds)}))}
    row_first = {name: i for i, name in enumerate(firsts)}
    row_second = {name: i for i, name in enumerate(seconds)}
    return Comparisons(
        firsts=_paths(index, firsts),
        seconds=_paths(index, seconds),
        first=np.array([row_first[pair.a] for _, pair in chosen], np.intp),
        second=np.array([row_second[pair.b] for _, pair in chosen], np.intp),
        same=np.array([pair.same for _, pair in chosen], np.bool_),
        fold=np.array([number for number, _ in chosen], np.intp),
        first_person=np.array([people[_person(name)] for name in firsts], np.intp),
        second_person=np.array([people[_person(name)] for name in seconds], np.intp),
        people=len(people),
    )


def accepted(scores: NDArray[np.float64], threshold: float | NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which comparisons are matches; one without a face is none, whatever the threshold."""
    return np.asarray((scores >= threshold) & (scores > LEAST_ALIKE), np.bool_)


def _person(name: str) -> str:
    return name.partition("/")[0]


def _paths(index: PeopleIndex, names: list[str]) -> tuple[Path, ...]:
    there = {picture.relative_to(index.root).as_posix(): picture for picture in index.pictures()}
    missing = [name for name in names if name not in there]
    if missing:
        raise DatasetMissing(
            f"{missing[0]!r}, one of {len(missing)} pictures of the pairs,", f"complete LFW in {str(index.root)!r}"
        )
    return tuple(there[name] for name in names)
