"""Owns the gates a picture must pass before its face counts: measurements, limits, and the first reason to refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.faces.face import Face, Pose, Reason, Refusal
from faceid_app.words import Words

_SKIN = (slice(32, 104), slice(24, 88))
"""Rows and columns of the aligned face from the brows to the chin, without hair and background."""
_WHITE = 250
"""From this luminance of 255 on a pixel holds no detail."""
_BLUR_TAPS = 9
_MORE_LIGHT = Words("Turn on a light in front of you.")
_LESS_LIGHT = Words("Move out of the strong light.")
_STRAIGHT = Words("Look straight at the camera.")
_LEVEL = Words("Hold your head level with the camera.")
_UPRIGHT = Words("Hold your head upright.")
# For positive angles, then for negative ones.
_TURNED = (
    Words("Your head is turned {value} degrees to the left, the limit is {limit}."),
    Words("Your head is turned {value} degrees to the right, the limit is {limit}."),
)
_TIPPED = (
    Words("Your head is tipped {value} degrees up, the limit is {limit}."),
    Words("Your head is tipped {value} degrees down, the limit is {limit}."),
)
_TILTED = (
    Words("Your head is tilted {value} degrees to the left, the limit is {limit}."),
    Words("Your head is tilted {value} degrees to the right, the limit is {limit}."),
)


class SecondFace(StrEnum):
    """What becomes of a frame with somebody else near the camera."""

    REFUSE = "refuse"
    """Nobody is judged."""
    NEAREST = "nearest"
    """The subject is judged, whoever else is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """What the gates look at. Angles in degrees as in `Pose`. Without a subject, `brightness` is that of the whole
    picture and everything else zero.

    face_px: height of the face in pixels of the frame. rival: height of the largest other face as a share of it.
    cut_off: share of the face's box outside the frame. brightness: mean luminance of the face, 0..1. clipped: share of
    its pixels that are white. sharpness: see `sharpness_of`.
    """

    faces: int
    rival: float = 0.0
    face_px: float = 0.0
    cut_off: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    brightness: float = 0.0
    clipped: float = 0.0
    sharpness: float = 0.0

    def to_dict(self) -> dict[str, float]:
        """The measurements by name, rounded for a record."""
        return {name: round(float(value), 4) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limit of each gate; the defaults are those of verification. Evidence: docs/adr/0002-quality-limits.md.

    Named and measured like `Measurements`; angles count to both sides, but for `up` and `down`, the two sides of pitch.
    `face_px`, `darkest` and `sharpness` are least values, the others greatest.
    """

    rival: float = 0.6
    face_px: float = 50.0
    cut_off: float = 0.15
    yaw: float = 40.0
    up: float = 30.0
    down: float = 20.0
    roll: float = 40.0
    darkest: float = 0.08
    brightest: float = 0.88
    clipped: float = 0.35
    sharpness: float = 0.27

    @classmethod
    def for_verification(cls, second_face: SecondFace = SecondFace.REFUSE) -> Limits:
        """What a frame must be for its score to mean anything."""
        return cls() if second_face is SecondFace.REFUSE else cls(rival=float("inf"))

    @classmethod
    def for_enrolment(cls) -> Limits:
        """Stricter: a poor template attracts strangers for as long as it is kept."""
        return cls(
            rival=0.4,
            face_px=80.0,
            cut_off=0.08,
            yaw=30.0,
            up=22.0,
            down=18.0,
            roll=25.0,
            darkest=0.12,
            brightest=0.80,
            clipped=0.20,
            sharpness=0.33,
        )

    @classmethod
    def for_dataset(cls) -> Limits:
        """A face must be there; nothing else is asked."""
        most = float("inf")
        return cls(
            rival=most,
            face_px=0.0,
            cut_off=most,
            yaw=most,
            up=most,
            down=most,
            roll=most,
            darkest=0.0,
            brightest=most,
            clipped=most,
            sharpness=0.0,
        )


def sharpness_of(luminance: NDArray[np.uint8]) -> float:
    """How much of the fine variation a further blur takes away: 0 (nothing left to lose) to 1.

    One minus the blur effect of Crete et al. (SPIE 6492, 2007), the smaller of both directions, so that motion blur
    counts. Taken after a Gaussian of one pixel, so that noise does not pass for detail. Meant for the aligned face,
    so that the resolution of the camera does not enter.

    luminance: (h, w) uint8, h, w > 9. Raises ValueError otherwise.
    """
    if luminance.ndim != 2 or min(luminance.shape) <= _BLUR_TAPS or luminance.dtype != np.uint8:
        raise ValueError(f"luminance must be (h, w) uint8, over 9 pixels a side. Received: {luminance.shape}")
    picture = np.asarray(cv2.GaussianBlur(luminance.astype(np.float32), (0, 0), 1.0))
    kept = []
    for axis, kernel in enumerate(((1, _BLUR_TAPS), (_BLUR_TAPS, 1))):
        blurred = np.asarray(cv2.blur(picture, kernel))
        before = np.abs(np.diff(picture, axis=axis))
        after = np.abs(np.diff(blurred, axis=axis))
        lost = float(np.maximum(before - after, 0).sum())
        kept.append(lost / max(float(before.sum()), 1e-6))
    return min(kept)


def measure(
    faces: Sequence[Face], subject: Face, pose: Pose, aligned: RgbImage, *, size: tuple[int, int]
) -> Measurements:
    """All measurements of `subject`, one of `faces`.

    aligned: its (112, 112, 3) uint8 picture. size: width and height of the frame in pixels.
    Raises ValueError when `subject` is none of `faces`, or `aligned` has another shape.
    """
    if not any(face is subject for face in faces):
        raise ValueError(f"the subject must be one of the faces. Received: {len(faces)} others")
    if aligned.shape != (ALIGNED_SIZE, ALIGNED_SIZE, 3) or aligned.dtype != np.uint8:
        raise ValueError(f"aligned must be (112, 112, 3) uint8. Received: {aligned.shape} {aligned.dtype}")
    x, y, width, height = subject.box
    inside = max(0.0, min(x + width, size[0]) - max(x, 0.0)) * max(0.0, min(y + height, size[1]) - max(y, 0.0))
    luminance = np.asarray(cv2.cvtColor(aligned, cv2.COLOR_RGB2GRAY), dtype=np.uint8)[_SKIN]
    return Measurements(
        faces=len(faces),
        rival=max((face.box[3] / height for face in faces if face is not subject), default=0.0),
        face_px=height,
        cut_off=1.0 - inside / (width * height),
        yaw=pose.yaw,
        pitch=pose.pitch,
        roll=pose.roll,
        brightness=float(luminance.mean()) / 255,
        clipped=float((luminance >= _WHITE).mean()),
        sharpness=sharpness_of(luminance),
    )


def judge(measured: Measurements, limits: Limits) -> Refusal | None:
    """The first gate that `measured` fails, in the order of `Reason`, or None when all are passed."""
    m = measured
    if m.faces == 0:
        # What hides a face most often is the light, and only the whole picture can tell.
        too_dark, too_bright = m.brightness < limits.darkest, m.brightness > limits.brightest
        action = _MORE_LIGHT if too_dark else _LESS_LIGHT if too_bright else Words("Look at the camera.")
        return Refusal(Reason.NO_FACE, 0, 1, "faces", Words("No face is in the picture, one is needed."), action)
    if m.rival > limits.rival:
        return _refusal(
            Reason.SEVERAL_FACES,
            m.rival * 100,
            limits.rival * 100,
            unit="percent",
            sentence=Words(
                "{faces} faces are in view and the second is {value} percent as tall as yours, the limit is {limit}."
            ),
            action=Words("Make sure that only you are near the camera."),
            faces=m.faces,
        )
    if m.face_px < limits.face_px:
        return _refusal(
            Reason.TOO_SMALL,
            m.face_px,
            limits.face_px,
            unit="pixels",
            sentence=Words("Your face is {value} pixels tall, {limit} are needed."),
            action=Words("Come closer to the camera."),
        )
    if m.cut_off > limits.cut_off:
        return _refusal(
            Reason.CUT_OFF,
            m.cut_off * 100,
            limits.cut_off * 100,
            unit="percent",
            sentence=Words("{value} percent of your face are outside the picture, the limit is {limit}."),
            action=Words("Move to the middle of the picture."),
        )
    return _judge_pose(m, limits) or _judge_light(m, limits) or _judge_sharpness(m, limits)


def _judge_pose(m: Measurements, limits: Limits) -> Refusal | None:
    """The angle that exceeds its limit by the largest factor."""
    turns = [
        (m.yaw, limits.yaw, _TURNED, _STRAIGHT),
        (m.pitch, limits.up if m.pitch > 0 else limits.down, _TIPPED, _LEVEL),
        (m.roll, limits.roll, _TILTED, _UPRIGHT),
    ]
    angle, limit, sentences, action = max(turns, key=lambda turn: abs(turn[0]) / turn[1])
    if abs(angle) <= limit:
        return None
    sentence = sentences[0 if angle > 0 else 1]
    return _refusal(Reason.TURNED_AWAY, abs(angle), limit, unit="degrees", sentence=sentence, action=action)


def _judge_light(m: Measurements, limits: Limits) -> Refusal | None:
    if m.brightness < limits.darkest:
        return _refusal(
            Reason.TOO_DARK,
            m.brightness * 100,
            limits.darkest * 100,
            unit="percent",
            sentence=Words("Your face has {value} percent brightness, {limit} are needed."),
            action=_MORE_LIGHT,
        )
    if m.brightness > limits.brightest:
        return _refusal(
            Reason.TOO_BRIGHT,
            m.brightness * 100,
            limits.brightest * 100,
            unit="percent",
            sentence=Words("Your face has {value} percent brightness, the limit is {limit}."),
            action=_LESS_LIGHT,
        )
    if m.clipped > limits.clipped:
        return _refusal(
            Reason.TOO_BRIGHT,
            m.clipped * 100,
            limits.clipped * 100,
            unit="percent",
            sentence=Words("{value} percent of your face are pure white, the limit is {limit}."),
            action=_LESS_LIGHT,
        )
    return None


def _judge_sharpness(m: Measurements, limits: Limits) -> Refusal | None:
    if m.sharpness >= limits.sharpness:
        return None
    return _refusal(
        Reason.BLURRED,
        m.sharpness * 100,
        limits.sharpness * 100,
        unit="percent",
        sentence=Words("Your face has {value} percent sharpness, {limit} are needed."),
        action=Words("Hold still, and wipe the lens if that does not help."),
    )


def _refusal(
    reason: Reason, value: float, limit: float, *, unit: str, sentence: Words, action: Words, **more: object
) -> Refusal:
    """Numbers are whole, unless rounding would hide that value and limit differ."""
    digits = 0 if round(value) != round(limit) else 1
    said = Words(sentence, value=f"{value:.{digits}f}", limit=f"{limit:.{digits}f}", **more)
    return Refusal(reason, value, limit, unit, said, action)
