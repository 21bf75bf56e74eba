"""Metrics on hand-made cases, and their promises on any scores."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from faceid_app.evaluation import metrics

FAR_TARGETS = st.floats(0, 1)
SCORES = hnp.arrays(np.float32, st.integers(1, 60), elements=st.floats(-1, 1, width=32))


def test_all_right():
    genuine, impostor = [0.8, 0.9, 1.0], [0.1, 0.2, 0.3]
    curve = metrics.roc(genuine, impostor)
    assert metrics.far_frr(genuine, impostor, 0.5) == (0.0, 0.0)
    assert metrics.auc(curve) == 1.0
    assert metrics.eer(curve) == 0.0
    assert metrics.tar_at_far(genuine, impostor, 0.0).tar == 1.0


def test_reversed_labels_are_all_wrong():
    genuine, impostor = [0.1, 0.2, 0.3], [0.8, 0.9, 1.0]
    curve = metrics.roc(genuine, impostor)
    assert metrics.far_frr(genuine, impostor, 0.5) == (1.0, 1.0)
    assert metrics.auc(curve) == 0.0
    assert metrics.eer(curve) == 1.0
    assert metrics.tar_at_far(genuine, impostor, 0.5).tar == 0.0


def test_all_tied_scores_tell_nothing():
    genuine, impostor = [0.5] * 4, [0.5] * 6
    curve = metrics.roc(genuine, impostor)
    assert metrics.auc(curve) == pytest.approx(0.5)
    assert metrics.eer(curve) == pytest.approx(0.5)
    assert metrics.tar_at_far(genuine, impostor, 0.99).tar == 0.0
    assert metrics.far_frr(genuine, impostor, 0.5) == (1.0, 0.0)


def test_eer_is_interpolated_between_operating_points():
    # FAR 0 / FRR 1/2, then FAR 1/3 / FRR 1/2, then FAR 1/3 / FRR 0: the line to the last one crosses at 1/3.
    curve = metrics.roc([0.9, 0.4], [0.5, 0.2, 0.1])
    assert metrics.eer(curve) == pytest.approx(1 / 3)
    np.testing.assert_allclose(curve.frr, 1 - curve.tar)
    assert curve.thresholds[0] == math.inf


def test_the_threshold_at_far_rejects_ties_at_the_border():
    impostor = np.array([0.1, 0.2, 0.3, 0.3, 0.4], dtype=np.float32)
    for far, accepted in [(0.0, 0), (0.2, 1), (0.4, 1), (0.6, 3), (0.8, 4), (1.0, 5)]:
        threshold = metrics.threshold_at_far(impostor, far)
        assert np.count_nonzero(impostor >= np.float32(threshold)) == accepted, far


def test_the_threshold_survives_being_a_python_float_beside_float32_scores():
    impostor = np.array([0.3, 0.1], dtype=np.float32)
    threshold = metrics.threshold_at_far(impostor, 0.0)
    assert isinstance(threshold, float)
    assert not (impostor >= threshold).any()


def test_far_targets_mean_their_decimal_number():
    impostor = np.arange(100.0)
    assert np.count_nonzero(impostor >= metrics.threshold_at_far(impostor, 0.29)) == 29


def test_ten_million_impostors():
    impostor = np.random.default_rng(0).standard_normal(10_000_000).astype(np.float32)
    threshold = metrics.threshold_at_far(impostor, 1e-4)
    assert metrics.far_frr([5.0], impostor, threshold).far == pytest.approx(1e-4, abs=1e-7)
    assert threshold == pytest.approx(3.719, abs=0.02)  # the normal distribution's own quantile


@settings(deadline=None)
@given(SCORES, FAR_TARGETS)
def test_the_threshold_at_far_keeps_its_promise_and_is_the_smallest(impostor, far):
    threshold = metrics.threshold_at_far(impostor, far)
    assert metrics.far_frr([0.0], impostor, threshold).far <= far
    if threshold > -math.inf:
        just_below = np.nextafter(np.float32(threshold), np.float32(-np.inf))
        assert metrics.far_frr([0.0], impostor, just_below).far > far


@settings(deadline=None)
@given(SCORES, SCORES, st.floats(-1, 1), st.floats(-1, 1))
def test_far_falls_and_frr_rises_with_the_threshold(genuine, impostor, one, other):
    lenient = metrics.far_frr(genuine, impostor, min(one, other))
    strict = metrics.far_frr(genuine, impostor, max(one, other))
    assert strict.far <= lenient.far
    assert strict.frr >= lenient.frr


@settings(deadline=None)
@given(SCORES, SCORES)
def test_the_curve_rises_and_its_points_are_what_far_frr_says(genuine, impostor):
    curve = metrics.roc(genuine, impostor)
    assert (np.diff(curve.far) >= 0).all()
    assert (np.diff(curve.tar) >= 0).all()
    assert (curve.far[0], curve.tar[0], curve.far[-1], curve.tar[-1]) == (0, 0, 1, 1)
    for threshold, far, frr in zip(curve.thresholds, curve.far, curve.frr, strict=True):
        assert metrics.far_frr(genuine, impostor, threshold) == pytest.approx((far, frr))


@settings(deadline=None)
@given(SCORES, SCORES)
def test_swapping_the_classes_mirrors_auc_and_eer(genuine, impostor):
    curve, mirrored = metrics.roc(genuine, impostor), metrics.roc(impostor, genuine)
    assert metrics.auc(curve) == pytest.approx(1 - metrics.auc(mirrored), abs=1e-9)
    assert metrics.eer(curve) == pytest.approx(1 - metrics.eer(mirrored), abs=1e-9)


@pytest.mark.parametrize(
    ("scores", "same", "accuracy"),
    [
        ([0.1, 0.2, 0.8, 0.9], [False, False, True, True], 1.0),
        ([0.8, 0.9, 0.1, 0.2], [False, False, True, True], 0.5),  # the best of a reversed system: accept all or none
        ([0.5, 0.5, 0.5, 0.5], [False, True, True, True], 0.75),
        ([0.5, 0.5, 0.5, 0.5], [False, False, False, True], 0.75),
    ],
)
def test_the_best_threshold(scores, same, accuracy):
    threshold = metrics.best_threshold(scores, np.array(same))
    assert np.mean((np.array(scores) >= threshold) == np.array(same)) == accuracy


def test_the_best_threshold_lies_midway():
    assert metrics.best_threshold([0.2, 0.8], np.array([False, True])) == pytest.approx(0.5)


@settings(deadline=None)
@given(hnp.arrays(np.float64, 12, elements=st.floats(-1, 1)), st.integers(1, 2**12 - 2))
def test_no_threshold_is_better_than_the_best(scores, bits):
    same = np.array([bits >> i & 1 for i in range(12)], dtype=bool)
    best = np.mean((scores >= metrics.best_threshold(scores, same)) == same)
    for threshold in [*scores, np.inf]:
        assert np.mean((scores >= threshold) == same) <= best


def test_each_fold_is_decided_with_the_threshold_of_the_others():
    # Alone, fold 1 would do best at 0.65 and fold 0 at 0.35; with the other's threshold each errs on half its pairs.
    scores = np.array([0.2, 0.5, 0.5, 0.8])
    same = np.array([False, True, False, True])
    result = metrics.kfold_accuracy(scores, same, [0, 0, 1, 1])
    np.testing.assert_allclose(result.thresholds, [0.65, 0.35])
    assert result.mean == pytest.approx(0.5)
    assert result.std_error == 0.0


def test_the_standard_error_is_the_sample_deviation_over_root_n():
    scores = np.array([0.0, 1.0] * 9 + [1.0, 0.0])
    same = np.array([False, True] * 10)
    result = metrics.kfold_accuracy(scores, same, np.repeat(np.arange(10), 2))
    accuracies = [1.0] * 9 + [0.0]
    assert result.mean == pytest.approx(0.9)
    assert result.std_error == pytest.approx(np.std(accuracies, ddof=1) / math.sqrt(10))


def test_clopper_pearson_agrees_with_published_values():
    assert metrics.clopper_pearson(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert metrics.clopper_pearson(10, 10) == pytest.approx((0.6915, 1.0), abs=1e-4)
    assert metrics.clopper_pearson(1, 10) == pytest.approx((0.0025, 0.4450), abs=1e-4)


@settings(deadline=None)
@given(st.integers(1, 10_000), st.data())
def test_the_interval_holds_the_measured_rate(n, data):
    k = data.draw(st.integers(0, n))
    low, high = metrics.clopper_pearson(k, n)
    assert 0 <= low <= k / n <= high <= 1


def test_rule_of_three():
    assert metrics.rule_of_three(3000) == pytest.approx(1e-3)
    assert metrics.rule_of_three(1) == 1.0


def test_what_cannot_be_measured_is_said():
    some = [0.1, 0.9]
    with pytest.raises(ValueError, match="no genuine scores"):
        metrics.far_frr([], some, 0.5)
    with pytest.raises(ValueError, match="no impostor scores"):
        metrics.roc(some, [])
    with pytest.raises(ValueError, match="finite"):
        metrics.threshold_at_far([0.1, math.nan], 0.1)
    with pytest.raises(ValueError, match="one-dimensional"):
        metrics.threshold_at_far(np.zeros((2, 2)), 0.1)
    with pytest.raises(ValueError, match=r"0\.\.1"):
        metrics.threshold_at_far(some, 1.5)
    with pytest.raises(ValueError, match="both classes"):
        metrics.best_threshold(some, np.array([True, True]))
    with pytest.raises(ValueError, match="bool"):
        metrics.best_threshold(some, np.array([0, 1]))
    with pytest.raises(ValueError, match="at least 2 folds"):
        metrics.kfold_accuracy(some, np.array([True, False]), [0, 0])
    with pytest.raises(ValueError, match="one entry a score"):
        metrics.kfold_accuracy(some, np.array([True, False]), [0])
    with pytest.raises(ValueError, match="k of n"):
        metrics.clopper_pearson(2, 1)
    with pytest.raises(ValueError, match="confidence"):
        metrics.clopper_pearson(1, 2, 95)
    with pytest.raises(ValueError, match="at least one"):
        metrics.rule_of_three(0)


@given(SCORES, SCORES)
@settings(max_examples=100)
def test_the_curve_and_its_area_are_those_of_scikit_learn(genuine, impostor):
    curve = metrics.roc(genuine, impostor)
    same = [1] * genuine.size + [0] * impostor.size
    far, tar, thresholds = sklearn.metrics.roc_curve(same, np.concatenate([genuine, impostor]))
    np.testing.assert_array_equal(curve.far, far)
    np.testing.assert_array_equal(curve.tar, tar)
    np.testing.assert_array_equal(curve.thresholds, thresholds)
    assert metrics.auc(curve) == pytest.approx(sklearn.metrics.auc(far, tar))
