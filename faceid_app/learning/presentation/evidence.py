"""Judges the guard on people it never learned from: error rates by source and kind, cues alone, across sources."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from faceid_app.evaluation.attack_rates import apcer, bpcer, threshold_at_bpcer
from faceid_app.guard.fusion import Fusion
from faceid_app.learning.presentation.folds import FOLDS, Teaching
from faceid_app.learning.presentation.fusing import TARGET_BPCER, Values, fit_fusion, fused_risks
from faceid_app.learning.presentation.material import PRINT, RENDERED, SCREEN, WEBCAM, Material

Figures = dict[str, Any]
_SPECIES = ((WEBCAM, PRINT), (RENDERED, PRINT), (RENDERED, SCREEN))


def held_out_risks(
    values: Values, material: Material, fold: NDArray[np.intp], elsewhere: Values | None
) -> tuple[NDArray[np.float64], Figures]:
    """(n,) risks of the fused cues, the fusion fitted on the other folds, and how often its own limit errs."""
    risks, passed = np.zeros(len(material)), np.zeros(len(material), np.bool_)
    for held_out in range(FOLDS):
        rows = fold == held_out
        fusion = fit_fusion(values, material, ~rows, elsewhere)
        risks[rows] = fused_risks(fusion, {name: column[rows] for name, column in values.items()})
        passed[rows] = risks[rows] < fusion.limit
    return risks, {"rates": _rates_where(passed, material)}


def rates_at_target(scores: NDArray[np.float64], material: Material, fold: NDArray[np.intp]) -> Figures:
    """By source: APCER of each kind and BPCER, where the people of the other folds set BPCER to TARGET_BPCER."""
    figures: Figures = {}
    for source, kind in _SPECIES:
        passed = np.zeros(len(material), np.bool_)
        live = (material.source == source) & ~material.attack
        for held_out in range(FOLDS):
            limit = threshold_at_bpcer(scores[live & (fold != held_out)], TARGET_BPCER)
            passed[fold == held_out] = scores[fold == held_out] < limit
        attack = (material.source == source) & (material.kind == kind)
        figures[f"{source} {kind}"] = {
            "apcer": _counted(passed[attack]), "bpcer": _counted(~passed[live]),
            "auc": _auc(scores, live, attack), "people": len(np.unique(material.person[attack])),
        }  # fmt: skip
    return figures


def cues_alone(values: Values, material: Material) -> Figures:
    """The AUC of each cue by itself, whichever way it points, for each source and kind; 0.5 is chance."""
    told: Figures = {}
    for name, column in values.items():
        told[name] = {}
        for source, kind in _SPECIES:
            live = (material.source == source) & ~material.attack
            told[name][f"{source} {kind}"] = _auc(column, live, (material.source == source) & (material.kind == kind))
    return told


def across_sources(teaching: Teaching, material: Material) -> Figures:
    """A network taught on one source alone, its limit set on held-out people of it, tested on the other.

    material: the views that are judged.
    """
    figures: Figures = {}
    for learned, tested in ((RENDERED, WEBCAM), (WEBCAM, RENDERED)):
        own, logits = teaching.answers_across(learned)
        limit = threshold_at_bpcer(own, TARGET_BPCER)
        other = material.chosen(material.source == tested)
        kinds = {kind: logits[other.kind == kind] for kind in np.unique(other.kind[other.attack])}
        figures[f"without {tested}"] = {
            "bpcer": bpcer(logits[~other.attack], limit).to_dict(),
            "apcer": {str(kind): rate.to_dict() for kind, rate in apcer(kinds, limit).items()},
            "auc": {str(kind): _auc(logits, ~other.attack, other.kind == kind) for kind in kinds},
        }
    return figures


def refused_elsewhere(fusion: Fusion, values: Values) -> Figures:
    """How many live views of a source that nobody learned from the limit refuses."""
    return bpcer(fused_risks(fusion, values), fusion.limit).to_dict()


def fusion_figures(fusion: Fusion) -> Figures:
    """Weights and limits, for the card."""
    return {
        "bias": fusion.bias, "limit": fusion.limit,
        "cues": {cue.name: {"weight": cue.weight, "limit": cue.limit} for cue in fusion.cues},
    }  # fmt: skip


def _rates_where(passed: NDArray[np.bool_], material: Material) -> Figures:
    told: Figures = {}
    for source in np.unique(material.source):
        own = material.source == source
        kinds = np.unique(material.kind[own & material.attack])
        told[str(source)] = {
            "bpcer": _counted(~passed[own & ~material.attack]),
            "apcer": {str(kind): _counted(passed[own & (material.kind == kind)]) for kind in kinds},
        }
    return told


def _counted(wrong: NDArray[np.bool_]) -> Figures:
    # Whether it was accepted as a rate of zeros and ones: the bounds are those of the module of attack rates.
    return bpcer(wrong.astype(np.float64), 0.5).to_dict()


def _auc(scores: NDArray[np.float64], live: NDArray[np.bool_], attack: NDArray[np.bool_]) -> float:
    rows = live | attack
    return float(roc_auc_score(attack[rows], scores[rows]))
