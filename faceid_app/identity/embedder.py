"""Runs a network on prepared faces through LiteRT."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import CorruptData
from faceid_app.identity.preprocessing import Input

Embeddings = NDArray[np.float32]
"""(n, dimension) float32, one row a face."""
_AGAIN = "fetch or train it again"


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


@contextmanager
def _silent() -> Iterator[None]:
    """Keeps LiteRT from announcing its kernels on stderr, for which it has no switch; real faults are raised."""
    try:
        kept = os.dup(2)
    except OSError:  # a program without a console has no stderr
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class LiteRtEmbedder:
    """A LiteRT model. One picture a call into the network: the same numbers whatever the batch it came in.

    Thread-safe through a lock, for LiteRT interpreters are not.
    """

    def __init__(self, model: bytes, *, input: Input, normalise: bool, threads: int = 2) -> None:
        # Here and not above: 0.1 s that a window which only shows pages does not need.
        from ai_edge_litert.interpreter import Interpreter

        try:
            with _silent():
                self._interpreter = Interpreter(model_content=model, num_threads=threads)
                self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise CorruptData("The network file", f"LiteRT cannot read it ({error})", _AGAIN) from error
        found = tuple(self._interpreter.get_input_details()[0]["shape"][1:])
        if found != input.shape:
            raise CorruptData("The network file", f"it takes {found}, not {input.shape}", _AGAIN)
        self._in = self._interpreter.get_input_details()[0]["index"]
        self._out = self._interpreter.get_output_details()[0]["index"]
        self._dimension = int(self._interpreter.get_output_details()[0]["shape"][-1])
        self._normalise = normalise
        self._input = input
        self._lock = threading.Lock()

    @property
    def input(self) -> Input:
        """What the network is fed with."""
        return self._input

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return self._dimension

    def embed(self, batch: NDArray[np.float32]) -> Embeddings:
        """Embed prepared faces.

        Args:
            batch: (n, h, w, 3) float32 as `input` prescribes.

        Returns:
            (n, dimension) float32; rows of length 1 where the network was made for the cosine.

        Raises:
            ValueError: wrong shape or dtype, or the network returned a value that is not finite or an empty vector.
        """
        if batch.dtype != np.float32 or batch.shape[1:] != self._input.shape:
            raise ValueError(f"Expected float32 (n, {self._input.shape}). Received: {batch.dtype} {batch.shape}")
        result = np.empty((len(batch), self._dimension), np.float32)
        with self._lock:
            for row, picture in enumerate(batch):
                self._interpreter.set_tensor(self._in, picture[None])
                self._interpreter.invoke()
                result[row] = self._interpreter.get_tensor(self._out)[0]
        if not np.isfinite(result).all():
            raise ValueError("The network returned values that are not finite.")
        if self._normalise:
            length = np.linalg.norm(result, axis=1, keepdims=True)
            if (length < 1e-6).any():
                raise ValueError("The network returned an empty embedding.")
            result /= length
        return result
