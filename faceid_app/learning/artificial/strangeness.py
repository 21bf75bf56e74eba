"""Owns where the pictures that were learned from lie among the embeddings, so that what is unlike them can be told."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.artificial import distances
from faceid_app.guard.artificial_frame import seen
from faceid_app.learning.artificial.pictures import Faces

MOST = 3000
"""Pictures that centres and spread are taken from."""
KNOWN = 0.99
"""Share of the pictures held out, all of known kinds, that are not too far."""
_SHRINKAGE = 1e-3


def some_of(faces: Faces, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """At most MOST of the faces as a network sees them, (n, 64, 64, 3), and their kinds, (n,)."""
    rows = np.sort(np.random.default_rng(seed).permutation(len(faces))[:MOST])
    return np.stack([seen(faces.frames[row]) for row in rows]), faces.kind[rows]


def neighbourhood(
    embeddings: NDArray[np.floating], kind: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(n, d) and (n,) -> the centre of each kind that occurs, (m, d), and the inverse of the covariance within kinds,
    (d, d), which is shrunk a little towards the same variance in every direction."""
    values = embeddings.astype(np.float64)
    occurring, of = np.unique(kind, return_inverse=True)
    centres = np.stack([values[of == one].mean(axis=0) for one in range(len(occurring))])
    covariance = np.atleast_2d(np.cov((values - centres[of]).T))
    covariance += _SHRINKAGE * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    return centres.astype(np.float32), np.linalg.inv(covariance).astype(np.float32)


def furthest(embeddings: NDArray[np.floating], centres: NDArray[np.float32], precision: NDArray[np.float32]) -> float:
    """The distance that a share KNOWN of these (n, d) embeddings, held out and of known kinds, does not exceed."""
    return float(np.quantile(distances(embeddings, centres, precision), KNOWN))
