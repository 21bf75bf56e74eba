"""The one pixel contract between a face and a network: training and verification both go through here."""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage

PREPROCESSING_VERSION = 1
"""Raised whenever alignment, portrait framing or the arithmetic below changes: older bundles are then refused."""


class Input(StrEnum):
    """What a network is fed with."""

    ALIGNED_112 = "aligned-112-rgb-255"
    PORTRAIT_100 = "portrait-100-rgb-unit"

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, channels) of one input."""
        return (112, 112, 3) if self is Input.ALIGNED_112 else (100, 100, 3)


def to_input(kind: Input, *, aligned: RgbImage, portrait: RgbImage | None = None) -> NDArray[np.float32]:
    """The network's input for one face.

    Args:
        kind: ALIGNED_112 passes the aligned face on as 0..255; PORTRAIT_100 is the source document's preprocessing, the
            250x250 picture resized bilinearly to 100x100 and divided by 255.
        aligned: (112, 112, 3) uint8.
        portrait: (250, 250, 3) uint8; only PORTRAIT_100 needs it.

    Returns:
        (height, width, 3) float32 of `kind.shape`.
    """
    if kind is Input.ALIGNED_112:
        pixels = aligned.astype(np.float32)
    elif portrait is None:
        raise ValueError(f"{kind} needs the portrait. Received: None")
    else:
        height, width, _ = kind.shape
        pixels = cv2.resize(portrait, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255.0
    if pixels.shape != kind.shape:
        raise ValueError(f"{kind} needs shape {kind.shape}. Received: {pixels.shape}")
    return np.ascontiguousarray(pixels)
