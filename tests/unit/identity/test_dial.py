"""The dial: stricter never accepts more, it stops at 1 in 100, and says when the data do not tell."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.calibration import Calibration, OperatingPoint
from faceid_app.identity.decision import LEAST_SHARE, Thresholds, deciding_scores
from faceid_app.identity.dial import FORBIDDEN, Dial, one_in
from faceid_app.identity.false_accepts import count_false_accepts, targets_kept
from faceid_app.identity.head import sigmoid, start_head
from faceid_app.identity.judging import LIMIT
from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.personal_scores import PersonalScores, score_person
from tests.helpers.embeddings import people

HEAD = start_head(32, slope=60.0, bias=8.0)
EVERYBODY = people(401, each=8, spread=0.6)
STRANGERS = EVERYBODY.rows(np.flatnonzero((EVERYBODY.person > 0) & (np.arange(len(EVERYBODY.person)) % 8 < 2)))
OWN = EVERYBODY.embeddings[:8]
BURSTS = ["a", "a", "a", "b", "b", "c", "c", "c"]
POSITIONS = np.linspace(0.0, 1.0, 201)


@pytest.fixture(scope="module")
def personal() -> PersonalScores:
    return score_person(HEAD, templates=OWN, bursts=BURSTS, strangers=STRANGERS)


@pytest.fixture(scope="module")
def dial(personal: PersonalScores) -> Dial:
    return Dial(count_false_accepts(HEAD, STRANGERS, resamples=40), personal)


@pytest.mark.parametrize("verification", [LEAST_SHARE, 0.25, 0.5, 1.0])
def test_stricter_never_accepts_more_strangers_nor_fewer_refusals_of_the_user(dial: Dial, verification: float) -> None:
    readings = [dial.reading(dial.thresholds_at(position, verification)) for position in POSITIONS]
    known = [reading.far for reading in readings if reading.far is not None]
    assert len(known) > 50
    assert known == sorted(known, reverse=True)
    # What is not known comes last: beyond the data.
    assert [reading.far is None for reading in readings] == sorted(reading.far is None for reading in readings)
    passing, refused = [reading.passing for reading in readings], [reading.own.count for reading in readings]
    assert passing == sorted(passing, reverse=True)
    assert refused == sorted(refused)


def test_the_same_detection_threshold_with_more_templates_needed_accepts_no_more(dial: Dial) -> None:
    for detection in (0.3, 0.5, 0.7):
        passing = [dial.reading(Thresholds(detection, share)).passing for share in (0.01, 0.25, 0.5, 0.75, 1.0)]
        assert passing == sorted(passing, reverse=True)
    stops = [dial.stop(share) for share in (0.01, 0.25, 0.5, 0.75, 1.0)]
    assert stops == sorted(stops, reverse=True)


@pytest.mark.parametrize("verification", [0.25, 0.5, 1.0])
def test_it_stops_at_one_in_a_hundred(dial: Dial, verification: float) -> None:
    stop = dial.stop(verification)
    assert dial.stop_position(verification) == pytest.approx(FORBIDDEN)
    for position in (-1.0, 0.0, FORBIDDEN / 2):
        thresholds = dial.thresholds_at(position, verification)
        assert (thresholds.detection, dial.allows(thresholds)) == (stop, True)
    reading = dial.reading(dial.thresholds_at(0.0, verification))
    assert reading.far is not None
    assert 0.8 * LIMIT < reading.far <= LIMIT
    easier = Thresholds(stop - 0.01, verification)
    assert not dial.allows(easier)
    assert not dial.reading(easier).allowed
    assert dial.held(easier) == Thresholds(stop, verification)


def test_beyond_the_data_it_gives_no_number(dial: Dial) -> None:
    reading = dial.reading(dial.thresholds_at(1.0, 0.5))
    assert reading.thresholds.detection == 1.0
    assert (reading.far, reading.low, reading.high) == (None, None, None)
    assert reading.comparisons == 400 * 399 // 2
    last = [dial.reading(dial.thresholds_at(position, 0.5)).far for position in POSITIONS]
    assert min(far for far in last if far is not None) >= 3 / reading.comparisons


def test_counts_are_those_of_deciding_frame_by_frame(dial: Dial, personal: PersonalScores) -> None:
    scores = sigmoid(HEAD.cross_logits(HEAD.project(STRANGERS.embeddings), HEAD.project(OWN)))
    for verification in (0.3, 0.5, 0.9):
        deciding = deciding_scores(scores, verification)
        np.testing.assert_array_equal(personal.of_strangers(verification), deciding)
        assert dial.reading(Thresholds(0.4, verification)).passing == (deciding >= np.float32(0.4)).sum()


def test_own_pictures_are_never_tried_against_their_own_burst(personal: PersonalScores) -> None:
    assert personal.by_burst
    assert [len(scores) for scores in personal.own] == [5, 5, 5, 6, 6, 5, 5, 5]
    one_burst = score_person(HEAD, templates=OWN, bursts=["a"] * 8, strangers=None)
    assert not one_burst.by_burst
    assert [len(scores) for scores in one_burst.own] == [7] * 8
    assert score_person(HEAD, templates=OWN[:1], bursts=["a"], strangers=None).own == ()


def test_who_is_easier_to_be_taken_for_is_told_their_own_rate() -> None:
    """A stranger in ten looks like the user: no rate of strangers among each other may hide that."""
    alike = Faces(
        np.concatenate([STRANGERS.embeddings, np.repeat(OWN[:1], 80, axis=0)]),
        np.concatenate([STRANGERS.person, np.arange(1000, 1080, dtype=np.int32)]),
    )
    dial = Dial(
        count_false_accepts(HEAD, STRANGERS, resamples=5),
        score_person(HEAD, templates=OWN, bursts=BURSTS, strangers=alike),
    )
    reading = dial.reading(Thresholds(float(dial.personal.of_strangers(0.5)[-1]), 0.5))
    assert (reading.personal, reading.allowed) == (True, False)
    assert reading.far == pytest.approx(80 / 880, rel=0.1)
    assert reading.people == 480


def test_with_less_than_half_of_the_templates_only_a_bound_is_told(dial: Dial) -> None:
    nobody_passes = float(dial.personal.of_strangers(0.25).max()) + 1e-3
    half, quarter = dial.reading(Thresholds(nobody_passes, 0.5)), dial.reading(Thresholds(nobody_passes, 0.25))
    assert half.far is not None
    assert quarter.far is not None
    assert (half.at_most, quarter.at_most) == (False, True)
    assert quarter.far == pytest.approx(4 * half.far)


def test_marks_keep_what_they_promise_and_presets_are_marks(dial: Dial) -> None:
    marks = dial.marks(0.5)
    assert [mark.far for mark in marks] == [1e-2, 1e-3, 1e-4]  # 1e-5 of 79,800 comparisons is nobody
    for mark in marks:
        reading = dial.reading(Thresholds(mark.detection, 0.5))
        assert reading.far is None or reading.far <= mark.far
        assert dial.thresholds_at(mark.position, 0.5).detection == pytest.approx(mark.detection)
    assert dial.preset(1e-3, 0.5).detection == marks[1].detection
    assert dial.preset(1e-6, 0.5).detection == marks[-1].detection  # never a rate that was not counted


def test_both_thresholds_stop_at_the_same_line(dial: Dial) -> None:
    detection = dial.stop(0.5)
    least = dial.least_share(detection)
    assert LEAST_SHARE < least <= 0.5
    assert dial.allows(Thresholds(detection, least))
    assert not dial.allows(Thresholds(detection, least - 1 / len(OWN)))
    assert dial.least_share(1.0) == LEAST_SHARE


def test_a_network_without_strangers_has_the_calibrations_own_points(personal: PersonalScores) -> None:
    points = tuple(
        OperatingPoint(far, threshold, 9, 100_000, 0, 10, True, 900) for far, threshold in ((1e-2, 0.5), (1e-3, 0.6))
    )
    alone = score_person(HEAD, templates=OWN, bursts=BURSTS, strangers=None)
    dial = Dial(targets_kept(Calibration(points)), alone)
    reading = dial.reading(Thresholds(0.65, 0.5))
    assert (reading.far, reading.at_most, reading.low, reading.strangers) == (1e-3, True, None, 0)
    assert dial.stop(0.5) == 0.5
    assert [mark.far for mark in dial.marks(0.5)] == [1e-2, 1e-3]


def test_one_in_n_is_told_to_two_digits() -> None:
    assert [one_in(far) for far in (1e-2, 1 / 24_123, 1 / 987, 1 / 7, 1.0)] == [100, 24_000, 990, 7, 1]
