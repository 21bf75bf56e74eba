"""Owns template health: which poses the captures cover, how alike they are, and what each of them does to the rates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.coverage import SEGMENTS, PoseCoverage
from faceid_app.identity.decision import Thresholds, deciding_scores, required_templates
from faceid_app.identity.guided_capture import pose_of
from faceid_app.identity.head import Array, sigmoid
from faceid_app.identity.judging import DEFAULT_SHARE
from faceid_app.identity.template_scores import TemplateScores
from faceid_app.storage.captures import CaptureRecord

ALIKE = 0.25
"""Spread below which pictures hardly differ: seven clips of one sitting each gave 0.29 to 0.62 (38 to 40 captures)."""
MIXED = 1.0
"""Spread above which the median pair of pictures would not match: 158 people of LFW with ten pictures or more, taken
over years, gave 0.66 to 1.05, median 0.84."""
LEAST_FALL = 3
"""Strangers by which taking a picture out must lower the count, and halve it, to be worth a word: fewer are chance."""
LEAST_OF_ROUND = 4
"""Captures of a round from which on its pictures are compared with each other only: glasses are no fault."""


class Finding(StrEnum):
    """What is wrong with a capture."""

    FINE = "fine"
    LETS_STRANGERS_IN = "lets strangers in"
    UNLIKE_THE_OTHERS = "unlike the others"


class SpreadFinding(StrEnum):
    """What the spread says."""

    ALIKE = "alike"
    HEALTHY = "healthy"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Influence:
    """One capture, left out and put back.

    Attributes:
        capture_id: which.
        without: strangers' pictures accepted when this one template is left out.
        typical: the median of that over all captures. Whether one more or fewer of the others must match changes with
            their number, so `without` is compared with this and not with the count of all templates.
        matched: strangers' pictures that match this template by itself.
        agrees, others: how many of the captures it is compared with it matches, and how many these are.
        own_score: 0..1, the score that half of those reach.
        finding: what is wrong with it.
    """

    capture_id: str
    without: int
    typical: int
    matched: int
    agrees: int
    others: int
    own_score: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class Coverage:
    """Poses: whether the front was captured, and which of the directions around it, see `PoseCoverage`."""

    front: bool
    segments: frozenset[int]
    of: int = SEGMENTS

    @property
    def directions(self) -> int:
        """How many directions are covered."""
        return len(self.segments)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.front and self.directions == self.of


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the pictures are apart: median over pairs, 0 for identical ones, 1 where two would just match."""

    value: float
    pairs: int
    finding: SpreadFinding


@dataclass(frozen=True, slots=True)
class TemplateHealth:
    """The health of one person's templates.

    Attributes:
        coverage: of poses.
        spread: None with fewer than two captures, or where even identical pictures would not match.
        accepted: strangers' pictures accepted with all templates, at the thresholds in use.
        pictures: strangers' pictures compared; 0 where there are none for this model.
        influences: every capture, the one most worth removing first.
    """

    coverage: Coverage
    spread: Spread | None
    accepted: int
    pictures: int
    influences: tuple[Influence, ...]

    @property
    def faulty(self) -> tuple[Influence, ...]:
        """Captures worth removing, the worst first."""
        return tuple(one for one in self.influences if one.finding is not Finding.FINE)

    @property
    def is_good(self) -> bool:
        """Whether there is nothing that more or other pictures would mend."""
        healthy = self.spread is not None and self.spread.finding is SpreadFinding.HEALTHY
        return healthy and self.coverage.front and not self.faulty


def examine(
    scores: TemplateScores, records: Sequence[CaptureRecord], *, thresholds: Thresholds, calibrated: float
) -> TemplateHealth:
    """Read the health of templates from their scores.

    Args:
        scores: of the templates.
        records: the capture of each of them.
        thresholds: those in use.
        calibrated: the detection threshold the model starts with, by which spread is measured, whatever is in use.

    Raises:
        ValueError: another number of records than of templates, or none.
    """
    count = scores.templates
    if not count or len(records) != count:
        raise ValueError(f"Expected a record of each template. Received: {len(records)} for {count}")
    hits = scores.strangers >= np.float32(thresholds.detection)
    accepted = int((hits.sum(axis=1) >= required_templates(thresholds.verification, count)).sum())
    without = accepted_without(hits, thresholds.verification)
    typical = int(np.median(without))
    matched = hits.sum(axis=0)
    own = sigmoid(scores.own)
    influences = []
    for number, record in enumerate(records):
        peers = _peers(records, number)
        among = own[number, peers]
        agrees = int((among >= np.float32(thresholds.detection)).sum())
        own_score = float(deciding_scores(among, DEFAULT_SHARE)) if len(peers) else 1.0
        fall = typical - int(without[number])
        finding = Finding.FINE
        if len(peers) and agrees < required_templates(DEFAULT_SHARE, len(peers)):
            finding = Finding.UNLIKE_THE_OTHERS
        if fall >= LEAST_FALL and 2 * int(without[number]) <= typical:
            finding = Finding.LETS_STRANGERS_IN
        influences.append(
            Influence(
                record.id, int(without[number]), typical, int(matched[number]), agrees, len(peers), own_score, finding
            )
        )
    poses = PoseCoverage(pose_of(record) for record in records)
    return TemplateHealth(
        coverage=Coverage(poses.has_front, poses.segments),
        spread=_spread(scores, calibrated),
        accepted=accepted,
        pictures=len(hits),
        influences=tuple(sorted(influences, key=_worst_first)),
    )


def accepted_without(hits: NDArray[np.bool_], verification: float) -> NDArray[np.int64]:
    """How many strangers are accepted with each template left out: (t,) int64.

    All t answers come from one count a row: a row above the number required is accepted whichever template is missing,
    and a row at it unless the missing one is among those that match.

    Args:
        hits: (n, t) bool, whether a stranger's picture matches a template.
        verification: the threshold, over 0..1.
    """
    count = hits.shape[1]
    if count < 2:
        return np.zeros(count, np.int64)
    required = required_templates(verification, count - 1)
    matches = hits.sum(axis=1)
    border = hits[matches == required]
    always = int((matches > required).sum())
    return np.asarray(always + len(border) - border.sum(axis=0), np.int64)


def _peers(records: Sequence[CaptureRecord], number: int) -> list[int]:
    """The other captures of its round, or all others where these are few."""
    others = [other for other in range(len(records)) if other != number]
    of_round = [other for other in others if records[other].round is records[number].round]
    return of_round if len(of_round) >= LEAST_OF_ROUND else others


def _spread(scores: TemplateScores, detection: float) -> Spread | None:
    if scores.templates < 2:
        return None
    safe = min(max(detection, 1e-6), 1.0 - 1e-6)
    to_threshold = scores.identical - math.log(safe / (1.0 - safe))
    if to_threshold <= 0.0:
        return None
    pairs: Array = scores.own[np.triu_indices(scores.templates, 1)]
    value = float(np.median(scores.identical - pairs)) / to_threshold
    finding = SpreadFinding.ALIKE if value < ALIKE else SpreadFinding.HEALTHY
    if value > MIXED:
        finding = SpreadFinding.MIXED
    return Spread(value, len(pairs), finding)


_ORDER = {Finding.LETS_STRANGERS_IN: 0, Finding.UNLIKE_THE_OTHERS: 1, Finding.FINE: 2}


def _worst_first(one: Influence) -> tuple[int, int, float]:
    lets_in = one.finding is Finding.LETS_STRANGERS_IN
    return _ORDER[one.finding], one.without if lets_in else 0, one.own_score
