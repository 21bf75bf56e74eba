"""Suspected label errors, planted and found."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.evaluation.label_collisions import CHANCE, Suspects, find_suspects, without
from faceid_app.evaluation.operating_points import TailTooShort, Trials
from faceid_app.evaluation.pair_scores import Pairs, PairScores, Scan
from faceid_app.progress import Stage, ignore, never

Rows = NDArray[np.float32]
ALIAS, OF = 3, 40
MISPLACED_PERSON, BELONGS_TO = 10, 50


def stage() -> Stage:
    return Stage("test", of=1, report=ignore, is_cancelled=never)


def planted() -> tuple[Rows, NDArray[np.int64], dict[str, int]]:
    """60 people with four pictures each, in 64 dimensions; two label errors."""
    random = np.random.default_rng(0)
    person = np.repeat(np.arange(60), 4)
    centres = random.normal(size=(60, 64))
    centres[ALIAS] = centres[OF]
    rows = centres[person] + 0.5 * random.normal(size=(240, 64))
    misplaced = 4 * MISPLACED_PERSON + 2
    rows[misplaced] = centres[BELONGS_TO] + 0.5 * random.normal(size=64)
    noise = 4 * 20 + 1
    rows[noise] = random.normal(size=64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), person, {"misplaced": misplaced, "noise": noise}


def found_in(rows: Rows, person: NDArray[np.int64]) -> tuple[PairScores, Scan, Pairs, Suspects]:
    scores = PairScores(rows, person, seed=0)
    scan, tail = scores.scan(stage()), scores.tail(0, stage())
    return scores, scan, tail, find_suspects(scores, scan, tail, complete=True)


def test_one_person_under_two_names_and_a_misplaced_picture_are_found():
    rows, person, planted_rows = planted()
    *_, suspects = found_in(rows, person)
    people = {frozenset((int(person[pair.first]), int(person[pair.second]))): pair for pair in suspects.collisions}
    assert set(people) == {frozenset((ALIAS, OF)), frozenset((MISPLACED_PERSON, BELONGS_TO))}
    alias = people[frozenset((ALIAS, OF))]
    assert (alias.pairs, alias.first_misplaced, alias.second_misplaced) == (16, False, False)
    assert alias.above > 8
    wrong = people[frozenset((MISPLACED_PERSON, BELONGS_TO))]
    first_is_wrong = wrong.first == planted_rows["misplaced"]
    assert planted_rows["misplaced"] in (wrong.first, wrong.second)
    assert (wrong.first_misplaced, wrong.second_misplaced) == (first_is_wrong, not first_is_wrong)
    assert wrong.above <= 4
    scores = [pair.score for pair in suspects.collisions]
    assert scores == sorted(scores, reverse=True)
    assert suspects.limit is not None
    assert suspects.limit == max(suspects.mated_like, suspects.isolated or 0)
    assert min(scores) >= suspects.limit


def test_pictures_that_score_with_their_own_person_as_strangers_do_are_found():
    rows, person, planted_rows = planted()
    *_, suspects = found_in(rows, person)
    assert {picture.picture for picture in suspects.unlike} == set(planted_rows.values())
    assert all(picture.others == 3 and picture.chance >= CHANCE for picture in suspects.unlike)


def test_leaving_them_out_drops_their_comparisons_and_nothing_else():
    rows, person, _ = planted()
    scores, scan, tail, suspects = found_in(rows, person)
    every = Trials(
        pictures=scores.counts,
        mated_score=scan.mated.score,
        mated_person=scores.person[scan.mated.first],
        tail_score=tail.score,
        tail_first=scores.person[tail.first],
        tail_second=scores.person[tail.second],
        complete=True,
        left_out=np.empty((0, 2), np.int32),
    )
    cleaned = without(scores, every, suspects, scan.mated)
    assert every.nonmated("pooled") - cleaned.nonmated("pooled") == 2 * 16
    assert every.nonmated("balanced") - cleaned.nonmated("balanced") == 2
    assert len(every.tail_score) - len(cleaned.tail_score) == 2 * 16
    assert len(every.mated_score) - len(cleaned.mated_score) == 2 * 3
    assert cleaned.tail_score.max() < suspects.limit
    assert cleaned.mated_score.min() > every.mated_score.min()


def test_a_set_without_errors_gives_no_suspects():
    random = np.random.default_rng(1)
    person = np.repeat(np.arange(60), 3)
    rows = random.normal(size=(60, 64))[person] + 0.4 * random.normal(size=(180, 64))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    *_, suspects = found_in(rows, person)
    assert not suspects.collisions
    assert not suspects.unlike


def test_few_people_tell_nothing_of_a_tail():
    rows, person, _ = planted()
    few = person < 14  # 91 pairs of people
    *_, suspects = found_in(rows[few], person[few])
    assert (suspects.limit, suspects.isolated, suspects.collisions) == (None, None, ())


def test_the_tail_is_continued_as_an_exponential():
    rows, person, _ = planted()
    scores, _, tail, suspects = found_in(rows, person)
    highest: dict[tuple[int, int], float] = {}
    for score, first, second in zip(tail.score, scores.person[tail.first], scores.person[tail.second], strict=True):
        key = (int(first), int(second))
        highest[key] = max(highest.get(key, -1.0), float(score))
    falling = sorted(highest.values(), reverse=True)
    # One in ten of the 100th is the 10th; one more such step is the first.
    assert suspects.isolated == pytest.approx(falling[9] + (falling[9] - falling[99]))


def test_a_tail_that_ends_too_early_says_so():
    rows, person, _ = planted()
    scores = PairScores(rows, person, seed=0)
    scan = scores.scan(stage())
    with pytest.raises(TailTooShort):
        find_suspects(scores, scan, scores.tail(1024 + 700, stage()), complete=False)
