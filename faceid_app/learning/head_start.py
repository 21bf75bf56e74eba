"""Where the training of an L1 head starts, and the held-out people who say whether it may leave there. No keras."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import threshold_at_far
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, start_head
from faceid_app.identity.people_pairs import Faces, few_of_each, same_person_pairs

_CONFIRM_PICTURES = 1000
_TAIL = 0.02
CONFIRM_FAR, STRICT_FAR = 1e-3, 1e-4
LEAST_GENUINE = 100
SURE = 2.0


def fit_start(first: Embeddings, second: Embeddings, same: NDArray[np.bool_]) -> L1Head:
    """Tight frame, equal weights, slope and bias from a logistic regression on the distance (Platt 1999).

    Args:
        first, second: (n, d) float32 of length 1, pairs row by row.
        same: (n,) bool; both kinds must be there. They count equally however many there are of each.
    """
    from sklearn.linear_model import LogisticRegression

    unit = start_head(first.shape[1], slope=1.0, bias=0.0)
    distance = -unit.pair_logits(unit.project(first), unit.project(second)).astype(np.float64)
    scale = float(distance.std())
    # C is weak enough to change nothing where the kinds overlap, and keeps the slope finite where they do not.
    model = LogisticRegression(C=1e3, class_weight="balanced").fit(distance[:, None] / scale, same)
    return start_head(
        first.shape[1],
        slope=float(-model.coef_[0, 0]) / scale,
        bias=float(model.intercept_[0]),
    )


def standard_errors(before: NDArray[np.bool_], now: NDArray[np.bool_]) -> float:
    """How many standard errors more of the same (n,) pairs are accepted now, by those that changed (McNemar 1947)."""
    won, lost = int((now & ~before).sum()), int((before & ~now).sum())
    return float((won - lost) / np.sqrt(max(won + lost, 1)))


class Confirmation:
    """People the training has not seen, who say whether moved weights tell people apart better than the start's did.

    Better is: at FAR 1e-3 more same-person pairs are accepted than by the start, by McNemar's test on the pairs that
    changed, and at FAR 1e-4 not fewer. Of the different-person pairs only the nearest _TAIL are followed; weights that
    move by a tenth bring no other near those thresholds.
    """

    def __init__(self, faces: Faces, start: L1Head, *, generator: np.random.Generator) -> None:
        same = same_person_pairs(faces.person, generator=generator)
        few = few_of_each(faces.person, each=4, most=_CONFIRM_PICTURES, generator=generator)
        projected = start.project(faces.embeddings)
        a, b = np.triu_indices(len(few), 1)
        different = faces.person[few[a]] != faces.person[few[b]]
        a, b = few[a[different]], few[b[different]]
        self.pairs, self.different = len(same[0]), len(a)
        self.possible = self.pairs >= LEAST_GENUINE and self.different * STRICT_FAR >= 3
        if not self.possible:
            return
        logits = start.own_logits(projected[few])[different]
        nearest = np.argsort(-logits, kind="stable")[: int(_TAIL * self.different)]
        self._genuine = np.abs(projected[same[0]] - projected[same[1]])
        self._impostor = np.abs(projected[a[nearest]] - projected[b[nearest]])
        self._start = [self._accepted(start.weights, far) for far in (CONFIRM_FAR, STRICT_FAR)]

    def surer(self, weights: Array) -> float:
        """How many standard errors better than the start those weights are; 0 where they lose at the stricter rate."""
        gains = []
        for before, far in zip(self._start, (CONFIRM_FAR, STRICT_FAR), strict=True):
            gains.append(standard_errors(before, self._accepted(weights, far)))
        return gains[0] if gains[1] >= 0 else 0.0

    def _accepted(self, weights: Array, far: float) -> NDArray[np.bool_]:
        threshold = threshold_at_far(self._impostor @ weights, far / _TAIL)
        return np.asarray(self._genuine @ weights >= np.float32(threshold))
