"""The guard's own network: looks at a face with its surroundings, through LiteRT."""

from __future__ import annotations

from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.guard.surroundings import NETWORK_SIDE, Surroundings, to_network

NETWORK_FILE = "network.tflite"


class SurroundingsNetwork:
    """Answers for one view at a time. model: content of NETWORK_FILE. Raises CorruptData for another file."""

    def __init__(self, model: bytes) -> None:
        self._network = LiteRtNetwork(model, shape=(NETWORK_SIDE, NETWORK_SIDE, 3), threads=1)

    def logit(self, seen: Surroundings) -> float:
        """Log odds of an attack, of this view alone. Raises ValueError where the answer is not finite."""
        return float(self._network.run(to_network(seen.network_view[None]))[0, 0])
