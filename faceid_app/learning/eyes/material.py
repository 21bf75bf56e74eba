"""Owns the eyes that teach: cut from photographs, with the teacher's lids, and pieces of the same pictures without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import read_picture
from faceid_app.faces.detector import Detector
from faceid_app.faces.subject import choose_subject
from faceid_app.guard.eyes import PATCH, REACH, eye_patch
from faceid_app.learning.eyes.teacher import SIDE, LidTeacher, Points, eye_aspect_ratio
from faceid_app.progress import IsCancelled, Report, Stage

WIDE = 64
"""Side of a kept patch in pixels: as much finer than PATCH as it is wider, so that a moved one is still full."""
WIDE_REACH = REACH * WIDE / PATCH
EYES_APART = PATCH / REACH
"""Pixels that the eyes are apart in a patch."""
_AWAY = 0.6
"""So far from both eyes a piece without one is, of the distance between them."""
_PIECES = 3


@dataclass(frozen=True, slots=True, eq=False)
class EyeMaterial:
    """Eyes of people, and pieces of the same pictures that show none.

    Attributes:
        eyes: (n, WIDE, WIDE) uint8 grey, the outer corner at the left.
        lids: (n, 16, 2) float64, in their pixels.
        openness: (n,) float64, the teacher's eye aspect ratio.
        person: (n,) of the eyes.
        pieces: (m, WIDE, WIDE) uint8 grey.
        piece_person: (m,).
        held_out: (n,) bool, whether nobody learns from that eye.
        piece_held_out: (m,) bool.
    """

    eyes: NDArray[np.uint8]
    lids: NDArray[np.float64]
    openness: NDArray[np.float64]
    person: NDArray[np.str_]
    pieces: NDArray[np.uint8]
    piece_person: NDArray[np.str_]
    held_out: NDArray[np.bool_]
    piece_held_out: NDArray[np.bool_]


def read_eyes(
    photos: Sequence[Path], teacher: LidTeacher, *, seed: int, report: Report, is_cancelled: IsCancelled
) -> EyeMaterial:
    """Both eyes of every picture with a face, whose folder names the person; every fifth person is held out."""
    detector, rng = Detector(), np.random.default_rng(seed)
    people = sorted({path.parent.name for path in photos})
    held = set(np.random.default_rng(seed).permutation(people)[: len(people) // 5].tolist())
    eyes, lids, openness, person, pieces, of = [], [], [], [], [], []
    stage = Stage("reading eyes", of=len(photos), report=report, is_cancelled=is_cancelled)
    for path in photos:
        stage.advance()
        rgb = read_picture(path)
        subject = choose_subject(detector.detect(rgb), rgb.shape[1], rgb.shape[0])
        if subject is None:
            continue
        where = detector.refine(rgb, subject).landmarks[:2].astype(np.float64)
        grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        for which in (0, 1):
            found = teacher.lids(rgb, where, which)
            eyes.append(eye_patch(grey, where, which, size=WIDE, reach=WIDE_REACH))
            lids.append(_in_wide(found))
            openness.append(eye_aspect_ratio(found))
            person.append(path.parent.name)
        for piece in _without_eyes(rng, grey, where):
            pieces.append(piece)
            of.append(path.parent.name)
    return EyeMaterial(
        np.stack(eyes), np.stack(lids), np.array(openness), np.array(person), np.stack(pieces), np.array(of),
        np.array([one in held for one in person]), np.array([one in held for one in of]),
    )  # fmt: skip


def _in_wide(lids: Points) -> Points:
    """From pixels of the teacher's square to those of a kept patch."""
    return (lids - (SIDE - 1) / 2) * EYES_APART / SIDE + (WIDE - 1) / 2


def _without_eyes(
    rng: np.random.Generator, grey: NDArray[np.uint8], eyes: NDArray[np.float64]
) -> list[NDArray[np.uint8]]:
    """Pieces around the face, at an eye's scale, turned as it may be."""
    height, width = grey.shape
    distance = float(np.linalg.norm(eyes[1] - eyes[0]))
    pieces: list[NDArray[np.uint8]] = []
    for _ in range(20 * _PIECES):
        middle = eyes.mean(axis=0) + rng.normal(0, 1.3, 2) * distance
        inside = 0 <= middle[0] < width and 0 <= middle[1] < height
        if not inside or np.linalg.norm(eyes - middle, axis=1).min() < _AWAY * distance:
            continue
        angle = rng.uniform(0, 2 * np.pi)
        across = np.array([np.cos(angle), np.sin(angle)]) * distance
        pieces.append(eye_patch(grey, np.stack([middle, middle + across]), 0, size=WIDE, reach=WIDE_REACH))
        if len(pieces) == _PIECES:
            break
    return pieces
