"""Which poses count as covered, and what is asked for next."""

from __future__ import annotations

import pytest

from faceid_app.faces.coverage import SEGMENTS, Direction, PoseCoverage
from faceid_app.faces.face import Pose

AHEAD = Pose(0.0, 0.0, 0.0)


def test_first_ahead_then_the_four_sides_and_they_are_enough() -> None:
    coverage = PoseCoverage()
    asked = []
    for pose in (AHEAD, Pose(20, 0, 0), Pose(-20, 0, 0), Pose(0, 12, 0), Pose(0, -12, 0)):
        asked.append(coverage.wanted())
        assert coverage.gains(pose)
        coverage.add(pose)
    assert asked == [Direction.FRONT, Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN]
    assert coverage.is_complete
    assert coverage.wanted() is None


def test_a_head_turned_too_little_covers_the_front_only() -> None:
    coverage = PoseCoverage([AHEAD, Pose(11, 0, 0), Pose(8, 4, 0), Pose(0, -6, 0)])
    assert coverage.has_front
    assert coverage.segments == frozenset()
    assert not coverage.gains(Pose(9, 0, 0))


def test_what_lies_between_is_asked_for_where_the_sides_leave_a_gap() -> None:
    poses = [AHEAD, Pose(20, 5, 0), Pose(-20, 7, 0), Pose(0, 12, 0), Pose(12, -12, 0)]
    coverage = PoseCoverage(poses)
    assert not coverage.is_complete
    assert coverage.wanted() is Direction.DOWN_RIGHT
    coverage.add(Pose(-14, -8, 0))
    assert coverage.is_complete


def test_directions_count_from_how_the_camera_sees_a_head_at_rest() -> None:
    low_camera = Pose(2, 10, 0)
    coverage = PoseCoverage([low_camera])
    assert not coverage.is_turned(Pose(2, 14, 0))
    assert coverage.heading(Pose(2, 18, 0)) == pytest.approx((90, 8 / 7))
    assert coverage.heading(Pose(-10, 10, 0)) == pytest.approx((180, 1))


def test_looking_down_stays_reachable_where_the_camera_is_high() -> None:
    assert PoseCoverage([Pose(0, -11, 0)]).is_turned(Pose(0, -16, 0))


def test_turned_captures_before_the_first_ahead_are_not_lost() -> None:
    before, after = [Pose(25, 0, 0), AHEAD], [AHEAD, Pose(25, 0, 0)]
    assert PoseCoverage(before).segments == PoseCoverage(after).segments == {11, 0, 1}


def test_every_direction_is_a_place_on_the_circle() -> None:
    for segment in range(SEGMENTS):
        complete = PoseCoverage([AHEAD])
        missing = set(range(SEGMENTS)) - {segment}
        complete._segments = frozenset(missing)
        wanted = complete.wanted()
        assert wanted is not None
        assert wanted.value is not None
        assert abs((wanted.value - segment * 30 + 180) % 360 - 180) <= 15
