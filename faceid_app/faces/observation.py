"""Owns the one way from a picture to a judged, aligned face; enrolment, verification and data sets all take it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import align, portrait
from faceid_app.faces.detector import Detector
from faceid_app.faces.face import Face, Pose, Refusal
from faceid_app.faces.pose import estimate_pose
from faceid_app.faces.quality import Limits, Measurements, judge, measure
from faceid_app.faces.subject import choose_subject

MOST_FACES = 8
"""Of one picture that are looked at more closely, the tallest: each costs some milliseconds."""


@dataclass(frozen=True, eq=False)
class Observation:
    """What one picture shows. `subject`, `pose` and `aligned` are None exactly when no face is there, so that a refused
    face can be shown and guided.

    aligned: (112, 112, 3) uint8 RGB. detect_ms, align_ms: milliseconds spent on finding the face, and on all the rest.
    """

    faces: tuple[Face, ...]
    subject: Face | None
    pose: Pose | None
    measurements: Measurements
    refusal: Refusal | None
    aligned: RgbImage | None
    detect_ms: float
    align_ms: float
    _rgb: RgbImage = field(repr=False)

    @cached_property
    def portrait(self) -> RgbImage | None:
        """(250, 250, 3) uint8 RGB, made when first asked for; None without a subject."""
        return None if self.subject is None else portrait(self._rgb, self.subject)


def unobserved(rgb: RgbImage) -> Observation:
    """What is known of a picture that nobody looked at."""
    return Observation((), None, None, Measurements(faces=0, brightness=0.0), None, None, 0.0, 0.0, rgb)


class Observer:
    """Observes pictures under one set of limits. Thread-safe: it keeps nothing of what it sees."""

    def __init__(self, *, limits: Limits, detector: Detector | None = None) -> None:
        self.limits = limits
        self._detector = detector or Detector()

    def observe(self, rgb: RgbImage) -> Observation:
        """Find, choose, align and judge the face of a picture, (h, w, 3) uint8 RGB. Raises ValueError otherwise."""
        started = time.perf_counter()
        faces = self._detector.detect(rgb)
        height, width = rgb.shape[:2]
        return self._about(rgb, faces, choose_subject(faces, width, height), started, self.limits)

    def observe_each(self, rgb: RgbImage, *, most: int = MOST_FACES) -> list[Observation]:
        """One observation for each of the tallest faces, at most `most`, with that face as its subject.

        Nobody is refused because of the others. `rgb` as for `observe`; no faces: an empty list.
        """
        started = time.perf_counter()
        faces = self._detector.detect(rgb)
        limits = replace(self.limits, rival=float("inf"))
        observations = []
        for face in sorted(faces, key=lambda face: -face.box[3])[:most]:
            observations.append(self._about(rgb, faces, face, started, limits))
            started = time.perf_counter()
        return observations

    def _about(
        self, rgb: RgbImage, faces: Sequence[Face], chosen: Face | None, started: float, limits: Limits
    ) -> Observation:
        height, width = rgb.shape[:2]
        if chosen is None:
            found = time.perf_counter()
            subject = pose = aligned = None
            seen = Measurements(faces=0, brightness=float(rgb[::8, ::8].mean()) / 255)
        else:
            subject = self._detector.refine(rgb, chosen)
            found = time.perf_counter()
            faces = [subject if face is chosen else face for face in faces]
            pose = estimate_pose(subject)
            aligned = align(rgb, subject.landmarks)
            seen = measure(faces, subject, pose, aligned, size=(width, height))
        return Observation(
            faces=tuple(faces),
            subject=subject,
            pose=pose,
            measurements=seen,
            refusal=judge(seen, limits),
            aligned=aligned,
            detect_ms=(found - started) * 1e3,
            align_ms=(time.perf_counter() - found) * 1e3,
            _rgb=rgb,
        )
