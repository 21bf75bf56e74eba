"""Guided capture: how far an enrolment round is, and which frame is worth taking without a key being pressed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from faceid_app.faces.coverage import PoseCoverage
from faceid_app.faces.face import Pose
from faceid_app.storage.captures import BURST_LENGTH, CaptureRecord, Role, Round

TARGETS = {Round.FIRST: 20, Round.GLASSES: 6, Round.LIGHT: 6}
"""Captures of each role that are recommended; 20 as the documents have it."""
TARGET = TARGETS[Round.FIRST]
MORE = 5
"""Captures of each role that are taken where more than enough is asked for."""
INTERVAL = 0.6
"""Seconds between captures that show nothing new: three or four to a burst, so that bursts are many."""
STILL_INTERVAL = 1.2
"""The same while the head moves by less than `MOVED` degrees: frames alike teach nothing."""
MOVED = 3.0
GAIN_INTERVAL = 0.2
"""Seconds after a capture before one that covers more: a head on its way passes a direction in 0.3 s (clip a)."""
PAUSE = BURST_LENGTH
"""Seconds of rest between the roles, so that an anchor and a positive are never of one burst."""
PATIENCE = 6.0
"""Seconds of good frames that show no new pose after which none is asked for: not everybody can turn every way."""
_LONGEST_GAP = 0.5
"""Greatest number of seconds between two good frames that counts as waiting: a slow computer looks at few frames."""
FRONT_SHARE = 0.5
"""Greatest share of a role's captures that look ahead, as long as other poses are missing."""


@dataclass(frozen=True, eq=False)
class Standing:
    """How far one round is: captures of each role, and the poses they cover."""

    round: Round
    counts: dict[Role, int]
    coverage: dict[Role, PoseCoverage]
    front: dict[Role, int]

    @classmethod
    def of(cls, records: Iterable[CaptureRecord], round: Round) -> Standing:
        """Counted from the captures of that round, oldest first."""
        mine = [record for record in records if record.round is round]
        poses = {role: [pose_of(record) for record in mine if record.role is role] for role in Role}
        # One rest pose for both roles: the second time nobody is asked to look ahead first.
        rest = PoseCoverage(map(pose_of, mine)).rest
        coverage = {role: PoseCoverage(poses[role], rest=rest) for role in Role}
        front = {role: sum(not coverage[role].is_turned(pose) for pose in poses[role]) for role in Role}
        return cls(round, {role: len(poses[role]) for role in Role}, coverage, front)

    @property
    def target(self) -> int:
        """Captures of each role that are recommended."""
        return TARGETS[self.round]

    def segments(self, role: Role) -> frozenset[int]:
        """What the captures of that role cover; of both roles in a round so short that one alone cannot."""
        if self.round is Round.FIRST:
            return self.coverage[role].segments
        return frozenset().union(*(coverage.segments for coverage in self.coverage.values()))

    @property
    def role(self) -> Role | None:
        """The role whose captures are short of the target, anchors first; None when both have enough."""
        return next((role for role in Role if self.counts[role] < self.target), None)


class GuidedCapture:
    """Takes anchors, then positives, by itself. Time is that of the frames; not thread-safe.

    Begun where both roles have enough, it takes `MORE` of each.
    """

    def __init__(self, begun: Standing) -> None:
        more = begun.role is None
        self._targets = {role: begun.counts[role] + MORE if more else begun.target for role in Role}
        self._role: Role | None = None
        self._now = -math.inf
        self._last = -math.inf
        self._last_pose: Pose | None = None
        self._resumes = -math.inf
        self._waited = 0.0
        self._settled: set[Role] = set()

    def role(self, standing: Standing) -> Role | None:
        """What is being captured; None when the round is done: enough captures, and every pose or no patience left."""
        return next((role for role in Role if not self._has_enough(standing, role)), None)

    def is_pausing(self, at: float) -> bool:
        """Whether the person gets a moment between the roles."""
        return at < self._resumes

    def wants(self, standing: Standing, at: float, pose: Pose) -> Role | None:
        """The role in which to capture a frame that passed the gates, taken at `at` seconds, or None to let it pass."""
        role = self._go_on(standing, at)
        if role is None or self.is_pausing(at):
            return None
        coverage, since = standing.coverage[role], at - self._last
        if coverage.gains(pose):
            self._waited = 0.0
            return role if since >= GAIN_INTERVAL else None
        if standing.counts[role] >= self._targets[role] or since < INTERVAL:
            return None
        poses_missing = not (coverage.is_complete or role in self._settled)
        if poses_missing and not coverage.is_turned(pose) and self._front_is_full(standing, role):
            return None
        return role if since >= STILL_INTERVAL or self._has_moved(pose) else None

    def taken(self, at: float, pose: Pose) -> None:
        """A frame was captured, by whomever."""
        self._last, self._last_pose = at, pose

    def _go_on(self, standing: Standing, at: float) -> Role | None:
        """Let time pass: rest between roles, and settle for what there is when a pose does not come."""
        if at < self._now:  # a clock that ran backwards
            self._last, self._resumes = -math.inf, -math.inf
        # Only time in which pictures could have been taken tries patience, not a face out of the picture.
        self._waited += min(max(at - self._now, 0.0), _LONGEST_GAP)
        self._now = at
        if self._role is not None and self._waited >= PATIENCE:
            self._settled.add(self._role)
            self._waited = 0.0
        role = self.role(standing)
        if role is not self._role:
            if None not in (role, self._role):
                self._resumes = at + PAUSE
            self._role, self._waited = role, 0.0
        return role

    def _has_enough(self, standing: Standing, role: Role) -> bool:
        covered = standing.round is not Round.FIRST or standing.coverage[role].is_complete or role in self._settled
        return covered and standing.counts[role] >= self._targets[role]

    def _front_is_full(self, standing: Standing, role: Role) -> bool:
        return standing.front[role] >= FRONT_SHARE * self._targets[role]

    def _has_moved(self, pose: Pose) -> bool:
        last = self._last_pose
        return last is None or math.hypot(pose.yaw - last.yaw, pose.pitch - last.pitch) >= MOVED


def pose_of(record: CaptureRecord) -> Pose:
    """The pose a capture was taken in; straight ahead where none was measured."""
    measured = record.measurements
    return Pose(measured.get("yaw", 0.0), measured.get("pitch", 0.0), measured.get("roll", 0.0))
