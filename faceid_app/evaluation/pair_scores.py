"""Owns the scores of all pairs of pictures of a set: exact, block by block, as histograms and as an upper tail.

The score is the cosine of two embeddings. So that it depends on nothing but the two of them, neither on the size of
the blocks nor on how a library splits a matrix product, embeddings are rounded to multiples of 2^-26 first: every
product and every partial sum is then a multiple of 2^-52 below 2, which float64 holds without rounding, in any order.
That moves a cosine by about 1e-8, less than the rounding to float32 that follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faceid_app.progress import Stage

STEPS = 1024
"""Histogram bins in a cosine of 1. A power of two: the edges are exact, and so is finding the bin of a score."""
BINS = 2 * STEPS + 1
"""Bin b holds the scores from -1 + b / STEPS up to, not including, the next edge; the last one those of exactly 1."""
BLOCK = 256

Number = TypeVar("Number", np.int64, np.float64)

_GRID_BITS = 26
_LONGEST = 1.001  # with it the sums stay below 2; what is further from 1 was never normalised


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of rows, highest score first; equal ones in the order of their rows.

    score: (k,) float32. first, second: (k,) int32 rows of `PairScores`, first < second.
    """

    score: NDArray[np.float32]
    first: NDArray[np.int32]
    second: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """What one pass over all pairs tells.

    Attributes:
        mated: every pair of pictures of one person.
        counts: (3, BINS) int64, non-mated pairs by score: both persons in the first half, both in the second, one each.
        weights: (3, BINS) float64, the same with 1 / (n_p n_q) a pair, so that each two persons weigh 1.
        closest: (n,) float32, each picture's highest score with another person's picture.
    """

    mated: Pairs
    counts: NDArray[np.int64]
    weights: NDArray[np.float64]
    closest: NDArray[np.float32]

    def floor(self, share: float) -> int:
        """The highest bin from which on lies `share` (0..1) of the non-mated pairs, and of the pairs of persons."""
        enough = [
            above >= share * above[0] for above in (above_edges(self.counts.sum(0)), above_edges(self.weights.sum(0)))
        ]
        return int(np.flatnonzero(enough[0] & enough[1])[-1]) if share < 1 else 0


