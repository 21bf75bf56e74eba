"""Owns judging the kind of a face with a shipped network: a photograph, or drawn, edited, generated, or unsure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app import strict_json
from faceid_app.camera.frame import RgbImage
from faceid_app.errors import CorruptData
from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.guard.artificial_frame import INPUT, framed, network_input, seen
from faceid_app.guard.kinds import UNSURE, Kind
from faceid_app.guard.shipped import SHIPPED_GUARDS, load_guard_model

NAME = "artificial"
NETWORK_FILE, HEAD_FILE, CARD_FILE = "network.tflite", "head.npz", "card.json"
STRANGE_SHARE = 0.9
"""Of the limit: so probable is the most probable kind, at most, of a face unlike all that was learned from."""
_AGAIN = "install the program again, or train it again"


@dataclass(frozen=True, slots=True)
class KindJudgement:
    """What a face is judged to be.

    Attributes:
        kind: the most probable one, or UNSURE where its probability is below the limit, as that of a face unlike
            all that was learned from always is.
        probable: the most probable kind, whatever its probability.
        probability: of it, 0..1, calibrated on pictures held out from learning, kinds equally frequent but
            photographs twice as frequent as each other.
        probabilities: of every kind, adding up to 1.
        limit: probability from which on a kind is told.
    """

    kind: str
    probable: str
    probability: float
    probabilities: Mapping[str, float]
    limit: float

    @property
    def artificial(self) -> float:
        """The probability that it is no photograph, 0..1."""
        return 1.0 - self.probabilities.get(Kind.PHOTOGRAPH, 0.0)

    @property
    def drawn(self) -> float:
        """The probability that it is drawn, 0..1. That the network tells well, edited and generated faces poorly."""
        return sum(self.probabilities.get(kind, 0.0) for kind in (Kind.ANIME, Kind.SKETCH))


class ArtificialFaces:
    """A network for kinds of faces. Thread-safe.

    Args:
        files: the content of NETWORK_FILE, HEAD_FILE and CARD_FILE.

    Raises:
        CorruptData: they do not go together.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        try:
            self.card = strict_json.loads(files[CARD_FILE])
            self.kinds = tuple(str(kind) for kind in self.card["kinds"])
            self.limit = float(self.card["calibration"]["limit"])
            with np.load(io.BytesIO(files[HEAD_FILE]), allow_pickle=False) as head:
                self._weights, self._bias = head["weights"], head["bias"]
                self._centres, self._precision = head["centres"], head["precision"]
            self._furthest = float(self.card["calibration"]["furthest"])
            self._network = LiteRtNetwork(files[NETWORK_FILE], shape=(INPUT, INPUT, 3), threads=1)
        except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile) as error:
            raise CorruptData("The network for artificial faces", f"it cannot be read ({error})", _AGAIN) from error
        d = self._network.outputs
        expected = (d, len(self.kinds))
        fits = self._weights.shape == expected and self._bias.shape == expected[1:]
        if not fits or self._centres.shape[1:] != (d,) or self._precision.shape != (d, d):
            raise CorruptData("The network for artificial faces", f"its head is not of shape {expected}", _AGAIN)

    def judge(self, aligned: RgbImage) -> KindJudgement:
        """The kind of an aligned face, (112, 112, 3) uint8 RGB. Raises ValueError for another shape."""
        row = self.probabilities(self.embeddings(seen(framed(aligned))[None]))[0]
        best = int(row.argmax())
        return KindJudgement(
            kind=self.kinds[best] if row[best] >= self.limit else UNSURE,
            probable=self.kinds[best],
            probability=float(row[best]),
            probabilities={kind: float(value) for kind, value in zip(self.kinds, row, strict=True)},
            limit=self.limit,
        )

    def embeddings(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, 64, 64, 3) uint8 RGB, as `artificial_frame.seen` gives them -> (n, d) float32."""
        return self._network.run(network_input(pictures))

    def probabilities(self, embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, d) float32 -> (n, kinds) float64, each row adding up to 1.

        Those of a face that is further from the centre of every kind than it was of 99 in 100 pictures held out are
        drawn together, until none reaches the limit: a network is sure of what it never saw, too.
        """
        table = softmax(embeddings.astype(np.float64) @ self._weights + self._bias)
        strange = distances(embeddings, self._centres, self._precision) > self._furthest
        table[strange] = drawn_together(table[strange], STRANGE_SHARE * self.limit)
        return table


def distances(
    embeddings: NDArray[np.floating], centres: NDArray[np.floating], precision: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Squared Mahalanobis distance to the nearest centre (Lee et al., "A Simple Unified Framework for Detecting
    Out-of-Distribution Samples", NeurIPS 2018): (n, d), (m, d) and (d, d) -> (n,), 0 or more."""
    apart = embeddings.astype(np.float64)[:, None] - centres.astype(np.float64)[None]
    return np.asarray(np.einsum("nmi,ij,nmj->nm", apart, precision, apart, optimize=True).min(axis=1), np.float64)


def drawn_together(table: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Rows (n, k) that add up to 1, mixed with equal shares until no value is over `most`, which is over 1/k."""
    equal = 1 / table.shape[1]
    top = np.maximum(table.max(axis=1, keepdims=True), most)
    kept = (most - equal) / (top - equal)
    return np.asarray(kept * table + (1 - kept) * equal, np.float64)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, k) -> (n, k), each row positive and adding up to 1."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def open_artificial(*, folder: Path = SHIPPED_GUARDS, name: str = NAME) -> ArtificialFaces:
    """The network of that name, checked against its manifest. Raises ModelMissing, CorruptData and NewerFormat."""
    return ArtificialFaces(load_guard_model(name, folder=folder))
