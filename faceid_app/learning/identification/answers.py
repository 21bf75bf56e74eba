"""Owns what a method answers: whom it names first on each picture and how sure it is, and what is measured of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.identification_rates import (
    NOBODY,
    measure_closed_set,
    measure_open_search,
)
from faceid_app.identity.gallery import PARTS, SETS_LEAD, SETS_ZERO, parted
from faceid_app.learning.identification.people import HELD_OUT, LEARNED, STRANGER, Study


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Of n pictures who is named first, (n,) int32 into the gallery or NOBODY, and its score, (n,) float64, or -inf."""

    said: NDArray[np.int32]
    score: NDArray[np.float64]

    @classmethod
    def of(cls, scores: NDArray[np.floating[Any]]) -> Answers:
        """The highest of (n, people) scores."""
        said = scores.argmax(axis=1).astype(np.int32)
        return cls(said, scores[np.arange(len(said)), said].astype(np.float64))

    def spread(self, rows: NDArray[np.intp], count: int) -> Answers:
        """These answers at `rows` of `count` pictures; the others, on which no face was found, name nobody."""
        said = np.full(count, NOBODY, np.int32)
        score = np.full(count, -np.inf)
        said[rows], score[rows] = self.said, self.score
        return Answers(said, score)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Features of the pictures of a study, of one kind.

    rows: (n, d) float32 in the order of the study. found: (n,) bool, whether there are any.
    """

    study: Study
    rows: NDArray[np.float32]
    found: NDArray[np.bool_]

    def learned(self, *, without_validation: bool = False) -> NDArray[np.intp]:
        """Entries of the study to learn from."""
        usable = self.found & (self.study.side == LEARNED)
        return np.flatnonzero(usable & ~self.study.validation if without_validation else usable)

    def validation(self) -> NDArray[np.intp]:
        """Entries by which a training chooses its best weights."""
        return np.flatnonzero(self.found & (self.study.side == LEARNED) & self.study.validation)

    def judged(self) -> NDArray[np.intp]:
        """Entries that judge, with features; then come those of strangers with features."""
        return np.flatnonzero(self.found & (self.study.side == HELD_OUT))

    def strangers(self) -> NDArray[np.intp]:
        """Entries of strangers with features."""
        return np.flatnonzero(self.found & (self.study.side == STRANGER))

    def closed_set(self, answers: Answers, *, seed: int) -> dict[str, Any]:
        """Figures of answers to `judged()`; a picture without features counts as one on which nobody was named."""
        held_out = self.study.on(HELD_OUT)
        place = np.searchsorted(held_out, self.judged())
        whole = answers.spread(place, len(held_out))
        return measure_closed_set(whole.said, self.study.person[held_out], seed=seed).to_dict()

    def open_search(self, answers: Answers, strangers: Answers, *, seed: int) -> dict[str, Any] | None:
        """Figures of answers to `judged()` and to `strangers()`; None where there are too few strangers."""
        parts = self.parts()
        if len(np.unique(parts)) != PARTS:
            return None
        open_to = parts != SETS_ZERO
        held_out = self.study.on(HELD_OUT)
        whole = answers.spread(np.searchsorted(held_out, self.judged()), len(held_out))
        person = self.study.person[held_out]
        return measure_open_search(
            whole.score, whole.said == person, person,
            strangers.score[open_to], self.study.person[self.strangers()][open_to],
            sets_threshold=parts[open_to] == SETS_LEAD, seed=seed,
        ).to_dict()  # fmt: skip

    def parts(self) -> NDArray[np.int8]:
        """What each of `strangers()` is for, drawn over all strangers of the study, with features or without."""
        everybody = self.study.person[self.study.on(STRANGER)]
        of = dict(zip(everybody.tolist(), parted(everybody).tolist(), strict=True))
        return np.array([of[one] for one in self.study.person[self.strangers()].tolist()], np.int8)
