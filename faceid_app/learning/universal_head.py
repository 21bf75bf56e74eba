"""The head that comes with a backbone: an L1 head made from many people's pairs, for anybody."""

from __future__ import annotations

from typing import Any

import numpy as np

from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import L1Head
from faceid_app.identity.people_pairs import Faces, different_person_pairs, same_person_pairs
from faceid_app.learning.embedding_pairs import TrainingPairs
from faceid_app.learning.head_start import Confirmation, fit_start
from faceid_app.learning.head_training import EPOCHS, train_head_weights
from faceid_app.progress import IsCancelled, Report

_NEAREST = 10  # of that many times as many different-person pairs those are taken that are the hardest


def make_universal_head(
    learn: Faces, confirm: Faces, *, seed: int, report: Report, is_cancelled: IsCancelled
) -> tuple[L1Head, dict[str, Any]]:
    """Tight frame, slope and bias by logistic regression, then the weights trained if the confirming people agree.

    Args:
        learn: embeddings (n, d) of length 1 and whose they are; some people must have several.
        confirm: of other people, who say whether trained weights are better than equal ones.
        seed: of the pairs and their order.
        report, is_cancelled: as ever.

    Returns:
        The head, and what happened as plain JSON values.
    """
    generator = np.random.default_rng(seed)
    same = same_person_pairs(learn.person, generator=generator)
    size = len(same[0])
    random = different_person_pairs(learn.person, 2 * size, generator=generator)
    both = [_rows(learn, same[side], random[side]) for side in (0, 1)]
    start = fit_start(both[0], both[1], np.arange(len(both[0])) < size)
    # To learn the weights from, half of the different pairs are hard ones: far ones are told apart from the start.
    many = different_person_pairs(learn.person, _NEAREST * size, generator=generator)
    nearness = np.einsum("ij,ij->i", learn.embeddings[many[0]], learn.embeddings[many[1]])
    hard = np.argsort(-nearness, kind="stable")[: size // 2]
    easy = np.arange(size - len(hard))
    first, second = (_rows(learn, same[side], many[side][hard], random[side][easy]) for side in (0, 1))
    labels = (np.arange(len(first)) < size).astype(np.float32)
    head, training = train_head_weights(
        start, TrainingPairs(first, second, labels), Confirmation(confirm, start, generator=generator),
        epochs=EPOCHS, seed=seed, report=report, is_cancelled=is_cancelled,
    )  # fmt: skip
    told = training.to_card()
    told.pop("epochs")
    return head, {
        "people": learn.people,
        "same_person_pairs": size,
        "different_person_pairs": len(labels) - size,
        **told,
    }


def _rows(faces: Faces, *rows: Any) -> Embeddings:
    return np.asarray(faces.embeddings[np.concatenate(rows)], np.float32)
