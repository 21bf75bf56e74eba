"""Owns the dial: one position from easy to strict, and what is measured of strangers and of the user at it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from faceid_app.evaluation.metrics import threshold_at_far
from faceid_app.evaluation.rates import People, Rate
from faceid_app.identity.decision import LEAST_SHARE, Thresholds, required_templates
from faceid_app.identity.false_accepts import STEPS, FalseAccepts
from faceid_app.identity.judging import DEFAULT_SHARE, LIMIT
from faceid_app.identity.personal_scores import PersonalScores

FORBIDDEN = 0.1
"""Share of the dial that lies beyond its red stop."""
DECADES = (1e-2, 1e-3, 1e-4, 1e-5)
_SEED = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """The easiest place that keeps a target FAR: the target, the threshold and the position, each 0..1."""

    far: float
    detection: float
    position: float


@dataclass(frozen=True, slots=True)
class DialReading:
    """What was counted at two thresholds.

    Attributes:
        thresholds: those it is about.
        allowed: whether at most LIMIT of the strangers pass, as far as anything is known.
        far: 0..1, the share of strangers accepted; None where the data do not support a rate.
        low, high: 95 % interval of it, 0..1; None where only a bound is known.
        at_most: whether `far` is such a bound.
        comparisons, people: what it was counted on, and how many different strangers gave them.
        personal: whether it was counted with this person's templates, because more pass there than among each other.
        passing, strangers: strangers' pictures that pass as this person, of how many.
        own: own pictures that are refused, held out by burst.
    """

    thresholds: Thresholds
    allowed: bool
    far: float | None
    low: float | None
    high: float | None
    at_most: bool
    comparisons: int
    people: int
    personal: bool
    passing: int
    strangers: int
    own: Rate


class Dial:
    """One path through both thresholds: it moves the detection threshold and keeps the verification threshold.

    The path is straight in the score, from a little below the red stop to 1; presets, a decade of FAR apart, come to
    lie about evenly on it.

    Two counts speak of strangers. Among each other they support rates down to 3 in all pairs of people; as this person
    they are judged by both thresholds, yet only as many as there are. The higher rate is told, and this person's from
    1 / p for p strangers on, as in `calibrate`. So a stricter threshold never reads a higher rate.

    Where less than half of the templates must match, a stranger may pass by a few of many. Then the share of single
    comparisons f is no rate any more, but f / s is a bound for a required share s (Markov's inequality).
    """

    def __init__(self, false_accepts: FalseAccepts, personal: PersonalScores) -> None:
        """`false_accepts`: counted among strangers with this person's head, or `targets_kept` of its calibration."""
        self.personal = personal
        self._table = false_accepts
        self._bursts = People(max(1, int(personal.burst.max(initial=-1)) + 1), seed=_SEED)
        _, self._person = np.unique(personal.person[personal.unseen], return_inverse=True)
        self._people = int(self._person.max(initial=-1)) + 1
        self._witnesses = People(self._people, seed=_SEED) if self._people else None
        self._stops: dict[int, float] = {}

    # --- reading -----------------------------------------------------------------------------------------------------

    def reading(self, thresholds: Thresholds) -> DialReading:
        """What is known of these thresholds."""
        detection, verification = np.float32(thresholds.detection), thresholds.verification
        scores = self.personal.of_strangers(verification)
        refused = self.personal.of_own(verification) < detection
        reading = DialReading(
            thresholds=thresholds,
            allowed=self.allows(thresholds),
            far=None,
            low=None,
            high=None,
            at_most=False,
            comparisons=self._table.comparisons,
            people=self._table.people,
            personal=False,
            passing=int((scores >= detection).sum()),
            strangers=len(scores),
            own=self._bursts.rate(refused, self.personal.burst),
        )
        known = self._table.at(thresholds.detection)
        bound = self._bound(verification)
        general = None if known is None else min(1.0, known.far * bound)
        hits = scores[self.personal.unseen] >= detection
        if self._witnesses is not None and hits.any():
            own_rate = float(hits.mean())
            if own_rate * self._people >= 1.0 and own_rate > (general or 0.0):
                rate = self._witnesses.rate(hits, self._person)
                return replace(
                    reading, far=own_rate, low=rate.low, high=rate.high, comparisons=rate.of, people=self._people,
                    personal=True,
                )  # fmt: skip
        if known is None or general is None or not self._table.supports(known.far):
            return reading
        if bound > 1.0 or known.low is None or known.high is None:
            return replace(reading, far=general, at_most=True)
        return replace(reading, far=general, low=known.low, high=known.high)

    def allows(self, thresholds: Thresholds) -> bool:
        """Whether these thresholds may be used: not where more than LIMIT of the strangers pass."""
        return thresholds.detection >= self.stop(thresholds.verification)

    def stop(self, verification: float) -> float:
        """The lowest detection threshold that may be used with that verification threshold, 0..1."""
        required = required_templates(verification, self.personal.templates)
        if required not in self._stops:
            self._stops[required] = min(1.0, max(self._stop_among(verification), self._as_user(verification, LIMIT)))
        return self._stops[required]

    def _stop_among(self, verification: float) -> float:
        """Where strangers among each other reach LIMIT. 0 where nothing at all was counted of them."""
        if not self._table.comparisons:
            return 0.0
        kept = (self._table.accepted >= 0) & (self._table.far * self._bound(verification) <= LIMIT)
        steps = np.flatnonzero(kept)
        return float(steps[0]) / STEPS if steps.size else 1.0

    def _as_user(self, verification: float, far: float) -> float:
        """The threshold that keeps a rate among strangers taken for this person; 0 where they are too few to tell."""
        if far * self._people < 1.0:
            return 0.0
        return max(0.0, threshold_at_far(self.personal.of_strangers(verification)[self.personal.unseen], far))

    def _bound(self, verification: float) -> float:
        """By how much single comparisons must be multiplied to bound decisions; 1 from half of the templates on."""
        templates = self.personal.templates
        required = required_templates(verification, templates)
        return 1.0 if required >= DEFAULT_SHARE * templates else templates / required

    # --- the path ----------------------------------------------------------------------------------------------------

    def thresholds_at(self, position: float, verification: float) -> Thresholds:
        """The thresholds at a position, 0 (easiest) to 1; those at the red stop where it lies beyond."""
        low = self._easiest(verification)
        detection = low + min(1.0, max(0.0, position)) * (1.0 - low)
        return self.held(Thresholds(detection, verification))

    def position_of(self, thresholds: Thresholds) -> float:
        """The reverse: 0..1."""
        low = self._easiest(thresholds.verification)
        return min(1.0, max(0.0, (thresholds.detection - low) / (1.0 - low))) if low < 1.0 else 1.0

    def stop_position(self, verification: float) -> float:
        """Where the red stop lies, 0..1."""
        return self.position_of(Thresholds(self.stop(verification), verification))

    def held(self, thresholds: Thresholds) -> Thresholds:
        """These thresholds, or where they may not be used, those at the red stop with this verification threshold."""
        return (
            thresholds if self.allows(thresholds) else replace(thresholds, detection=self.stop(thresholds.verification))
        )

    def least_share(self, detection: float) -> float:
        """The lowest verification threshold that may be used with that detection threshold, over 0..1."""
        templates = max(1, self.personal.templates)
        if detection >= self.stop(LEAST_SHARE):
            return LEAST_SHARE
        shares = (required / templates for required in range(1, templates + 1))
        return next((share for share in shares if detection >= self.stop(share)), 1.0)

    def marks(self, verification: float) -> tuple[Mark, ...]:
        """Where the decades of FAR begin that the counts support, easiest first."""
        marks = []
        lowest = self.stop(verification)
        for far in DECADES:
            kept = (self._table.accepted >= 0) & (self._table.far * self._bound(verification) <= far)
            if not self._table.supports(far) or not kept.any():
                break
            lowest = max(lowest, float(np.argmax(kept)) / STEPS, self._as_user(verification, far))
            marks.append(Mark(far, lowest, self.position_of(Thresholds(lowest, verification))))
        return tuple(marks)

    def preset(self, far: float, verification: float) -> Thresholds:
        """The thresholds that keep a target FAR, or the strictest mark where the counts do not support it."""
        marks = self.marks(verification)
        fitting = [mark for mark in marks if mark.far >= far * (1 - 1e-9)]
        return self.held(Thresholds(fitting[-1].detection if fitting else 1.0, verification))

    def _easiest(self, verification: float) -> float:
        stop = self.stop(verification)
        return max(0.0, stop - (1.0 - stop) * FORBIDDEN / (1.0 - FORBIDDEN))


def one_in(far: float) -> int:
    """A rate over 0..1 as the N of "1 in N", to two digits: no count here knows a third."""
    number = 1.0 / far
    digits = max(0, math.floor(math.log10(number)) - 1)
    return int(round(number / 10**digits) * 10**digits)
