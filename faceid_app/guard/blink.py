"""The blink challenge: close both eyes and open them again, twice, when asked."""

from __future__ import annotations

import random
from collections import deque
from typing import Protocol

import numpy as np

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.face import Landmarks, Pose
from faceid_app.faces.observation import Observation
from faceid_app.guard.challenge import EndsOnce, Outcome, State, unforeseeable
from faceid_app.guard.eyes import IS_EYE, Eye
from faceid_app.guard.verdict import Ask, CueReading, Prompt
from faceid_app.words import Words

BLINKS = 2
CLOSED = 0.5
"""Of what the eyes are open at rest: the more open one is closed at it and below. Evidence: docs/adr/0031."""
OPEN = 0.7
"""Of the same: from it on both eyes are open again."""
LEAST_OPEN = 0.16
"""Openness at rest below which closing cannot be told from squinting."""
LONGEST = 1.5
"""Seconds for which eyes are closed, at most, that blink."""
TOGETHER = 2.0
"""Seconds from the first closing to the second, at most: who blinks by themselves does it some seconds apart."""
STILL = 15.0
"""Degrees of yaw and pitch from rest beyond which a closing does not count: a picture that is tilted seems to close its
eyes, and so does who looks down."""
REST = 7.0
"""Greatest spread of yaw and of pitch, in degrees, of a head that waits."""
AHEAD = 15.0
"""Degrees of yaw up to which a resting head can be said to look ahead."""
SOONEST = 0.2
"""Seconds after the prompt before which nobody has read it; a closing that begins sooner does not count."""
SECONDS = 5.0
"""To blink twice, from the prompt on."""
REST_SECONDS = 6.0
"""To look ahead with open eyes before it."""
HELD = (0.4, 1.2)
"""Seconds to rest before the prompt, drawn anew each time: a video cannot know when it comes."""

_AHEAD = Words("Look straight at the camera.")
_BLINK = Words("Blink twice.")
_AGAIN = Words("Blink once more.")


class EyesSeen(Protocol):
    """See `eyes.Eyes`."""

    def look(self, rgb: RgbImage, landmarks: Landmarks) -> tuple[Eye, Eye]: ...


