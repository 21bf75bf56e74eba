"""Verification of unseen people on embeddings whose figures are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from faceid_app.evaluation.open_set import measure_open_set
from faceid_app.reports.report import canonical_json


def rows(people: int, each: int, *, spread: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """`each` embeddings around each of `people` directions at right angles."""
    generator = np.random.default_rng(seed)
    centres = np.repeat(np.eye(people, 32), each, axis=0)
    found = centres + generator.normal(0, spread, centres.shape)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float32), np.repeat(np.arange(people), each)


def test_people_apart_are_all_told_apart():
    found = measure_open_set(*rows(8, 5, spread=0.01), seed=0)
    assert (found.pictures, found.people) == (40, 8)
    assert (found.mated, found.nonmated) == (8 * 10, 40 * 39 // 2 - 80)
    assert found.folds == 4
    assert found.accuracy_pairs == 4 * 2 * 20, "each fold holds two people: 20 mated pairs and as many of its 25 others"
    assert (found.accuracy, found.eer) == (1.0, 0.0)
    assert found.accuracy_interval.low < 1.0 <= found.accuracy_interval.high
    for point in found.points:
        assert point.tar.count == point.tar.of == 80
        assert point.false_matches <= point.far * point.nonmated
        assert point.supported == (point.far >= 3 / math.comb(8, 2))


def test_embeddings_without_the_person_are_guesses():
    generator = np.random.default_rng(0)
    found = generator.normal(size=(120, 16))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    measured = measure_open_set(found.astype(np.float32), np.repeat(np.arange(20), 6), seed=0)
    assert measured.eer == pytest.approx(0.5, abs=0.08)
    assert measured.eer_interval.low < 0.5 < measured.eer_interval.high
    assert measured.accuracy == pytest.approx(0.5, abs=0.1)
    assert not measured.points[0].tar.count > 20


def test_the_threshold_keeps_its_far_exactly():
    embeddings, person = rows(10, 4, spread=0.25)
    measured = measure_open_set(embeddings, person, seed=0)
    scores = embeddings @ embeddings.T
    upper = np.triu(np.ones_like(scores, bool), 1)
    same = person[:, None] == person[None, :]
    for point in measured.points:
        assert point.false_matches == (scores[upper & ~same] >= point.threshold).sum()
        assert point.tar.count == (scores[upper & same] >= point.threshold).sum()


def test_same_seed_same_figures_whatever_the_numbers_of_people():
    embeddings, person = rows(9, 4, spread=0.2)
    first = canonical_json(measure_open_set(embeddings, person, seed=3).to_dict())
    assert first == canonical_json(measure_open_set(embeddings, person * 7 + 5, seed=3).to_dict())


def test_people_with_one_picture_are_nobodys_mates():
    embeddings, person = rows(10, 3, spread=0.1)
    kept = np.concatenate([np.arange(24), [24, 27]])
    measured = measure_open_set(embeddings[kept], person[kept], seed=0)
    assert (measured.people, measured.mated, measured.folds) == (10, 8 * 3, 4)


def test_too_few_people_are_refused():
    with pytest.raises(ValueError, match="four people"):
        measure_open_set(*rows(3, 5, spread=0.1), seed=0)
