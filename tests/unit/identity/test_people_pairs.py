from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from faceid_app.identity.people_pairs import (
    MOST_PAIRS,
    different_person_pairs,
    few_of_each,
    same_person_pairs,
    split_strangers,
)
from tests.helpers.embeddings import bank, people

persons = st.lists(st.integers(0, 6), min_size=0, max_size=40).map(lambda ids: np.array(ids, np.int32))


def test_no_person_is_on_two_sides():
    everyone = bank(people(100, each=3))

    sides = split_strangers(everyone, seed=3)

    on = [set(np.unique(side.person).tolist()) for side in (sides.learn, sides.confirm, sides.judge)]
    assert [len(side) for side in on] == [40, 20, 40]
    assert set.union(*on) == set(range(100))
    assert {everyone.people.index(name) for name in sides.judge_people} == on[2]
    assert len(sides.learn.person) == 120


def test_people_the_backbone_has_seen_judge_nothing():
    everyone = bank(people(100, each=3))
    seen = frozenset(everyone.people[:30])

    sides = split_strangers(replace(everyone, seen=seen), seed=3)

    on = [set(np.unique(side.person).tolist()) for side in (sides.learn, sides.confirm, sides.judge)]
    assert [len(side) for side in on] == [28 + 30, 14, 28]
    assert set(range(30)) <= on[0]
    assert set.union(*on) == set(range(100))
    assert not seen & set(sides.judge_people)


def test_another_seed_is_another_split():
    everyone = bank(people(50, each=1))

    assert split_strangers(everyone, seed=0).judge_people == split_strangers(everyone, seed=0).judge_people
    assert split_strangers(everyone, seed=0).judge_people != split_strangers(everyone, seed=1).judge_people


@given(persons)
def test_same_person_pairs_are_of_one_person_and_two_pictures(person):
    first, second = same_person_pairs(person, generator=np.random.default_rng(0))

    assert (person[first] == person[second]).all()
    assert (first != second).all()
    counts = np.bincount(person, minlength=7)
    expected = [min(n * (n - 1) // 2, MOST_PAIRS) for n in counts]
    assert np.bincount(person[first], minlength=7).tolist() == expected


@given(persons)
def test_different_person_pairs_are_of_two_people(person):
    first, second = different_person_pairs(person, 50, generator=np.random.default_rng(0))

    assert (person[first] != person[second]).all()


@given(persons, st.integers(1, 4), st.integers(0, 12))
def test_few_of_each_keeps_both_bounds(person, each, most):
    rows = few_of_each(person, each=each, most=most, generator=np.random.default_rng(0))

    assert len(np.unique(rows)) == len(rows) == min(most, np.minimum(np.bincount(person, minlength=7), each).sum())
    assert (np.bincount(person[rows], minlength=7) <= each).all()
