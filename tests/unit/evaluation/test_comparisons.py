"""Which pairs are chosen, and what crossing their pictures gives, on ten people with four pictures each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import DatasetMissing
from faceid_app.evaluation.comparisons import LEAST_ALIKE, Comparisons, accepted, choose_comparisons

PEOPLE = 10


@pytest.fixture
def index(tmp_path: Path) -> FolderIndex:
    for person in range(PEOPLE):
        for number in range(1, 5):
            path = tmp_path / f"P{person}" / f"P{person}_{number:04d}.jpg"
            path.parent.mkdir(exist_ok=True)
            path.touch()
    return FolderIndex(tmp_path)


def name(person: int, number: int) -> str:
    return f"P{person}/P{person}_{number:04d}.jpg"


def folds() -> list[list[Pair]]:
    """Five folds of two mated and two non-mated pairs."""
    return [
        [
            Pair(name(fold, 1), name(fold, 2), True),
            Pair(name(fold + 5, 1), name(fold + 5, 2), True),
            Pair(name(fold, 3), name((fold + 1) % PEOPLE, 4), False),
            Pair(name(fold + 5, 3), name((fold + 6) % PEOPLE, 4), False),
        ]
        for fold in range(5)
    ]


def listed(comparisons: Comparisons) -> list[tuple[str, str, bool, int]]:
    pairs = zip(comparisons.first, comparisons.second, comparisons.same, comparisons.fold, strict=True)
    return [
        (comparisons.firsts[a].name, comparisons.seconds[b].name, bool(same), int(fold)) for a, b, same, fold in pairs
    ]


def test_all_pairs_are_kept_where_as_many_are_asked_for(index):
    every = [
        (Path(pair.a).name, Path(pair.b).name, pair.same, number)
        for number, fold in enumerate(folds())
        for pair in fold
    ]
    assert listed(choose_comparisons(index, folds(), pairs=20, seed=0)) == every
    assert listed(choose_comparisons(index, folds(), pairs=6000, seed=3)) == every


def test_fewer_pairs_are_as_many_of_each_fold_and_kind(index):
    few = choose_comparisons(index, folds(), pairs=10, seed=0)
    assert few.same.tolist() == [True, False] * 5
    assert few.fold.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert choose_comparisons(index, folds(), pairs=1, seed=0).same.size == 10


def test_the_seed_chooses_and_more_pairs_contain_the_fewer(index):
    few = listed(choose_comparisons(index, folds(), pairs=10, seed=0))
    assert few == listed(choose_comparisons(index, folds(), pairs=10, seed=0))
    assert set(few) < set(listed(choose_comparisons(index, folds(), pairs=20, seed=0)))
    assert len({tuple(listed(choose_comparisons(index, folds(), pairs=10, seed=seed))) for seed in range(8)}) > 1


def test_mated_pairs_alone(index):
    mated = choose_comparisons(index, folds(), pairs=10, seed=0, mated_only=True)
    assert mated.same.tolist() == [True] * 10


def test_crossings_of_two_people_are_nonmated(index):
    every = choose_comparisons(index, folds(), pairs=20, seed=0)
    expected = [[a.parent.name != b.parent.name for b in every.seconds] for a in every.firsts]
    assert every.nonmated().tolist() == expected
    assert every.people == PEOPLE
    # 20 first pictures, 20 second ones, of each person two and two.
    assert every.nonmated().sum() == 20 * 20 - 10 * 4


def test_pictures_are_listed_once(index):
    every = choose_comparisons(index, folds(), pairs=20, seed=0)
    pictures, first, second = every.pictures()
    assert list(pictures) == sorted({*every.firsts, *every.seconds})
    assert [pictures[i] for i in first] == list(every.firsts)
    assert [pictures[i] for i in second] == list(every.seconds)


def test_scores_are_cosines_and_a_missing_face_is_no_match(index):
    every = choose_comparisons(index, folds(), pairs=20, seed=0)
    first = np.tile(np.array([[0.6, 0.8]], np.float32), (20, 1))
    second = np.tile(np.array([[1.0, 0.0]], np.float32), (20, 1))
    found_first, found_second = np.ones(20, np.bool_), np.ones(20, np.bool_)
    found_first[3] = found_second[7] = False
    scores = every.scores(first, second, found_first=found_first, found_second=found_second)
    assert scores[0, 0] == pytest.approx(0.6, abs=1e-7)
    assert (scores[3] == LEAST_ALIKE).all()
    assert (scores[:, 7] == LEAST_ALIKE).all()
    assert (scores == LEAST_ALIKE).sum() == 39
    assert accepted(scores, -np.inf).sum() == 400 - 39
    assert accepted(scores, 0.6 + 1e-6).sum() == 0


def test_pictures_that_are_not_there_are_counted(index):
    strange = [*folds(), [Pair("Q/Q_0001.jpg", "Q/Q_0002.jpg", True), Pair("Q/Q_0001.jpg", "Q/Q_0002.jpg", False)]]
    with pytest.raises(DatasetMissing, match=r"'Q/Q_0001\.jpg', one of 1 pictures"):
        choose_comparisons(index, strange, pairs=20, seed=0)
    with pytest.raises(ValueError, match="at least one pair"):
        choose_comparisons(index, folds(), pairs=0, seed=0)
