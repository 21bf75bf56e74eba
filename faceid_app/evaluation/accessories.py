"""Owns glasses and masks drawn on a face: shapes in space, put where the five landmarks say they are worn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import check_rgb
from faceid_app.faces.face import Landmarks
from faceid_app.faces.pose import FACE_MODEL

Floats = NDArray[np.float64]

EYE_DISTANCE_MM = 63.0
"""The mean of adults (Dodgson, SPIE 5291, 2004): the unit of FACE_MODEL in millimetres."""

_DISPLAY_GAMMA = 2.2
_SUBPIXEL_BITS = 4
_OUTLINE = 48
"""Corners of the polygon that stands for the rim of a lens."""
_LENS_CENTRE = np.array([34.0, 3.0, 12.0]) / EYE_DISTANCE_MM
"""Of the left lens: half a lens and half a bridge to the side, 12 mm in front of the eye, the pupil a bit above it."""
_EAR = np.array([72.0, -4.0, -95.0]) / EYE_DISTANCE_MM
_REFERENCE_LUMINANCE = 150.0
"""Grey levels of a face in ordinary light: there, drawn colours appear as they are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glasses:
    """One style. lens: half width and half height, mm; rim: mm; transmission: share of light the lenses let pass."""

    name: str
    lens: tuple[float, float]
    rim: float
    transmission: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """A surgical mask worn at one height. top: its upper edge in the middle, mm below the line between the eyes."""

    name: str
    top: float


GLASSES = (
    Glasses(name="thin frame", lens=(25.0, 17.0), rim=1.8, transmission=0.96),
    Glasses(name="thick frame", lens=(25.0, 18.0), rim=5.5, transmission=0.94),
    Glasses(name="tinted, 40 % of light", lens=(27.0, 21.0), rim=3.0, transmission=0.40),
    Glasses(name="sunglasses, 8 % of light", lens=(29.0, 24.0), rim=4.0, transmission=0.08),
)
"""From the least to the most that is hidden; 8 % is the dark end of sun filters for general use (ISO 12312-1)."""

MASKS = (
    Mask(name="mouth and chin", top=49.0),
    Mask(name="to the tip of the nose", top=30.0),
    Mask(name="to the bridge of the nose", top=13.0),
)
"""From the least to the most that is hidden."""

_FRAME_COLOURS = ((24, 22, 22), (62, 40, 26), (96, 98, 104), (36, 40, 66))
_MASK_COLOURS = ((150, 190, 214), (228, 230, 230), (52, 54, 60), (160, 204, 190))


def wear_glasses(rgb: RgbImage, landmarks: Landmarks, style: Glasses, *, generator: np.random.Generator) -> RgbImage:
    """`rgb`, (h, w, 3) uint8, with glasses on the face at `landmarks`, (5, 2) in its pixels; a new picture.

    Lenses take light away in linear light and reflect a little of the sky; rims, bridge and the temple that the camera
    sees are opaque. `generator` draws the colour of the frame. Raises ValueError for other shapes, or landmarks that
    coincide.
    """
    check_rgb(rgb)
    head = _Head.of(landmarks)
    frame = _FRAME_COLOURS[int(generator.integers(len(_FRAME_COLOURS)))]
    half, rim = np.array(style.lens) / EYE_DISTANCE_MM, style.rim / EYE_DISTANCE_MM
    # A wider lens stands further out, so that the bridge stays as wide as the nose.
    centre = _LENS_CENTRE + np.array([half[0] - 25.0 / EYE_DISTANCE_MM, 0.0, 0.0])
    glass, outside, bars = _Coverage(rgb), _Coverage(rgb), _Coverage(rgb)
    for side in (-1.0, 1.0):
        place = centre * (side, 1.0, 1.0)
        hinge = place + np.array([side * (half[0] + rim), -0.45 * half[1], 0.0])
        glass.add(head.project(_oval(place, half)))
        outside.add(head.project(_oval(place, half + rim)))
        hinge, ear = head.project(np.array([hinge, _EAR * (side, 1.0, 1.0)]))
        # The arm on the far side lies behind the head: its ear appears nearer to the nose than its hinge.
        if (ear - hinge) @ head.across * side > 0:
            bars.add(_strip(hinge, ear, width=max(rim, 0.05) * head.unit))
    nose = (centre[0] - half[0]) * np.array([[-1.0, 0, 0], [0, 0, 0], [1.0, 0, 0]]) + centre * (0, 1, 1)
    nose[:, 1] += np.array([-0.35, -0.55, -0.35]) * half[1]
    left, middle, right = head.project(nose)
    bars.add(_strip(left, middle, width=rim * head.unit))
    bars.add(_strip(middle, right, width=rim * head.unit))

    pixels = rgb.astype(np.float32)
    through = pixels * np.float32(style.transmission ** (1.0 / _DISPLAY_GAMMA))
    through += _sky(rgb, head, strength=12.0 * (1.0 - style.transmission) + 5.0)
    lenses = glass.share()
    frames = np.maximum(np.clip(outside.share() - lenses, 0.0, 1.0), bars.share())
    return _picture(_laid_over(_laid_over(pixels, through, lenses), _lit(frame, rgb, head), frames))


