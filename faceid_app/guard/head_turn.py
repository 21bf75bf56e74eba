"""The head-turn challenge: turn your head the ways that are drawn, each time from looking ahead."""

from __future__ import annotations

import math
import random
from collections import deque

import numpy as np

from faceid_app.camera.frame import Frame
from faceid_app.faces.face import Landmarks, Pose
from faceid_app.faces.observation import Observation
from faceid_app.guard.challenge import EndsOnce, Outcome, State, unforeseeable
from faceid_app.guard.verdict import Ask, CueReading, Prompt
from faceid_app.words import Words

DIRECTIONS = (Ask.LEFT, Ask.RIGHT, Ask.UP)
"""Down is not asked for: a lowered face is refused by the gates before it is far enough from rest."""
SIDES = (Ask.LEFT, Ask.RIGHT)
"""One turn at least is to a side: a tilted photo may seem to look up, but none of 328 seemed to look to a side."""
TURNS = 2
"""Two turns can be asked in eight ways, so that a video that turns at the right moments passes one time in eight."""
ENOUGH = {Ask.LEFT: 18.0, Ask.RIGHT: 18.0, Ask.UP: 11.0}
"""Degrees from the rest pose that a turn must reach. Evidence: docs/adr/0020-challenges.md."""
WRONG = 0.8
"""Share of that in another direction which counts as having turned there."""
NARROWEST = 0.9
"""Least width of the face against its height, of that at rest and of the cosine of the angle, at which a turn counts
(for up: height against width). A flat picture must be slanted far beyond the angle that it seems to show."""
REST = 7.0
"""Greatest spread of yaw and of pitch, in degrees, of a head that looks ahead and waits."""
AHEAD = 15.0
"""Degrees of yaw up to which a resting head can be said to look ahead."""
SOONEST = 0.2
"""Seconds after a prompt before which nobody has read it; whoever has turned by then was turning anyway."""
SECONDS = 4.0
"""To turn, from the prompt on."""
REST_SECONDS = 6.0
"""To look ahead before a prompt."""
HELD = (0.4, 1.2)
"""Seconds to rest before a prompt, drawn anew each time: a video cannot know when it comes."""
_STEADY = 2
"""Usable frames in a row that must agree."""

_SENTENCES = {
    Ask.FRONT: Words("Look straight at the camera."),
    Ask.LEFT: Words("Turn your head to the left."),
    Ask.RIGHT: Words("Turn your head to the right."),
    Ask.UP: Words("Lift your chin."),
}
_WAYS = {Ask.LEFT: Words("to the left"), Ask.RIGHT: Words("to the right"), Ask.UP: Words("up")}


