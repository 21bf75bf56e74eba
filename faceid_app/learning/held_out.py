"""How good a network has become: verification of people held out, and its likeness to the teacher."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from faceid_app.evaluation.metrics import clopper_pearson, tar_at_far
from faceid_app.identity.embedder import Embeddings
from faceid_app.learning.chain import Chain, build_network
from faceid_app.learning.face_selection import Selection

_FARS = (1e-2, 1e-3, 1e-4)
_BATCH = 64


def embed(chain: Chain, faces: Any) -> Embeddings:
    """(n, 112, 112, 3) uint8 -> (n, d) float32 of length 1, by Keras."""
    network = build_network(chain)
    rows = [
        keras.ops.convert_to_numpy(network.predict_on_batch(faces[at : at + _BATCH].astype(np.float32)))
        for at in range(0, len(faces), _BATCH)
    ]
    found = np.concatenate(rows).astype(np.float32)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12), np.float32)


def judge(embeddings: Embeddings, selection: Selection) -> dict[str, Any]:
    """Verification of the held-out people by cosine, every pair of their pictures, and the likeness to the teacher."""
    scores = embeddings @ embeddings.T
    a, b = np.triu_indices(len(embeddings), 1)
    same = selection.held_out.person[a] == selection.held_out.person[b]
    genuine, impostor = scores[a[same], b[same]], scores[a[~same], b[~same]]
    points = []
    for far in _FARS:
        if far * len(impostor) < 3:
            continue
        tar = tar_at_far(genuine, impostor, far).tar
        low, high = clopper_pearson(round(tar * len(genuine)), len(genuine))
        points.append({"far": far, "tar": tar, "low": low, "high": high})
    return {
        "cosine_to_teacher": float((embeddings * selection.teacher_of_held_out).sum(axis=1).mean()),
        "genuine_pairs": len(genuine),
        "impostor_pairs": len(impostor),
        "points": points,
    }
