"""The screen-light challenge: soft colours in an order nobody knows, which a face before the screen must throw back."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.face import Face
from faceid_app.faces.observation import Observation
from faceid_app.guard.challenge import EndsOnce, Outcome, State, unforeseeable
from faceid_app.guard.verdict import Ask, CueReading, Prompt
from faceid_app.words import Words

COLOURS = ((255, 160, 170), (120, 215, 130), (150, 190, 255), (240, 185, 80))
"""Rose, green, blue and amber, R, G, B in 0..255. Their relative luminances lie within 0.05 of each other and none is a
saturated red: by WCAG 2.2 (2.3.1), which counts changes of 0.10 and saturated reds, no change between them flashes."""
LEAD = (188, 188, 188)
"""Grey, as bright as the colours."""
LEAD_SECONDS = 1.6
"""To read that colours are coming, and to decline."""
STEPS = 8
STEP_SECONDS = 0.6
"""1.7 changes a second; three flashes, which take six changes, are the greatest number that WCAG 2.3.1 allows."""
LATEST = 0.4
"""Seconds from the choice of a colour until the camera shows it in the face, at most: drawing, exposure, transfer."""
LEAST_FRAMES = 24
"""Five a second."""
ALIKE = 0.70
"""Least correlation of the face's colour with the order of colours."""
BRIGHT = 0.008
"""Least share of the face's light that must come from the screen."""
ROOM = 0.6
"""Greatest share of the face's response that what is behind it may show."""
_COMING = Words("The window is about to show soft colours.")
_HOLD_STILL = Words("Hold still and look at the colours.")
_DELAY_STEP = 0.04
_STRIDE = 4


@dataclass(frozen=True, slots=True)
class _Response:
    """How one region follows the colours: correlation -1..1, and the slope, the share of its light from the screen."""

    alike: float
    share: float
    room: float
    delay: float


class ScreenLight(EndsOnce):
    """See `challenge.Challenge`. A print throws light back as a face does: a turn of the head belongs to it."""

    def __init__(self, *, source: random.Random | None = None) -> None:
        source = source or unforeseeable()
        order = [source.choice(COLOURS)]
        while len(order) < STEPS:
            order.append(source.choice([colour for colour in COLOURS if colour != order[-1]]))
        self.order = tuple(order)
        """The colours, in turn."""
        self._since: float | None = None
        self._times: list[float] = []
        self._shown: list[tuple[float, int]] = []
        self._face: list[NDArray[np.float64]] = []
        self._behind: list[NDArray[np.float64]] = []

    def prompt(self, at: float) -> Prompt:
        """Hold still, and the colour of now."""
        allowed = LEAD_SECONDS + STEPS * STEP_SECONDS
        left = allowed if self._since is None else min(allowed, max(0.0, self._since + allowed - at))
        number = self._number(at)
        words = _COMING if number is None else _HOLD_STILL
        colour = LEAD if number is None else self.order[number]
        return Prompt(Ask.LIGHT, words, 1, 1, left, allowed, colour)

    def _number(self, at: float) -> int | None:
        """Which colour; None before the first."""
        seconds = 0.0 if self._since is None else at - self._since - LEAD_SECONDS
        return None if seconds < 0.0 or self._since is None else int(min(seconds / STEP_SECONDS, STEPS - 1))

    def _see(self, frame: Frame, observation: Observation) -> Outcome:
        at, face = frame.captured_at, observation.subject
        if face is None:
            return Outcome(State.FAILED, Words("No face was to be seen while the colours were shown."))
        if self._since is None:
            self._since = at
        number = self._number(at)
        if number is None or (self._times and at <= self._times[-1]):
            return Outcome(State.RUNNING, _HOLD_STILL)
        if not self._shown or self._shown[-1][1] != number:
            self._shown.append((at, number))
        inside, outside = colours_of(frame.rgb, face)
        self._times.append(at)
        self._face.append(inside)
        self._behind.append(outside)
        if at - self._since < LEAD_SECONDS + STEPS * STEP_SECONDS:
            return Outcome(State.RUNNING, _HOLD_STILL)
        return self._judged()

    def _judged(self) -> Outcome:
        if len(self._times) < LEAST_FRAMES:
            words = Words(
                "Only {count} pictures were seen while the colours were shown; {least} are needed.",
                count=len(self._times), least=LEAST_FRAMES,
            )  # fmt: skip
            return Outcome(State.EXPIRED, words)
        seen = self._response()
        readings = (
            CueReading("light follows", seen.alike, ALIKE, "", seen.alike < ALIKE),
            CueReading("light on the face", seen.share, BRIGHT, "", seen.share < BRIGHT),
            CueReading("light behind", seen.room, ROOM, "", seen.room > ROOM),
        )
        if seen.alike < ALIKE or seen.share < BRIGHT:
            words = Words(
                "The face does not follow the colours of the window: {alike} of 1, {least} is needed. "
                "Come closer, or turn down other lights.",
                alike=f"{seen.alike:.2f}", least=f"{ALIKE:.2f}",
            )  # fmt: skip
            return Outcome(State.FAILED, words, readings)
        if seen.room > ROOM:
            words = Words(
                "What is behind the face follows the colours as it does: {share} of its response, {limit} is the most.",
                share=f"{seen.room:.0%}", limit=f"{ROOM:.0%}",
            )  # fmt: skip
            return Outcome(State.FAILED, words, readings)
        words = Words(
            "The face follows the colours of the window, {delay} seconds later.", delay=f"{seen.delay:.2f}"
        )  # fmt: skip
        return Outcome(State.PASSED, words, readings)

    def _response(self) -> _Response:
        times = np.array(self._times)
        face, behind = np.array(self._face), np.array(self._behind)
        starts = np.array([at for at, _ in self._shown])
        shown = np.array([_contrasts(_linear(np.array(self.order[number], np.float64))) for _, number in self._shown])
        best = _Response(-1.0, 0.0, 0.0, 0.0)
        for delay in np.arange(0.0, LATEST + 1e-9, _DELAY_STEP):
            at = np.clip(np.searchsorted(starts, times - delay, side="right") - 1, 0, len(starts) - 1)
            wanted = _levelled(shown[at], times)
            power = float((wanted**2).sum())
            answer, room = _levelled(face, times), _levelled(behind, times)
            alike = float((answer * wanted).sum()) / max(np.sqrt(power * float((answer**2).sum())), 1e-12)
            if alike > best.alike:
                share = float((answer * wanted).sum()) / max(power, 1e-12)
                behind_share = float((room * wanted).sum()) / max(power, 1e-12)
                best = _Response(alike, share, behind_share / max(share, 1e-12), float(delay))
        return best


