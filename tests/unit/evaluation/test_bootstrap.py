"""The identity bootstrap against people really copied."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.evaluation.bootstrap import draws, identity_bootstrap, interval
from faceid_app.evaluation.operating_points import WEIGHINGS, Trials
from faceid_app.progress import Stage, ignore, never
from tests.unit.evaluation.brute import every_trial, operating_point, random_set
from tests.unit.evaluation.test_operating_points import MATED, PICTURES, STRANGERS, trials

RESAMPLES = 6
FARS = (0.1, 0.02)


def stage(of: int, is_cancelled=never) -> Stage:
    return Stage("test", of=of, report=ignore, is_cancelled=is_cancelled)


def test_each_resample_agrees_with_counting_pair_by_pair():
    given = random_set(11, people=12)
    found = every_trial(given)
    people = np.unique(given.person)
    number = {person: place for place, person in enumerate(people.tolist())}
    mated = sorted((t for t in found if t.mated), key=lambda t: -t.score)
    strangers = sorted((t for t in found if not t.mated), key=lambda t: -t.score)
    every = Trials(
        pictures=np.array([(given.person == person).sum() for person in people]),
        mated_score=np.array([t.score for t in mated]),
        mated_person=np.array([number[t.people[0]] for t in mated], np.int32),
        tail_score=np.array([t.score for t in strangers]),
        tail_first=np.array([number[t.people[0]] for t in strangers], np.int32),
        tail_second=np.array([number[t.people[1]] for t in strangers], np.int32),
        complete=True,
        left_out=np.empty((0, 2), np.int32),
    )
    times = [
        dict(zip(people.tolist(), often.tolist(), strict=True)) for often in draws(12, seed=5, resamples=RESAMPLES)
    ]
    intervals = iter(identity_bootstrap(every, FARS, seed=5, resamples=RESAMPLES, stage=stage(RESAMPLES)))
    for weighing in WEIGHINGS:
        for far in FARS:
            expected = [operating_point(found, given, weighing, far, often) for often in times]
            between = next(intervals)
            assert (between.weighing, between.far, between.resamples) == (weighing, far, RESAMPLES)
            assert between.threshold == interval(np.array([one.threshold for one in expected]))
            tar = interval(np.array([one.tar for one in expected]))
            assert between.tar is not None
            assert tar is not None
            assert (between.tar.low, between.tar.high) == pytest.approx((tar.low, tar.high))
            if weighing == "balanced":
                assert between.tar == between.tar_per_person


def test_draws_depend_on_seed_and_number_and_draw_everybody_once_on_average():
    first, again = (list(draws(50, seed=1, resamples=3)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], first[1])
    assert not np.array_equal(first[0], next(draws(50, seed=2, resamples=1)))
    assert [int(often.sum()) for often in first] == [50, 50, 50]


def test_the_interval_is_the_middle_95_percent_of_what_is_known():
    values = np.append(np.arange(101.0), [np.nan, np.nan])
    middle = interval(values)
    assert middle is not None
    assert (middle.low, middle.high) == pytest.approx((2.5, 97.5))
    assert interval(np.array([np.nan])) is None


def test_resamples_that_lack_a_kind_are_left_out_and_counted():
    # Two people: half of the draws are of one of them alone, and tell no FAR.
    points = identity_bootstrap(
        trials(MATED, STRANGERS, pictures=PICTURES), (0.5,), seed=0, resamples=40, stage=stage(40)
    )  # fmt: skip
    both = sum(bool(often.all()) for often in draws(2, seed=0, resamples=40))
    assert [point.resamples for point in points] == [both, both]
    assert 5 < both < 35


def test_nothing_is_told_where_no_resample_has_both_kinds():
    first = next(seed for seed in range(100) if not next(draws(2, seed=seed, resamples=1)).all())
    point = identity_bootstrap(
        trials(MATED, STRANGERS, pictures=PICTURES), (0.5,), seed=first, resamples=1, stage=stage(1)
    )[0]
    assert (point.threshold, point.tar, point.tar_per_person, point.resamples) == (None, None, None, 0)


def test_it_stops_when_asked():
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        identity_bootstrap(
            trials(MATED, STRANGERS, pictures=PICTURES),
            (0.5,),
            seed=0,
            resamples=9,
            stage=stage(9, lambda: next(asked)),
        )
