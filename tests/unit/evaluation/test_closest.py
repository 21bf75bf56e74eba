"""What single people are in for, on cases counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.closest import closest_strangers, concentration
from faceid_app.evaluation.operating_points import operating_points
from faceid_app.evaluation.pair_scores import PairScores
from faceid_app.progress import Stage, ignore, never
from tests.unit.evaluation.brute import every_trial, random_set
from tests.unit.evaluation.test_operating_points import trials


def test_the_closest_stranger_of_each_person():
    given = random_set(21)
    scores = PairScores(given.embeddings, given.person, seed=0)
    scan = scores.scan(Stage("test", of=1, report=ignore, is_cancelled=never))
    found = every_trial(given)
    people, first_row = np.unique(given.person, return_index=True)
    one, every = {}, {}
    for person, row in zip(people.tolist(), first_row.tolist(), strict=True):
        strangers = [trial for trial in found if not trial.mated and person in trial.people]
        one[person] = max(trial.score for trial in strangers if row in (trial.first, trial.second))
        every[person] = max(trial.score for trial in strangers)
    order = [int(given.person[row]) for row in sorted(first_row.tolist())]
    middle = float(np.median(list(one.values())))
    points = operating_points(trials([(0.9, 0)], [(1.0, 0, 1), (middle, 0, 1)], pictures=[2, 1]), (0.5,))
    closest = closest_strangers(scores, scan, points)
    assert closest.score.tolist() == [float(one[person]) for person in order]
    assert closest.quantiles["1"] == pytest.approx(max(one.values()))
    assert closest.quantiles["0.5"] == pytest.approx(float(np.median(list(one.values()))))
    assert closest.any_picture_quantiles["0.05"] == pytest.approx(float(np.quantile(list(every.values()), 0.05)))
    (exposed,) = closest.exposed
    assert exposed.threshold == points[0].threshold
    assert exposed.exposed == len(people) / 2 == sum(score >= exposed.threshold for score in one.values())
    assert exposed.low < exposed.exposed / exposed.people < exposed.high


# 200 people, the worst 1 % are two. Person 0 is taken for five others, 1 for two others, 2 and 3 for each other.
WOLVES = [(0.9, 0, 10), (0.9, 0, 11), (0.9, 0, 12), (0.9, 0, 13), (0.9, 0, 1), (0.9, 1, 14), (0.9, 2, 3)]
PICTURES = [1] * 198 + [3, 2]


def wolves(far: float):
    rest = [(0.1, 198, 199)] * 6
    mated = [(0.95, 198), (0.95, 198), (0.05, 198), (0.05, 199)]
    return trials(mated, [*WOLVES, *rest], pictures=PICTURES, complete=False), far


def test_the_share_of_the_worst_one_percent():
    found, far = wolves(8 / trials([], [], pictures=PICTURES).nonmated("pooled"))
    point = operating_points(found, (far,))[0]
    assert point.false_matches == len(WOLVES)
    uneven = concentration(found, point, seed=0)
    assert uneven.worst == 2
    assert uneven.worst_share == pytest.approx(6 / 7)
    assert uneven.without_false_match == 200 - 9
    assert uneven.people == 200
    assert uneven.worst_refused == 1
    assert uneven.worst_refused_share == pytest.approx(1 / 2)
    assert uneven.by_chance is not None
    assert 2 / 7 <= uneven.by_chance < 6 / 7
    assert concentration(found, point, seed=0) == uneven


def test_balanced_shares_weigh_people():
    found, far = wolves(7.5 / trials([], [], pictures=PICTURES).nonmated("balanced"))
    point = operating_points(found, (far,))[1]
    uneven = concentration(found, point, seed=0)
    # Half a pair of people more would be three of the six trials of 198 and 199, which are tied and so rejected.
    assert point.false_matches == 7
    assert uneven.worst_share == pytest.approx(6 / 7)
    assert uneven.by_chance is None
    # Of 198's weight of 1 a third is refused, of 199's all.
    assert uneven.worst_refused_share == pytest.approx(1 / (1 + 1 / 3))


def test_without_an_error_there_is_no_share():
    found = trials([(0.9, 0)], [(0.5, 0, 1), (0.4, 0, 1)], pictures=[2, 1])
    uneven = concentration(found, operating_points(found, (0.01,))[0], seed=0)
    assert (uneven.worst_share, uneven.by_chance, uneven.worst_refused_share) == (None, None, None)
    assert uneven.without_false_match == 2
