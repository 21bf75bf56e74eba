"""The guard's own network: looks at a face with its surroundings, through LiteRT."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.guard.surroundings import NETWORK_SIDE, Surroundings, mirrored, to_network

NETWORK_FILE = "network.tflite"


class SurroundingsNetwork:
    """Answers for one view at a time. model: content of NETWORK_FILE."""

    def __init__(self, model: bytes) -> None:
        self._model = model

    def logit(self, seen: Surroundings) -> float:
        """Log odds of an attack, of this view alone: the mean of what is said of it and of its mirror image.

        Raises:
            ValueError: the answer is not finite.
            CorruptData: the file cannot be read as such a network.
        """
        view = to_network(seen.network_view[None])
        return float(self._network.run(np.concatenate([view, mirrored(view)])).mean())

    @cached_property
    def _network(self) -> LiteRtNetwork:
        """Made at the first face: a window that shows its first picture need not wait for LiteRT to load."""
        return LiteRtNetwork(self._model, shape=(NETWORK_SIDE, NETWORK_SIDE, 3), threads=1)
