"""Figures of identification on answers whose errors are known."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from faceid_app.evaluation.identification_rates import (
    NOBODY,
    measure_closed_set,
    measure_open_search,
    thirds,
)

PERSON = np.repeat(np.arange(4), 25)


def test_the_closed_set_counts_what_scikit_learn_counts():
    said = np.random.default_rng(0).integers(0, 4, 100)
    figures = measure_closed_set(said, PERSON, seed=0)
    assert figures.accuracy.count == int((said == PERSON).sum())
    assert figures.accuracy.of == 100
    assert figures.macro_f1 == pytest.approx(f1_score(PERSON, said, average="macro"))
    assert figures.macro_f1_interval.low < figures.macro_f1 < figures.macro_f1_interval.high


def test_the_most_confused_pair_comes_first_and_nobody_is_confused_with_nobody():
    said = PERSON.copy()
    said[25:32], said[0], said[99] = 3, 2, NOBODY
    figures = measure_closed_set(said, PERSON, seed=0)
    assert [(one.true, one.said, one.count, one.of) for one in figures.confused] == [(1, 3, 7, 25), (0, 2, 1, 25)]
    assert figures.accuracy.count == 91


def test_a_person_is_in_one_third():
    stranger = np.random.default_rng(0).permutation(np.repeat(np.arange(7, 1007), 2))
    third = thirds(stranger, seed=0)
    people = [set(stranger[third == part].tolist()) for part in range(3)]
    assert [len(one) for one in people] == [334, 333, 333]
    assert len(set.union(*people)) == 1000


def test_thresholds_are_set_on_some_strangers_and_counted_on_others():
    stranger = np.repeat(np.arange(1000), 2)
    sets = np.random.default_rng(0).permutation(1000)[stranger] < 500
    score = np.linspace(0, 1, 2000)[np.random.default_rng(1).permutation(2000)]
    mated = np.array([0.995] * 60 + [0.95] * 30 + [2.0] * 9 + [-np.inf])
    right = np.ones(100, np.bool_)
    right[90:95] = False
    found = measure_open_search(mated, right, PERSON, score, stranger, sets_threshold=sets, seed=0)
    at_ten, at_one, at_tenth = found.points
    assert at_ten.threshold == pytest.approx(np.quantile(score[sets], 0.9), abs=2e-3)
    assert at_ten.fpir.count == int((score[~sets] >= at_ten.threshold).sum())
    # Wrong ones are missed however sure they were, and the picture without a face with them.
    assert at_ten.fnir.count == 6
    assert at_one.fnir.count == 6 + 30 + (60 if at_one.threshold > 0.995 else 0)
    assert (at_ten.supported, at_tenth.supported) == (True, False)
    assert (np.diff(found.curve[0]) > 0).all()
    assert (np.diff(found.curve[1]) <= 0).all()


def test_thresholds_without_other_strangers_are_refused():
    with pytest.raises(ValueError, match="and others"):
        measure_open_search(
            np.ones(1), np.ones(1, np.bool_), np.zeros(1, int), np.ones(2), np.zeros(2, int),
            sets_threshold=np.ones(2, np.bool_), seed=0,
        )  # fmt: skip
