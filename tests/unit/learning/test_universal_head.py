"""The head made from many people's pairs."""

from __future__ import annotations

import numpy as np

from faceid_app.identity.head import sigmoid
from faceid_app.identity.people_pairs import Faces
from faceid_app.learning.universal_head import make_universal_head
from faceid_app.progress import ignore, never

DIMENSION = 32


def people(count: int, *, first: int, seed: int) -> Faces:
    """Three pictures each, near a centre of their own."""
    generator = np.random.default_rng(seed)
    centres = generator.standard_normal((count, DIMENSION))
    pictures = np.repeat(centres, 3, axis=0) + 0.5 * generator.standard_normal((3 * count, DIMENSION))
    pictures /= np.linalg.norm(pictures, axis=1, keepdims=True)
    return Faces(pictures.astype(np.float32), np.repeat(np.arange(first, first + count, dtype=np.int32), 3))


def test_it_tells_people_apart_whom_it_has_never_seen():
    learn, confirm, others = people(150, first=0, seed=0), people(120, first=200, seed=1), people(60, first=400, seed=2)
    head, told = make_universal_head(learn, confirm, seed=0, report=ignore, is_cancelled=never)
    projected = head.project(others.embeddings)
    scores = sigmoid(head.cross_logits(projected, projected))
    same = others.person[:, None] == others.person[None]
    off_diagonal = ~np.eye(len(same), dtype=bool)
    assert (scores[same & off_diagonal] > 0.5).mean() > 0.95
    assert (scores[~same] > 0.5).mean() < 0.05
    assert told["people"] == 150
    assert told["same_person_pairs"] == 450
    # The start weighs all dimensions alike, trained weights do not: what is told is what was kept.
    was_trained = bool(np.ptp(head.weights) > 0)
    assert (told["kept_epoch"] > 0, told["moved"] > 0, "start was kept" not in told["why"]) == (was_trained,) * 3


def test_the_same_seed_gives_the_same_head():
    learn, confirm = people(60, first=0, seed=0), people(50, first=200, seed=1)
    first, second = (make_universal_head(learn, confirm, seed=3, report=ignore, is_cancelled=never)[0] for _ in "ab")
    np.testing.assert_array_equal(first.weights, second.weights)
    assert first.bias == second.bias
