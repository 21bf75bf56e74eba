"""Owns the stranger test: who of all strangers would pass as a person, and the lowest threshold that keeps them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import clopper_pearson, most_accepted, rule_of_three, threshold_at_far
from faceid_app.evaluation.rates import Rate
from faceid_app.identity.calibration import TARGET_FARS
from faceid_app.identity.decision import Thresholds, deciding_scores
from faceid_app.identity.head import Array
from faceid_app.identity.template_scores import TemplateScores

CLOSEST = 5


@dataclass(frozen=True, slots=True)
class PersonalThreshold:
    """The lowest detection threshold at which no more than `target` of the strangers pass.

    Attributes:
        target: 0..1, of people and of pictures alike.
        threshold: 0..1; for `supported` targets alone it means anything.
        accepted, people: people who pass at it, and all.
        supported: whether the people are enough to tell that rate from none: 3 / people (rule of three).
    """

    target: float
    threshold: float
    accepted: int
    people: int
    supported: bool


@dataclass(frozen=True, slots=True)
class StrangerTest:
    """Every stranger tried as this person, judged as a frame is. A person passes if one of their pictures does.

    Attributes:
        pictures: of all strangers, accepted at the thresholds in use.
        people: the same by person. Several pictures of one person are hardly more evidence than one, so the interval
            is this one's.
        witnesses: the same of people the backbone has not learned from: what is known of its rate with people it
            meets for the first time.
        closest: 0..1, the highest scores, one a person, falling.
        personal: thresholds for the targets, counted on the witnesses, strictest last.
        detection: the detection threshold in use.
    """

    pictures: Rate
    people: Rate
    witnesses: Rate
    closest: tuple[float, ...]
    personal: tuple[PersonalThreshold, ...]
    detection: float

    @property
    def minimum(self) -> PersonalThreshold | None:
        """The personal minimum: of the strictest target that the strangers support; None where they support none."""
        return min((one for one in self.personal if one.supported), key=lambda one: one.target, default=None)

    @property
    def keeps_minimum(self) -> bool:
        """Whether the threshold in use is not below it; so, too, where there is none."""
        return self.minimum is None or self.detection >= self.minimum.threshold


def try_strangers(
    scores: TemplateScores, *, thresholds: Thresholds, targets: Sequence[float] = TARGET_FARS
) -> StrangerTest | None:
    """Try all strangers as the person; None where there are no strangers for this model."""
    if not len(scores.strangers):
        return None
    deciding = deciding_scores(scores.strangers, thresholds.verification)
    everybody = _by_person(deciding, scores.person)
    fresh = scores.unseen if scores.unseen.any() else np.ones(len(deciding), np.bool_)
    witnesses = _by_person(deciding[fresh], scores.person[fresh])
    limit = np.float32(thresholds.detection)
    return StrangerTest(
        pictures=_rate(deciding >= limit),
        people=_rate(everybody >= limit),
        witnesses=_rate(witnesses >= limit),
        closest=tuple(float(score) for score in np.sort(everybody)[::-1][:CLOSEST]),
        personal=tuple(personal_threshold(deciding[fresh], scores.person[fresh], target) for target in targets),
        detection=thresholds.detection,
    )


def personal_threshold(deciding: Array, person: NDArray[np.int32], target: float) -> PersonalThreshold:
    """The lowest threshold that keeps a target among strangers.

    Args:
        deciding: (n,) float32, 0..1, the score each stranger's picture is judged by, at least one.
        person: (n,) int32, who each shows.
        target: 0..1, of people; a person with hundreds of pictures must not spend it alone, so of pictures too.
    """
    people = _by_person(deciding, person)
    lowest = max(threshold_at_far(people, target), threshold_at_far(deciding, target), 0.0)
    threshold = min(lowest, 1.0)
    accepted = int((people >= np.float32(threshold)).sum())
    # Where strangers reach a score of 1, no threshold keeps them out.
    kept = accepted <= most_accepted(target, len(people))
    return PersonalThreshold(
        target, float(threshold), accepted, len(people), bool(kept and target >= rule_of_three(len(people)))
    )


def _by_person(deciding: Array, person: NDArray[np.int32]) -> Array:
    """The highest score of each person's pictures, (p,) float32."""
    people, row = np.unique(person, return_inverse=True)
    highest = np.full(len(people), -np.inf, np.float32)
    np.maximum.at(highest, row, deciding)
    return highest


def _rate(accepted: NDArray[np.bool_]) -> Rate:
    count, of = int(accepted.sum()), len(accepted)
    return Rate(count, of, *clopper_pearson(count, of))
