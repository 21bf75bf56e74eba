"""Fits the fusion: a logistic model over the standardised cues, each source and class counting the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from faceid_app.evaluation.attack_rates import threshold_at_bpcer
from faceid_app.guard.cues.readings import NETWORK, PICTURE_CUES, picture_cues
from faceid_app.guard.fusion import FusedCue, Fusion, risk_of
from faceid_app.guard.surroundings import Surroundings
from faceid_app.learning.presentation.material import Material
from faceid_app.progress import Stage

TARGET_BPCER = 0.02
_WITHIN = 98.0
_PENALTY = 0.1
"""C of scikit-learn: small, for few people stand behind many pictures."""
_CLEAR = 0.05
"""So far from chance the AUC of a cue must be in every source."""
Values = Mapping[str, NDArray[np.float64]]
"""(n,) of each cue, by name."""


def cue_values(
    looks: Iterable[Surroundings], network_logits: NDArray[np.float64], *, stage: Stage
) -> dict[str, NDArray[np.float64]]:
    """All cues of every view; the network's is given, for it must come from one that never saw the person."""
    rows = []
    for look in looks:
        rows.append(picture_cues(look, PICTURE_CUES))
        stage.advance()
    values = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return {NETWORK: network_logits, **values}


def fit_fusion(values: Values, material: Material, rows: NDArray[np.bool_], elsewhere: Values | None = None) -> Fusion:
    """From those (n,) views; the limit is the highest risk that any source's live people need for TARGET_BPCER.

    `elsewhere`, cues of live views of yet another source, has a say in the limit alone: two sources know too few
    cameras to tell how high the risk of a live person gets.

    A cue counts where it points the same way in every source, and weighs that way beside the others: what points one
    way here and the other way there knows the light of a source, not an attack.
    """
    attack, source = material.attack[rows], material.source[rows]
    group = np.char.add(source, np.where(attack, " attack", " live"))
    _, where, sizes = np.unique(group, return_inverse=True, return_counts=True)
    weight = len(group) / len(sizes) / sizes[where]
    directions = {name: _direction(column[rows], attack, source) for name, column in values.items()}
    names = [name for name, direction in directions.items() if direction]
    while True:
        table = np.stack([values[name][rows] for name in names], axis=1)
        mean = np.average(table, axis=0, weights=weight)
        deviation = np.sqrt(np.average((table - mean) ** 2, axis=0, weights=weight)) + 1e-9
        standard = np.clip((table - mean) / deviation, -4, 4)
        fitted = LogisticRegression(C=_PENALTY, max_iter=1000).fit(standard, attack, sample_weight=weight)
        agreeing = [name for name, slope in zip(names, fitted.coef_[0], strict=True) if slope * directions[name] > 0]
        if agreeing == names:
            break
        names = agreeing
    cues = []
    for column, name in enumerate(names):
        slope = float(fitted.coef_[0, column])
        limit = float(np.percentile(table[~attack, column], _WITHIN if slope > 0 else 100 - _WITHIN))
        cues.append(
            FusedCue(name=name, mean=float(mean[column]), deviation=float(deviation[column]), weight=slope, limit=limit)
        )
    fusion = Fusion(cues=tuple(cues), bias=float(fitted.intercept_[0]), limit=0.5)
    risks = fused_risks(fusion, {name: values[name][rows] for name in names})
    live = [risks[~attack & (source == one)] for one in np.unique(source)]
    live += [] if elsewhere is None else [fused_risks(fusion, elsewhere)]
    limits = [threshold_at_bpcer(one, TARGET_BPCER) for one in live]
    return Fusion(cues=fusion.cues, bias=fusion.bias, limit=float(np.clip(max(limits), 0.01, 0.99)))


def _direction(column: NDArray[np.float64], attack: NDArray[np.bool_], source: NDArray[np.str_]) -> int:
    """1 where a larger value speaks for an attack in every source, -1 for a smaller one, 0 where they disagree."""
    areas = np.array([roc_auc_score(attack[source == one], column[source == one]) for one in np.unique(source)])
    return int((areas > 0.5 + _CLEAR).all()) - int((areas < 0.5 - _CLEAR).all())


def fused_risks(fusion: Fusion, values: Values) -> NDArray[np.float64]:
    """(n,) 0..1: the risk of each view alone."""
    names = [cue.name for cue in fusion.cues]
    rows = zip(*(values[name] for name in names), strict=True)
    return np.array([risk_of(fusion.logit(dict(zip(names, row, strict=True)))) for row in rows])
