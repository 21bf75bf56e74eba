"""Video files made in a test."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

RED = (220, 30, 20)


def write_clip(path: Path, *, frames: int = 30, fps: float = 30.0, width: int = 64, height: int = 48) -> Path:
    """An MPEG-4 clip whose frame i is red at the left and has grey level 8 * i (up to 248) at the right."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
    assert writer.isOpened()
    for number in range(frames):
        bgr = np.zeros((height, width, 3), dtype=np.uint8)
        bgr[:, : width // 2] = RED[::-1]
        bgr[:, width // 2 :] = min(8 * number, 248)
        writer.write(bgr)
    writer.release()
    return path


def number_of(rgb: np.ndarray) -> int:
    """Which frame of `write_clip` this is (the first 31 are told apart)."""
    height, width, _ = rgb.shape
    return round(float(rgb[height // 4 : -height // 4, -width // 4 :].mean()) / 8)


def turn_upside_down(path: Path) -> None:
    """Write a rotation by 180 degrees into the track header, as a phone held upside down does."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    matrix = at + 40  # version, flags, two times, track, reserved, duration, reserved, layer, group, volume, reserved
    one, zero, minus = b"\x00\x01\x00\x00", b"\x00\x00\x00\x00", b"\xff\xff\x00\x00"
    width, height = data[matrix + 36 : matrix + 40], data[matrix + 40 : matrix + 44]
    rows = minus + zero + zero + zero + minus + zero + bytes(width) + bytes(height) + b"\x40\x00\x00\x00"
    assert data[matrix : matrix + 4] == one
    data[matrix : matrix + 36] = rows
    path.write_bytes(bytes(data))
