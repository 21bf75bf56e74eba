"""Operating points count what they claim and claim nothing beyond the count."""

from __future__ import annotations

import json

import numpy as np
import pytest

from faceid_app.identity.calibration import Calibration, calibrate

GENERATOR = np.random.default_rng(0)
IMPOSTOR = GENERATOR.uniform(0.0, 0.6, 40_000).astype(np.float32)
GENUINE = GENERATOR.uniform(0.4, 1.0, 500).astype(np.float32)


def test_no_operating_point_accepts_more_than_it_says():
    calibration = calibrate(GENUINE, IMPOSTOR)
    for point in calibration.points:
        accepted = int((point.threshold <= IMPOSTOR).sum())
        assert accepted == point.accepted
        assert accepted <= point.far * point.impostors
        assert point.refused == int((point.threshold > GENUINE).sum())
        assert point.supported


def test_a_rate_below_three_over_n_is_not_claimed():
    calibration = calibrate(GENUINE, IMPOSTOR[:500])
    assert [point.supported for point in calibration.points] == [True, False, False]
    assert calibration.point(1e-4).far == 1e-2


def test_nothing_supported_is_told():
    with pytest.raises(ValueError, match="No operating point"):
        calibrate(GENUINE, IMPOSTOR[:10]).point(1e-2)
    with pytest.raises(KeyError):
        calibrate(GENUINE, IMPOSTOR).point(0.5)


def test_it_survives_json():
    calibration = calibrate(GENUINE, IMPOSTOR)
    assert Calibration.from_dict(json.loads(json.dumps(calibration.to_dict()))) == calibration
