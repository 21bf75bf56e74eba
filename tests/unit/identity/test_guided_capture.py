"""What guided capture takes, lets pass, waits for and settles for, in time that the test makes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from faceid_app.faces.face import Pose
from faceid_app.identity.guided_capture import (
    FRONT_SHARE,
    INTERVAL,
    MORE,
    PATIENCE,
    PAUSE,
    STILL_INTERVAL,
    TARGETS,
    GuidedCapture,
    Standing,
)
from faceid_app.storage.captures import BURST_LENGTH, CaptureRecord, Role, Round

FPS = 30
Motion = Callable[[float], Pose | None]


def still(_seconds: float) -> Pose:
    return Pose(1.0, 2.0, 0.0)


def circling(seconds: float) -> Pose:
    """A head that goes round once in eight seconds, and looks ahead in the first of them."""
    turn = 2 * math.pi * seconds / 8
    return still(seconds) if seconds % 8 < 1 else Pose(20 * math.cos(turn), 12 * math.sin(turn), 0.0)


@dataclass
class Sitting:
    """A person before a camera of 30 frames a second; `None` of a motion is a frame that no gate lets pass."""

    round: Round = Round.FIRST
    records: list[CaptureRecord] = field(default_factory=list)
    frames: int = 0

    def __post_init__(self) -> None:
        self.standing = Standing.of(self.records, self.round)
        self.guided = GuidedCapture(self.standing)

    @property
    def times(self) -> list[float]:
        return [record.clock for record in self.records]

    def last(self, seconds: float, motion: Motion) -> None:
        for _ in range(round(seconds * FPS)):
            at = self.frames / FPS
            self.frames += 1
            pose = motion(at)
            role = None if pose is None else self.guided.wants(self.standing, at, pose)
            if role is not None and pose is not None:
                self.guided.taken(at, pose)
                self.records.append(record(role, at, pose, self.round))
                self.standing = Standing.of(self.records, self.round)


def record(role: Role, at: float, pose: Pose, of: Round = Round.FIRST) -> CaptureRecord:
    measured = {"yaw": pose.yaw, "pitch": pose.pitch, "roll": pose.roll}
    return CaptureRecord(
        id=f"{at}", role=role, taken_at="", clock=at, burst="", camera="", measurements=measured, aligned=True, round=of
    )


def test_a_head_that_circles_is_done_in_forty_seconds_with_every_pose_in_both_roles() -> None:
    sitting = Sitting()
    sitting.last(40, circling)
    standing = sitting.standing
    assert sitting.guided.role(standing) is None
    assert all(TARGETS[Round.FIRST] <= standing.counts[role] <= TARGETS[Round.FIRST] + 4 for role in Role)
    assert all(standing.coverage[role].is_complete for role in Role)
    taken = len(sitting.records)
    sitting.last(10, circling)
    assert len(sitting.records) == taken


def test_anchors_first_then_a_pause_longer_than_a_burst_then_positives() -> None:
    sitting = Sitting()
    sitting.last(40, circling)
    roles = [record.role for record in sitting.records]
    assert roles == sorted(roles)  # "anchor" before "positive"
    switch = roles.index(Role.POSITIVE)
    assert sitting.times[switch] - sitting.times[switch - 1] >= PAUSE >= BURST_LENGTH


def test_a_head_that_keeps_still_is_taken_seldom_and_only_half_from_the_front() -> None:
    sitting = Sitting()
    sitting.last(5, still)
    assert len(sitting.records) == 5
    assert all(later - earlier >= STILL_INTERVAL for earlier, later in pairwise(sitting.times))
    moving = Sitting()
    moving.last(PATIENCE - 0.5, lambda at: Pose(5 * math.sin(6 * at), 0.0, 0.0))
    assert moving.standing.counts[Role.ANCHOR] == FRONT_SHARE * TARGETS[Round.FIRST] - 1
    assert all(later - earlier >= INTERVAL for earlier, later in pairwise(moving.times))


def test_who_cannot_turn_is_not_kept_waiting_for_ever() -> None:
    sitting = Sitting()
    sitting.last(70, lambda at: Pose(5 * math.sin(6 * at), 0.0, 0.0))
    assert sitting.guided.role(sitting.standing) is None
    assert sitting.standing.counts == dict.fromkeys(Role, TARGETS[Round.FIRST])
    assert not any(sitting.standing.coverage[role].segments for role in Role)


def test_time_without_a_usable_face_does_not_try_patience() -> None:
    sitting = Sitting()
    sitting.last(2, still)
    sitting.last(60, lambda _at: None)
    sitting.last(PATIENCE / 2, lambda at: Pose(5 * math.sin(6 * at), 0.0, 0.0))
    taken = sitting.standing.counts[Role.ANCHOR]
    assert taken < FRONT_SHARE * TARGETS[Round.FIRST]
    assert sitting.guided.role(sitting.standing) is Role.ANCHOR


def test_a_pose_on_its_way_is_not_missed() -> None:
    sitting = Sitting()
    sitting.last(0.1, still)
    sitting.last(0.3, lambda _at: Pose(18.0, 2.0, 0.0))  # 0.1 s after the front
    assert len(sitting.records) == 2
    assert sitting.standing.coverage[Role.ANCHOR].segments == {11, 0, 1}


@pytest.mark.parametrize("round", [Round.GLASSES, Round.LIGHT])
def test_another_round_counts_for_itself_and_asks_for_few(round: Round) -> None:
    sitting = Sitting(round=round, records=[record(Role.ANCHOR, 0.0, Pose(0, 0, 0))])
    assert sitting.standing.counts[Role.ANCHOR] == 0
    sitting.last(20, circling)
    assert sitting.guided.role(sitting.standing) is None
    assert sitting.standing.counts == dict.fromkeys(Role, TARGETS[round])


def test_a_clock_that_starts_anew_is_another_camera_and_captures_go_on() -> None:
    sitting = Sitting()
    sitting.last(10, circling)
    before, sitting.frames = len(sitting.records), 0
    sitting.last(2, circling)
    assert len(sitting.records) > before


def test_whoever_asks_for_more_than_enough_gets_a_few_more_of_each() -> None:
    sitting = Sitting()
    sitting.last(40, circling)
    enough = sitting.standing.counts
    sitting.guided = GuidedCapture(sitting.standing)
    sitting.last(20, circling)
    assert sitting.standing.counts == {role: enough[role] + MORE for role in Role}
    assert sitting.guided.role(sitting.standing) is None
