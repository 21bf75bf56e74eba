"""Grouping embeddings whose people are known."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.picture_groups import group_pictures, judge_grouping, threshold_for
from faceid_app.progress import Stage, ignore, never
from tests.helpers.ten_people import axis, between


def _stage() -> Stage:
    return Stage("group", of=0, report=ignore, is_cancelled=never)


def test_a_picture_like_two_people_does_not_make_them_one():
    rows = np.stack([axis(0), axis(0), axis(1), axis(1), between(0, 1), axis(5)])
    groups = group_pictures(rows, 0.6, stage=_stage())
    assert sum(len(group.pictures) for group in groups) == 5
    assert not any({0, 2} <= set(group.pictures) for group in groups)
    assert all(group.mean >= 0.6 for group in groups)
    assert all(5 not in group.pictures for group in groups)


def test_groups_are_judged_by_pairs():
    rows = np.stack([axis(0), axis(0), axis(0), axis(1), axis(2), axis(2)])
    groups = group_pictures(rows, 0.9, stage=_stage())
    assert [group.pictures for group in groups] == [(0, 1, 2), (4, 5)]
    figures = judge_grouping(groups, np.array([0, 0, 7, 7, 2, 2]))
    assert (figures.right.count, figures.right.of) == (2, 4)
    assert (figures.found.count, figures.found.of) == (2, 3)
    assert figures.mixed == 1


@pytest.mark.parametrize("far", [0.1, 1e-4])
def test_a_threshold_keeps_its_far_on_every_comparison_of_two_people(far: float):
    generator = np.random.default_rng(0)
    rows = generator.standard_normal((600, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    person = np.arange(600) // 2
    threshold, counted = threshold_for(far, rows, person)
    first, second = np.triu_indices(600, 1)
    other = person[first] != person[second]
    scores = (rows @ rows.T)[first, second][other]
    assert counted.of == other.sum()
    assert counted.count == int((scores >= np.float32(threshold)).sum())
    assert counted.count <= far * counted.of
    assert counted.count >= far * counted.of - 1


def test_one_person_gives_no_threshold():
    with pytest.raises(ValueError, match="two people"):
        threshold_for(0.1, np.stack([axis(0), axis(0)]), np.zeros(2, np.int32))
