"""Owns the search for labels that are probably wrong: strangers who score like one person, and the reverse.

Data sets have people under two names and pictures under a wrong one, and at strict FARs a few such errors decide the
threshold: the figures must be known without them too. Nothing here proves anything. Relatives and twins look like
collisions as well, and leaving the suspects out always flatters the network that suspects them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.operating_points import TailTooShort, Trials
from faceid_app.evaluation.pair_scores import Pairs, PairScores, Scan, above_edges, bin_of
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

MATED_SHARE = 0.25
"""Three of four mated comparisons score as high as this share's quantile, each person counting the same."""
MISPLACED_SHARE = 0.05
"""Below this quantile of the mated scores a picture is unlike its own person's others."""
CHANCE = 0.25
"""A picture is unlike its person's others when as many strangers would do as well with this probability."""
_KEPT_SHARE = 1e-3
"""Of all non-mated pairs, held in memory at first; more where they do not suffice."""
_NEAR_SHARE = 1e-5
_NEAR_LEAST = 10


@dataclass(frozen=True, slots=True)
class Collision:
    """Two persons who score like one.

    Attributes:
        first, second: given rows of the two pictures that score highest.
        score: their cosine.
        above, pairs: pairs of pictures of the two at or above the limit, and all.
        first_own, second_own: the highest score of each picture with another of its own person; None for an only one.
        first_misplaced, second_misplaced: whether that own score is below what 19 of 20 mated comparisons reach, so
            that the picture, not the person, seems to bear the wrong name.
    """

    first: int
    second: int
    score: float
    above: int
    pairs: int
    first_own: float | None
    second_own: float | None
    first_misplaced: bool
    second_misplaced: bool


@dataclass(frozen=True, slots=True)
class UnlikePicture:
    """A picture that scores with its own person as a stranger's would.

    picture: its given row. best: its highest score with the person's `others` other pictures. chance: probability that
    as many strangers score as high.
    """

    picture: int
    best: float
    others: int
    chance: float


@dataclass(frozen=True, slots=True)
class Suspects:
    """What was found.

    Attributes:
        limit: the cosine from which two persons are suspected; None where there are too few to tell.
        mated_like: the cosine that three of four mated comparisons reach. mated_unlike: what 19 of 20 reach.
        isolated: the cosine that less than one pair of persons is expected to reach, see `find_suspects`.
        collisions: highest first.
        unlike: lowest first.
    """

    limit: float | None
    mated_like: float
    mated_unlike: float
    isolated: float | None
    collisions: tuple[Collision, ...]
    unlike: tuple[UnlikePicture, ...]


