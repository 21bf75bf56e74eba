"""Owns what spoils pictures of faces, each kind with its strength in physical units: deterministic, input untouched.

All kinds change the picture, before a face is looked for, and none the aligned face: whatever happens in front of or
inside a camera also disturbs the detector and its landmarks, and that part of the loss belongs to the program. The five
landmarks of the unspoilt picture say where glasses sit and how many pixels of the picture one of the aligned face is.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import bgr_from_rgb, rgb_from_bgr
from faceid_app.evaluation.accessories import GLASSES, MASKS, wear_glasses, wear_mask
from faceid_app.faces.alignment import ALIGNED_TEMPLATE, check_rgb, similarity
from faceid_app.faces.face import Face, Landmarks

UNTOUCHED = 0.0
"""The strength at which every kind returns the picture as it is."""

_GAMMA = 2.2
_WHITE_ELECTRONS = 4000.0
"""What a pixel of a small webcam sensor collects where the unspoilt picture is white."""
_READ_NOISE = 3.0
"""Electrons, of such a sensor."""

Apply = Callable[[RgbImage, Face, float, np.random.Generator], RgbImage]
_Style = TypeVar("_Style")


@dataclass(frozen=True, slots=True, kw_only=True)
class Distortion:
    """One kind. strengths: from the mildest to the strongest, in `unit`; names: what each is called, one a strength."""

    kind: str
    title: str
    unit: str
    strengths: tuple[float, ...]
    names: tuple[str, ...]
    apply: Apply

    def __call__(self, rgb: RgbImage, face: Face, strength: float, *, generator: np.random.Generator) -> RgbImage:
        """`rgb`, (h, w, 3) uint8, spoilt: a new picture of the same size. `face` was found in it.

        `generator` draws what chance decides: with the same state the picture is the same, and at another strength the
        same noise is stronger, the same edge further in. ValueError for another shape or a strength the kind lacks.
        """
        check_rgb(rgb)
        if not (math.isfinite(strength) and strength >= 0):
            raise ValueError(f"a strength is at least 0. Received: {strength}")
        return rgb.copy() if strength == UNTOUCHED else self.apply(rgb, face, strength, generator)


def generator_for(*, seed: int, kind: str, picture: str) -> np.random.Generator:
    """The chance of one picture under one kind: depends on nothing else, so neither on order nor on threads."""
    digest = hashlib.sha256(f"{seed}\n{kind}\n{picture}".encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, np.uint32).tolist())


def pixels_per_aligned_pixel(landmarks: Landmarks) -> float:
    """How many pixels of the picture one pixel of the aligned face covers, from (5, 2) landmarks."""
    matrix = similarity(landmarks, ALIGNED_TEMPLATE)
    return float(1.0 / math.hypot(matrix[0, 0], matrix[1, 0]))


def _blur(rgb: RgbImage, face: Face, sigma: float, _generator: np.random.Generator) -> RgbImage:
    """Out of focus. Measured on the aligned face, so that it is as strong on a large face as on a small one."""
    in_picture = sigma * pixels_per_aligned_pixel(face.landmarks)
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), in_picture), np.uint8)


def _noise(rgb: RgbImage, _face: Face, sigma: float, generator: np.random.Generator) -> RgbImage:
    """Independent in each pixel and channel of the picture, where a sensor makes it; alignment averages a little."""
    noise = generator.standard_normal(rgb.shape, np.float32)
    return _picture(rgb.astype(np.float32) + np.float32(sigma) * noise)


def _jpeg(rgb: RgbImage, _face: Face, quality: float, _generator: np.random.Generator) -> RgbImage:
    """The whole picture, for the codec's blocks lie on its grid; colours at half resolution, as cameras store them."""
    if not 1 <= quality <= 100:
        raise ValueError(f"the quality of a JPEG is 1 to 100. Received: {quality}")
    _, data = cv2.imencode(".jpg", bgr_from_rgb(rgb), [cv2.IMWRITE_JPEG_QUALITY, round(quality)])
    return rgb_from_bgr(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8))


def _darkness(rgb: RgbImage, _face: Face, stops: float, generator: np.random.Generator) -> RgbImage:
    """A halving of the light for each stop, exposure unchanged: the picture darkens and its photons become few.

    Light is counted in electrons; their number varies by its square root (Poisson, here as the normal distribution of
    the same variance), reading them by `_READ_NOISE`. No gain lifts the picture again: what a camera's automatic does
    about darkness differs from camera to camera, and the grain it uncovers is the kind "noise".
    """
    light = (np.arange(256) / 255.0) ** _GAMMA * _WHITE_ELECTRONS * 2.0**-stops
    electrons = light.astype(np.float32)[rgb]
    spread = np.sqrt(electrons + np.float32(_READ_NOISE**2))
    electrons += spread * generator.standard_normal(rgb.shape, np.float32)
    seen = np.maximum(electrons, 0.0) / np.float32(_WHITE_ELECTRONS)
    return _picture(np.asarray(255.0 * seen ** np.float32(1.0 / _GAMMA), np.float32))


