"""What may lie in a person's file of thresholds, and what is used before strangers are counted."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import CorruptData
from faceid_app.identity.calibration import Calibration, calibrate
from faceid_app.identity.decision import LEAST_SHARE, Thresholds
from faceid_app.identity.kept_thresholds import THRESHOLDS_FILE, held_uncounted, load_thresholds, saved_thresholds
from faceid_app.identity.thresholds_in_use import save_thresholds
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.bundles import untrained_bundle

BUNDLE = untrained_bundle()


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profiles(PlainStore(tmp_path / "people")).create("anna")


def put(profile: Profile, detection: object, verification: object) -> None:
    kept = {"bundle": "b", "detection": detection, "verification": verification}
    profile.write(THRESHOLDS_FILE, json.dumps(kept).encode())


@pytest.mark.parametrize(
    ("detection", "verification", "why"),
    [
        (0.9, 1e-320, "are 0.9 and 1e-320, possible are 0 to 1 and 0.01 to 1"),
        (0.9, 0.0099, "are 0.9 and 0.0099, possible"),
        (0.9, 1.01, "are 0.9 and 1.01, possible"),
        (-0.1, 0.5, "are -0.1 and 0.5, possible"),
        (10**400, 0.5, "are 1000000"),
        ("0.9", 0.5, "cannot be read"),
        (True, 0.5, "cannot be read"),
        (None, 0.5, "cannot be read"),
    ],
)
def test_what_nobody_can_choose_is_refused_and_nothing_stands_in_for_it(
    profile: Profile, detection: object, verification: object, why: str
) -> None:
    put(profile, detection, verification)
    with pytest.raises(CorruptData, match=f"{why}.*; train again, or run: faceid thresholds anna --far 1e-4"):
        load_thresholds(profile, "b", BUNDLE)
    assert saved_thresholds(profile, "another") is None


def test_what_is_refused_can_be_replaced(profile: Profile) -> None:
    put(profile, 0.9, 1e-320)
    chosen = Thresholds(0.9, LEAST_SHARE)
    save_thresholds(profile, "b", chosen)
    assert saved_thresholds(profile, "b") == chosen


def test_until_strangers_are_counted_no_more_than_one_in_a_hundred_pass() -> None:
    calibration = BUNDLE.calibration
    easiest, stricter = (calibration.point(far).threshold for far in (1e-2, 1e-3))
    assert held_uncounted(Thresholds(0.0, 0.5), calibration, 40) == Thresholds(easiest, 0.5)
    assert held_uncounted(Thresholds(0.95, 0.5), calibration, 40) == Thresholds(0.95, 0.5)
    # Ten of a hundred templates: a decision is bound by ten times the comparisons.
    assert held_uncounted(Thresholds(0.0, 0.1), calibration, 100) == Thresholds(stricter, 0.1)


def test_where_nothing_is_supported_nothing_matches() -> None:
    few = calibrate(np.array([0.9], np.float32), np.array([0.1, 0.2], np.float32), people=2)
    assert held_uncounted(Thresholds(0.0, 0.5), few, 4) == Thresholds(1.0, 0.5)


@pytest.mark.parametrize(
    "change", [{"threshold": -1e-9}, {"threshold": float("nan")}, {"far": 2.0}, {"supported": 1}, {"accepted": 10**9}]
)
def test_an_operating_point_that_nobody_counted_is_none(change: dict[str, object]) -> None:
    sound = BUNDLE.calibration
    assert Calibration.from_dict(sound.to_dict()) == sound
    points = [asdict(replace(sound.points[0], **change)), *sound.to_dict()["points"][1:]]  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"none|agree"):
        Calibration.from_dict({"points": points})
