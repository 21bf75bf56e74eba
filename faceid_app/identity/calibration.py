"""What a threshold means: false accepts counted at it, and the rates below which nothing is claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import threshold_at_far

TARGET_FARS = (1e-2, 1e-3, 1e-4)
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """One target false accept rate.

    Attributes:
        far: the target, 0..1.
        threshold: 0..1, the lowest score at which at most `far` of the impostors are accepted.
        accepted: impostors accepted at it.
        impostors: impostor comparisons counted.
        refused: genuine comparisons refused at it.
        genuine: genuine comparisons counted.
        supported: whether n suffices to claim the rate (far >= 3 / n, the rule of three).
    """

    far: float
    threshold: float
    accepted: int
    impostors: int
    refused: int
    genuine: int
    supported: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """Operating points, strictest last."""

    points: tuple[OperatingPoint, ...]

    def point(self, far: float) -> OperatingPoint:
        """The operating point of that target.

        Where the data do not support the target, the strictest supported one serves instead: a rate is never claimed
        that was not counted. KeyError where the target was not calibrated, ValueError where nothing is supported.
        """
        wanted = next((point for point in self.points if np.isclose(point.far, far)), None)
        if wanted is None:
            raise KeyError(far)
        if wanted.supported:
            return wanted
        supported = [point for point in self.points if point.supported]
        if not supported:
            raise ValueError("No operating point is supported by the number of impostors counted.")
        return min(supported, key=lambda point: point.far)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"points": [asdict(point) for point in self.points]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Calibration:
        """The reverse of `to_dict`; TypeError or KeyError where the data are not that."""
        return cls(points=tuple(OperatingPoint(**point) for point in data["points"]))


def calibrate(genuine: Scores, impostor: Scores, *, fars: tuple[float, ...] = TARGET_FARS) -> Calibration:
    """Thresholds for target false accept rates (FMR in ISO/IEC 19795-1), counted on held-out comparisons.

    Args:
        genuine: (n,) float32 scores of same-person comparisons, 0..1; may be empty.
        impostor: (n,) float32 scores of different-person comparisons, 0..1, at least one.
        fars: targets, 0..1.
    """
    points = []
    for far in fars:
        threshold = float(threshold_at_far(impostor, far))
        points.append(
            OperatingPoint(
                far=far,
                threshold=min(threshold, 1.0),
                accepted=int((impostor >= threshold).sum()),
                impostors=int(impostor.size),
                refused=int((genuine < threshold).sum()),
                genuine=int(genuine.size),
                supported=bool(far * impostor.size >= 3.0),
            )
        )
    return Calibration(points=tuple(points))
