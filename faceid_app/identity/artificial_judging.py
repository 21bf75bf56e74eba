"""Owns finding the face of a picture whose kind is to be judged: drawn faces too, which the detector half knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.errors import UsageError
from faceid_app.faces.alignment import ALIGNED_SIZE, align
from faceid_app.faces.detector import Detector
from faceid_app.faces.face import Landmarks

DRAWN_THRESHOLD = 0.3
"""Detector score from which on a face counts: drawn faces score less than photographed ones."""
WHOLE_PLACE: Landmarks = np.array(
    [[0.37, 0.48], [0.63, 0.48], [0.49, 0.62], [0.39, 0.75], [0.58, 0.75]], dtype=np.float32
)
"""Where landmarks lie in a picture that a face fills, as shares of its sides: the median over 80 drawn
faces (anime) that the detector finds."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceOfPicture:
    """aligned: (112, 112, 3) uint8 RGB. found: by the detector, and not by taking the picture for a face. faces: how
    many were found; the tallest is the one that is meant."""

    aligned: RgbImage
    found: bool
    faces: int


def face_of_picture(rgb: RgbImage, *, whole: bool = False) -> FaceOfPicture:
    """The tallest face of a picture, (h, w, 3) uint8 RGB; one of 112x112 is taken as an aligned face.

    Raises UsageError where there is no face, unless `whole` takes the picture for one.
    """
    if rgb.shape[:2] == (ALIGNED_SIZE, ALIGNED_SIZE):
        return FaceOfPicture(rgb, found=True, faces=1)
    detector = Detector(score_threshold=DRAWN_THRESHOLD)
    faces = detector.detect(rgb)
    if faces:
        tallest = max(faces, key=lambda face: face.box[3])
        return FaceOfPicture(align(rgb, detector.refine(rgb, tallest).landmarks), found=True, faces=len(faces))
    if not whole:
        raise UsageError("No face was found; if a face fills the picture, judge it with --whole.")
    size = np.array([rgb.shape[1], rgb.shape[0]], np.float32)
    return FaceOfPicture(align(rgb, WHOLE_PLACE * size), found=False, faces=0)
