"""Owns finding faces of the test side that were learned from: the same picture once more, or the same person."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.leak_check import LIKENESS_LIMIT, likenesses
from faceid_app.learning.attributes.faces import LabelledFaces
from faceid_app.progress import Stage

CANDIDATE = 0.75
"""Cosine of two embeddings from which on the pictures are compared: copies, mirrored or compressed, come higher."""
SAME_PERSON = 0.6
"""Cosine of two compact embeddings from which on a face counts as somebody learned from. On LFW one comparison of two
people in 100,000 reaches 0.53; here each face is compared with some 16,000, so the limit is higher."""
_NEAREST = 4
_BLOCK = 512


def find_leaks(faces: LabelledFaces, embeddings: NDArray[np.float32], stage: Stage) -> dict[str, Any]:
    """Which rows of the test side are pictures or people of the others, by the existing finder of copies.

    Args:
        embeddings: (n, d) float32 of length 1, by the compact backbone.
        stage: advances by a row of the test side.

    Returns:
        "copy" and "person", (n,) bool, false outside the test side; a copy counts as a person too.
    """
    test, others = np.flatnonzero(faces.test), np.flatnonzero(~faces.test)
    copy, person = np.zeros(len(faces), np.bool_), np.zeros(len(faces), np.bool_)
    for start in range(0, len(test), _BLOCK):
        rows = test[start : start + _BLOCK]
        cosine = embeddings[rows] @ embeddings[others].T
        nearest = np.argpartition(-cosine, min(_NEAREST, cosine.shape[1] - 1), axis=1)[:, :_NEAREST]
        best = np.take_along_axis(cosine, nearest, axis=1)
        person[rows] = best.max(axis=1) >= SAME_PERSON
        for row, places, values in zip(rows, nearest, best, strict=True):
            alike = others[places[values >= CANDIDATE]]
            if len(alike):
                pictures = [np.asarray(faces.aligned[one]) for one in (row, *alike)]
                copy[row] = likenesses(pictures)[0][0, 1:].max() >= LIKENESS_LIMIT
        stage.advance(len(rows))
    return {"copy": copy, "person": person | copy}
