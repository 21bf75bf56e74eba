"""Owns what a network says of the age and the gender presentation of an aligned face, and the age groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app import strict_json
from faceid_app.camera.frame import RgbImage
from faceid_app.errors import CorruptData
from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.faces.litert import LiteRtNetwork

NETWORK_FILE, CARD_FILE = "network.tflite", "card.json"
YEARS = 100
"""Places of the age distribution: place i is the age i + 1, and the last is 100 years and over."""
INTERVAL = 0.8
"""Share of an age distribution that its range holds."""
SIX_GROUPS = ((1, 10), (11, 20), (21, 39), (40, 59), (60, 89), (90, None))
"""The documents'; None: no upper end."""
TEN_GROUPS = (*((10 * ten + 1, 10 * ten + 10) for ten in range(9)), (91, None))
CHILD = 11.0
"""Mean age in years below which no gender presentation is told: of small children it is guessed poorly."""
Groups = tuple[tuple[int, int | None], ...]
Distribution = NDArray[np.float64]
"""(YEARS,) or (n, YEARS), each row adding up to 1."""
_AGAIN = "install the program again, or train it again"
_OUTPUTS = YEARS + 1


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Years. low, high: between them lies INTERVAL of the distribution, and as much above as below."""

    mean: float
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class Attributes:
    """What is said of one face. age: (YEARS,). female: 0..1, the calibrated probability of a female presentation."""

    age: Distribution
    female: float


class AttributeNetwork:
    """Age and gender presentation of aligned faces. Thread-safe. files: the content of NETWORK_FILE and CARD_FILE.

    Raises CorruptData where they do not go together.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        try:
            self.card = strict_json.loads(files[CARD_FILE])
            calibration = self.card["calibration"]
            self._age_heat, self._gender_heat = (float(calibration[name]["temperature"]) for name in ("age", "gender"))
            self.limit = float(calibration["gender"]["limit"])
            """Probability from which on a gender presentation is told."""
            self.widest = float(calibration["age"]["widest"])
            """Years between both ends of an age range up to which it is told."""
            self._network = LiteRtNetwork(files[NETWORK_FILE], shape=(ALIGNED_SIZE, ALIGNED_SIZE, 3), threads=1)
        except (KeyError, ValueError, TypeError) as error:
            raise CorruptData("The network for attributes", f"it cannot be read ({error})", _AGAIN) from error
        if self._network.outputs != _OUTPUTS:
            why = f"it gives {self._network.outputs} numbers instead of {_OUTPUTS}"
            raise CorruptData("The network for attributes", why, _AGAIN)

    def look(self, aligned: RgbImage) -> Attributes:
        """What is said of an aligned face, (112, 112, 3) uint8 RGB. Raises ValueError for another shape."""
        if aligned.shape != (ALIGNED_SIZE, ALIGNED_SIZE, 3) or aligned.dtype != np.uint8:
            raise ValueError(f"An aligned face must be (112, 112, 3) uint8. Received: {aligned.shape} {aligned.dtype}")
        age, female = self.calibrated(self.logits(aligned[None]))
        return Attributes(age[0], float(female[0]))

    def logits(self, aligned: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, 112, 112, 3) uint8 -> (n, YEARS + 1) float32, the last for a female presentation; not calibrated."""
        return self._network.run(aligned.astype(np.float32))

    def calibrated(self, logits: NDArray[np.float32]) -> tuple[Distribution, NDArray[np.float64]]:
        """(n, YEARS + 1) -> the age distributions (n, YEARS), and the probabilities (n,) of a female presentation."""
        age = softmax(logits[:, :YEARS].astype(np.float64) / self._age_heat)
        return age, sigmoid(logits[:, YEARS].astype(np.float64) / self._gender_heat)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, k) -> (n, k), each row positive and adding up to 1."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float64)


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / (1 + exp(-x)), without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)), np.float64)


def place_of(age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Years (n,), 1 or more -> places in an age distribution (n,)."""
    return np.minimum(age, YEARS) - 1


def mean_age(distribution: Distribution) -> NDArray[np.float64]:
    """(..., YEARS) -> the expected age (...,), years."""
    return np.asarray(distribution @ np.arange(1.0, YEARS + 1))


def age_range(distribution: Distribution, share: float = INTERVAL) -> AgeRange:
    """(YEARS,) -> mean and range of one distribution, the range holding at least `share` of it."""
    low, high = age_ranges(distribution[None], share)
    return AgeRange(float(mean_age(distribution)), int(low[0]), int(high[0]))


def age_ranges(distribution: Distribution, share: float = INTERVAL) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(n, YEARS) -> lower and upper ends (n,) of the ranges, years, both included."""
    summed = np.cumsum(distribution, axis=1)
    tail = (1 - share) / 2
    # A hair's breadth: sums of a hundred numbers do not end at 1 exactly.
    low = (summed < tail - 1e-9).sum(axis=1) + 1
    high = (summed < 1 - tail - 1e-9).sum(axis=1) + 1
    return low, np.minimum(high, YEARS)


def group_of(age: NDArray[np.int64], groups: Groups) -> NDArray[np.int64]:
    """Years (n,) -> index of the group of each (n,)."""
    return np.asarray(np.searchsorted([low for low, _ in groups], age, side="right") - 1, np.int64)


def group_probabilities(distribution: Distribution, groups: Groups) -> NDArray[np.float64]:
    """(n, YEARS) -> (n, groups)."""
    starts = [low - 1 for low, _ in groups]
    return np.asarray(np.add.reduceat(distribution, starts, axis=-1), np.float64)


def group_name(group: tuple[int, int | None]) -> str:
    """As "21-39", or "90+"."""
    low, high = group
    return f"{low}+" if high is None else f"{low}-{high}"
