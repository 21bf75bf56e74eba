"""Counted rates and their intervals: against Clopper and Pearson, and against persons drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.bootstrap import draws
from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.evaluation.rates import People, Rate


def test_nothing_accepted_is_not_known_to_be_none():
    rate = People(50, seed=0).rate(np.zeros(50, np.bool_), np.arange(50))
    assert (rate.count, rate.of, rate.value, rate.low) == (0, 50, 0.0, 0.0)
    assert rate.high == clopper_pearson(0, 50)[1]


def test_no_trial_has_no_rate():
    rate = People(5, seed=0).rate(np.zeros(0, np.bool_), np.zeros(0, np.intp))
    assert rate == Rate(0, 0, None, None)
    assert rate.value is None
    assert rate.to_dict() == {"value": None, "count": 0, "of": 0, "low": None, "high": None}


def test_trials_of_one_person_are_worth_less_than_those_of_many():
    accepted = np.tile([True, False], 200)
    many = People(400, seed=0).rate(accepted, np.arange(400))
    # Ten people with forty trials each, of five every one is accepted and of five none.
    few = People(10, seed=0).rate(np.sort(accepted), np.repeat(np.arange(10), 40))
    assert many.value == few.value == 0.5
    assert many.low == pytest.approx(clopper_pearson(200, 400)[0], abs=0.01)
    assert few.low is not None
    assert few.high is not None
    assert few.low < 0.3
    assert few.high > 0.7


def test_crossed_comparisons_count_each_two_people_as_often_as_both_are_drawn():
    generator = np.random.default_rng(0)
    first, second = generator.integers(0, 6, 15), generator.integers(1, 7, 12)
    trial = first[:, None] != second[None, :]
    accepted = generator.random((15, 12)) < 0.3
    rate = People(7, seed=5, resamples=50).crossed(accepted, trial, first, second)
    shares = []
    for times in draws(7, seed=5, resamples=50):
        weight = times[first][:, None] * times[second][None, :] * trial
        shares.append((weight * accepted).sum() / weight.sum())
    low, high = np.quantile(shares, [0.025, 0.975])
    exact = clopper_pearson(int((accepted & trial).sum()), int(trial.sum()))
    assert (rate.count, rate.of) == (int((accepted & trial).sum()), int(trial.sum()))
    assert rate.low == pytest.approx(min(low, exact[0]), abs=1e-12)
    assert rate.high == pytest.approx(max(high, exact[1]), abs=1e-12)


def test_the_seed_decides():
    person, accepted = np.repeat(np.arange(8), 5), np.random.default_rng(1).random(40) < 0.5
    assert People(8, seed=3).rate(accepted, person) == People(8, seed=3).rate(accepted, person)
    assert len({People(8, seed=seed).rate(accepted, person) for seed in range(5)}) > 1
