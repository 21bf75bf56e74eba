"""Figures of identification on answers whose errors are known."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from faceid_app.evaluation.identification_rates import (
    NOBODY,
    halves,
    measure_closed_set,
    measure_open_search,
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


def test_thresholds_are_set_on_one_half_of_the_strangers_and_counted_on_the_other():
    stranger = np.repeat(np.arange(1000), 2)
    first_half = halves(stranger, seed=0)
    assert not set(stranger[first_half]) & set(stranger[~first_half])
    assert len(set(stranger[first_half])) == 500
    score = np.linspace(0, 1, 2000)[np.random.default_rng(1).permutation(2000)]
    mated = np.array([0.995] * 60 + [0.95] * 30 + [2.0] * 9 + [-np.inf])
    right = np.ones(100, np.bool_)
    right[90:95] = False
    found = measure_open_search(mated, right, PERSON, score, stranger, first_half=first_half, seed=0)
    at_ten, at_one, at_tenth = found.points
    assert at_ten.threshold == pytest.approx(np.quantile(score[first_half], 0.9), abs=2e-3)
    assert at_ten.fpir.count == int((score[~first_half] >= at_ten.threshold).sum())
    # Wrong ones are missed however sure they were, and the picture without a face with them.
    assert at_ten.fnir.count == 6
    assert at_one.fnir.count == 6 + 30 + (60 if at_one.threshold > 0.995 else 0)
    assert (at_ten.supported, at_tenth.supported) == (True, False)
    assert (np.diff(found.curve[0]) > 0).all()
    assert (np.diff(found.curve[1]) <= 0).all()


def test_a_half_without_strangers_is_refused():
    with pytest.raises(ValueError, match="both halves"):
        measure_open_search(
            np.ones(1), np.ones(1, np.bool_), np.zeros(1, int), np.ones(2), np.zeros(2, int),
            first_half=np.ones(2, np.bool_), seed=0,
        )  # fmt: skip
