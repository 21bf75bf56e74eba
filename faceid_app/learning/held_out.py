"""Judges a head by comparisons it never learned from: scores, calibration, and the thresholds a bundle starts with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from faceid_app.identity.calibration import Calibration, calibrate
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, sigmoid

START_FAR = 1e-3
START_SHARE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Scores (n,) float32, 0..1, of held-out comparisons.

    Attributes:
        genuine: every held-out anchor with every held-out positive.
        impostor: every held-out capture with every held-out stranger.
    """

    genuine: Array
    impostor: Array

    def calibration(self) -> Calibration:
        """Thresholds for the target rates, with the comparisons behind them."""
        return calibrate(self.genuine, self.impostor)

    def precision_recall(self, threshold: float = 0.5) -> dict[str, Any]:
        """The document's two figures at its threshold; precision is None where nothing was accepted."""
        right = int((self.genuine > threshold).sum())
        wrong = int((self.impostor > threshold).sum())
        return {
            "threshold": threshold,
            "precision": right / (right + wrong) if right + wrong else None,
            "recall": right / self.genuine.size,
            "genuine": int(self.genuine.size),
            "impostor": int(self.impostor.size),
        }


def score_held_out(head: L1Head, *, anchors: Embeddings, positives: Embeddings, strangers: Embeddings) -> HeldOut:
    """Score embeddings (n, d) of a person's held-out captures against each other and against held-out strangers."""
    anchors, positives, strangers = head.project(anchors), head.project(positives), head.project(strangers)
    person = np.concatenate([anchors, positives])
    return HeldOut(
        genuine=sigmoid(head.cross_logits(anchors, positives)).ravel(),
        impostor=sigmoid(head.cross_logits(person, strangers)).ravel(),
    )


def starting_thresholds(calibration: Calibration) -> Thresholds:
    """What a bundle starts with: FAR 1e-3, or the strictest rate that was counted, and half of the templates."""
    try:
        detection = calibration.point(START_FAR).threshold
    except ValueError:  # too few strangers to claim any rate: then as strict as was seen
        detection = max(point.threshold for point in calibration.points)
    return Thresholds(detection=detection, verification=START_SHARE)
