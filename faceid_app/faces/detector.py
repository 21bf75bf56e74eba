"""Owns finding faces and their landmarks: YuNet on a reduced picture, then once more on the face itself."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces import yunet
from faceid_app.faces.alignment import ALIGNED_TEMPLATE, check_rgb, similarity
from faceid_app.faces.face import Face

SCORE_THRESHOLD = 0.7
SEARCH_SIDE = 320
FINE_SIDE = 960
TILT_SIDE = 256
UPRIGHT_SIDE = 160
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


class Detector:
    """Faces in a picture, by YuNet. Thread-safe: it keeps nothing of what it sees.

    score_threshold: 0..1, faces below are dropped. search_side: longest side in pixels to which a larger picture is
    reduced before the search; smaller pictures are searched as they are. Raises ModelMissing.
    """

    def __init__(self, *, score_threshold: float = SCORE_THRESHOLD, search_side: int = SEARCH_SIDE) -> None:
        if not 0 < score_threshold < 1:
            raise ValueError(f"score_threshold must be between 0 and 1. Received: {score_threshold}")
        if search_side < 64:
            raise ValueError(f"search_side must be at least 64. Received: {search_side}")
        self._score_threshold = score_threshold
        self._search_side = search_side
        yunet.load()

    def detect(self, rgb: RgbImage) -> list[Face]:
        """All faces, best score first. When the reduced picture shows none, a finer one is searched once.

        rgb: (h, w, 3) uint8 of any size. Raises ValueError otherwise.
        """
        check_rgb(rgb)
        faces = self._search(rgb, longest=self._search_side)
        if not faces and max(rgb.shape[:2]) > self._search_side:
            faces = self._search(rgb, longest=FINE_SIDE)
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
        again = [view.face(row) for row in yunet.faces_in(view.of(rgb), score_threshold=self._score_threshold)]
        nearest = max(again, key=lambda other: _overlap(other.box, face.box), default=face)
        return nearest if _overlap(nearest.box, face.box) > _SAME_FACE else face

    def _search(self, rgb: RgbImage, *, longest: int) -> list[Face]:
        height, width = rgb.shape[:2]
        scale = min(1.0, longest / max(height, width))
        if scale < 1:
            rgb, _ = _reduced(rgb, scale)
        if min(rgb.shape[:2]) < _SMALLEST_SIDE:
            return []
        rows = yunet.faces_in(rgb, score_threshold=self._score_threshold)
        return [_face(row * np.float32(1 / scale), score=row[14]) for row in rows]


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
            reach = self.side * (0.5 if self.roll == 0 else 0.7072) + _whole_factor(scale)
            left, top = max(0, int(self.x - reach)), max(0, int(self.y - reach))
            right, bottom = int(self.x + reach) + 1, int(self.y + reach) + 1
            rgb = rgb[top:bottom, left:right]
            if 0 in rgb.shape:
                return np.zeros((self.pixels, self.pixels, 3), dtype=np.uint8)
            rgb, steps = _reduced(rgb, scale)
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


def _whole_factor(scale: float) -> int:
    """The largest power of two by which a picture can be reduced on its way to `scale`, 0..1."""
    return int(2 ** max(0, math.floor(-math.log2(scale))))


def _reduced(rgb: RgbImage, scale: float) -> tuple[RgbImage, tuple[float, float]]:
    """The picture at `scale` of its size, 0..1, each pixel the mean of those it stands for; and what its width and
    height were multiplied by to the digit.

    First by a whole factor, which OpenCV does at less than a third of the cost, then the rest. What is left over at the
    right and at the bottom when the sides are divided by the factor is not seen.
    """
    whole = min(_whole_factor(scale), *rgb.shape[:2])
    height, width = (side - side % whole for side in rgb.shape[:2])
    rgb = rgb[:height, :width]
    for size in ((width // whole, height // whole), (round(width * scale), round(height * scale))):
        shape = (max(1, size[0]), max(1, size[1]))
        if shape != rgb.shape[1::-1]:
            rgb = np.asarray(cv2.resize(rgb, shape, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return rgb, (rgb.shape[1] / width, rgb.shape[0] / height)


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
