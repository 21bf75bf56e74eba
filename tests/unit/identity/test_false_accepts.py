"""False accepts among strangers: the quick count against every pair, and what is not claimed."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.identity.calibration import Calibration, OperatingPoint
from faceid_app.identity.false_accepts import STEPS, FalseAccepts, count_false_accepts, targets_kept
from faceid_app.identity.head import L1Head, sigmoid, start_head
from faceid_app.identity.judging import LIMIT
from faceid_app.identity.people_pairs import Faces
from tests.helpers.embeddings import people

HEAD = start_head(32, slope=60.0, bias=8.0)
STRANGERS = people(400, each=1)


@pytest.fixture(scope="module")
def table() -> FalseAccepts:
    return count_false_accepts(HEAD, STRANGERS, resamples=40)


def test_it_counts_what_comparing_every_pair_counts(table: FalseAccepts) -> None:
    every = sigmoid(HEAD.own_logits(HEAD.project(STRANGERS.embeddings)))
    assert (table.comparisons, table.people) == (every.size, 400)
    known = np.flatnonzero(table.accepted >= 0)
    assert table.far[known[0]] > 0.8 * LIMIT  # it reaches down to about where the limit lies
    for step in known[:: max(1, len(known) // 50)]:
        assert table.accepted[step] == (every.astype(np.float64) * STEPS >= step - 1e-6).sum()


def test_rates_fall_and_lie_in_their_intervals(table: FalseAccepts) -> None:
    known = table.accepted >= 0
    assert np.all(np.diff(table.far[known]) <= 0)
    assert np.all((table.low[known] <= table.far[known]) & (table.far[known] <= table.high[known]))
    assert not known[: np.flatnonzero(known)[0]].any()
    assert known[np.flatnonzero(known)[0] :].all()


def test_the_interval_covers_the_rate_of_many_more_people_of_the_same_kind(table: FalseAccepts) -> None:
    others = people(1000, each=1, seed=1).embeddings
    scores = sigmoid(HEAD.own_logits(HEAD.project(others)))
    threshold = float(np.flatnonzero((table.accepted >= 0) & (table.far <= 0.005))[0]) / STEPS
    rate = table.at(threshold)
    assert rate is not None
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < float((scores >= threshold).mean()) < rate.high


def test_one_picture_of_each_person_is_compared() -> None:
    table = count_false_accepts(HEAD, people(50, each=4), resamples=5)
    assert (table.comparisons, table.people) == (50 * 49 // 2, 50)


def test_above_the_limit_nothing_is_known_and_below_the_data_nothing_is_supported(table: FalseAccepts) -> None:
    assert table.at(0.0) is None
    assert table.supports(3 / table.comparisons)
    assert not table.supports(2.9 / table.comparisons)
    assert not table.supports(0.0)


def test_a_head_whose_weights_differ_is_counted_as_well() -> None:
    generator = np.random.default_rng(3)
    weights = (HEAD.weights * generator.uniform(0.5, 1.5, len(HEAD.weights))).astype(np.float32)
    head = L1Head(frame=HEAD.frame, weights=weights, bias=HEAD.bias)
    table = count_false_accepts(head, STRANGERS, resamples=2)
    every = sigmoid(head.own_logits(head.project(STRANGERS.embeddings)))
    first = int(np.flatnonzero(table.accepted >= 0)[0])
    assert table.accepted[first] == (every.astype(np.float64) * STEPS >= first - 1e-6).sum()


def test_it_can_be_cancelled_and_needs_two_people() -> None:
    with pytest.raises(Cancelled):
        count_false_accepts(HEAD, STRANGERS, is_cancelled=lambda: True)
    with pytest.raises(ValueError, match="two people"):
        count_false_accepts(HEAD, Faces(STRANGERS.embeddings[:1], STRANGERS.person[:1]))


def test_a_table_comes_back_from_its_bytes(table: FalseAccepts) -> None:
    again = FalseAccepts.from_bytes(table.to_bytes())
    np.testing.assert_array_equal(again.accepted, table.accepted)
    assert again.at(0.9) == table.at(0.9)
    with pytest.raises(ValueError, match="table"):
        FalseAccepts.from_bytes(HEAD.to_bytes())


def test_a_calibration_alone_tells_the_targets_it_kept() -> None:
    points = tuple(
        OperatingPoint(far, threshold, 9, 100_000, 0, 10, supported, 900)
        for far, threshold, supported in ((1e-2, 0.41234, True), (1e-3, 0.56, True), (1e-4, 0.7, False))
    )
    table = targets_kept(Calibration(points))
    assert table.at(0.41) is None
    at_preset, between, strict = table.at(0.41234), table.at(0.55), table.at(0.99)
    assert at_preset is not None
    assert between is not None
    assert strict is not None
    assert (at_preset.far, between.far, strict.far) == (1e-2, 1e-2, 1e-3)
    assert at_preset.low is None
    assert targets_kept(Calibration(())).at(1.0) is None


def test_asked_to_stop_it_does_so_before_the_strangers_are_compared() -> None:
    looked: list[bool] = []
    steps: list[int] = []

    def at_the_second_look() -> bool:
        looked.append(True)
        return len(looked) > 1

    with pytest.raises(Cancelled):
        count_false_accepts(
            HEAD, STRANGERS, report=lambda progress: steps.append(progress.step), is_cancelled=at_the_second_look
        )
    assert steps == [0]
