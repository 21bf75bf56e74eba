"""Error rates of a guard against presentation attacks, in the words of ISO/IEC 30107-3:2023.

A *presentation* is one showing of something to the camera: *bona fide* where a live person sits there, an *attack*
of one *species* (the standard's PAI species: prints, phone photos, ...) otherwise. Every rate is of presentations and
brings its count with it. Species are never averaged: the worst one is the result, for an attacker chooses.

A guard gives *risks*, (n,) each 0..1, the higher the more an attack, and calls `risk >= threshold` an attack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faceid_app.evaluation.metrics import clopper_pearson, threshold_at_far

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of` presentations, with Clopper and Pearson's exact 95 % bounds, each 0..1.

    `low` and `high` are the two-sided interval. `at_least` and `at_most` are one-sided: each alone holds at 95 %, so
    that nothing accepted of ten allows the sentence "the true rate may be as high as 26 %". They take the presentations
    as independent; shown to one camera in one light they are alike, and the truth may lie further away.
    """

    count: int
    of: int
    low: float
    high: float
    at_least: float
    at_most: float

    @property
    def value(self) -> float:
        """0..1."""
        return self.count / self.of

    def to_dict(self) -> dict[str, float | int]:
        """For a JSON object."""
        return {
            "value": self.value,
            "count": self.count,
            "of": self.of,
            "low": self.low,
            "high": self.high,
            "at_least": self.at_least,
            "at_most": self.at_most,
        }


def share(count: int, of: int) -> Share:
    """That rate with its bounds. ValueError unless 0 <= count <= of and of >= 1."""
    low, high = clopper_pearson(count, of, CONFIDENCE)
    # The two bounds of 90 % leave 5 % outside on either side: each is the one-sided bound of 95 %.
    at_least, at_most = clopper_pearson(count, of, 2 * CONFIDENCE - 1)
    return Share(int(count), int(of), low, high, at_least, at_most)


def threshold_at_bpcer(live: ArrayLike, bpcer: float) -> float:
    """The lowest threshold that calls at most `bpcer * n` of the (n,) risks of live people attacks; ties go their way.

    Choose it on other people than those whom `apcer` and `bpcer` are then counted on. Minus infinity where all may be
    called attacks. ValueError when there is no risk, one is not finite, or `bpcer` lies outside 0..1.
    """
    if not 0 <= bpcer <= 1:
        raise ValueError(f"bpcer must lie in 0..1. Received: {bpcer}")
    return threshold_at_far(_risks(live, "of live people"), bpcer)


def bpcer(live: ArrayLike, threshold: float) -> Share:
    """Of (n,) risks of live people those called attacks. ValueError when there is none or one is not finite."""
    risks = _risks(live, "of live people")
    return share(int(np.count_nonzero(risks >= np.float64(threshold))), risks.size)


def apcer(attacks: Mapping[str, ArrayLike], threshold: float) -> dict[str, Share]:
    """For each species, of its (n,) risks those not called attacks.

    ValueError without species, for a species without presentations, and for a risk that is not finite.
    """
    if not attacks:
        raise ValueError("no species of attack: APCER is not defined. Received: 0 species")
    rates = {}
    for species, values in attacks.items():
        risks = _risks(values, f"of the species {species!r}")
        rates[species] = share(int(np.count_nonzero(risks < np.float64(threshold))), risks.size)
    return rates


def apcer_at_bpcer(attacks: Mapping[str, ArrayLike], live: ArrayLike, rate: float) -> dict[str, Share]:
    """APCER of each species at the threshold that `live`, people of other data, set for BPCER `rate`."""
    return apcer(attacks, threshold_at_bpcer(live, rate))


def worst(rates: Mapping[str, Share]) -> tuple[str, Share]:
    """The species that gets through most often; of equals the one that may be worse still. ValueError without any."""
    if not rates:
        raise ValueError("no species of attack: none is the worst. Received: 0 species")
    return max(rates.items(), key=lambda item: (item[1].value, item[1].at_most, item[0]))


@dataclass(frozen=True, slots=True, eq=False)
class Presentations:
    """How presentations of one species, or of live people, came out. Each (n,) bool.

    Attributes:
        responded: the guard said live or attack; else it stayed unsure, or saw no usable face.
        called_attack: it said attack; only where it responded.
        accepted: guard and matcher together let it through as the person.
    """

    responded: NDArray[np.bool_]
    called_attack: NDArray[np.bool_]
    accepted: NDArray[np.bool_]

    def __post_init__(self) -> None:
        for name in ("responded", "called_attack", "accepted"):
            values: Any = getattr(self, name)
            if values.dtype != np.bool_ or values.shape != (self.responded.size,):
                raise ValueError(f"{name} must be (n,) bool. Received: {values.dtype} of shape {values.shape}")
        if not self.responded.size:
            raise ValueError("no presentations: no rate is defined. Received: 0 presentations")
        if np.any(self.called_attack & ~self.responded):
            raise ValueError("a presentation cannot be called an attack without a response")


@dataclass(frozen=True, slots=True)
class AttackRates:
    """Of attacks of one species.

    Attributes:
        apcer: of those the guard responded to, those it called live; None where it responded to none. Counting only
            these keeps an attack that was never seen from passing for one that was caught.
        apnrr: of all, those it did not respond to.
        iapar: of all, those that guard and matcher together accepted.
    """

    apcer: Share | None
    apnrr: Share
    iapar: Share


@dataclass(frozen=True, slots=True)
class LiveRates:
    """Of live people.

    Attributes:
        bpcer: of those the guard responded to, those it called attacks; None where it responded to none.
        bpnrr: of all, those it did not respond to.
        refused: of all, those that guard and matcher together did not accept.
    """

    bpcer: Share | None
    bpnrr: Share
    refused: Share


def attack_rates(presentations: Presentations) -> AttackRates:
    """The rates of one species."""
    shown, responded, called = _counts(presentations)
    return AttackRates(
        apcer=share(responded - called, responded) if responded else None,
        apnrr=share(shown - responded, shown),
        iapar=share(int(np.count_nonzero(presentations.accepted)), shown),
    )


def live_rates(presentations: Presentations) -> LiveRates:
    """The rates of live people."""
    shown, responded, called = _counts(presentations)
    return LiveRates(
        bpcer=share(called, responded) if responded else None,
        bpnrr=share(shown - responded, shown),
        refused=share(int(np.count_nonzero(~presentations.accepted)), shown),
    )


def _counts(presentations: Presentations) -> tuple[int, int, int]:
    responded = int(np.count_nonzero(presentations.responded))
    return presentations.responded.size, responded, int(np.count_nonzero(presentations.called_attack))


def _risks(values: ArrayLike, whose: str) -> NDArray[np.float64]:
    # float64 on purpose: a Python float would be rounded to float32 risks, and a tie at the limit would change sides.
    risks = np.asarray(values, np.float64)
    if risks.ndim != 1:
        raise ValueError(f"the risks {whose} must be one-dimensional. Received: shape {risks.shape}")
    if not risks.size:
        raise ValueError(f"no risks {whose}: the rate is not defined. Received: 0 presentations")
    if not np.all(np.isfinite(risks)):
        raise ValueError(f"the risks {whose} must be finite. Received: {np.count_nonzero(~np.isfinite(risks))} not")
    return risks
