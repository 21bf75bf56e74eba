"""The look of a camera: colours, blur, noise and compression measured on captures and put on other portraits."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import encode_jpeg, read_picture
from faceid_app.faces.alignment import PORTRAIT_SIZE
from faceid_app.faces.portrait_mask import portrait_mask

_LAPLACIANS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
_FLAT_SHARE = 0.1  # of the pixels of a face: its smoothest tenth, where what is left is noise
_WINDOW = 9
_FLAT_ENERGY = (
    36.0 * 0.67
)  # the filter's energy for noise of variance 1, and the lowest tenth of its mean over a window
_BAND_ENERGY = (1 + 1 / 4 - 4 / 5) / (4 * np.pi)  # of noise of variance 1 between Gaussians of 1 and 2 pixels
_STRONGEST_GAIN = 3.0
_WIDEST_BLUR = 4.0
_LUMINANCE = np.array([0.299, 0.587, 0.114])  # of RGB, ITU-R BT.601
_IJG_LUMINANCE_MEAN = 57.625  # of the standard's luminance table, ITU-T T.81 annex K


@dataclass(frozen=True, slots=True, eq=False)
class PictureStatistics:
    """What is measured inside the faces of a set of portraits.

    Attributes:
        mean: (3,) float64, RGB 0..255.
        covariance: (3, 3) float64.
        detail: standard deviation of the band between 1 and 2 pixels, grey levels, noise taken off.
        noise: standard deviation of the noise, grey levels.
    """

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    detail: float
    noise: float


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What turns a portrait of the reference set into one as the user's camera would have taken it.

    Attributes:
        colour: (3, 3) float64, applied to RGB 0..255 about `source_mean`.
        source_mean, target_mean: (3,) float64, mean face colours of the reference set and of the user's captures.
        blur: sigma in pixels of a 250x250 portrait; 0 where the captures are as sharp as the reference.
        noise: standard deviation added, grey levels.
        jpeg_quality: 1..100, of the captures' files.
    """

    colour: NDArray[np.float64]
    source_mean: NDArray[np.float64]
    target_mean: NDArray[np.float64]
    blur: float
    noise: float
    jpeg_quality: int

    def render(self, portrait: RgbImage, *, generator: np.random.Generator) -> RgbImage:
        """(h, w, 3) uint8 RGB seen through this look; the same size. Blur, then colour, then noise, then JPEG."""
        pixels = _blurred(portrait.astype(np.float32), self.blur)
        pixels = _recoloured(pixels, self.colour, self.source_mean, self.target_mean)
        if self.noise > 0:
            # The same in all channels: what colour noise a camera makes, its compression has taken away.
            pixels += generator.normal(0.0, self.noise, (*pixels.shape[:2], 1)).astype(np.float32)
        rendered = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
        return read_picture(encode_jpeg(rendered, quality=self.jpeg_quality), name="a rendered portrait")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values for a model card."""
        values = {
            name: np.round(value, 3).tolist() if isinstance(value, np.ndarray) else value
            for name, value in asdict(self).items()
        }
        return {**values, "blur": round(self.blur, 2), "noise": round(self.noise, 2)}


def measure_look(own: Sequence[RgbImage], reference: Sequence[RgbImage], *, jpeg_quality: int) -> Look:
    """The look of `own` portraits against those of a `reference` set.

    Measured inside the face, where both sets show the same kind of thing; what the user's skin and lamp add to the
    camera's own colours makes strangers look more like the user, so a probe through this look errs on the strict side.

    Args:
        own: (250, 250, 3) uint8 RGB portraits of one person from one camera, at least one.
        reference: the same of many people, at least one.
        jpeg_quality: 1..100, see `jpeg_quality_of`.
    """
    target = measure_pictures(own)
    source = measure_pictures(reference)
    colour = _colour_transfer(source.covariance, target.covariance)
    recoloured = [
        _recoloured(picture.astype(np.float32), colour, source.mean, target.mean) for picture in reference[:24]
    ]
    blur = _matching_blur(recoloured, target.detail)
    left = _median_noise([_blurred(picture, blur) for picture in recoloured])
    return Look(
        colour=colour,
        source_mean=source.mean,
        target_mean=target.mean,
        blur=blur,
        noise=float(np.sqrt(max(target.noise**2 - left**2, 0.0))),
        jpeg_quality=jpeg_quality,
    )


def measure_pictures(portraits: Sequence[RgbImage]) -> PictureStatistics:
    """Statistics inside the faces of (250, 250, 3) uint8 RGB portraits; ValueError for none or another size."""
    if not portraits:
        raise ValueError("At least one portrait is needed. Received: none")
    for portrait in portraits:
        if portrait.shape != (PORTRAIT_SIZE, PORTRAIT_SIZE, 3):
            raise ValueError(f"Expected portraits of 250x250. Received: {portrait.shape}")
    inside = portrait_mask() > 0.5
    colours = np.concatenate([portrait[inside][::4] for portrait in portraits]).astype(np.float64)
    levels = [portrait.astype(np.float32) for portrait in portraits]
    return PictureStatistics(
        mean=colours.mean(axis=0),
        covariance=np.cov(colours, rowvar=False),
        detail=float(np.median([_detail(picture) for picture in levels])),
        noise=_median_noise(levels),
    )


def measure_traits(portraits: Sequence[RgbImage]) -> NDArray[np.float64]:
    """What a set of (250, 250, 3) uint8 RGB portraits is told by: (6,) float64, see `look_bank.TRAITS`."""
    measured = measure_pictures(portraits)
    contrast = float(np.sqrt(max(_LUMINANCE @ measured.covariance @ _LUMINANCE, 0.0)))
    return np.array([*measured.mean, contrast, measured.detail, measured.noise])


def jpeg_quality_of(jpeg: bytes) -> int:
    """The quality 1..100 (scale of the Independent JPEG Group) of a JPEG file; 100 for a file that is none."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        tables: dict[int, list[int]] = getattr(picture, "quantization", None) or {}
    if not tables:
        return 100
    scale = 100.0 * float(np.mean(tables[min(tables)])) / _IJG_LUMINANCE_MEAN
    quality = 100.0 - scale / 2.0 if scale <= 100.0 else 5000.0 / scale
    return int(np.clip(round(quality), 1, 100))


