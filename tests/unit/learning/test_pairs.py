"""Splits that share nothing, and the document's pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import NotEnoughCaptures
from faceid_app.learning.pairs import check_disjoint, document_pairs, split_captures
from faceid_app.storage.captures import Role
from tests.unit.learning.conftest import make_captures

CAPTURES = make_captures(20, 20)


@settings(max_examples=60, deadline=None)
@given(
    anchors=st.integers(2, 12),
    positives=st.integers(2, 12),
    per_burst=st.integers(1, 30),
    seed=st.integers(0, 2**32 - 1),
)
def test_both_sides_have_both_roles_and_share_nothing(anchors: int, positives: int, per_burst: int, seed: int):
    some = [capture for capture in CAPTURES if capture.role is Role.ANCHOR][:anchors]
    some += [capture for capture in CAPTURES if capture.role is Role.POSITIVE][:positives]
    captures = tuple(
        replace(capture, burst=str(number // per_burst))
        for number, capture in enumerate(sorted(some, key=lambda c: c.clock))
    )
    split = split_captures(captures, seed=seed)
    assert Counter(c.id for c in (*split.train, *split.test)) == Counter(c.id for c in captures)
    for side in (split.train, split.test):
        assert {capture.role for capture in side} == set(Role)
    shared = {c.burst for c in split.train} & {c.burst for c in split.test}
    assert split.by_burst is not bool(shared)


def test_about_the_share_is_held_out_and_the_seed_decides_which():
    splits = [split_captures(CAPTURES, seed=seed) for seed in range(20)]
    assert all(split.by_burst for split in splits)
    assert 0.25 <= sum(len(split.test) for split in splits) / (20 * len(CAPTURES)) <= 0.5
    assert len({tuple(capture.id for capture in split.test) for split in splits}) > 5
    assert split_captures(CAPTURES, seed=3).test == splits[3].test


def test_one_burst_of_a_role_is_split_by_time_and_says_so():
    captures = tuple(replace(capture, burst="one") for capture in CAPTURES)
    split = split_captures(captures, seed=0)
    assert not split.by_burst
    for role in Role:
        train = [capture.clock for capture in split.train if capture.role is role]
        test = [capture.clock for capture in split.test if capture.role is role]
        assert max(train) < min(test)
        assert len(test) == 6


def test_one_capture_of_a_role_is_not_enough():
    captures = [CAPTURES[0], *(capture for capture in CAPTURES if capture.role is not CAPTURES[0].role)]
    with pytest.raises(NotEnoughCaptures, match="There are 1"):
        split_captures(captures, seed=0)


def test_pairs_are_the_documents(strangers: Callable[[int], FolderIndex]):
    index = strangers(30)
    pairs = document_pairs(CAPTURES, index, seed=1)
    role = {capture.id: capture.role for capture in CAPTURES}
    for side, captures, people in (
        (pairs.train, pairs.split.train, pairs.train_people),
        (pairs.test, pairs.split.test, pairs.test_people),
    ):
        same = [pair for pair in side if pair.same]
        different = [pair for pair in side if not pair.same]
        counts = Counter(capture.role for capture in captures)
        assert len(same) == min(counts.values())
        assert len(different) == min(counts[Role.ANCHOR], 2 * len(people))
        assert all(role[pair.anchor] is Role.ANCHOR for pair in side)
        assert all(role[str(pair.other)] is Role.POSITIVE for pair in same)
        allowed = {picture for name in people for picture in index.people()[name]}
        assert {pair.other for pair in different} <= allowed
        # A zip uses every picture once.
        assert len({pair.other for pair in side}) == len(side)
    assert len(pairs.train_people) == 21
    assert len(pairs.test_people) == 9


def test_pairs_depend_on_the_seed_only(strangers: Callable[[int], FolderIndex]):
    index = strangers(10)
    assert document_pairs(CAPTURES, index, seed=1).train == document_pairs(CAPTURES, index, seed=1).train
    assert document_pairs(CAPTURES, index, seed=1).train != document_pairs(CAPTURES, index, seed=2).train


@pytest.mark.parametrize("kind", ["capture", "stranger", "burst"])
def test_whatever_is_on_both_sides_is_found(kind: str, strangers: Callable[[int], FolderIndex]):
    pairs = document_pairs(CAPTURES, strangers(10), seed=0)
    if kind == "capture":
        pairs = replace(pairs, test=(*pairs.test, replace(pairs.train[0], same=False)))
    elif kind == "stranger":
        pairs = replace(pairs, test_people=(*pairs.test_people, pairs.train_people[0]))
    else:
        leaked = replace(pairs.split.test[0], burst=pairs.split.train[0].burst)
        pairs = replace(pairs, split=replace(pairs.split, test=(leaked, *pairs.split.test[1:])))
    with pytest.raises(ValueError, match=f"share no {kind}"):
        check_disjoint(pairs)


def test_one_stranger_is_not_enough(strangers: Callable[[int], FolderIndex]):
    with pytest.raises(ValueError, match=r"at least two strangers\. Received: 1"):
        document_pairs(CAPTURES, strangers(1), seed=0)


def test_another_sitting_judges_where_there_is_one() -> None:
    morning = [
        replace(capture, taken_at=f"2026-05-01T09:00:{number:02}+00:00")
        for number, capture in enumerate(make_captures(7, 7))
    ]
    evening = [
        replace(capture, id=f"evening {number}", burst=f"evening {number}", taken_at="2026-05-01T20:00:00+00:00")
        for number, capture in enumerate(make_captures(3, 3))
    ]
    split = split_captures((*morning, *evening), seed=1)
    assert (split.by_session, split.by_burst) == (True, True)
    assert {capture.id for capture in split.test} == {f"evening {number}" for number in range(6)}
    assert len(split.train) == 14


def test_a_sitting_too_long_to_spare_is_split_by_burst() -> None:
    halves = [
        replace(capture, taken_at=f"2026-05-0{1 + number % 2}T09:00:00+00:00", burst=f"{capture.burst}{number % 2}")
        for number, capture in enumerate(make_captures(3, 3))
    ]
    assert split_captures(halves, seed=0).by_burst
    assert not split_captures(make_captures(6, 6), seed=0).by_session