class Blink(EndsOnce):
    """See `challenge.Challenge`. A video blinks too, if not when asked: a turn of the head belongs to it."""

    def __init__(self, eyes: EyesSeen, *, source: random.Random | None = None) -> None:
        self._eyes = eyes
        self._held = (source or unforeseeable()).uniform(*HELD)
        self._since: float | None = None
        self._rest: Pose | None = None
        self._at_rest = np.ones(2)
        self._waiting: deque[tuple[float, Pose, float, float]] = deque()
        self._closed_at: float | None = None
        self._was_open = False
        self._blinked: deque[float] = deque()
        self._most = 0
        self._least = 1.0
        self._looked = self._unseen = self._moved = 0
        self._rested = 0.0

    def prompt(self, at: float) -> Prompt:
        """Look ahead, or blink."""
        asked = self._rest is not None
        allowed = SECONDS if asked else REST_SECONDS
        since = at if self._since is None else self._since
        left = min(allowed, max(0.0, since + allowed - at))
        if not asked:
            return Prompt(Ask.FRONT, _AHEAD, 1, 1, left, allowed)
        return Prompt(Ask.BLINK, self._sentence(), 1, 1, left, allowed, blinks=(len(self._blinked), BLINKS))

    def _see(self, frame: Frame, observation: Observation) -> Outcome:
        at, pose, face = frame.captured_at, observation.pose, observation.subject
        if pose is None or face is None:
            return Outcome(State.FAILED, Words("No face was to be seen while the eyes were to blink."))
        if self._since is None:
            self._since = at
        self._looked += 1
        right, left = self._eyes.look(frame.rgb, face.landmarks)
        if min(right.is_eye, left.is_eye) < IS_EYE:
            # Glare, hair, a hand: neither open nor closed.
            self._unseen += 1
            self._waiting.clear()
            self._was_open, self._closed_at = False, None
        elif self._rest is None:
            self._see_rest(at, pose, right, left)
        else:
            self._see_blink(at, pose, np.array([right.openness, left.openness]))
        latest = at if self._closed_at is None else self._closed_at
        while self._blinked and len(self._blinked) < BLINKS and latest - self._blinked[0] > TOGETHER:
            self._blinked.popleft()
        self._most = max(self._most, len(self._blinked))
        return self._judged(at)

    def _see_rest(self, at: float, pose: Pose, right: Eye, left: Eye) -> None:
        self._waiting.append((at, pose, right.openness, left.openness))
        while len(self._waiting) > 1 and not self._rests():
            self._waiting.popleft()
        seconds = at - self._waiting[0][0]
        rest = Pose(
            float(np.median([pose.yaw for _, pose, _, _ in self._waiting])),
            float(np.median([pose.pitch for _, pose, _, _ in self._waiting])),
            pose.roll,
        )
        openness = np.median([(one, other) for _, _, one, other in self._waiting], axis=0)
        ready = abs(rest.yaw) <= AHEAD and float(openness.min()) >= LEAST_OPEN
        self._rested = max(self._rested, seconds if ready else 0.0)
        if ready and seconds >= self._held:
            self._rest, self._at_rest, self._since = rest, openness, at
            self._was_open, self._unseen = True, 0

    def _rests(self) -> bool:
        """Whether the head is still and no eye closes in what was seen since."""
        poses = [pose for _, pose, _, _ in self._waiting]
        spread = max(np.ptp([pose.yaw for pose in poses]), np.ptp([pose.pitch for pose in poses]))
        openness = np.array([(one, other) for _, _, one, other in self._waiting])
        return bool(spread <= REST and (openness.min(axis=0) >= OPEN * np.median(openness, axis=0)).all())

    def _see_blink(self, at: float, pose: Pose, openness: np.ndarray) -> None:
        assert self._rest is not None
        assert self._since is not None
        if max(abs(pose.yaw - self._rest.yaw), abs(pose.pitch - self._rest.pitch)) > STILL:
            self._moved += 1
            self._was_open, self._closed_at = False, None
            return
        shares = openness / self._at_rest
        wider, narrower = float(shares.max()), float(shares.min())
        if self._closed_at is not None and at - self._closed_at > LONGEST:
            self._was_open, self._closed_at = False, None
        if wider <= CLOSED:
            if self._was_open and at - self._since >= SOONEST:
                self._least = min(self._least, wider)
                self._closed_at = at if self._closed_at is None else self._closed_at
            elif self._closed_at is None:
                self._was_open = False
        elif narrower >= OPEN:
            if self._closed_at is not None:
                self._blinked.append(self._closed_at)
            self._was_open, self._closed_at = True, None

    def _judged(self, at: float) -> Outcome:
        assert self._since is not None
        if len(self._blinked) >= BLINKS:
            words = Words(
                "Both eyes blinked twice as asked, down to {share} of their openness; {limit} counts as closed.",
                share=f"{self._least:.0%}", limit=f"{CLOSED:.0%}",
            )  # fmt: skip
            return Outcome(State.PASSED, words, self._readings(against=False))
        if self._rest is None:
            if at - self._since <= REST_SECONDS:
                return Outcome(State.RUNNING, _AHEAD)
            return Outcome(State.EXPIRED, self._why_no_rest())
        if at - self._since <= SECONDS:
            return Outcome(State.RUNNING, self._sentence(), self._readings(against=False))
        return Outcome(State.EXPIRED, self._why_no_blink(), self._readings(against=True))

    def _sentence(self) -> Words:
        if self._rest is None:
            return _AHEAD
        return _AGAIN if self._blinked else _BLINK

    def _why_no_rest(self) -> Words:
        if 2 * self._unseen > self._looked:
            return Words(
                "The eyes could not be seen in {count} pictures: something covers or dazzles them. Look ahead with "
                "both eyes free.",
                count=self._unseen,
            )
        return Words(
            "The head was to look ahead with open eyes for {held} seconds within {limit}; it did for {measured}.",
            held=f"{self._held:.1f}", limit=f"{REST_SECONDS:g}", measured=f"{self._rested:.1f}",
        )  # fmt: skip

    def _why_no_blink(self) -> Words:
        if self._unseen or self._moved:
            return Words(
                "{count} of {wanted} blinks were seen in {limit} seconds; in {lost} pictures the eyes were covered or "
                "the head turned away. Hold still and close both eyes.",
                count=self._most, wanted=BLINKS, limit=f"{SECONDS:g}", lost=self._unseen + self._moved,
            )  # fmt: skip
        return Words(
            "{count} of {wanted} blinks were seen in {limit} seconds. Close both eyes for a moment each time.",
            count=self._most, wanted=BLINKS, limit=f"{SECONDS:g}",
        )  # fmt: skip

    def _readings(self, *, against: bool) -> tuple[CueReading, ...]:
        return (CueReading("blinks", float(self._most), float(BLINKS), "", against),)
