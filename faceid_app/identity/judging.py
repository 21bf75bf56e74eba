"""What a finished head is worth: thresholds counted on people no choice has seen, and who could pass as the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from faceid_app.errors import TrainingFailed
from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.calibration import TARGET_FARS, Calibration, calibrate, least_people
from faceid_app.identity.decision import Thresholds, deciding_scores
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head, sigmoid
from faceid_app.identity.people_pairs import Faces, few_of_each, same_person_pairs

DEFAULT_FAR = 1e-4
DEFAULT_SHARE = 0.5
"""Half of the templates must match: enrolment turns the head, and a frontal frame is near the frontal ones only."""
SAME_PEOPLE = (
    "The probes' strangers, and the strangers tried as the user, are or include the same people as the thresholds."
)
"""For the card: these figures show what the thresholds do; they are no second witness of the rates."""
LIMIT = 0.01
"""A model is unfit when it accepts more than this share of strangers, or of pictures without a face."""
LEAST_KNOWN = 0.5
"""It is unfit, too, when it knows less than this share of the person's faces again that it should know."""
PICTURES = 1500
"""Of strangers, compared with each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """The calibration, the thresholds to start with, and figures for the card as plain JSON values."""

    calibration: Calibration
    thresholds: Thresholds
    card: dict[str, Any]


def judge_head(
    head: L1Head,
    *,
    held_out: Faces,
    everyone: Faces,
    learned: Embeddings,
    unseen: Embeddings,
    generator: np.random.Generator,
    pictures: int = PICTURES,
) -> Judgement:
    """Calibrate a head and count what it does with strangers and with the user.

    Args:
        head: as it will be used.
        held_out: strangers that no training and no choice has seen; the rates are theirs.
        everyone: all strangers there are; each is tried as an impostor of the user.
        learned: (n, d) float32 the user's captures that were trained on.
        unseen: (m, d) float32 the user's captures, of other bursts, that were not.
        generator: chooses among pairs.
        pictures: at most so many strangers' pictures are compared with each other.

    Raises:
        TrainingFailed: too few strangers to support any rate, or a head that accepts nearly everybody.
    """
    strangers = head.project(held_out.embeddings)
    own = head.project(np.concatenate([learned, unseen]))
    few = few_of_each(held_out.person, each=4, most=pictures, generator=generator)
    a, b = np.triu_indices(len(few), 1)
    different = held_out.person[few[a]] != held_out.person[few[b]]
    among = sigmoid(head.own_logits(strangers[few])[different])
    against_held_out = sigmoid(head.cross_logits(strangers, own))
    against = against_held_out.ravel()
    against_everyone = (
        against_held_out if everyone is held_out else sigmoid(head.cross_logits(head.project(everyone.embeddings), own))
    )
    same = same_person_pairs(held_out.person, generator=generator)
    refound = sigmoid(head.cross_logits(head.project(unseen), head.project(learned)))
    genuine = sigmoid(head.pair_logits(strangers[same[0]], strangers[same[1]])) if len(same[0]) else refound.ravel()
    people = int(np.unique(held_out.person[few]).size)
    calibration = calibrate(genuine, among, people=people, user=against)
    if not any(point.supported for point in calibration.points):
        raise TrainingFailed(_why_unsupported(calibration))
    thresholds = Thresholds(calibration.point(DEFAULT_FAR).threshold, DEFAULT_SHARE)
    card = {
        "default_far": calibration.point(DEFAULT_FAR).far,
        "impostor_pairs": {"among_strangers": int(among.size), "user_and_stranger": int(against.size)},
        "impostor_people": people,
        "remark": SAME_PEOPLE,
        "genuine_pairs": int(genuine.size),
        "own": _own_refused(refound, calibration),
        "strangers": _strangers_accepted(against_everyone, everyone, calibration),
    }
    return Judgement(calibration, thresholds, card)


def _why_unsupported(calibration: Calibration) -> str:
    easiest = calibration.points[0]
    needed = least_people(max(TARGET_FARS))
    if easiest.people < needed:
        return (
            f"{easiest.people} held-out strangers support no error rate, at least {needed} are needed; give pictures "
            "of more other people"
        )
    return (
        f"the network cannot tell people apart: {easiest.accepted:,} of {easiest.impostors:,} comparisons of different "
        f"people reach the threshold, at most {easiest.far:.0%} may; train for more epochs"
    )


def _own_refused(refound: Array, calibration: Calibration) -> list[dict[str, Any]]:
    """At each operating point, how many unseen captures the learned ones would refuse, judged as frames are."""
    scores = deciding_scores(refound, DEFAULT_SHARE)
    rows = []
    for point in calibration.points:
        refused = int((scores < np.float32(point.threshold)).sum())
        low, high = clopper_pearson(refused, len(scores))
        rows.append({"far": point.far, "refused": refused, "n": len(scores), "low": low, "high": high})
    return rows


def _strangers_accepted(scores_of_all: Array, everyone: Faces, calibration: Calibration) -> dict[str, Any]:
    """The personal stranger test: who of all strangers would pass as the user, judged as a frame is."""
    scores = deciding_scores(scores_of_all, DEFAULT_SHARE)
    return {
        "pictures": len(scores),
        "people": everyone.people,
        "closest": round(float(scores.max()), 4),
        "points": [
            {"far": point.far, "accepted": int((scores >= np.float32(point.threshold)).sum()), "n": len(scores)}
            for point in calibration.points
        ],
    }
