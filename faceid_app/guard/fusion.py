"""From the cues of a face to one calibrated risk: a logistic model over standardised cues, each with its limit."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from faceid_app import strict_json
from faceid_app.errors import CorruptData, NewerFormat

FUSION_FILE = "fusion.json"
FORMAT = 1
_MOST = 4.0
"""Standard deviations beyond which a cue says no more: one odd number must not outvote all others."""
_AGAIN = "install the program again"


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedCue:
    """How one cue counts.

    Attributes:
        name: which cue.
        mean, deviation: of it over the pictures that were learned from.
        weight: of the standardised cue in the logit; over 0 where a larger value speaks for an attack.
        limit: what all but 2 % of the live pictures that were held out stay within.
    """

    name: str
    mean: float
    deviation: float
    weight: float
    limit: float

    def contribution(self, value: float) -> float:
        """To the logit of the risk."""
        return self.weight * max(-_MOST, min(_MOST, (value - self.mean) / self.deviation))

    def against(self, value: float) -> bool:
        """Whether the value lies beyond the limit, on the side that speaks for an attack."""
        return value > self.limit if self.weight > 0 else value < self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """The trained weights.

    Attributes:
        cues: in the order of their names in the file.
        bias: of the logit.
        limit: 0..1, the risk below which a face passes for live.
    """

    cues: tuple[FusedCue, ...]
    bias: float
    limit: float

    def logit(self, values: Mapping[str, float]) -> float:
        """Log odds of an attack; `values` holds every cue. Raises KeyError for one that is missing."""
        return self.bias + sum(cue.contribution(values[cue.name]) for cue in self.cues)

    def strongest(self, values: Mapping[str, float]) -> FusedCue:
        """The cue that speaks most for an attack."""
        return max(self.cues, key=lambda cue: cue.contribution(values[cue.name]))

    def to_bytes(self) -> bytes:
        """The file's content."""
        whole = {"format": FORMAT, "bias": self.bias, "limit": self.limit, "cues": [asdict(cue) for cue in self.cues]}
        return (json.dumps(whole, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a file's content. Raises CorruptData, NewerFormat."""
        try:
            told: dict[str, Any] = strict_json.loads(data)
            written = int(told["format"])
            if written > FORMAT:
                raise NewerFormat("The guard's fusion of cues", written, FORMAT)
            cues = tuple(FusedCue(**cue) for cue in told["cues"])
            made = cls(cues=cues, bias=float(told["bias"]), limit=float(told["limit"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CorruptData("The guard's fusion of cues", f"it cannot be read ({error})", _AGAIN) from error
        numbers = [made.bias, made.limit, *(v for cue in cues for v in asdict(cue).values() if isinstance(v, float))]
        sound = all(map(math.isfinite, numbers)) and all(cue.deviation > 0 for cue in cues) and 0 < made.limit < 1
        if not cues or not sound:
            raise CorruptData("The guard's fusion of cues", "its numbers make no sense", _AGAIN)
        return made


def risk_of(logit: float) -> float:
    """0..1. A logit that is no number is the greatest risk."""
    if math.isnan(logit):
        return 1.0
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))
