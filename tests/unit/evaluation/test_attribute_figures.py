"""Counting ages, presentations and their calibration, against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.attribute_figures import (
    age_figures,
    by_age,
    calibrate_age,
    calibrate_gender,
    gender_figures,
    group_figures,
    reliability,
)
from faceid_app.faces.attributes import SIX_GROUPS, YEARS


def _at(*ages: int) -> np.ndarray:
    """All of each distribution at one age."""
    rows: np.ndarray = np.eye(YEARS)[np.array(ages) - 1]
    return rows


def test_ages_are_counted_by_group_and_by_year():
    age, told = np.array([5, 25, 30, 116]), _at(5, 35, 42, 100)
    figures = group_figures(SIX_GROUPS, age, told)
    assert figures["all"]["count"] == 3
    assert figures["classes"]["21-39"]["count"] == 1
    assert figures["confusion"][2][3] == 1  # 30 years as 40 to 59
    errors = age_figures(age, told, widest=10)
    assert errors["error"]["value"] == pytest.approx((0 + 10 + 12 + 0) / 4)  # over 100 years count as 100
    assert errors["groups"]["21-39"]["bias"] == pytest.approx(11)
    assert errors["groups"]["40-59"]["error"]["value"] is None
    assert [one["count"] for one in errors["coverage"]] == [2, 2, 2, 2]


def test_presentations_below_the_limit_are_not_told():
    truth, female = np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.45, 0.05])
    figures = gender_figures(("male", "female"), truth, female, 0.8, np.array([True, True, True, False]))
    assert (figures["all"]["count"], figures["told"]["count"], figures["right_of_told"]["count"]) == (3, 1, 1)
    spread = by_age(truth, (female >= 0.5).astype(np.int64), np.array([5, 25, 25, 25]))
    assert (spread["1-10"]["count"], spread["21-39"]["count"], spread["21-39"]["of"]) == (1, 2, 3)


def test_reliability_compares_what_was_told_with_what_was_right():
    told = reliability(np.array([0.95, 0.95, 0.55, 0.55]), np.array([True, True, True, False]))
    assert [one["right"]["count"] for one in told["bins"]] == [1, 2]
    assert told["expected_error"] == pytest.approx(0.05)


def test_calibration_finds_how_much_too_sure_a_network_is():
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 2, 4000)
    truth = (generator.random(4000) < 1 / (1 + np.exp(-logits))).astype(np.int64)
    gender = calibrate_gender(3 * logits, truth)
    assert gender["temperature"] == pytest.approx(3, rel=0.1)
    assert gender["limit"] > 0.9
    assert gender["reached"]
    age = generator.integers(20, 80, 800)
    seen = np.clip(age + generator.normal(0, 6, 800), 1, YEARS)
    sharp = -0.5 * ((np.arange(1, YEARS + 1) - seen[:, None]) / 3) ** 2
    told = calibrate_age(sharp, age)
    assert told["temperature"] == pytest.approx(4, rel=0.2)  # the variance is four times as large
