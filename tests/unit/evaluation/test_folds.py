"""Intervals over folds, against values worked out by hand and tables of Student's t."""

from __future__ import annotations

import math

import numpy as np
import pytest

from faceid_app.evaluation.bootstrap import Interval
from faceid_app.evaluation.folds import jackknife_interval, mean_interval, wider

T_1, T_3 = 12.706205, 3.182446
"""97.5 % points of Student's t with 1 and 3 degrees of freedom."""


def test_the_mean_of_two_folds():
    # Mean 0.5; sample standard deviation 0.01 sqrt(2), over sqrt(2): 0.01.
    found = mean_interval([0.49, 0.51])
    assert found.low == pytest.approx(0.5 - T_1 * 0.01, rel=1e-6)
    assert found.high == pytest.approx(0.5 + T_1 * 0.01, rel=1e-6)


def test_the_jackknife_of_a_mean_is_its_own_interval():
    values = np.array([0.2, 0.4, 0.5, 0.7])
    without = [np.delete(values, i).mean() for i in range(4)]
    direct, jackknife = mean_interval(values), jackknife_interval(float(values.mean()), without)
    assert (jackknife.low, jackknife.high) == pytest.approx((direct.low, direct.high))
    assert direct.high - direct.low == pytest.approx(2 * T_3 * values.std(ddof=1) / math.sqrt(4), rel=1e-6)


def test_folds_that_agree_leave_no_doubt_and_rates_stay_rates():
    assert mean_interval([0.25, 0.25, 0.25]) == Interval(0.25, 0.25)
    assert mean_interval([0.0, 1.0]) == Interval(0.0, 1.0)
    assert jackknife_interval(0.99, [0.9, 1.0, 0.99]).high == 1.0


def test_the_wider_of_two():
    assert wider(Interval(0.2, 0.4), Interval(0.3, 0.5)) == Interval(0.2, 0.5)
    assert wider(Interval(0.2, 0.5), Interval(0.3, 0.4)) == Interval(0.2, 0.5)


@pytest.mark.parametrize("values", [[], [0.5], [[0.5, 0.6]]])
def test_one_fold_has_no_spread(values):
    with pytest.raises(ValueError, match="at least 2"):
        mean_interval(values)
    with pytest.raises(ValueError, match="at least 2"):
        jackknife_interval(0.5, values)
