"""Colour order and the bounds of pictures."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faceid_app.camera.errors import PictureError
from faceid_app.camera.pixels import bgr_from_rgb, encode_jpeg, encode_png, read_picture, rgb_from_bgr


def red(height: int = 20, width: int = 30) -> np.ndarray:
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    picture[..., 0] = 200
    return picture


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no pixels: reading beyond the header fails."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_blue_of_opencv_becomes_blue_of_ours() -> None:
    bgr = np.zeros((2, 2, 3), dtype=np.uint8)
    bgr[..., 0] = 255
    rgb = rgb_from_bgr(bgr)
    assert rgb[0, 0].tolist() == [0, 0, 255]
    assert rgb.flags.c_contiguous
    assert np.array_equal(bgr_from_rgb(rgb), bgr)


def test_grey_and_alpha_of_cameras_become_rgb() -> None:
    assert rgb_from_bgr(np.full((2, 2), 7, dtype=np.uint8))[0, 0].tolist() == [7, 7, 7]
    assert rgb_from_bgr(np.full((2, 2, 1), 7, dtype=np.uint8))[0, 0].tolist() == [7, 7, 7]
    assert rgb_from_bgr(np.full((2, 2, 4), (1, 2, 3, 9), dtype=np.uint8))[0, 0].tolist() == [3, 2, 1]


@pytest.mark.parametrize(
    "image", [np.zeros((2, 2, 3), np.float32), np.zeros((0, 2, 3), np.uint8), np.zeros((2, 2, 5), np.uint8)]
)
def test_other_arrays_are_refused_with_what_was_received(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Received"):
        rgb_from_bgr(image)
    with pytest.raises(ValueError, match="Received"):
        bgr_from_rgb(image)


def test_png_keeps_every_pixel_and_jpeg_the_colour(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    assert np.array_equal(read_picture(encode_png(noise)), noise)
    path = tmp_path / "red.jpg"
    path.write_bytes(encode_jpeg(red()))
    assert np.abs(read_picture(path).astype(int) - red()).max() <= 4


def test_the_orientation_a_phone_stores_is_applied() -> None:
    upright = np.zeros((20, 40, 3), dtype=np.uint8)
    upright[:, :10] = 250  # the left side is white
    sideways = Image.fromarray(np.rot90(upright).copy())  # stored turned left; tag 6 says: turn right to see it
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    sideways.save(buffer, "PNG", exif=exif)
    assert np.array_equal(read_picture(buffer.getvalue()), upright)


def test_transparency_becomes_white_and_16_bit_grey_is_scaled() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (10, 20, 30, 0)).save(buffer, "PNG")
    assert read_picture(buffer.getvalue())[0, 0].tolist() == [255, 255, 255]
    buffer = io.BytesIO()
    Image.fromarray(np.full((20, 20), 0x8000, dtype=np.uint16)).save(buffer, "PNG")
    assert read_picture(buffer.getvalue())[0, 0].tolist() == [128, 128, 128]


@pytest.mark.parametrize(
    ("width", "height", "why"),
    [
        (1, 1, "1x1 pixels, at least 16"),
        (15, 200, "15x200 pixels, at least 16"),
        (10_000, 10_000, "10000x10000 pixels, at most 8192"),
        (9_000, 20, "9000x20 pixels, at most 8192"),
        (8_000, 8_000, "8000x8000 pixels, at most 40,000,000"),
        (60_000, 60_000, "claims more pixels"),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # as the module does outside of pytest
def test_the_size_is_judged_by_the_header_alone(width: int, height: int, why: str) -> None:
    with pytest.raises(PictureError, match=why):
        read_picture(png_header(width, height), name="huge.png")


@pytest.mark.parametrize("data", [b"", b"just a text", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_told_with_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "face.jpg"
    path.write_bytes(data)
    with pytest.raises(PictureError, match=r"face\.jpg.*it is not a JPEG, PNG"):
        read_picture(path)


def test_a_picture_cut_short_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    with pytest.raises(PictureError, match="damaged or cut short"):
        read_picture(encode_jpeg(noise)[:1500], name="half.jpg")
    with pytest.raises(PictureError, match="No such file"):
        read_picture(tmp_path / "none.jpg")