class PairScores:
    """The pairs of a set of pictures of people.

    Rows are put in an order of their own, person after person, the persons of the first half before those of the
    second; persons are numbered in it from 0. Which persons are in the first half depends on `seed`; those with several
    pictures are halved by themselves, so that both halves have mated pairs.

    Attributes:
        order: (n,) int, the given row of each row.
        person: (n,) int32, the person of each row, rising.
        counts: (p,) int64, pictures of each person.
        halved: the number of persons in the first half.
    """

    def __init__(self, embeddings: ArrayLike, person: ArrayLike, *, seed: int, block: int = BLOCK) -> None:
        """`embeddings` (n, d) rows of length 1; `person` (n,) integers, who is on each. ValueError where unfit."""
        rows, people = np.asarray(embeddings), np.asarray(person)
        if rows.ndim != 2 or people.shape != rows.shape[:1] or not np.issubdtype(people.dtype, np.integer):
            raise ValueError(
                "embeddings must be (n, d) with one integer a row for the person. "
                f"Received: {rows.shape} and {people.dtype} {people.shape}"
            )
        if block < 1:
            raise ValueError(f"block must be at least 1. Received: {block}")
        _, compact, pictures = np.unique(people, return_inverse=True, return_counts=True)
        if not (pictures > 1).any():
            raise ValueError(f"no mated pair: nobody has two pictures. Received: {len(people)} pictures")
        if pictures.size < 2:
            raise ValueError(f"no non-mated pair: all pictures show one person. Received: {len(people)} pictures")
        lengths = np.linalg.norm(rows.astype(np.float64), axis=1)
        unfit = np.count_nonzero(~(np.abs(lengths - 1) < _LONGEST - 1))
        if unfit:
            raise ValueError(f"embeddings must be finite and of length 1. Received: {unfit} rows that are not")
        places, self.halved = _halves(pictures, seed)
        self.order = np.argsort(places[compact], kind="stable")
        self.person = places[compact][self.order].astype(np.int32)
        self.counts = np.bincount(self.person).astype(np.int64)
        self._block = block
        self._end = np.cumsum(self.counts)[self.person]
        self._split = int(self.counts[: self.halved].sum())
        self._grid = np.rint(rows[self.order].astype(np.float64) * 2.0**_GRID_BITS)

    def scan(self, stage: Stage) -> Scan:
        """One pass over all pairs; `stage` advances by one a row. Raises Cancelled."""
        counts = np.zeros((3, BINS), np.int64)
        weights = np.zeros((3, BINS), np.float64)
        closest = np.full(len(self.order), -2.0, np.float32)
        share = 1.0 / self.counts[self.person]
        mated = _Collected()
        for row, scores in self._rows(stage):
            end = int(self._end[row])
            own, other = np.split(scores, [end - row - 1])
            mated.add(row, np.arange(row + 1, end, dtype=np.int32), own)
            if not other.size:
                continue
            closest[row] = max(closest[row], other.max())
            np.maximum(closest[end:], other, out=closest[end:])
            bins = bin_of(other)
            # Row by row, in one order whatever the blocks: sums of fractions depend on theirs.
            for group, part in self._groups(row, end):
                counts[group] += np.bincount(bins[part], minlength=BINS)
                weights[group] += share[row] * np.bincount(bins[part], share[end:][part], minlength=BINS)
        return Scan(mated.pairs(), counts, weights, closest)

    def tail(self, floor: int, stage: Stage) -> Pairs:
        """The non-mated pairs from bin `floor` on; `stage` advances by one a row. Raises Cancelled."""
        kept = _Collected()
        limit = edges()[floor]
        for row, scores in self._rows(stage):
            end = int(self._end[row])
            other = scores[end - row - 1 :]
            found = np.flatnonzero(other >= limit)
            kept.add(row, (found + end).astype(np.int32), other[found])
        return kept.pairs()

    def _rows(self, stage: Stage) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Each row with its scores against the rows after it."""
        for start in range(0, len(self.order), self._block):
            stop = min(start + self._block, len(self.order))
            exact = self._grid[start:stop] @ self._grid[start:].T
            exact *= 2.0 ** (-2 * _GRID_BITS)
            scores = np.clip(exact, -1.0, 1.0).astype(np.float32)
            for row in range(start, stop):
                yield row, scores[row - start, row - start + 1 :]
            stage.advance(stop - start)

    def _groups(self, row: int, end: int) -> Iterator[tuple[int, slice]]:
        if row >= self._split:
            yield 1, slice(None)
            return
        yield 0, slice(0, self._split - end)
        yield 2, slice(self._split - end, None)


def edges() -> NDArray[np.float64]:
    """(BINS,) float64: the lowest score of each bin."""
    return np.arange(BINS) / STEPS - 1.0


def bin_of(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n,) float32 scores in -1..1 -> (n,) int64 bins; exact, because scaling by a power of two is."""
    bins: NDArray[np.int64] = np.floor(scores * np.float32(STEPS)).astype(np.int64) + STEPS
    return bins


def above_edges(by_bin: NDArray[Number]) -> NDArray[Number]:
    """(BINS,) counts or weights by bin -> (BINS,) those from each bin on: accepted at a threshold on its edge."""
    return np.asarray(np.cumsum(by_bin[::-1])[::-1], by_bin.dtype)


class _Collected:
    """Pairs as they come, row after row."""

    def __init__(self) -> None:
        self._parts: list[tuple[NDArray[np.float32], NDArray[np.int32]]] = []
        self._firsts: list[int] = []

    def add(self, first: int, seconds: NDArray[np.int32], scores: NDArray[np.float32]) -> None:
        if seconds.size:
            self._firsts.append(first)
            self._parts.append((scores.copy(), seconds))  # a view would keep the whole block

    def pairs(self) -> Pairs:
        lengths = [len(scores) for scores, _ in self._parts]
        score = np.concatenate([np.empty(0, np.float32), *(scores for scores, _ in self._parts)])
        second = np.concatenate([np.empty(0, np.int32), *(seconds for _, seconds in self._parts)])
        first = np.repeat(np.array(self._firsts, np.int32), lengths)
        order = np.argsort(-score, kind="stable")
        return Pairs(score[order], first[order], second[order])


def _halves(pictures: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], int]:
    """Each person's place in the new order, and how many are in the first half."""
    random = np.random.default_rng(seed)
    several, single = np.flatnonzero(pictures > 1), np.flatnonzero(pictures == 1)
    in_first = np.zeros(pictures.size, np.bool_)
    # The rounding up of one and down of the other keeps the halves equal.
    in_first[random.permutation(several)[: (several.size + 1) // 2]] = True
    in_first[random.permutation(single)[: single.size // 2]] = True
    places = np.empty(pictures.size, np.int64)
    places[np.argsort(~in_first, kind="stable")] = np.arange(pictures.size)
    return places, int(in_first.sum())
