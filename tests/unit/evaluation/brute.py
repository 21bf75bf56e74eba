"""Every pair one by one, in whole numbers and fractions: what the fast engine is compared with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.operating_points import Weighing


@dataclass(frozen=True)
class Set:
    """A set of faces that do not exist."""

    embeddings: NDArray[np.float32]
    person: NDArray[np.int32]

    @cached_property
    def pictures(self) -> Counter[int]:
        """Of each person."""
        return Counter(self.person.tolist())


def random_set(seed: int, *, people: int = 24, dimension: int = 8, spread: float = 0.7) -> Set:
    """People with 1 to 6 pictures in mixed order; some pictures are there twice, also under another name (ties)."""
    random = np.random.default_rng(seed)
    person = np.repeat(np.arange(people) * 3 + 5, random.integers(1, 7, people))
    centres = random.normal(size=(people, dimension))
    rows = centres[(person - 5) // 3] + spread * random.normal(size=(person.size, dimension))
    rows[random.integers(0, person.size, 6)] = rows[random.integers(0, person.size, 6)]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    order = random.permutation(person.size)
    return Set(rows[order].astype(np.float32), person[order].astype(np.int32))


@dataclass(frozen=True)
class Trial:
    """One comparison; rows and persons as given."""

    score: np.float32
    first: int
    second: int
    people: tuple[int, int]

    @property
    def mated(self) -> bool:
        return self.people[0] == self.people[1]


def every_trial(given: Set) -> list[Trial]:
    """All pairs, scored in whole numbers."""
    whole = [[round(float(value) * 2**26) for value in row] for row in given.embeddings]
    trials = []
    for i in range(len(whole)):
        for j in range(i + 1, len(whole)):
            exact = sum(a * b for a, b in zip(whole[i], whole[j], strict=True))
            score = np.float32(min(1.0, max(-1.0, exact * 2.0**-52)))
            trials.append(Trial(score, i, j, (int(given.person[i]), int(given.person[j]))))
    return trials


def weight(trial: Trial, weighing: Weighing, given: Set, times: dict[int, int]) -> Fraction:
    """What a trial counts when each person is there so often."""
    a, b = trial.people
    often = Fraction(times[a] if trial.mated else times[a] * times[b])
    if weighing == "pooled":
        return often
    pictures = given.pictures
    return often / (pictures[a] * (pictures[a] - 1) // 2 if trial.mated else pictures[a] * pictures[b])


@dataclass(frozen=True)
class Brute:
    """What was counted at one target."""

    threshold: float
    rate: float
    tar: float


def operating_point(
    trials: list[Trial], given: Set, weighing: Weighing, far: float, times: dict[int, int] | None = None
) -> Brute:
    """Try every threshold that makes a difference, the lowest that keeps the promise wins."""
    often = times or dict.fromkeys(given.person.tolist(), 1)
    weighed = [(trial, weight(trial, weighing, given, often)) for trial in trials]
    nonmated = [(trial.score, share) for trial, share in weighed if not trial.mated and share]
    mated = [(trial.score, share) for trial, share in weighed if trial.mated and share]
    total = sum(share for _, share in nonmated)
    limit = Fraction(str(far)) * total
    tied: dict[np.float32, Fraction] = {}
    for score, share in nonmated:
        tied[score] = tied.get(score, Fraction(0)) + share
    kept, above = None, Fraction(0)
    for score in sorted(tied, reverse=True):
        if above <= limit:
            kept = np.nextafter(score, np.float32(np.inf)), above
        above += tied[score]
    assert kept is not None
    threshold, accepted = kept
    tar = sum((share for score, share in mated if score >= threshold), Fraction(0)) / sum(share for _, share in mated)
    return Brute(float(threshold), float(accepted / total), float(tar))