def colours_of(rgb: RgbImage, face: Face) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The colour of the face and of what is behind it, (2,) float64 each: red and blue against green, in logarithms.

    rgb: (h, w, 3) uint8. Behind: what is beside the box by over half of its width, and not below its middle, where a
    body would be. Zeros where there is nothing behind.
    """
    height, width = rgb.shape[:2]
    x, y, w, h = face.box
    left, right = (int(np.clip(x + share * w, 0, width)) for share in (0.2, 0.8))
    top, bottom = (int(np.clip(y + share * h, 0, height)) for share in (0.2, 0.85))
    inside = rgb[top:bottom:2, left:right:2].reshape(-1, 3)
    low = int(np.clip(y + h / 2, 1, height))
    sides = (rgb[:low, : int(np.clip(x - w / 2, 0, width))], rgb[:low, int(np.clip(x + 1.5 * w, 0, width)) :])
    outside = np.concatenate([side[::_STRIDE, ::_STRIDE].reshape(-1, 3) for side in sides])
    return _log_contrasts(inside), _log_contrasts(outside)


def _log_contrasts(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    if not len(pixels):
        return np.zeros(2)
    red, green, blue = np.log(_LIGHT[pixels].mean(axis=0) + 1e-4)
    return np.array([red - green, blue - green])


def _contrasts(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([light[0] - light[1], light[2] - light[1]])


def _linear(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB of 0..255 as light of 0..1, by the power law that is near enough to its curve."""
    return np.asarray((values / 255.0) ** 2.2)


_LIGHT = _linear(np.arange(256, dtype=np.float64))


def _levelled(rows: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) without mean and slow drift, which a camera's white balance makes."""
    along = (times - times.mean()) / max(float(np.ptp(times)), 1e-6)
    basis = np.linalg.qr(np.stack([np.ones_like(along), along], axis=1))[0]
    return np.asarray(rows - basis @ (basis.T @ rows))
