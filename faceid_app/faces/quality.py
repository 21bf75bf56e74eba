"""Owns the gates a picture must pass before its face counts: measurements, limits, and the first reason to refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import cv2
import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.face import Face, Pose, Reason, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """What the gates look at. Angles in degrees as in `Pose`; without a subject everything but `faces` is zero.

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
    """The limit of each gate; the defaults are those of verification. Evidence: docs/adr/0002-quality-limits.md."""

    rival: float = 0.6
    face_px: float = 60.0
    cut_off: float = 0.2
    yaw: float = 40.0
    pitch: float = 30.0
    roll: float = 40.0
    darkest: float = 0.12
    brightest: float = 0.9
    clipped: float = 0.3
    sharpness: float = 0.0

    @classmethod
    def for_verification(cls) -> Limits:
        """What a frame must be for its score to mean anything."""
        return cls()

    @classmethod
    def for_enrolment(cls) -> Limits:
        """Stricter: a poor template attracts strangers for as long as it is kept."""
        return cls(rival=0.5, face_px=80.0, cut_off=0.1, yaw=35.0, pitch=25.0, roll=30.0, darkest=0.15, brightest=0.85)

    @classmethod
    def for_dataset(cls) -> Limits:
        """A face must be there; nothing else is asked."""
        most = float("inf")
        return cls(
            rival=most,
            face_px=0.0,
            cut_off=most,
            yaw=most,
            pitch=most,
            roll=most,
            darkest=0.0,
            brightest=most,
            clipped=most,
            sharpness=0.0,
        )


def measure(
    faces: Sequence[Face], subject: Face, pose: Pose, aligned: RgbImage, *, size: tuple[int, int]
) -> Measurements:
    """All measurements of `subject`. aligned: its (112, 112, 3) uint8 picture. size: (width, height) of the frame."""
    x, y, w, h = subject.box
    inside = max(0.0, min(x + w, size[0]) - max(x, 0.0)) * max(0.0, min(y + h, size[1]) - max(y, 0.0))
    luminance = np.asarray(cv2.cvtColor(aligned, cv2.COLOR_RGB2GRAY))[32:104, 24:88]
    return Measurements(
        faces=len(faces),
        rival=max((face.box[3] / h for face in faces if face is not subject), default=0.0),
        face_px=h,
        cut_off=1.0 - inside / (w * h),
        yaw=pose.yaw,
        pitch=pose.pitch,
        roll=pose.roll,
        brightness=float(luminance.mean()) / 255,
        clipped=float((luminance >= 250).mean()),
    )


def judge(measured: Measurements, limits: Limits) -> Refusal | None:
    """The first gate that `measured` fails, in the order of `Reason`, or None."""
    if measured.faces == 0:
        return Refusal(
            Reason.NO_FACE, 0, 1, "faces", "No face is in the picture, one is needed.", "Look at the camera."
        )
    if measured.rival > limits.rival:
        return Refusal(
            Reason.SEVERAL_FACES,
            measured.rival * 100,
            limits.rival * 100,
            "percent",
            f"Another face is {measured.rival:.0%} as tall as yours, the limit is {limits.rival:.0%}.",
            "Let only one person be near the camera.",
        )
    if measured.face_px < limits.face_px:
        return Refusal(
            Reason.TOO_SMALL,
            measured.face_px,
            limits.face_px,
            "pixels",
            f"Your face is {measured.face_px:.0f} pixels tall, {limits.face_px:.0f} are needed.",
            "Come closer to the camera.",
        )
    if measured.cut_off > limits.cut_off:
        return Refusal(
            Reason.CUT_OFF,
            measured.cut_off * 100,
            limits.cut_off * 100,
            "percent",
            f"{measured.cut_off:.0%} of your face is outside the picture, the limit is {limits.cut_off:.0%}.",
            "Move to the middle of the picture.",
        )
    return None
