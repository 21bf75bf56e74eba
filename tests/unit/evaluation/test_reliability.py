"""Calibration on cases with known answers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

from faceid_app.evaluation.pair_scores import PairScores, bin_of
from faceid_app.evaluation.reliability import PRIOR, cllr, cllr_min, measure_reliability, platt
from faceid_app.progress import Stage, ignore, never
from tests.unit.evaluation.brute import every_trial, random_set, weight

SCORES = np.linspace(-1, 1, 401)


def stage() -> Stage:
    return Stage("test", of=1, report=ignore, is_cancelled=never)


def bell(centre: float, width: float):
    share = np.exp(-0.5 * ((SCORES - centre) / width) ** 2)
    return share / share.sum()


def test_two_normal_distributions_of_one_width_have_the_llr_of_the_textbook():
    # N(0.6, 0.1) against N(0.2, 0.1): LLR = (0.6 - 0.2) / 0.01 * (s - 0.4).
    slope, offset = platt(SCORES, bell(0.6, 0.1), bell(0.2, 0.1), people=10**9, pairs=10**9)
    assert (slope, offset) == pytest.approx((40.0, -16.0), rel=1e-3)
    llr = slope * SCORES + offset
    assert cllr(llr, bell(0.6, 0.1), bell(0.2, 0.1)) == pytest.approx(
        cllr_min(bell(0.6, 0.1), bell(0.2, 0.1)), abs=1e-4
    )  # fmt: skip


def test_the_fit_is_the_minimum_that_another_optimiser_finds():
    mated, nonmated = bell(0.5, 0.2), bell(0.1, 0.1)
    hit, miss = 21 / 22, 1 / 192

    def loss(parameters):
        logits = parameters[0] * SCORES + parameters[1]
        ones = mated * hit + nonmated * miss
        return np.sum((mated + nonmated) * np.logaddexp(0, logits) - ones * logits)

    expected = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14}).x
    assert platt(SCORES, mated, nonmated, people=20, pairs=190) == pytest.approx(tuple(expected), rel=1e-4)


def test_kinds_that_never_overlap_still_give_a_finite_slope():
    mated, nonmated = np.zeros(3), np.zeros(3)
    mated[2] = nonmated[0] = 1.0
    slope, offset = platt(np.array([0.0, 0.5, 1.0]), mated, nonmated, people=8, pairs=8)
    # Two points and two parameters: the smoothed targets 9/10 and 1/10 are met, log 9 either way.
    assert (slope, offset) == pytest.approx((2 * np.log(9), -np.log(9)))


def test_cllr_of_no_evidence_is_one_bit_and_of_perfect_evidence_none():
    mated, nonmated = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    assert cllr(np.zeros(2), mated, nonmated) == pytest.approx(1.0)
    assert cllr(np.array([-60.0, 60.0]), mated, nonmated) == pytest.approx(0.0, abs=1e-12)
    assert cllr(np.array([60.0, -60.0]), mated, nonmated) == pytest.approx(60 / np.log(2))
    assert cllr_min(mated, nonmated) == 0.0
    assert cllr_min(nonmated, mated) == pytest.approx(1.0)  # reversed: no rising function helps
    assert cllr_min(np.array([0.5, 0.5]), np.array([0.5, 0.5])) == pytest.approx(1.0)


def test_cllr_min_agrees_with_isotonic_regression():
    random = np.random.default_rng(0)
    mated, nonmated = (random.random(50) * np.arange(1, 51) ** p for p in (1.0, -0.5))
    mated, nonmated = mated / mated.sum(), nonmated / nonmated.sum()
    fit = IsotonicRegression().fit_transform(np.arange(50), mated / (mated + nonmated), sample_weight=mated + nonmated)
    fit = np.clip(fit, 1e-15, 1 - 1e-15)
    assert cllr_min(mated, nonmated) == pytest.approx(cllr(np.log(fit / (1 - fit)), mated, nonmated), abs=1e-9)


def test_the_judged_half_agrees_with_counting_pair_by_pair():
    given = random_set(31, people=40)
    scores = PairScores(given.embeddings, given.person, seed=2)
    scan = scores.scan(stage())
    fit = measure_reliability(scores, scan, scores.tail(0, stage()), seed=0, resamples=3, stage=stage())
    assert fit is not None
    judged = set(given.person[scores.order][scores.person >= scores.halved].tolist())
    assert (fit.judged_people, fit.fitted_people) == (len(judged), 40 - len(judged))
    found = [trial for trial in every_trial(given) if set(trial.people) <= judged]
    once = dict.fromkeys(given.person.tolist(), 1)
    own: dict[int, list[tuple[float, float]]] = {}
    other: dict[int, list[tuple[float, float]]] = {}
    cost = 0.0
    weights = {True: 0.0, False: 0.0}
    for trial in found:
        weights[trial.mated] += float(weight(trial, "balanced", given, once))
    for trial in found:
        middle = min((int(bin_of(np.array([trial.score]))[0]) + 0.5) / 1024 - 1, 1.0)
        llr = fit.slope * middle + fit.offset
        share = float(weight(trial, "balanced", given, once)) / weights[trial.mated]
        cost += 0.5 * share * np.log2(1 + np.exp(-llr if trial.mated else llr))
        place = next((i for i, part in enumerate(fit.bins) if part.high is None or llr / np.log(10) < part.high), -1)
        side = own if trial.mated else other
        side.setdefault(place, []).append((share, 1 / (1 + np.exp(-llr))))
    assert fit.cllr == pytest.approx(cost)
    assert 0 < fit.cllr_min <= fit.cllr
    error = 0.0
    for place, part in enumerate(fit.bins):
        mated, strangers = own.get(place, []), other.get(place, [])
        assert (part.mated, part.nonmated) == (len(mated), len(strangers))
        up, down = (sum(share for share, _ in side) for side in (mated, strangers))
        assert part.observed == pytest.approx(PRIOR * up / (PRIOR * up + (1 - PRIOR) * down))
        predicted = sum(share * probability for share, probability in mated + strangers) / (up + down)
        assert part.predicted == pytest.approx(predicted)
        error += (up + down) / 2 * abs(predicted - part.observed)
        if part.interval is not None:
            assert part.interval.low <= part.interval.high
    assert fit.expected_error == pytest.approx(error)


def test_a_set_too_small_to_be_halved_has_no_calibration():
    scores = PairScores(np.eye(4), np.array([0, 0, 1, 2]), seed=0)
    scan = scores.scan(stage())
    assert (
        measure_reliability(scores, scan, scores.tail(0, stage()), seed=0, resamples=1, stage=stage()) is None
    )  # fmt: skip