def _colour_transfer(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The linear map that gives colours of covariance `source` the covariance `target` and moves them least.

    The Monge-Kantorovich solution (Pitie and Kokaram, CVMP 2007). One per camera, not one per picture: strangers keep
    the differences among themselves.
    """
    floor = np.eye(3)  # a grey or flat picture has no spread in some direction
    root = _power(source + floor, 0.5)
    inverse = _power(source + floor, -0.5)
    moving = inverse @ _power(root @ (target + floor) @ root, 0.5) @ inverse
    # Bounded: noise must not be blown up where the reference hardly varies.
    left, gains, right = np.linalg.svd(moving)
    return np.asarray((left * np.clip(gains, 1 / _STRONGEST_GAIN, _STRONGEST_GAIN)) @ right)


def _power(matrix: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 1e-9) ** exponent) @ vectors.T)


def _recoloured(
    pixels: NDArray[np.float32],
    colour: NDArray[np.float64],
    source_mean: NDArray[np.float64],
    target_mean: NDArray[np.float64],
) -> NDArray[np.float32]:
    moved: NDArray[np.float64] = (pixels.astype(np.float64) - source_mean) @ colour.T + target_mean
    return np.clip(moved, 0, 255).astype(np.float32)


def _blurred(pixels: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    if sigma <= 0:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.float32)


def _matching_blur(pictures: Sequence[NDArray[np.float32]], wanted: float) -> float:
    """The blur that leaves as much detail in `pictures` as `wanted`; 0 where they have no more than that."""
    low, high = 0.0, _WIDEST_BLUR
    if np.median([_detail(picture) for picture in pictures]) <= wanted:
        return 0.0
    for _ in range(6):  # to a sixteenth of a pixel
        middle = (low + high) / 2
        if np.median([_detail(_blurred(picture, middle)) for picture in pictures]) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _grey(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _noise(grey: NDArray[np.float32]) -> float:
    """Noise in grey levels: the difference of two Laplacians (Immerkaer 1996) where the face is smoothest."""
    answer = cv2.filter2D(grey, cv2.CV_32F, _LAPLACIANS)
    energy = cv2.boxFilter(answer * answer, cv2.CV_32F, (_WINDOW, _WINDOW))[portrait_mask() > 0.5]
    return float(np.sqrt(np.quantile(energy, _FLAT_SHARE) / _FLAT_ENERGY))


def _median_noise(pictures: Sequence[NDArray[np.float32]]) -> float:
    return float(np.median([_noise(_grey(picture)) for picture in pictures]))


def _detail(pixels: NDArray[np.float32]) -> float:
    grey = _grey(pixels)
    band = cv2.GaussianBlur(grey, (0, 0), 1.0) - cv2.GaussianBlur(grey, (0, 0), 2.0)
    energy = float(np.mean(band[portrait_mask() > 0.5] ** 2)) - _BAND_ENERGY * _noise(grey) ** 2
    return float(np.sqrt(max(energy, 0.0)))
