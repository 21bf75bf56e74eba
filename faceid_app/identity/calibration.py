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
_ENOUGH = 3.0  # rule of three


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """One target false accept rate.

    Attributes:
        far: the target, 0..1.
        threshold: 0..1, the lowest score at which it was kept, see `calibrate`.
        accepted: impostors accepted at it.
        impostors: impostor comparisons counted.
        refused: genuine comparisons refused at it.
        genuine: genuine comparisons counted.
        supported: whether the count keeps the target and is large enough to claim it.
        people: different people behind the impostor comparisons; 0 where that was not noted.
    """

    far: float
    threshold: float
    accepted: int
    impostors: int
    refused: int
    genuine: int
    supported: bool
    people: int = 0


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
        """The reverse of `to_dict`; TypeError, KeyError or ValueError where the data are not that."""
        return cls(points=tuple(_point(point) for point in data["points"]))


def _point(data: Mapping[str, Any]) -> OperatingPoint:
    """One that `calibrate` could have made: a damaged file must not make a threshold of what is none."""
    point = OperatingPoint(**data)
    counts = (point.accepted, point.impostors, point.refused, point.genuine, point.people)
    shares = (point.far, point.threshold)
    if any(isinstance(one, bool) or not isinstance(one, int) or one < 0 for one in counts):
        raise ValueError("a count that is none")
    if any(isinstance(one, bool) or not isinstance(one, int | float) or not 0.0 <= one <= 1.0 for one in shares):
        raise ValueError("a rate or threshold that is none")
    if not isinstance(point.supported, bool) or point.accepted > point.impostors or point.refused > point.genuine:
        raise ValueError("counts that do not agree")
    return point


def calibrate(
    genuine: Scores,
    impostor: Scores,
    *,
    people: int,
    user: Scores | None = None,
    fars: tuple[float, ...] = TARGET_FARS,
) -> Calibration:
    """Thresholds for target false accept rates (FMR in ISO/IEC 19795-1), counted on held-out comparisons.

    A rate is supported where the stored threshold keeps it on what was counted and where it is at least 3 / n, the rule
    of three, for n comparisons *and* for n pairs of different people: several pictures of the same two are hardly more
    evidence than one. Among p people there are p * (p - 1) / 2 such pairs.

    Some people are easier to be taken for than others (Doddington's lambs): a threshold for the average user would
    promise them too much. So a threshold also keeps its rate among the user's own comparisons. Of these p strangers are
    the evidence, and below 1 / p they say nothing of a rate; what they said of a greater one goes on to hold.

    Args:
        genuine: (n,) float32 scores of same-person comparisons, 0..1; may be empty.
        impostor: (n,) float32 scores of comparisons of two strangers, 0..1, at least one.
        people: different strangers behind them.
        user: (n,) float32 scores of the user with strangers, 0..1; counted together with `impostor`.
        fars: targets, 0..1, greatest first.

    Raises:
        ValueError: no impostor, or a score that is not finite.
    """
    everyone = impostor if user is None else np.concatenate([impostor, user])
    evidence = min(everyone.size, people * (people - 1) // 2)
    points = []
    lowest = 0.0
    for far in fars:
        lowest = max(lowest, threshold_at_far(everyone, far))
        if user is not None and user.size and far * people >= 1.0:
            lowest = max(lowest, threshold_at_far(user, far))
        # The sliders end at 1. Where saturated scores would need a threshold above it, the recount tells.
        threshold = np.float32(min(lowest, 1.0))
        accepted = int((everyone >= threshold).sum())
        points.append(
            OperatingPoint(
                far=far,
                threshold=float(threshold),
                accepted=accepted,
                impostors=int(everyone.size),
                refused=int((genuine < threshold).sum()),
                genuine=int(genuine.size),
                supported=bool(far * evidence >= _ENOUGH and accepted / everyone.size <= far),
                people=people,
            )
        )
    return Calibration(points=tuple(points))


def least_people(far: float) -> int:
    """How many different people it takes until their pairs support that rate (0..1, not 0)."""
    people = 2
    while far * (people * (people - 1) // 2) < _ENOUGH:
        people += 1
    return people
