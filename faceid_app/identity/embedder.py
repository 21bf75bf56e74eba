"""Runs a network on prepared faces through LiteRT."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.identity.preprocessing import Input

Embeddings = NDArray[np.float32]
"""(n, dimension) float32, one row a face."""


class Embedder(Protocol):
    """Turns prepared faces into embeddings."""

    @property
    def input(self) -> Input:
        """What the network is fed with."""
        ...

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        ...

    def embed(self, batch: NDArray[np.float32]) -> Embeddings:
        """(n, h, w, 3) float32 as `input` prescribes -> (n, dimension) float32."""
        ...


class LiteRtEmbedder:
    """A LiteRT model; thread-safe. Raises CorruptData where it cannot be read or takes another input."""

    def __init__(self, model: bytes, *, input: Input, normalise: bool, threads: int = 2) -> None:
        self._network = LiteRtNetwork(model, shape=input.shape, threads=threads)
        self._normalise = normalise
        self._input = input

    @property
    def input(self) -> Input:
        """What the network is fed with."""
        return self._input

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return self._network.outputs

    def embed(self, batch: NDArray[np.float32]) -> Embeddings:
        """Embed prepared faces.

        Args:
            batch: (n, h, w, 3) float32 as `input` prescribes.

        Returns:
            (n, dimension) float32; rows of length 1 where the network was made for the cosine.

        Raises:
            ValueError: wrong shape or dtype, or the network returned a value that is not finite or an empty vector.
        """
        result = self._network.run(batch)
        if self._normalise:
            length = np.linalg.norm(result, axis=1, keepdims=True)
            if (length < 1e-6).any():
                raise ValueError("The network returned an empty embedding.")
            result /= length
        return result
