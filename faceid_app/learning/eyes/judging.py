"""Judges the network for eyes on people from whom it never learned."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from faceid_app.guard.blink import CLOSED
from faceid_app.guard.eyes import IS_EYE, PATCH, to_network
from faceid_app.learning.eyes.batches import covered
from faceid_app.learning.eyes.clips import correlation
from faceid_app.learning.eyes.lids import closed_by
from faceid_app.learning.eyes.material import EYES_APART, WIDE, EyeMaterial

SHUT, WIDE_OPEN = 0.10, 0.20
"""The teacher's openness up to which a photographed eye counts as shut, and from which it counts as open."""
HALF = 0.5
_BLOCK = 512


def in_the_middle(wide: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(n, WIDE, WIDE) -> (n, PATCH, PATCH): as the program cuts them."""
    start = (WIDE - PATCH) // 2
    return np.ascontiguousarray(wide[:, start : start + PATCH, start : start + PATCH])


def held_out_figures(network: keras.Model, material: EyeMaterial, *, seed: int) -> dict[str, Any]:
    """Counts and errors on eyes and pieces that are held out, as plain JSON values.

    "closed": open eyes (WIDE_OPEN or more by the teacher) whose lid is rendered all the way down, and of how many the
    network sees at most CLOSED of what it saw in the same eye open; "half": the same with the lid half-way down, where
    none need be. "covered": the same eyes behind something, and how many still pass for an eye.
    """
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(material.held_out)
    openness, is_eye = _answers(network, material.eyes[rows])
    wanted = material.openness[rows]
    pieces = material.pieces[material.piece_held_out]
    pieces_are = _answers(network, pieces)[1]
    open_rows = rows[wanted >= WIDE_OPEN]
    before = openness[wanted >= WIDE_OPEN]

    def rendered(share: float) -> dict[str, int]:
        closed = [
            closed_by(material.eyes[row], material.lids[row], share, distance=EYES_APART) for row in open_rows.tolist()
        ]
        after = _answers(network, np.stack(closed))[0]
        return {"told": int((after <= CLOSED * before).sum()), "n": len(after)}

    behind = [covered(rng, material.eyes[row], pieces[int(rng.integers(len(pieces)))]) for row in open_rows.tolist()]
    shut, clear = wanted <= SHUT, wanted >= WIDE_OPEN
    judged = shut | clear
    return {
        "error": float(np.abs(openness - wanted).mean()), "correlation": correlation(openness, wanted),
        "eyes": len(rows),
        "missed": {"told": int((is_eye < IS_EYE).sum()), "n": len(rows)},
        "pieces": {"told": int((pieces_are >= IS_EYE).sum()), "n": len(pieces)},
        "covered": {"told": int((_answers(network, np.stack(behind))[1] >= IS_EYE).sum()), "n": len(behind)},
        "closed": rendered(1.0), "half": rendered(HALF),
        "shut": {
            "auc": float(roc_auc_score(clear[judged], openness[judged])) if shut.any() and clear.any() else None,
            "shut": int(shut.sum()), "open": int(clear.sum()),
        },
    }  # fmt: skip


def _answers(network: keras.Model, wide: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Openness and probability of an eye, (n,) each."""
    pictures = to_network(in_the_middle(wide))
    parts = [
        np.asarray(network(pictures[start : start + _BLOCK], training=False), np.float64)
        for start in range(0, len(pictures), _BLOCK)
    ]
    answers = np.concatenate(parts)
    return np.maximum(answers[:, 0], 0.0), 1 / (1 + np.exp(-np.clip(answers[:, 1], -50, 50)))
