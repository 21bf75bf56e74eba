"""Owns the one matrix that template health, the stranger test and the dial are read from: templates and strangers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import Cancelled
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, sigmoid
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.progress import IsCancelled, never

_BLOCK = 2048
"""Strangers compared between two looks at whether to stop: 0.12 s with 40 templates."""


@dataclass(frozen=True, slots=True, eq=False)
class TemplateScores:
    """One person's templates against strangers and against each other.

    Attributes:
        strangers: (n, t) float32 scores, 0..1, each stranger's picture against each template.
        person: (n,) int32, who each picture shows.
        unseen: (n,) bool, pictures of people the backbone has not learned from: those are witnesses of its rates.
        own: (t, t) float32 logits of the templates with each other.
        identical: the logit of a template with itself.
    """

    strangers: Array
    person: NDArray[np.int32]
    unseen: NDArray[np.bool_]
    own: Array
    identical: float

    @property
    def templates(self) -> int:
        """How many templates there are."""
        return len(self.own)


def score_templates(head: L1Head, templates: Embeddings, strangers: StrangerBank | None) -> TemplateScores:
    """Compare templates (t, d) float32 with all strangers, in 0.4 s for 40 of them and 13,233; None counts nobody."""
    projected = head.project(templates)
    own = head.cross_logits(projected, projected)
    if strangers is None:
        nobody = np.empty((0, len(templates)), np.float32)
        return TemplateScores(nobody, np.empty(0, np.int32), np.empty(0, np.bool_), own, head.bias)
    unseen = np.zeros(len(strangers.person), np.bool_)
    unseen[strangers.unseen_rows()] = True
    against = score_strangers(head, strangers.embeddings, projected)
    return TemplateScores(against, strangers.person, unseen, own, head.bias)


def score_strangers(
    head: L1Head, strangers: Embeddings, projected: Array, *, is_cancelled: IsCancelled = never
) -> Array:
    """(n, t) float32 scores, 0..1, of strangers' embeddings (n, d) and projected templates (t, m). Raises Cancelled."""
    scores = np.empty((len(strangers), len(projected)), np.float32)
    for start in range(0, len(strangers), _BLOCK):
        if is_cancelled():
            raise Cancelled
        block = slice(start, start + _BLOCK)
        scores[block] = sigmoid(head.cross_logits(head.project(strangers[block]), projected))
    return scores
