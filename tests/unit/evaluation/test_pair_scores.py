"""The scores of all pairs: exact, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.evaluation.pair_scores import BINS, Pairs, PairScores, above_edges, bin_of, edges
from faceid_app.progress import Stage, ignore, never
from tests.unit.evaluation.brute import Set, every_trial, random_set


def stage(is_cancelled=never) -> Stage:
    return Stage("test", of=1, report=ignore, is_cancelled=is_cancelled)


def as_given(scores: PairScores, pairs: Pairs) -> set[tuple[int, int, float]]:
    rows = np.sort(np.stack([scores.order[pairs.first], scores.order[pairs.second]]), axis=0).T
    return {(int(a), int(b), float(score)) for (a, b), score in zip(rows, pairs.score, strict=True)}


@pytest.mark.parametrize("block", [1, 7, 256])
def test_every_pair_is_scored_once_and_exactly(block: int):
    given = random_set(1)
    trials = every_trial(given)
    scores = PairScores(given.embeddings, given.person, seed=3, block=block)
    scan, tail = scores.scan(stage()), scores.tail(0, stage())
    assert as_given(scores, scan.mated) == {(t.first, t.second, float(t.score)) for t in trials if t.mated}
    assert as_given(scores, tail) == {(t.first, t.second, float(t.score)) for t in trials if not t.mated}
    assert len(tail.score) == sum(not t.mated for t in trials)
    assert (np.diff(tail.score) <= 0).all()
    assert (np.diff(scan.mated.score) <= 0).all()


def test_histograms_by_half_and_weight_agree_with_counting():
    given = random_set(2)
    scores = PairScores(given.embeddings, given.person, seed=3)
    scan = scores.scan(stage())
    first_half = set(given.person[scores.order][scores.person < scores.halved].tolist())
    counts, weights = np.zeros((3, BINS), np.int64), np.zeros((3, BINS))
    for trial in every_trial(given):
        if trial.mated:
            continue
        inside = sum(person in first_half for person in trial.people)
        group = {2: 0, 0: 1, 1: 2}[inside]
        place = int(np.floor(float(trial.score) * 1024)) + 1024
        counts[group, place] += 1
        weights[group, place] += 1 / np.prod([(given.person == person).sum() for person in trial.people])
    np.testing.assert_array_equal(scan.counts, counts)
    np.testing.assert_allclose(scan.weights, weights, rtol=1e-12, atol=1e-15)


def test_the_closest_stranger_of_every_picture():
    given = random_set(4)
    scores = PairScores(given.embeddings, given.person, seed=0, block=5)
    closest = np.full(given.person.size, -2.0, np.float32)
    for trial in every_trial(given):
        if not trial.mated:
            for row in (trial.first, trial.second):
                closest[row] = max(closest[row], trial.score)
    np.testing.assert_array_equal(scores.scan(stage()).closest, closest[scores.order])


def test_both_halves_have_people_with_several_pictures_and_the_seed_decides_who():
    given = random_set(5)
    halves = []
    for seed in (0, 0, 1):
        scores = PairScores(given.embeddings, given.person, seed=seed)
        several = scores.counts > 1
        assert abs(int(several[: scores.halved].sum()) - int(several[scores.halved :].sum())) <= 1
        assert abs(2 * scores.halved - len(scores.counts)) <= 1
        halves.append(set(given.person[scores.order][scores.person < scores.halved].tolist()))
    assert halves[0] == halves[1] != halves[2]


def test_the_tail_starts_at_the_edge_that_keeps_the_share_asked_for():
    given = random_set(6)
    scores = PairScores(given.embeddings, given.person, seed=0)
    scan = scores.scan(stage())
    nonmated = sum(not trial.mated for trial in every_trial(given))
    floor = scan.floor(0.05)
    assert len(scores.tail(floor, stage()).score) >= 0.05 * nonmated
    above = above_edges(scan.counts.sum(axis=0))[floor + 1], above_edges(scan.weights.sum(axis=0))[floor + 1]
    assert above[0] < 0.05 * nonmated or above[1] < 0.05 * scan.weights.sum()
    assert scan.floor(1.0) == 0


def test_a_score_lies_at_or_above_the_edge_of_its_bin():
    values = np.array([-1.0, -0.5, np.nextafter(np.float32(0.25), np.float32(0)), 0.25, 1.0], np.float32)
    places = bin_of(values)
    assert places.tolist() == [0, 512, 1279, 1280, 2048]
    assert (edges()[places] <= values).all()


def test_identical_and_opposite_pictures_score_one_and_minus_one():
    rows = np.array([[1, 0], [1, 0], [-1, 0]], np.float32)
    scores = PairScores(rows, np.array([0, 0, 1]), seed=0)
    scan = scores.scan(stage())
    assert scan.mated.score.tolist() == [1.0]
    assert scores.tail(0, stage()).score.tolist() == [-1.0, -1.0]


@pytest.mark.parametrize(
    ("rows", "person", "message"),
    [
        (np.eye(3), [0, 1, 2], "no mated pair"),
        (np.eye(3), [1, 1, 1], "no non-mated pair"),
        (2 * np.eye(3), [0, 0, 1], "length 1"),
        (np.full((3, 3), np.nan), [0, 0, 1], "length 1"),
        (np.eye(3), [0, 1], "one integer a row"),
        (np.eye(3), [0.0, 1.0, 2.0], "one integer a row"),
        (np.empty((0, 3)), np.empty(0, np.int32), "no mated pair"),
    ],
)
def test_what_cannot_be_compared_is_refused(rows, person, message: str):
    with pytest.raises(ValueError, match=message):
        PairScores(rows, np.asarray(person), seed=0)


def test_a_block_of_nothing_is_refused():
    with pytest.raises(ValueError, match="block must be at least 1"):
        PairScores(np.eye(3), np.array([0, 0, 1]), seed=0, block=0)


def test_it_stops_when_asked():
    given: Set = random_set(7)
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        PairScores(given.embeddings, given.person, seed=0, block=4).scan(stage(lambda: next(asked)))
