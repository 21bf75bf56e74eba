"""Operating points count what they claim and claim nothing beyond the count."""

from __future__ import annotations

import json

import numpy as np
import pytest

from faceid_app.identity.calibration import Calibration, OperatingPoint, calibrate, least_people

GENERATOR = np.random.default_rng(0)
IMPOSTOR = GENERATOR.uniform(0.0, 0.6, 40_000).astype(np.float32)
GENUINE = GENERATOR.uniform(0.4, 1.0, 500).astype(np.float32)


def test_no_operating_point_accepts_more_than_it_says():
    calibration = calibrate(GENUINE, IMPOSTOR, people=1_000)
    for point in calibration.points:
        accepted = int((point.threshold <= IMPOSTOR).sum())
        assert accepted == point.accepted
        assert accepted <= point.far * point.impostors
        assert point.refused == int((point.threshold > GENUINE).sum())
        assert point.supported


def test_a_rate_below_three_over_n_is_not_claimed():
    calibration = calibrate(GENUINE, IMPOSTOR[:500], people=1_000)
    assert [point.supported for point in calibration.points] == [True, False, False]
    assert calibration.point(1e-4).far == 1e-2


def test_nothing_supported_is_told():
    with pytest.raises(ValueError, match="No operating point"):
        calibrate(GENUINE, IMPOSTOR[:10], people=1_000).point(1e-2)
    with pytest.raises(KeyError):
        calibrate(GENUINE, IMPOSTOR, people=1_000).point(0.5)


def test_it_survives_json():
    calibration = calibrate(GENUINE, IMPOSTOR, people=1_000)
    assert Calibration.from_dict(json.loads(json.dumps(calibration.to_dict()))) == calibration


def test_a_file_from_before_people_were_noted_is_read():
    calibration = calibrate(GENUINE, IMPOSTOR, people=1_000)
    data = calibration.to_dict()
    for point in data["points"]:
        assert point.pop("people") == 1_000
    assert [point.people for point in Calibration.from_dict(data).points] == [0, 0, 0]


def saturated(count: int) -> OperatingPoint:
    """The point at 1e-2 where `count` of 100,000 impostors have the highest score there is."""
    impostor = np.concatenate([np.ones(count), np.full(100_000 - count, 0.5)]).astype(np.float32)
    return calibrate(GENUINE, impostor, people=1_000).points[0]


def test_a_threshold_that_would_lie_above_one_supports_nothing():
    most = saturated(90_000)
    assert (most.threshold, most.accepted, most.supported) == (1.0, 90_000, False)
    few = saturated(1_000)
    assert few.supported
    assert few.accepted == 1_000


def test_pictures_of_the_same_people_are_no_more_people():
    # 8 people make 28 pairs, however many pictures there are of each.
    assert not any(point.supported for point in calibrate(GENUINE, IMPOSTOR, people=8).points)
    supported = [point.supported for point in calibrate(GENUINE, IMPOSTOR, people=least_people(1e-2)).points]
    assert supported == [True, False, False]
    assert not calibrate(GENUINE, IMPOSTOR, people=least_people(1e-2) - 1).points[0].supported


def test_a_user_easily_taken_for_others_gets_stricter_thresholds():
    lamb = (IMPOSTOR[:2_000] + 0.3).astype(np.float32)
    alone = calibrate(GENUINE, IMPOSTOR, people=300)
    both = calibrate(GENUINE, IMPOSTOR, people=300, user=lamb)
    easiest = both.points[0]
    assert (lamb >= easiest.threshold).mean() <= easiest.far < (lamb >= alone.points[0].threshold).mean()
    assert easiest.accepted == (np.concatenate([IMPOSTOR, lamb]) >= easiest.threshold).sum()
    thresholds = [point.threshold for point in both.points]
    assert thresholds == sorted(thresholds)
