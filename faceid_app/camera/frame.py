"""The value a camera delivers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RgbImage = NDArray[np.uint8]
"""(height, width, 3) uint8, R, G, B, values 0..255: the only pixel format outside `camera` and `faces.detector`."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source.

    `captured_at` is in seconds on the source's own clock: monotonic time for a device, the position in the clip for a
    file (still rising when it loops). Bursts, time-outs and the verdict window use this clock, so that a file read as
    fast as possible gives the same verdicts as one played at its own pace.
    """

    rgb: RgbImage
    seq: int
    captured_at: float
