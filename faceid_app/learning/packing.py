"""How far thresholds move when strangers are kept packed, or were computed by a network a little different."""

from __future__ import annotations

from typing import Any

import numpy as np

from faceid_app.identity.head import L1Head
from faceid_app.identity.judging import judge_head
from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.stranger_bank import StrangerBank

MOST_MOVED = 0.002
"""So far may a threshold move by what packing does to the strangers."""
_SEED = 20_961
_USERS = 7


def packing_moves(bank: StrangerBank, packed: StrangerBank, head: L1Head) -> dict[str, Any]:
    """How far thresholds and counts move when users are judged by the packed strangers and not by the computed ones.

    The users are the people with the most pictures, all of whose faces are taken out of both banks.
    """
    packed = _in_order_of(bank, packed)
    users = np.argsort(-np.bincount(bank.person), kind="stable")[:_USERS]
    largest, changed = 0.0, 0
    for user in users:
        own, others = np.flatnonzero(bank.person == user)[:40], bank.person != user
        half = len(own) // 2
        calibrations, counts = [], []
        for embeddings in (bank.embeddings, packed.embeddings):
            judged = judge_head(
                head,
                held_out=Faces(embeddings[others], bank.person[others]),
                everyone=Faces(embeddings[others], bank.person[others]),
                learned=bank.embeddings[own[:half]],
                unseen=bank.embeddings[own[half:]],
                generator=np.random.default_rng(_SEED),
            )
            calibrations.append([point.threshold for point in judged.calibration.points])
            counts.append([point["accepted"] for point in judged.card["strangers"]["points"]])
        largest = max(largest, float(np.abs(np.subtract(calibrations[0], calibrations[1])).max()))
        changed += int(np.abs(np.subtract(counts[0], counts[1])).sum())
    return {"users": len(users), "largest_threshold_change": round(largest, 6), "stranger_counts_changed": changed}


def _in_order_of(bank: StrangerBank, packed: StrangerBank) -> StrangerBank:
    """The packed rows in the order of `bank`: each row is its own nearest neighbour by far."""
    order = np.concatenate(
        [(block @ packed.embeddings.T).argmax(axis=1) for block in np.array_split(bank.embeddings, 16)]
    )
    return StrangerBank(packed.embeddings[order], bank.person, packed.people, bank.picture, packed.without_face)
