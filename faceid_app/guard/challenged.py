"""The guard that asks: watches by another guard, and where that leaves a doubt wants a challenge passed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Protocol

from faceid_app.camera.frame import Frame
from faceid_app.faces.observation import Observation
from faceid_app.guard.blink import Blink, EyesSeen
from faceid_app.guard.challenge import Challenge, Outcome, State, unforeseeable
from faceid_app.guard.continuity import Continuity
from faceid_app.guard.head_turn import HeadTurn
from faceid_app.guard.passive import FROZEN_CAMERA
from faceid_app.guard.policy import Policy
from faceid_app.guard.screen_light import ScreenLight
from faceid_app.guard.verdict import CueReading, Guard, GuardVerdict, Liveness, Prompt
from faceid_app.words import Words

PATIENCE = 2.0
"""Seconds of doubt before a challenge is asked where watching is enough otherwise."""
PAUSE = 2.5
"""Seconds to read why a challenge was not passed, before the next one."""
TRIES = 3
"""Challenges asked of one person before they must begin anew: each one more is one more guess for a video."""
PROOF = 30.0
"""Seconds for which a passed challenge holds, while the face is followed without a gap."""
_ENOUGH_TRIES = Words("No challenge of {count} was passed. Leave the picture and come back to try again.", count=TRIES)


class InTurn:
    """Several challenges, one after the other; passed when each is. See `challenge.Challenge`."""

    def __init__(self, challenges: Sequence[Challenge]) -> None:
        if not challenges:
            raise ValueError("Challenges in turn need at least one.")
        self.challenges = tuple(challenges)
        self._number = 0

    def prompt(self, at: float) -> Prompt:
        """That of the one under way."""
        return replace(self.challenges[self._number].prompt(at), step=self._number + 1, steps=len(self.challenges))

    def see(self, frame: Frame, observation: Observation) -> Outcome:
        """Judge one frame. See `challenge.Challenge`."""
        outcome = self.challenges[self._number].see(frame, observation)
        if outcome.state is State.PASSED and self._number < len(self.challenges) - 1:
            self._number += 1
            outcome = self.challenges[self._number].see(frame, observation)
        return outcome


class ChallengedGuard:
    """See `verdict.Guard`. An attack that is seen ends every challenge, and a passed one does not outweigh it.

    Where `always` is unset, watching alone may say that a face is live; a challenge follows `PATIENCE` seconds of
    doubt. A proof is lost with the face, after a gap or a leap, and after `PROOF` seconds.
    """

    def __init__(self, watching: Guard, *, always: bool, draw: Draw) -> None:
        self._watching, self._always, self._draw = watching, always, draw
        self._continuity = Continuity()
        self._challenge: Challenge | None = None
        self._ended: Outcome | None = None
        self._ended_at = 0.0
        self._proof: tuple[float, Outcome] | None = None
        self._doubt_from: float | None = None
        self._tries = 0

    def check(self, frame: Frame, observation: Observation) -> GuardVerdict:
        """Judge a frame whose observation has no refusal. What cannot be judged is UNSURE, never LIVE."""
        seen = self._watching.check(frame, observation)
        at = frame.captured_at
        if observation.subject is None or observation.refusal is not None:
            return seen if seen.liveness is not Liveness.LIVE else replace(seen, liveness=Liveness.UNSURE)
        broken = self._continuity.broken(frame, observation)
        if broken is not None:
            self._proof = None
            if self._challenge is not None:
                self._end(Outcome(State.FAILED, broken), at)
        if seen.liveness is Liveness.ATTACK or seen.reason == FROZEN_CAMERA:
            self._forget()
            return seen
        if self._proof is not None and at - self._proof[0] <= PROOF:
            return replace(seen, liveness=Liveness.LIVE, reason=self._proof[1].sentence, cues=self._cues(seen))
        self._proof = None
        if not self._always:
            if seen.liveness is Liveness.LIVE:
                self._forget()
                return seen
            self._doubt_from = at if self._doubt_from is None else self._doubt_from
            if at - self._doubt_from < PATIENCE:
                return seen
        return self._ask(seen, frame, observation)

    def lost(self) -> None:
        """Forget what was seen: somebody else may come."""
        self._watching.lost()
        self._continuity.forget()
        self._forget()

    def _forget(self) -> None:
        self._challenge = self._ended = self._proof = self._doubt_from = None
        self._tries = 0

    def _ask(self, seen: GuardVerdict, frame: Frame, observation: Observation) -> GuardVerdict:
        at = frame.captured_at
        if self._ended is not None:
            if self._tries >= TRIES:
                words = Words("{why} {then}", why=self._ended.sentence, then=_ENOUGH_TRIES)
                return replace(seen, liveness=Liveness.UNSURE, reason=words, cues=self._cues(seen))
            if at - self._ended_at < PAUSE:
                return replace(seen, liveness=Liveness.UNSURE, reason=self._ended.sentence, cues=self._cues(seen))
            self._ended = None
        if self._challenge is not None and self._draw.is_declined(self._challenge):
            self._challenge, self._tries = None, self._tries - 1
        if self._challenge is None:
            self._challenge = self._draw.next()
            self._tries += 1
        outcome = self._challenge.see(frame, observation)
        if outcome.state is State.RUNNING:
            prompt = self._challenge.prompt(at)
            return replace(seen, liveness=Liveness.UNSURE, reason=prompt.sentence, prompt=prompt)
        if outcome.state is State.PASSED:
            self._challenge = None
            self._tries, self._proof = 0, (at, outcome)
            return replace(seen, liveness=Liveness.LIVE, reason=outcome.sentence, cues=self._cues(seen))
        self._end(outcome, at)
        return replace(seen, liveness=Liveness.UNSURE, reason=outcome.sentence, cues=self._cues(seen))

    def _end(self, outcome: Outcome, at: float) -> None:
        self._challenge, self._ended, self._ended_at = None, outcome, at

    def _cues(self, seen: GuardVerdict) -> tuple[CueReading, ...]:
        said = self._ended or (None if self._proof is None else self._proof[1])
        return seen.cues if said is None else (*seen.cues, *said.readings)


class Draw(Protocol):
    """Where challenges come from."""

    def next(self) -> Challenge:
        """A new one."""
        ...

    def is_declined(self, challenge: Challenge) -> bool:
        """Whether the person would rather not have this one; another is drawn then."""
        ...


class Drawing:
    """Which challenge comes next, by chance: two turns of the head, one with two blinks, or, where the window may show
    them, one with colours. The kind that came last is half as likely as each other one: somebody may be unable to do
    it, and nobody is to know which one comes.

    `decline` may be called from any thread.
    """

    def __init__(self, *, light: bool, eyes: EyesSeen, source: random.Random | None = None) -> None:
        self._light, self._eyes, self._source = light, eyes, source or unforeseeable()
        self._last: _Kind | None = None

    def next(self) -> Challenge:
        """A new one."""
        kinds = [kind for kind in _Kind if self._light or kind is not _Kind.LIGHT]
        (self._last,) = self._source.choices(kinds, [1 if kind is self._last else 2 for kind in kinds])
        if self._last is _Kind.TURNS:
            return HeadTurn()
        if self._last is _Kind.LIGHT:
            return InTurn((ScreenLight(), HeadTurn(turns=1)))
        both: list[Challenge] = [Blink(self._eyes), HeadTurn(turns=1)]
        self._source.shuffle(both)
        return InTurn(both)

    def is_declined(self, challenge: Challenge) -> bool:
        """Whether it has colours, and those were declined."""
        parts = challenge.challenges if isinstance(challenge, InTurn) else ()
        return not self._light and any(isinstance(one, ScreenLight) for one in parts)

    def decline(self) -> None:
        """No colours from now on."""
        self._light = False


class _Kind(Enum):
    TURNS = auto()
    BLINKS = auto()
    LIGHT = auto()


def challenged(watching: Guard, policy: Policy, drawing: Draw) -> ChallengedGuard:
    """The guard for a policy that is not OFF: CHALLENGE asks everybody, PASSIVE only where watching stays in doubt."""
    return ChallengedGuard(watching, always=policy is Policy.CHALLENGE, draw=drawing)
