"""What kept attempts would have come to with other thresholds, templates or another model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import Cancelled
from faceid_app.identity.decision import Thresholds, Verdict, decide, matching
from faceid_app.identity.head import Array, L1Head
from faceid_app.progress import IsCancelled, never
from faceid_app.storage.attempts import MOST, Attempt


@dataclass(frozen=True, slots=True, eq=False)
class ScoredAttempts:
    """The attempts that can be replayed.

    attempts: oldest first. scores: (glances of all of them, t) float32, 0..1, against the present templates.
    first: where the glances of each attempt begin in `scores`. other_network: how many more cannot be replayed, because
    another network made their embeddings.
    """

    attempts: tuple[Attempt, ...]
    scores: Array
    first: NDArray[np.intp]
    other_network: int = 0


@dataclass(frozen=True, slots=True)
class Flip:
    """An attempt that would have come out otherwise. taken_at: ISO 8601 in UTC. scores: deciding, then and now."""

    taken_at: str
    before: Verdict
    after: Verdict
    score_before: float
    score: float


@dataclass(frozen=True, slots=True)
class Replay:
    """What all of them would have come to. `flips`: newest first."""

    attempts: int
    other_network: int
    flips: tuple[Flip, ...]

    @property
    def to_no_match(self) -> int:
        """Matches that become no match."""
        return sum(flip.after is Verdict.NO_MATCH for flip in self.flips)

    @property
    def to_match(self) -> int:
        """No matches that become a match."""
        return sum(flip.after is Verdict.MATCH for flip in self.flips)


def score_attempts(
    attempts: Sequence[Attempt],
    *,
    network: str,
    head: L1Head,
    templates: Array,
    is_cancelled: IsCancelled = never,
) -> ScoredAttempts:
    """Compare the kept embeddings with templates anew: the slow part, done once a model.

    Args:
        attempts: oldest first.
        network: sha256 of the network the templates come from.
        head: the model's.
        templates: (t, m) float32, projected by `head`.
        is_cancelled: asked at every attempt.

    Raises:
        Cancelled.
    """
    fitting = [attempt for attempt in attempts if attempt.network == network]
    rows: list[Array] = []
    first: list[int] = []
    for attempt in fitting:
        if is_cancelled():
            raise Cancelled
        first.append(len(rows))
        # One glance after the other, as the verifier does it: the same arithmetic gives the same bits.
        rows += [head.scores(head.project(glance.embedding[None])[0], templates) for glance in attempt.glances]
    scores = np.stack(rows) if rows else np.empty((0, len(templates)), np.float32)
    return ScoredAttempts(tuple(fitting), scores, np.array(first, np.intp), len(attempts) - len(fitting))


def joined(earlier: ScoredAttempts, later: ScoredAttempts) -> ScoredAttempts:
    """Both, scored against the same templates, as if scored at once; the oldest beyond `MOST` are left out."""
    attempts = (*earlier.attempts, *later.attempts)
    scores = np.concatenate([earlier.scores, later.scores])
    first = np.concatenate([earlier.first, later.first + len(earlier.scores)])
    if (dropped := len(attempts) - MOST) > 0:
        attempts, scores, first = attempts[dropped:], scores[first[dropped] :], first[dropped:] - first[dropped]
    return ScoredAttempts(attempts, scores, first, earlier.other_network + later.other_network)


def replay(scored: ScoredAttempts, thresholds: Thresholds) -> Replay:
    """Judge every attempt by these thresholds: a match where as many glances match as were needed then.

    With the thresholds, the templates and the head of then nothing flips. Nor does an attack: the guard looked at the
    pictures, which are not kept.
    """
    flips = []
    if scored.attempts:
        counts = np.add.reduceat(matching(scored.scores, thresholds).astype(np.intp), scored.first)
        last = np.append(scored.first[1:], len(scored.scores)) - 1
        for number in reversed(range(len(scored.attempts))):
            attempt = scored.attempts[number]
            before = Verdict(attempt.verdict)
            if before is Verdict.ATTACK:
                continue
            after = Verdict.MATCH if counts[number] >= attempt.needed else Verdict.NO_MATCH
            if after is not before:
                score = decide(scored.scores[last[number]], thresholds).score
                flips.append(Flip(attempt.taken_at, before, after, attempt.score, score))
    return Replay(len(scored.attempts), scored.other_network, tuple(flips))
