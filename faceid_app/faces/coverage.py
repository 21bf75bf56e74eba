"""Owns the coverage of an enrolment: which ways a head was captured, and which way to ask for next."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import Enum

from faceid_app.faces.face import Pose

SEGMENTS = 12
"""Parts of the circle of directions. Segment i has its middle at 30 * i degrees, from the person's left (0) over
up (90) and right (180) to down (270)."""
REACH_YAW, REACH_PITCH = 12.0, 7.0
"""Degrees from the rest pose from which a head counts as turned or as nodding; between, an ellipse."""
SPAN = 55.0
"""Degrees to either side of a captured direction that count as seen with it."""
_FRONT = 12.0
"""A capture is a rest pose if neither yaw nor pitch is further than this, in degrees, from straight ahead."""
_LOWEST_REST = -8.0
"""Degrees of pitch below which a rest pose is taken as this, so that a nod from it stays within the gates."""


class Direction(Enum):
    """Where to look next; the value is the angle on the circle of directions in degrees, None for straight ahead."""

    FRONT = None
    LEFT = 0
    UP_LEFT = 45
    UP = 90
    UP_RIGHT = 135
    RIGHT = 180
    DOWN_RIGHT = 225
    DOWN = 270
    DOWN_LEFT = 315


_ASKED_FIRST = (Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN)


class PoseCoverage:
    """The poses captured so far as cells: the front, and `SEGMENTS` directions around it.

    Directions count from the rest pose, the first capture that looks about straight ahead: a camera below the screen
    sees every head tipped. Pitch weighs more than yaw: the gates leave 30 degrees to the sides but 22 up and 18 down.

    Measured on clip a under the limits of enrolment (452 of 621 frames pass): yaw -30 to 29, pitch -18 to 22, rest at
    yaw 2, pitch 4. Left, right, up and down are reached in 12, 67, 14 and 34 frames; the lower diagonals in one and
    none. Hence no diagonal is asked for where its neighbours on the circle were seen: `SPAN` closes gaps of 110
    degrees, and the four sides alone are complete.
    """

    def __init__(self, poses: Iterable[Pose] = (), *, rest: Pose | None = None) -> None:
        self._rest = rest
        self._poses: list[Pose] = []
        self._segments: frozenset[int] = frozenset()
        self._has_front = False
        for pose in poses:
            self.add(pose)

    @property
    def rest(self) -> Pose | None:
        """The rest pose: as given, else found; None as long as no capture looks ahead."""
        return self._rest

    @property
    def segments(self) -> frozenset[int]:
        """The segments covered."""
        return self._segments

    @property
    def has_front(self) -> bool:
        """Whether the rest pose was captured."""
        return self._has_front

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self._has_front and len(self._segments) == SEGMENTS

    def add(self, pose: Pose) -> None:
        """Count one more capture."""
        self._poses.append(pose)
        if self._rest is None and _looks_ahead(pose):
            self._rest = Pose(pose.yaw, max(pose.pitch, _LOWEST_REST), pose.roll)
            self._segments = frozenset().union(*map(self._seen_with, self._poses))
        else:
            self._segments |= self._seen_with(pose)
        self._has_front |= self._rest is not None and not self.is_turned(pose)

    def gains(self, pose: Pose) -> bool:
        """Whether a capture in this pose would cover more. Before there is a rest pose, only that would."""
        if self._rest is None:
            return _looks_ahead(pose)
        return not self._seen_with(pose) <= self._segments or not (self._has_front or self.is_turned(pose))

    def is_turned(self, pose: Pose) -> bool:
        """Whether the head is turned away from the rest pose far enough to show another side of the face."""
        return self.heading(pose)[1] >= 1.0

    def heading(self, pose: Pose) -> tuple[float, float]:
        """Direction in degrees, 0 to 360, and how far the head is turned that way; 1 is what a direction takes."""
        rest = self._rest or Pose(0.0, 0.0, 0.0)
        across, up = (pose.yaw - rest.yaw) / REACH_YAW, (pose.pitch - rest.pitch) / REACH_PITCH
        return math.degrees(math.atan2(up, across)) % 360.0, math.hypot(across, up)

    def wanted(self) -> Direction | None:
        """What to ask for next: straight ahead, the sides, then what lies between; None when nothing is missing."""
        if not self._has_front:
            return Direction.FRONT
        missing = [segment for segment in range(SEGMENTS) if segment not in self._segments]
        if not missing:
            return None
        step = 360 // SEGMENTS
        for direction in _ASKED_FIRST:
            assert direction.value is not None
            if direction.value // step in missing:
                return direction
        nearest = round(missing[0] * step / 45) * 45 % 360
        return Direction(nearest)

    def _seen_with(self, pose: Pose) -> frozenset[int]:
        angle, reach = self.heading(pose)
        if reach < 1.0:
            return frozenset()
        step = 360 / SEGMENTS
        return frozenset(
            segment for segment in range(SEGMENTS) if abs((segment * step - angle + 180) % 360 - 180) <= SPAN
        )


def _looks_ahead(pose: Pose) -> bool:
    return max(abs(pose.yaw), abs(pose.pitch)) <= _FRONT