def _low_resolution(rgb: RgbImage, face: Face, height: float, _generator: np.random.Generator) -> RgbImage:
    """The picture reduced until the box of the face is `height` pixels high, and back: what a far face shows.

    Back, because at the size of a camera's frame the program would refuse it as too small; here the network is asked.
    """
    scale = height / face.box[3]
    if scale >= 1:
        return rgb.copy()
    full = (rgb.shape[1], rgb.shape[0])
    small = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
    reduced = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(reduced, full, interpolation=cv2.INTER_LINEAR), np.uint8)


def _occlusion(rgb: RgbImage, face: Face, percent: float, generator: np.random.Generator) -> RgbImage:
    """Something plain comes in from a side drawn by chance, until it covers that share of the box of the face."""
    if percent > 100:
        raise ValueError(f"at most 100 % of a face can be covered. Received: {percent}")
    angle = generator.uniform(0.0, 2.0 * math.pi)
    colour = (generator.uniform(30.0, 200.0) + generator.uniform(-25.0, 25.0, 3)).astype(np.float32)
    across, down = math.cos(angle), math.sin(angle)
    x, y, width, height = face.box
    inside = np.linspace(0.0, 1.0, 101)
    reach = across * (x + width * inside[None, :]) + down * (y + height * inside[:, None])
    edge = np.quantile(reach, percent / 100.0)
    rows, columns = np.indices(rgb.shape[:2], dtype=np.float32)
    covered = np.asarray(np.clip(edge - (across * columns + down * rows) + 0.5, 0.0, 1.0), np.float32)
    return _picture(rgb + covered[..., None] * (colour - rgb.astype(np.float32)))


def _glasses(rgb: RgbImage, face: Face, style: float, generator: np.random.Generator) -> RgbImage:
    return wear_glasses(rgb, face.landmarks, _style(GLASSES, style), generator=generator)


def _mask(rgb: RgbImage, face: Face, style: float, generator: np.random.Generator) -> RgbImage:
    return wear_mask(rgb, face.landmarks, _style(MASKS, style), generator=generator)


def _style(styles: Sequence[_Style], number: float) -> _Style:
    if number not in range(1, len(styles) + 1):
        raise ValueError(f"a style is one of 1 to {len(styles)}. Received: {number}")
    return styles[int(number) - 1]


def _picture(pixels: NDArray[np.float32]) -> RgbImage:
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


def _measured(kind: str, title: str, unit: str, strengths: tuple[float, ...], apply: Apply) -> Distortion:
    names = tuple(f"{strength:g}" for strength in strengths)
    return Distortion(kind=kind, title=title, unit=unit, strengths=strengths, names=names, apply=apply)


def _styled(kind: str, title: str, names: Sequence[str], apply: Apply) -> Distortion:
    strengths = tuple(float(number) for number in range(1, len(names) + 1))
    return Distortion(kind=kind, title=title, unit="style", strengths=strengths, names=tuple(names), apply=apply)


DISTORTIONS = (
    _measured("blur", "Gaussian blur", "sigma, pixels of the aligned face", (1.0, 2.0, 3.0, 4.0, 6.0), _blur),
    _measured("noise", "Gaussian noise", "sigma, grey levels", (5.0, 10.0, 20.0, 30.0, 40.0), _noise),
    _measured("jpeg", "JPEG", "quality", (50.0, 30.0, 20.0, 10.0, 5.0), _jpeg),
    _measured("darkness", "Darkness", "stops of light lost", (2.0, 4.0, 6.0, 7.0, 8.0), _darkness),
    _measured(
        "low_resolution",
        "Low resolution",
        "height of the face, pixels",
        (64.0, 48.0, 32.0, 24.0, 16.0),
        _low_resolution,
    ),
    _styled("glasses", "Glasses", [style.name for style in GLASSES], _glasses),
    _styled("mask", "Mask", [style.name for style in MASKS], _mask),
    _measured("occlusion", "Partial occlusion", "% of the face covered", (10.0, 20.0, 30.0, 40.0, 50.0), _occlusion),
)
"""All kinds, in the order of the reports."""