def find_suspects(scores: PairScores, scan: Scan, tail: Pairs, *, complete: bool) -> Suspects:
    """The suspected label errors of a set. Raises TailTooShort.

    Two persons are suspected when their highest score is both
    - like a mated one: `MATED_SHARE` of the mated weight, each person counting the same, scores less; and
    - isolated: the highest scores of two strangers fall off exponentially at their upper end, as those of light-tailed
      distributions do (Pickands, Annals of Statistics 3, 1975). The exponential through the scores that 1 in 10^5 and
      1 in 10^4 pairs of persons reach, continued to where it expects one pair of all, is the limit. In sets with fewer
      than a million pairs of persons the 10th and 100th highest take their place; with fewer than 100 nothing is told.

    A picture is suspected when the best of its k comparisons with its own person is no better than strangers would do:
    k strangers, scoring independently, reach it with a probability of at least `CHANCE`.
    """
    people = len(scores.counts)
    mated_like, mated_unlike = (_mated_quantile(scores, scan.mated, share) for share in (MATED_SHARE, MISPLACED_SHARE))
    pair = scores.person[tail.first].astype(np.int64) * people + scores.person[tail.second]
    _, best = np.unique(pair, return_index=True)  # the first of each, which is its highest
    best = np.sort(best)
    isolated = _isolated(tail.score[best], people * (people - 1) // 2, complete=complete)
    limit = None if isolated is None else max(mated_like, isolated)
    if limit is not None and not complete and (not tail.score.size or tail.score[-1] > limit):
        raise TailTooShort
    own = _best_own(scores, scan.mated)
    collisions: list[Collision] = []
    if limit is not None:
        passed = tail.score >= np.float64(limit)
        for at in best[passed[best]]:
            collisions.append(
                _collision(scores, tail, int(at), own, mated_unlike, int((pair[passed] == pair[at]).sum()))
            )
    return Suspects(limit, mated_like, mated_unlike, isolated, tuple(collisions), tuple(_unlike(scores, scan, own)))


def search_suspects(
    embeddings: NDArray[np.float32],
    person: NDArray[np.integer[Any]],
    *,
    seed: int,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> Suspects:
    """`find_suspects` of a whole set: embeddings (n, d) rows of length 1, person (n,), who is said to be on each.

    Raises Cancelled, and ValueError where there are not two people, or nobody has two pictures.
    """

    def stage(name: str) -> Stage:
        return Stage(name, of=len(scores.order), report=report, is_cancelled=is_cancelled)

    scores = PairScores(embeddings, person, seed=seed)
    scan = scores.scan(stage("compare all pairs"))
    share = _KEPT_SHARE
    while True:
        floor = scan.floor(share)
        try:
            return find_suspects(scores, scan, scores.tail(floor, stage("keep the closest")), complete=floor == 0)
        except TailTooShort:
            share = min(1.0, 10 * share)


def without(scores: PairScores, trials: Trials, suspects: Suspects, mated: Pairs) -> Trials:
    """The trials without any comparison of two suspected persons, and without the mated pairs of suspected pictures.

    `mated` are the pairs behind `trials.mated_score`.
    """
    row = np.empty(len(scores.order), np.int64)
    row[scores.order] = np.arange(len(scores.order))
    people = len(scores.counts)
    couples = np.array(
        [[scores.person[row[found.first]], scores.person[row[found.second]]] for found in suspects.collisions], np.int32
    ).reshape(-1, 2)
    pictures = [found.picture for found in suspects.unlike]
    pictures += [found.first for found in suspects.collisions if found.first_misplaced]
    pictures += [found.second for found in suspects.collisions if found.second_misplaced]
    wrong = np.zeros(len(row), np.bool_)
    wrong[row[pictures]] = True
    kept_mated = ~(wrong[mated.first] | wrong[mated.second])
    pair = trials.tail_first.astype(np.int64) * people + trials.tail_second
    kept = ~np.isin(pair, couples[:, 0].astype(np.int64) * people + couples[:, 1])
    return Trials(
        pictures=trials.pictures,
        mated_score=trials.mated_score[kept_mated],
        mated_person=trials.mated_person[kept_mated],
        tail_score=trials.tail_score[kept],
        tail_first=trials.tail_first[kept],
        tail_second=trials.tail_second[kept],
        complete=trials.complete,
        left_out=couples,
    )


def _mated_quantile(scores: PairScores, mated: Pairs, share: float) -> float:
    person = scores.person[mated.first]
    weight = np.cumsum((1.0 / np.maximum(np.bincount(person), 1))[person][::-1])
    return float(mated.score[::-1][int(np.searchsorted(weight, share * weight[-1]))])


def _isolated(highest: NDArray[np.float32], pairs: int, *, complete: bool) -> float | None:
    """`highest`: falling, the highest score of each pair of persons as far as it is known."""
    near = max(_NEAR_LEAST, round(pairs * _NEAR_SHARE))
    far = 10 * near
    if pairs < far:
        return None
    if len(highest) < far:
        if not complete:
            raise TailTooShort
        return None
    near_score, far_score = float(highest[near - 1]), float(highest[far - 1])
    return near_score + (near_score - far_score) * math.log(near) / math.log(far / near)


def _best_own(scores: PairScores, mated: Pairs) -> NDArray[np.float32]:
    """(n,) each row's highest score with its own person; -2 where there is no other picture."""
    best = np.full(len(scores.order), -2.0, np.float32)
    np.maximum.at(best, mated.first, mated.score)
    np.maximum.at(best, mated.second, mated.score)
    return best


def _collision(
    scores: PairScores, tail: Pairs, at: int, own: NDArray[np.float32], unlike: float, above: int
) -> Collision:
    first, second = int(tail.first[at]), int(tail.second[at])
    owns = [float(own[row]) if own[row] > -2 else None for row in (first, second)]
    misplaced = [best is not None and best < unlike for best in owns]
    return Collision(
        first=int(scores.order[first]),
        second=int(scores.order[second]),
        score=float(tail.score[at]),
        above=above,
        pairs=int(scores.counts[scores.person[first]] * scores.counts[scores.person[second]]),
        first_own=owns[0],
        second_own=owns[1],
        first_misplaced=misplaced[0],
        second_misplaced=misplaced[1],
    )


def _unlike(scores: PairScores, scan: Scan, own: NDArray[np.float32]) -> list[UnlikePicture]:
    strangers = above_edges(scan.weights.sum(0))
    several = np.flatnonzero(own > -2)
    others = scores.counts[scores.person[several]] - 1
    share = strangers[bin_of(own[several])] / strangers[0]
    chance = 1.0 - (1.0 - share) ** others
    found = [
        UnlikePicture(int(scores.order[row]), float(own[row]), int(count), float(probability))
        for row, count, probability in zip(several, others, chance, strict=True)
        if probability >= CHANCE
    ]
    return sorted(found, key=lambda unlike: (unlike.best, unlike.picture))
