"""Owns how one person's templates score: against strangers, and against this person's own pictures of other bursts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.decision import required_templates
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, sigmoid
from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.template_scores import score_strangers
from faceid_app.progress import IsCancelled, never


@dataclass(frozen=True, slots=True, eq=False)
class PersonalScores:
    """Scores of one person's templates, kept so that any two thresholds can be judged without another comparison.

    Attributes:
        strangers: (n, t) float32, each stranger's picture against all t templates, every row falling.
        person: (n,) intp, who each stranger's picture shows, from 0.
        unseen: (n,) bool, pictures of people the backbone has not learned from: those are witnesses of its rates.
        own: for each own picture the falling scores against the templates of its other bursts.
        burst: (o,) intp, the burst of each own picture, from 0.
        by_burst: whether bursts were left out whole; otherwise all pictures are of one and each was left out by itself,
            which flatters.
        learned_from: whether the model learned from these pictures, which flatters too.
    """

    strangers: Array
    person: NDArray[np.intp]
    unseen: NDArray[np.bool_]
    own: tuple[Array, ...]
    burst: NDArray[np.intp]
    by_burst: bool
    learned_from: bool = False

    @property
    def templates(self) -> int:
        """How many templates there are."""
        return int(self.strangers.shape[1])

    def of_strangers(self, verification: float) -> Array:
        """(n,) float32: the score each stranger's picture is judged by at that verification threshold."""
        return self.strangers[:, required_templates(verification, self.templates) - 1]

    def of_own(self, verification: float) -> Array:
        """(o,) float32: the same of the own pictures."""
        return np.array([row[required_templates(verification, len(row)) - 1] for row in self.own], np.float32)

    def histograms(self, verification: float, bins: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(bins,) counts of strangers' and of own pictures by the score they are judged by, evenly from 0 to 1."""
        strangers, own = (
            np.histogram(scores, bins, (0.0, 1.0))[0]
            for scores in (self.of_strangers(verification), self.of_own(verification))
        )
        return strangers.astype(np.int64), own.astype(np.int64)


def score_person(
    head: L1Head,
    *,
    templates: Embeddings,
    bursts: Sequence[str],
    strangers: Faces | None,
    unseen: NDArray[np.intp] | None = None,
    learned_from: bool = False,
    is_cancelled: IsCancelled = never,
) -> PersonalScores:
    """Compare a person's templates with strangers and with each other.

    Args:
        head: as it verifies.
        templates: (t, d) float32, at least one.
        bursts: of each of them.
        strangers: pictures of other people embedded by the same network; None where there are none.
        unseen: rows of `strangers` whom the network has not learned from; None: all.
        learned_from: whether the head or the network learned from the templates.

    Raises:
        ValueError: no template.
        Cancelled.
    """
    if not len(templates) or len(bursts) != len(templates):
        raise ValueError(f"Expected templates and a burst of each. Received: {len(templates)} and {len(bursts)}")
    projected = head.project(templates)
    _, burst = np.unique(list(bursts), return_inverse=True)
    by_burst = burst.max() > 0
    group = burst if by_burst else np.arange(len(burst))
    among = sigmoid(head.cross_logits(projected, projected))
    rows = [_falling(among[i, group != group[i]]) for i in range(len(group)) if (group != group[i]).any()]
    if strangers is None or not len(strangers.person):
        scores, person = np.empty((0, len(templates)), np.float32), np.empty(0, np.intp)
    else:
        scores = _falling(score_strangers(head, strangers.embeddings, projected, is_cancelled=is_cancelled))
        _, person = np.unique(strangers.person, return_inverse=True)
    fresh = np.ones(len(person), np.bool_)
    if unseen is not None:
        fresh[:] = False
        fresh[unseen] = True
    return PersonalScores(
        strangers=scores,
        person=person,
        unseen=fresh,
        own=tuple(rows),
        burst=burst[: len(rows)],
        by_burst=bool(by_burst),
        learned_from=learned_from,
    )


def _falling(scores: Array) -> Array:
    return np.ascontiguousarray(np.sort(scores, axis=-1)[..., ::-1])