def wear_mask(rgb: RgbImage, landmarks: Landmarks, style: Mask, *, generator: np.random.Generator) -> RgbImage:
    """`rgb`, (h, w, 3) uint8, with a pleated surgical mask on the face at `landmarks`, (5, 2); a new picture.

    The mask hangs from loops around the ears and follows the turn of the head. `generator` draws its colour. Raises
    ValueError for other shapes, or landmarks that coincide.
    """
    check_rgb(rgb)
    head = _Head.of(landmarks)
    colour = _MASK_COLOURS[int(generator.integers(len(_MASK_COLOURS)))]
    top = style.top / EYE_DISTANCE_MM
    cloth, folds, loops = _Coverage(rgb), _Coverage(rgb), _Coverage(rgb)
    cloth.add(_hull(head.project(_mask_outline(top))))
    for share in (0.3, 0.52, 0.74):
        fold = head.project(_fold(top, share))
        for start, end in pairwise(fold):
            folds.add(_strip(start, end, width=0.035 * head.unit))
    for side in (-1.0, 1.0):
        ear = _EAR * (side, 1.0, 0.8)
        for corner in (_corner(top, side), _lower_corner(side)):
            start, end = head.project(np.array([corner, ear]))
            if (end - start) @ head.across * side > 0:
                loops.add(_strip(start, end, width=0.04 * head.unit))
    cloth_light = _lit(colour, rgb, head)
    pixels = _laid_over(rgb.astype(np.float32), _lit((225, 225, 225), rgb, head), loops.share())
    pixels = _laid_over(pixels, cloth_light * _rounding(rgb, head), cloth.share())
    return _picture(_laid_over(pixels, cloth_light * np.float32(0.78), folds.share() * cloth.share() * 0.6))


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """The camera that sees FACE_MODEL at the landmarks: pixel = matrix @ point + origin. `unit`: pixels for the
    distance between the eyes of a face seen from the front."""

    matrix: Floats
    origin: Floats
    unit: float

    @classmethod
    def of(cls, landmarks: Landmarks) -> _Head:
        """Weak perspective, as `pose.estimate_pose`; sizes within the face from the affine fit, depth from the turn."""
        if landmarks.shape != (5, 2) or not np.isfinite(landmarks).all():
            raise ValueError(f"a head needs finite (5, 2) landmarks. Received: {landmarks.tolist()}")
        points = landmarks.astype(np.float64)
        middle = FACE_MODEL.mean(axis=0)
        camera = (np.linalg.pinv(FACE_MODEL - middle) @ (points - points.mean(axis=0))).T
        left, strengths, right = np.linalg.svd(camera, full_matrices=False)
        if strengths[1] <= 1e-9:
            raise ValueError(f"landmarks must not lie on one line. Received: {landmarks.tolist()}")
        across, down = left @ right
        # Only the nose tells depth; what is far from it, the ears, needs the axis of a rigid head.
        camera[:, 2] = strengths.mean() * np.array([across[2], down[2]])
        origin = points[[0, 1, 3, 4]].mean(axis=0) - camera @ FACE_MODEL[[0, 1, 3, 4]].mean(axis=0)
        return cls(camera, origin, float(strengths.mean()))

    @property
    def across(self) -> Floats:
        """(2,): the direction from the person's right to their left in the picture."""
        return np.asarray(self.matrix[:, 0] / max(float(np.linalg.norm(self.matrix[:, 0])), 1e-9), np.float64)

    def project(self, points: Floats) -> Floats:
        """(n, 3) in units of the face -> (n, 2) in pixels."""
        return np.asarray(points @ self.matrix.T + self.origin, np.float64)

    def plane(self, rgb: RgbImage) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The x and y, in units of the face, that each pixel shows on the plane of eyes and mouth: (h, w) each."""
        back = np.linalg.inv(self.matrix[:, :2]).astype(np.float32)
        right = np.arange(rgb.shape[1], dtype=np.float32)[None, :] - np.float32(self.origin[0])
        down = np.arange(rgb.shape[0], dtype=np.float32)[:, None] - np.float32(self.origin[1])
        return back[0, 0] * right + back[0, 1] * down, back[1, 0] * right + back[1, 1] * down


class _Coverage:
    """How much of each pixel is covered by the polygons added, 0..1."""

    def __init__(self, rgb: RgbImage) -> None:
        self._area = np.zeros(rgb.shape[:2], np.uint8)

    def add(self, corners: Floats) -> None:
        # Far outside the picture OpenCV's integers overflow; a face that is there does not reach so far.
        fixed = np.rint(np.clip(corners, -4096, 4096) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        cv2.fillPoly(self._area, [fixed], 255, lineType=cv2.LINE_AA, shift=_SUBPIXEL_BITS)

    def share(self) -> NDArray[np.float32]:
        """(h, w, 1) float32; edges as soft as those a lens draws."""
        soft = cv2.GaussianBlur(self._area, (3, 3), 0.6)
        return np.asarray(soft, np.float32)[..., None] / np.float32(255.0)


def _oval(centre: Floats, half: Floats) -> Floats:
    """A rounded rectangle facing the camera, (n, 3): the superellipse of exponent 2.6."""
    angle = np.linspace(0.0, 2.0 * np.pi, _OUTLINE, endpoint=False)
    x, y = (np.sign(wave) * np.abs(wave) ** (2.0 / 2.6) for wave in (np.cos(angle), np.sin(angle)))
    return np.column_stack([centre[0] + half[0] * x, centre[1] + half[1] * y, np.full(_OUTLINE, centre[2])])


def _strip(start: Floats, end: Floats, *, width: float) -> Floats:
    """The rectangle around a line, (4, 2); at least a pixel wide."""
    along = end - start
    side = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-9) * max(width, 1.0) / 2
    return np.array([start + side, end + side, end - side, start - side])


def _hull(points: Floats) -> Floats:
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)


def _corner(top: float, side: float) -> Floats:
    return np.array([side * 0.98, 0.35 * top + 0.50, -0.45])


def _lower_corner(side: float) -> Floats:
    return np.array([side * 0.86, 1.38, -0.45])


def _mask_outline(top: float) -> Floats:
    """(n, 3): from the bridge of the nose over the cheeks to below the chin."""
    half = [[0.0, top, 0.30], [0.22, top + 0.03, 0.22], [0.55, 0.6 * top + 0.30, 0.02]]
    chin = [[0.70, 1.62, -0.30], [0.42, 1.84, 0.0], [0.0, 1.92, 0.12]]
    right = np.array([*half, _corner(top, 1.0), _lower_corner(1.0), *chin])
    return np.concatenate([right, right * (-1.0, 1.0, 1.0)])


def _fold(top: float, share: float) -> Floats:
    """A pleat at that share of the way from the upper to the lower edge, (5, 3)."""
    middle = top + share * (1.85 - top)
    edge = _corner(top, 1.0)[1] + share * (1.38 - _corner(top, 1.0)[1])
    return np.array(
        [[-0.9, edge, -0.4], [-0.5, (edge + middle) / 2, 0.0], [0, middle, 0.3], [0.5, (edge + middle) / 2, 0.0],
         [0.9, edge, -0.4]]
    )  # fmt: skip


def _lit(colour: tuple[int, int, int], rgb: RgbImage, head: _Head) -> NDArray[np.float32]:
    """`colour` in the light that falls on the face at each pixel: (h, w, 3) float32, grey levels."""
    size = (rgb.shape[1], rgb.shape[0])
    # Light this smooth loses nothing at a few pixels an eye distance, and takes a tenth of the time.
    step = max(1.0, head.unit / 5.0)
    coarse = cv2.resize(rgb, (math.ceil(size[0] / step), math.ceil(size[1] / step)), interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(coarse.mean(axis=2, dtype=np.float32), (0, 0), 0.5 * head.unit / step)
    light = np.clip(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR) / _REFERENCE_LUMINANCE, 0.15, 1.1)
    return np.asarray(light[..., None] * np.array(colour, np.float32), np.float32)


def _rounding(rgb: RgbImage, head: _Head) -> NDArray[np.float32]:
    """Darker towards the cheeks and under the chin, as cloth around a head is: (h, w, 1) float32 factors."""
    x, y = head.plane(rgb)
    shade = np.clip(1.06 - 0.22 * x**2 - 0.25 * np.clip(y - 1.2, 0.0, None), 0.4, 1.1)
    return np.asarray(shade, np.float32)[..., None]


def _sky(rgb: RgbImage, head: _Head, *, strength: float) -> NDArray[np.float32]:
    """What lenses reflect: brighter towards their upper edge, (h, w, 1) float32 grey levels."""
    _, y = head.plane(rgb)
    return np.asarray(np.clip(0.5 - y, 0.0, 1.0) * strength, np.float32)[..., None]


def _laid_over(
    below: NDArray[np.float32], above: NDArray[np.float32], share: NDArray[np.float32]
) -> NDArray[np.float32]:
    return np.asarray(below + share * (above - below), np.float32)


def _picture(pixels: NDArray[np.float32]) -> RgbImage:
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
