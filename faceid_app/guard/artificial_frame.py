"""Owns what of a face a network for artificial faces sees: the same cut and scale in learning and in use."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import ALIGNED_SIZE

FRAME = 96
"""Side of the part of an aligned face that is kept for learning: room around what is seen, for crops and turns."""
SEEN = 88
"""Side of the part that is seen, from the brows to the chin: a picture's border and background are outside."""
INPUT = 64
"""Side in pixels of what the network takes. Anime came at 64 pixels a picture: nothing finer may tell kinds apart."""
_LEFT, _TOP = 8, 16
_SEEN_LEFT, _SEEN_TOP = 4, 8


def framed(aligned: RgbImage) -> RgbImage:
    """The kept part of an aligned face, (112, 112, 3) uint8 -> (96, 96, 3) uint8. Raises ValueError otherwise."""
    if aligned.shape != (ALIGNED_SIZE, ALIGNED_SIZE, 3) or aligned.dtype != np.uint8:
        raise ValueError(f"An aligned face must be (112, 112, 3) uint8. Received: {aligned.shape} {aligned.dtype}")
    return aligned[_TOP : _TOP + FRAME, _LEFT : _LEFT + FRAME]


def seen(frame: RgbImage) -> RgbImage:
    """What the network sees of a kept part: (96, 96, 3) uint8 -> (64, 64, 3) uint8."""
    return reduced(frame[_SEEN_TOP : _SEEN_TOP + SEEN, _SEEN_LEFT : _SEEN_LEFT + SEEN])


def reduced(part: RgbImage) -> RgbImage:
    """(88, 88, 3) uint8 -> (64, 64, 3) uint8, each pixel the mean of the area it covers."""
    return np.asarray(cv2.resize(part, (INPUT, INPUT), interpolation=cv2.INTER_AREA), np.uint8)


def network_input(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 64, 64, 3) uint8 RGB -> the same shape, float32, -1..1."""
    return pictures.astype(np.float32) / np.float32(127.5) - np.float32(1)
