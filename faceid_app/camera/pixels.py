"""Owns colour order and the decoding of pictures: every picture enters here and leaves as RGB."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage

SMALLEST_SIDE = 16
"""Pixels. Less cannot hold a face."""
LARGEST_SIDE = 8192
"""Pixels."""
MOST_PIXELS = 40_000_000
"""Width times height; 120 MB once decoded."""
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")  # no EPS and the like: their decoders start other programs

# Our own bounds are tighter than the size from which Pillow warns, and are an error instead of a line on stderr.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


def rgb_from_bgr(image: NDArray[np.uint8]) -> RgbImage:
    """OpenCV's picture as a new, contiguous RGB one.

    Takes uint8 of shape (h, w, 3) in B, G, R order, (h, w, 4) in B, G, R, A order (alpha is dropped), or (h, w) grey.
    Raises ValueError for anything else.
    """
    if image.dtype != np.uint8 or image.size == 0:
        raise ValueError(f"expected a non-empty uint8 picture. Received: dtype={image.dtype}, shape={image.shape}")
    if image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 1):
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    if image.ndim == 3 and image.shape[2] == 3:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    if image.ndim == 3 and image.shape[2] == 4:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGRA2RGB), dtype=np.uint8)
    raise ValueError(f"expected (h, w), (h, w, 3) or (h, w, 4). Received: shape={image.shape}")


def bgr_from_rgb(image: RgbImage) -> NDArray[np.uint8]:
    """An RGB picture, uint8 (h, w, 3), as a new, contiguous one in the order OpenCV's networks and writers expect."""
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise ValueError(f"expected uint8 (h, w, 3). Received: dtype={image.dtype}, shape={image.shape}")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2BGR), dtype=np.uint8)


def read_picture(source: Path | str | bytes, *, name: str = "") -> RgbImage:
    """Decode a picture file, or the bytes of one, upright (EXIF orientation applied) and in RGB.

    Transparent parts become white, 16-bit grey is scaled to 8 bits. The size is checked from the header, before any
    pixel is decoded. `name` is what an error calls the picture (default: the path).
    Raises PictureError: no picture, damaged, under 16 px a side, over 8192 px a side or 40 megapixels.
    """
    label = name or ("picture" if isinstance(source, bytes) else str(source))
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise PictureError(label, error.strerror or "it cannot be read") from error
    try:
        opened = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(label, f"it claims more pixels than the {MOST_PIXELS:,} that are read") from error
    except Exception as error:  # Pillow's parsers raise whatever a hostile header leads them to
        raise PictureError(label, "it is not a JPEG, PNG, WebP, BMP or TIFF picture") from error
    with opened:
        _check_size(opened.width, opened.height, label)
        try:
            upright = ImageOps.exif_transpose(opened)
            return _to_rgb(upright)
        except Exception as error:  # as above, for the decoders
            raise PictureError(label, "its data is damaged or cut short") from error


def encode_jpeg(rgb: RgbImage, quality: int = 95) -> bytes:
    """A JPEG file of `rgb`, without chroma subsampling: colour edges of the small faces we keep survive."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality, subsampling=0)
    return buffer.getvalue()


def encode_png(rgb: RgbImage) -> bytes:
    """A PNG file of `rgb`; decoding gives the same pixels."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _check_size(width: int, height: int, label: str) -> None:
    if min(width, height) < SMALLEST_SIDE:
        raise PictureError(label, f"it is {width}x{height} pixels, at least {SMALLEST_SIDE} a side are needed")
    if max(width, height) > LARGEST_SIDE:
        raise PictureError(label, f"it is {width}x{height} pixels, at most {LARGEST_SIDE} a side are read")
    if width * height > MOST_PIXELS:
        raise PictureError(label, f"it is {width}x{height} pixels, at most {MOST_PIXELS:,} in all are read")


def _to_rgb(picture: Image.Image) -> RgbImage:
    if picture.mode.startswith("I;16"):
        return rgb_from_bgr((np.asarray(picture, dtype=np.uint16) >> 8).astype(np.uint8))
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    return np.array(picture.convert("RGB"), dtype=np.uint8)
