"""The L1 head in numpy: the score of two embeddings is sigmoid(w . |P e1 - P e2| + b)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.arrays import pack, unpack
from faceid_app.priority import thread_gives_way

Array = NDArray[np.float32]
FRAME_BLOCKS = 16
"""Orthonormal blocks of the frame: with sixteen the L1 distance costs nothing that LFW can tell (ADR 5)."""
HIGHEST_LOGIT = 12.0
"""Logit of two identical embeddings: in float32 the sigmoid is 1 from about 17 on and all order is lost there."""
_BLOCK = 256
_STRIP = 64  # rows a task: half of a square of them is computed for nothing
_CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True, eq=False)
class L1Head:
    """The Siamese network's last layers: an optional fixed projection, |a - b|, and one dense unit with a sigmoid.

    Attributes:
        frame: (d, m) float32 projection, or None where the distance is taken on the embedding itself.
        weights: (m,) float32; negative where a distance speaks against a match.
        bias: the logit of two identical embeddings.
    """

    frame: Array | None
    weights: Array
    bias: float

    def __post_init__(self) -> None:
        width = len(self.weights) if self.frame is None else self.frame.shape[1]
        if self.weights.shape != (width,):
            raise ValueError(f"Expected {width} weights. Received: {self.weights.shape}")
        if not (np.isfinite(self.weights).all() and np.isfinite(self.bias)):
            raise ValueError("Expected finite weights and bias.")

    @property
    def dimension(self) -> int:
        """Length d of the embeddings it takes."""
        return len(self.weights) if self.frame is None else len(self.frame)

    def project(self, embeddings: Array) -> Array:
        """(n, d) float32 -> (n, m) float32. Done once a template and once a frame."""
        return embeddings if self.frame is None else np.asarray(embeddings @ self.frame, np.float32)

    def logits(self, probe: Array, templates: Array) -> Array:
        """Logits of one projected probe (m,) against projected templates (t, m): (t,) float32."""
        return np.asarray(np.abs(templates - probe) @ self.weights + self.bias, np.float32)

    def scores(self, probe: Array, templates: Array) -> Array:
        """As `logits`, through the sigmoid: (t,) float32 in 0..1."""
        return sigmoid(self.logits(probe, templates))

    def pair_logits(self, first: Array, second: Array) -> Array:
        """Logits of row i of `first` against row i of `second`, both projected (n, m): (n,) float32."""
        return np.asarray(np.abs(first - second) @ self.weights + self.bias, np.float32)

    def cross_logits(self, first: Array, second: Array) -> Array:
        """Logits of every projected row of `first` (a, m) against every one of `second` (b, m): (a, b) float32."""
        if (self.weights <= 0).all():
            # A weighted city-block distance, for which scipy has a loop in C that needs no (a, b, m) array.
            from scipy.spatial.distance import cdist

            scale = -self.weights.astype(np.float64)
            scaled = second * scale

            def distances(rows: Array) -> NDArray[np.float64]:
                return np.asarray(cdist(rows * scale, scaled, "cityblock"), np.float64)

            # scipy lets go of the interpreter meanwhile: a core each.
            with ThreadPoolExecutor(_CORES, initializer=thread_gives_way) as pool:
                parts = list(pool.map(distances, np.array_split(first, _CORES)))
            return np.asarray(self.bias - np.concatenate(parts), np.float32)
        result = np.empty((len(first), len(second)), np.float32)
        for start in range(0, len(second), _BLOCK):
            block = second[start : start + _BLOCK]
            for row, probe in enumerate(first):
                result[row, start : start + _BLOCK] = self.logits(probe, block)
        return result

    def own_logits(self, rows: Array) -> Array:
        """Logits of every projected row (n, m) against each later one: (n(n-1)/2,) float32, as triu_indices(n, 1)."""
        count = len(rows)
        if count < 2 or not (self.weights <= 0).all():
            return np.asarray(self.cross_logits(rows, rows)[np.triu_indices(count, 1)], np.float32)
        from scipy.spatial.distance import cdist

        scaled = rows * -self.weights.astype(np.float64)

        def later(start: int) -> Array:
            end = min(start + _STRIP, count)
            logits = np.asarray(self.bias - cdist(scaled[start:end], scaled[start:], "cityblock"), np.float32)
            return np.concatenate([logits[row, row + 1 :] for row in range(end - start)])

        with ThreadPoolExecutor(_CORES) as pool:
            return np.concatenate(list(pool.map(later, range(0, count, _STRIP))))

    def to_bytes(self) -> bytes:
        """An .npz without pickled objects."""
        if self.frame is None:
            return pack(weights=self.weights, bias=self.bias)
        return pack(weights=self.weights, bias=self.bias, frame=self.frame)

    @classmethod
    def from_bytes(cls, data: bytes) -> L1Head:
        """The reverse of `to_bytes`; ValueError where the data are not that."""
        arrays = unpack(data)
        try:
            frame = arrays["frame"].astype(np.float32) if "frame" in arrays else None
            return cls(frame=frame, weights=arrays["weights"].astype(np.float32), bias=float(arrays["bias"]))
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError(f"not a head ({error})") from error


def sigmoid(logits: Array) -> Array:
    """Logistic function without overflow, float32 -> float32 in 0..1."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits.astype(np.float64))), dtype=np.float32)


def tight_frame(dimension: int, *, blocks: int = FRAME_BLOCKS, seed: int = 0) -> Array:
    """`blocks` random orthonormal matrices side by side: (dimension, blocks * dimension) float32.

    A tight frame: the L2 norm of x @ frame is sqrt(blocks) times that of x, while its L1 norm, a mean over random
    directions, approximates the L2 norm the better the more directions there are (Johnson and Schechtman 1982). So the
    L1 distance behind it ranks pairs as the cosine does for which the backbone was trained.
    """
    generator = np.random.default_rng(seed)
    stacked = []
    for _ in range(blocks):
        q, r = np.linalg.qr(generator.standard_normal((dimension, dimension)))
        stacked.append(q * np.sign(np.diagonal(r)))
    return np.concatenate(stacked, axis=1).astype(np.float32)


def start_head(dimension: int, *, slope: float, bias: float, blocks: int = FRAME_BLOCKS, seed: int = 0) -> L1Head:
    """The head before training: the tight frame, equal weights; logit = bias - slope * mean |difference|."""
    frame = tight_frame(dimension, blocks=blocks, seed=seed)
    width = frame.shape[1]
    return L1Head(frame=frame, weights=np.full(width, -slope / width, np.float32), bias=bias)


def tempered(head: L1Head, *, highest: float | None = None) -> L1Head:
    """The same order of pairs on a scale that float32 and a slider can show: all logits times one factor, at most 1.

    `highest` is the greatest logit seen, where weights above 0 let it exceed that of two identical embeddings.
    """
    top = head.bias if highest is None else max(head.bias, highest)
    factor = min(1.0, HIGHEST_LOGIT / top) if top > 0 else 1.0
    return replace(head, weights=(head.weights * factor).astype(np.float32), bias=head.bias * factor)
