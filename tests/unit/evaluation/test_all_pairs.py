"""The measurement of all pairs against counting one by one, and its promise of equal bytes."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.evaluation.all_pairs import AllPairs, measure_all_pairs
from faceid_app.evaluation.operating_points import WEIGHINGS
from faceid_app.evaluation.pairs_figures import NamedPairs, pairs_figures
from faceid_app.reports.report import canonical_json
from tests.unit.evaluation.brute import Set, every_trial, operating_point, random_set, weight

FARS = (0.2, 0.05, 0.01, 0.001)


def measured(given: Set, *, seed: int = 0, block: int = 256, tail_share: float = 0.03) -> AllPairs:
    return measure_all_pairs(
        given.embeddings, given.person, seed=seed, resamples=5, fars=FARS, block=block, tail_share=tail_share
    )


def to_bytes(found: AllPairs) -> bytes:
    return canonical_json(
        pairs_figures(NamedPairs(found, [f"picture {row}" for row in range(found.pictures)], without_face=0))
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_operating_point_agrees_with_counting_pair_by_pair(seed: int):
    given = random_set(seed)
    trials = every_trial(given)
    found = measured(given)
    assert found.mated == sum(trial.mated for trial in trials)
    assert found.nonmated == len(trials) - found.mated
    assert found.nonmated_people == 24 * 23 // 2
    assert [(point.weighing, point.far) for point in found.points] == [(w, far) for w in WEIGHINGS for far in FARS]
    for point in found.points:
        expected = operating_point(trials, given, point.weighing, point.far)
        assert point.threshold == expected.threshold
        assert point.false_match_rate == pytest.approx(expected.rate)
        assert point.false_match_rate <= point.far * (1 + 1e-9)
        assert point.tar == pytest.approx(expected.tar)
        passed = [trial for trial in trials if not trial.mated and trial.score >= point.threshold]
        assert point.false_matches == len(passed)
        assert point.false_match_people == len({frozenset(trial.people) for trial in passed})
        refused = [trial for trial in trials if trial.mated and trial.score < point.threshold]
        assert point.false_non_matches == len(refused)
        assert point.refused_people == len({trial.people[0] for trial in refused})
        often = dict.fromkeys(given.person.tolist(), 1)
        lost = sum(weight(trial, "balanced", given, often) for trial in refused)
        assert point.tar_per_person == pytest.approx(1 - float(lost) / point.mated_people)


def test_the_curves_agree_with_counting_pair_by_pair():
    given = random_set(4)
    trials = every_trial(given)
    found = measured(given)
    often = dict.fromkeys(given.person.tolist(), 1)
    for weighing in WEIGHINGS:
        curve = found.curves[weighing]
        weighed = [(trial, float(weight(trial, weighing, given, often))) for trial in trials]
        totals = {kind: sum(w for trial, w in weighed if trial.mated is kind) for kind in (True, False)}
        for place in range(0, len(curve.threshold), 97):
            limit = curve.threshold[place]
            passed = sum(w for trial, w in weighed if not trial.mated and trial.score >= limit)
            lost = sum(w for trial, w in weighed if trial.mated and trial.score < limit)
            assert curve.false_match_rate[place] == pytest.approx(passed / totals[False], abs=1e-12)
            assert curve.false_non_match_rate[place] == pytest.approx(lost / totals[True], abs=1e-12)
        assert (curve.false_match_rate[0], curve.false_non_match_rate[0]) == (1.0, 0.0)
    assert found.histogram.sum(axis=1).tolist() == [found.mated, found.nonmated]


def test_the_equal_error_rate_lies_on_the_curve():
    rows = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    apart = measure_all_pairs(rows, np.array([0, 0, 1, 1]), seed=0, resamples=2, fars=(0.5,))
    swapped = measure_all_pairs(rows, np.array([0, 1, 0, 1]), seed=0, resamples=2, fars=(0.4,))
    # Every picture is unlike its own person's others: without the suspects there is nothing to measure.
    assert len(swapped.suspects.unlike) == 4
    assert not swapped.points_without
    assert not swapped.intervals_without
    assert apart.curves["pooled"].eer() == apart.curves["balanced"].eer() == 0.0
    # Half of the strangers score 1, all mated pairs 0: on the line from (FAR 1/2, FRR 1) to (1, 0).
    assert swapped.curves["pooled"].eer() == pytest.approx(2 / 3)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_bytes_whatever_the_blocks_and_the_tail(seed: int):
    given = random_set(5, people=40)
    expected = to_bytes(measured(given, seed=seed))
    for block, tail_share in [(1, 0.03), (7, 0.0001), (64, 0.3), (1000, 1.0)]:
        assert to_bytes(measured(given, seed=seed, block=block, tail_share=tail_share)) == expected


def test_the_seed_moves_intervals_and_halves_but_no_count():
    given = random_set(6, people=40)
    first, second = measured(given, seed=0), measured(given, seed=1)
    assert first.points == second.points
    assert first.suspects == second.suspects
    assert first.intervals != second.intervals
    assert first.reliability != second.reliability


def test_intervals_hold_the_figures_of_resamples_in_the_order_of_the_points():
    found = measured(random_set(8, people=40))
    for points, intervals in ((found.points, found.intervals), (found.points_without, found.intervals_without)):
        assert [(p.weighing, p.far) for p in points] == [(i.weighing, i.far) for i in intervals]
        for between in intervals:
            assert between.threshold is not None
            assert between.threshold.low <= between.threshold.high
            assert between.resamples == 5


def test_label_errors_are_left_out_of_the_second_set_of_figures():
    random = np.random.default_rng(0)
    person = np.repeat(np.arange(50), 3)
    centres = random.normal(size=(50, 64))
    centres[7] = centres[8]
    rows = centres[person] + 0.4 * random.normal(size=(150, 64))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = measure_all_pairs(rows, person, seed=0, resamples=2, fars=(0.01, 0.001))
    assert {(int(person[c.first]), int(person[c.second])) for c in found.suspects.collisions} <= {(7, 8), (8, 7)}
    assert len(found.suspects.collisions) == 1
    assert found.points_without[1].nonmated == found.points[1].nonmated - 9
    assert found.points_without[1].threshold < found.points[1].threshold


@pytest.mark.parametrize(
    "wrong", [{"resamples": 0}, {"fars": ()}, {"fars": (1.0,)}, {"fars": (0.0,)}, {"tail_share": 0.0}]
)
def test_unfit_arguments_are_refused(wrong):
    given = random_set(9)
    with pytest.raises(ValueError, match="Received"):
        measure_all_pairs(given.embeddings, given.person, seed=0, **wrong)


@pytest.mark.parametrize(("person", "missing"), [([0, 1, 2], "no mated pair"), ([0, 0, 0], "no non-mated pair")])
def test_an_empty_kind_is_told(person, missing: str):
    with pytest.raises(ValueError, match=missing):
        measure_all_pairs(np.eye(3), np.array(person), seed=0)


def test_it_tells_its_stages_and_stops_when_asked():
    given = random_set(10)
    told: list[str] = []
    measure_all_pairs(
        given.embeddings, given.person, seed=0, resamples=2, report=lambda progress: told.append(progress.stage)
    )
    assert list(dict.fromkeys(told)) == [
        "compare all pairs",
        "keep the closest strangers",
        "draw people anew",
        "draw people anew, without suspects",
        "judge the calibration",
    ]
    with pytest.raises(Cancelled):
        measure_all_pairs(given.embeddings, given.person, seed=0, is_cancelled=lambda: len(told) > 0)


def test_strict_targets_alone_keep_what_the_calibration_needs():
    given = random_set(12, people=40)
    strict = [
        measure_all_pairs(
            given.embeddings, given.person, seed=0, resamples=5, fars=(1e-5,), tail_share=tail_share
        ).reliability
        for tail_share in (1e-4, 1.0)
    ]
    assert strict[0] is not None
    assert strict[0] == strict[1]