class HeadTurn(EndsOnce):
    """See `challenge.Challenge`.

    Angles come from the five landmarks by `faces.pose`, in which yaw is what the nose moves by against the plane of
    eyes and mouth: a photo that is shifted, turned or tilted keeps its pose but for the perspective.
    """

    def __init__(self, *, turns: int = TURNS, source: random.Random | None = None) -> None:
        self._source = source or unforeseeable()
        self._asked = _drawn(turns, self._source)
        self._done: list[CueReading] = []
        self._since: float | None = None
        self._turning = False
        self._rest: Pose | None = None
        self._rest_shape = 1.0
        self._narrowest = 1.0
        self._held = self._source.uniform(*HELD)
        self._waiting: deque[tuple[float, Pose, float]] = deque()
        self._reached = 0
        self._strayed: tuple[Ask | None, int] = (None, 0)
        self._farthest = self._rested = 0.0

    @property
    def _ask(self) -> Ask:
        return self._asked[min(len(self._done), len(self._asked) - 1)]

    def prompt(self, at: float) -> Prompt:
        """Look ahead, or the turn that is wanted."""
        ask = self._ask if self._turning else Ask.FRONT
        allowed = SECONDS if self._turning else REST_SECONDS
        since = at if self._since is None else self._since
        left = min(allowed, max(0.0, since + allowed - at))
        return Prompt(ask, _SENTENCES[ask], min(len(self._done) + 1, len(self._asked)), len(self._asked), left, allowed)

    def _see(self, frame: Frame, observation: Observation) -> Outcome:
        at, pose = frame.captured_at, observation.pose
        if pose is None or observation.subject is None:
            return self._ended(State.FAILED, Words("No face was to be seen while the head was to turn."))
        if self._since is None:
            self._since = at
        shape = shape_of(observation.subject.landmarks)
        return self._see_turn(at, pose, shape) if self._turning else self._see_rest(at, pose, shape)

    def _see_rest(self, at: float, pose: Pose, shape: float) -> Outcome:
        assert self._since is not None
        self._waiting.append((at, pose, shape))
        while len(self._waiting) > 1 and self._spread() > REST:
            self._waiting.popleft()
        seconds = at - self._waiting[0][0]
        yaws, pitches = [pose.yaw for _, pose, _ in self._waiting], [pose.pitch for _, pose, _ in self._waiting]
        rest = Pose(float(np.median(yaws)), float(np.median(pitches)), pose.roll)
        ahead = abs(rest.yaw) <= AHEAD and self._is_back(rest)
        self._rested = max(self._rested, seconds if ahead else 0.0)
        if ahead and seconds >= self._held:
            self._rest = rest if self._rest is None else self._rest
            self._rest_shape = float(np.median([shape for _, _, shape in self._waiting]))
            self._turning, self._since = True, at
            self._reached, self._strayed, self._farthest, self._narrowest = 0, (None, 0), 0.0, 1.0
        elif at - self._since > REST_SECONDS:
            return self._ended(
                State.EXPIRED,
                Words(
                    "The head was to look ahead and rest for {held} seconds within {limit}; it rested for {measured}.",
                    held=f"{self._held:.1f}", limit=f"{REST_SECONDS:g}", measured=f"{self._rested:.1f}",
                ),
            )  # fmt: skip
        return self._running()

    def _is_back(self, pose: Pose) -> bool:
        if self._rest is None:
            return True
        return abs(pose.yaw - self._rest.yaw) <= REST and abs(pose.pitch - self._rest.pitch) <= REST

    def _spread(self) -> float:
        yaws, pitches = [pose.yaw for _, pose, _ in self._waiting], [pose.pitch for _, pose, _ in self._waiting]
        return max(max(yaws) - min(yaws), max(pitches) - min(pitches))

    def _see_turn(self, at: float, pose: Pose, shape: float) -> Outcome:
        assert self._rest is not None
        assert self._since is not None
        ask, waited = self._ask, at - self._since
        angles = turned(pose, self._rest)
        self._farthest = max(self._farthest, angles[ask])
        width = self._rest_shape / shape if ask is Ask.UP else shape / self._rest_shape
        width /= math.cos(math.radians(min(max(angles[ask], 0.0), 60.0)))
        if angles[ask] >= ENOUGH[ask]:
            self._reached = self._reached + 1 if width >= NARROWEST else 0
            self._narrowest = min(self._narrowest, width)
        else:
            self._reached = 0
        stray = self._stray(angles)
        self._strayed = (stray, self._strayed[1] + 1 if stray is not None and stray is self._strayed[0] else 1)
        if waited < SOONEST and max(angles[way] / ENOUGH[way] for way in DIRECTIONS) >= WRONG:
            return self._ended(
                State.FAILED,
                Words(
                    "The head turned {seconds} seconds after it was asked to; {limit} is the soonest.",
                    seconds=f"{waited:.1f}", limit=f"{SOONEST:g}",
                ),
            )  # fmt: skip
        if self._reached >= _STEADY:
            self._done.append(CueReading(f"turn {ask.value}", self._farthest, ENOUGH[ask], "°", against=False))
            if len(self._done) == len(self._asked):
                return self._ended(State.PASSED, self._passed())
            self._turning, self._since = False, at
            self._held = self._source.uniform(*HELD)
            self._waiting.clear()
            self._rested = 0.0
        elif stray is not None and self._strayed[1] >= _STEADY:
            return self._ended(
                State.FAILED,
                Words(
                    "The head was to turn {asked}; it turned {instead} by {degrees} degrees.",
                    asked=_WAYS[ask], instead=_WAYS[stray], degrees=f"{angles[stray]:.0f}",
                ),
            )  # fmt: skip
        elif waited > SECONDS and self._narrowest < NARROWEST:
            return self._ended(
                State.FAILED,
                Words(
                    "The face narrowed as a flat picture does, to {share} of a turned head; {least} is the least.",
                    share=f"{self._narrowest:.2f}", least=f"{NARROWEST:g}",
                ),
            )  # fmt: skip
        elif waited > SECONDS:
            return self._ended(
                State.EXPIRED,
                Words(
                    "The head was to turn {asked} by {degrees} degrees in {limit} seconds; it turned by {measured}.",
                    asked=_WAYS[ask], degrees=f"{ENOUGH[ask]:g}",
                    limit=f"{SECONDS:g}", measured=f"{self._farthest:.0f}",
                ),
            )  # fmt: skip
        return self._running()

    def _stray(self, angles: dict[Ask, float]) -> Ask | None:
        """The other way the head has turned; a turn to a side tips the landmarks up too, so that does not count."""
        way = max(DIRECTIONS, key=lambda one: angles[one] / ENOUGH[one])
        if way is self._ask or angles[way] < WRONG * ENOUGH[way]:
            return None
        tips_along = way is Ask.UP and angles[self._ask] >= ENOUGH[self._ask] / 4
        return None if tips_along else way

    def _passed(self) -> Words:
        first = self._done[0]
        if len(self._done) == 1:
            return Words(
                "The head turned {asked} as asked, by {degrees} degrees; {limit} are needed.",
                asked=_WAYS[self._asked[0]], degrees=f"{first.value:.0f}", limit=f"{first.limit:g}",
            )  # fmt: skip
        last = self._done[-1]
        return Words(
            "The head turned as asked: {first} by {degrees} degrees, then {last} by {more}.",
            first=_WAYS[self._asked[0]], degrees=f"{first.value:.0f}",
            last=_WAYS[self._asked[-1]], more=f"{last.value:.0f}",
        )  # fmt: skip

    def _running(self) -> Outcome:
        return Outcome(State.RUNNING, _SENTENCES[self._ask if self._turning else Ask.FRONT], tuple(self._done))

    def _ended(self, state: State, sentence: Words) -> Outcome:
        readings = list(self._done)
        if state is not State.PASSED and self._turning:
            ask = self._ask
            readings.append(CueReading(f"turn {ask.value}", self._farthest, ENOUGH[ask], "°", against=True))
        return Outcome(state, sentence, tuple(readings))


def _drawn(turns: int, source: random.Random) -> list[Ask]:
    """Each order with a side in it is as likely as any other."""
    while True:
        asked = [source.choice(DIRECTIONS) for _ in range(turns)]
        if any(ask in SIDES for ask in asked):
            return asked


def turned(pose: Pose, rest: Pose) -> dict[Ask, float]:
    """Degrees by which a head has turned each way from its rest pose; negative where it went the other way."""
    return {Ask.LEFT: pose.yaw - rest.yaw, Ask.RIGHT: rest.yaw - pose.yaw, Ask.UP: pose.pitch - rest.pitch}


def shape_of(landmarks: Landmarks) -> float:
    """The distance between the eyes against that from the eyes to the mouth: how slanted a flat face would be seen."""
    right, left, _, *mouth = landmarks.astype(np.float64)
    across = float(np.linalg.norm(left - right))
    return max(across, 1e-6) / max(float(np.linalg.norm((mouth[0] + mouth[1] - left - right) / 2)), 1e-6)
