"""The teacher of the network for eyes: MediaPipe's landmarks of an eye, whose lids give its openness."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.guard.eyes import patch_matrix

TEACHER_SHA256 = "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f"
"""Of `iris_landmark.tflite` (Ablavatski et al., "Real-time Pupil Tracking from Monocular Video for Digital Puppetry",
2020; Apache-2.0), as the package mediapipe 0.10.14 holds it in `mediapipe/modules/iris_landmark`."""
SIDE = 64
"""Pixels of the square it looks at, which is as wide as the eyes are apart."""
_CONTOUR = 71
LOWER = tuple(range(9))
"""Points of the lower lid, from the outer corner to the inner one."""
UPPER = (0, 9, 10, 11, 12, 13, 14, 15, 8)
"""Points of the upper lid, likewise."""
_ACROSS = ((11, 3), (12, 4), (13, 5))
"""Points of the upper lid with those of the lower one below them."""

Points = NDArray[np.float64]
"""(16, 2): the lids in pixels of the square, of an eye whose outer corner is at the left."""


class LidTeacher:
    """Finds lids. Belongs to one thread.

    Raises:
        ModelMissing, CorruptData: the file is not there, or is another one.
    """

    def __init__(self, file: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        try:
            content = file.read_bytes()
        except OSError:
            raise ModelMissing(f"The teacher {file.name!r}", "give iris_landmark.tflite with --teacher") from None
        if (found := hashlib.sha256(content).hexdigest()) != TEACHER_SHA256:
            raise CorruptData(
                f"The file {file.name!r}",
                f"its SHA-256 is {found[:12]}..., expected {TEACHER_SHA256[:12]}...",
                "take iris_landmark.tflite of mediapipe 0.10.14",
            )
        self._interpreter = Interpreter(model_content=content, num_threads=1)
        self._interpreter.allocate_tensors()
        self._in = self._interpreter.get_input_details()[0]["index"]
        outputs = self._interpreter.get_output_details()
        self._out = next(one["index"] for one in outputs if int(one["shape"][-1]) == 3 * _CONTOUR)

    def lids(self, rgb: RgbImage, eyes: NDArray[np.float64], which: int) -> Points:
        """The lids of an eye. `rgb`: (h, w, 3) uint8; eyes: (2, 2), see `guard.eyes.patch_matrix`."""
        square = cv2.warpAffine(
            rgb, patch_matrix(eyes, which, size=SIDE, reach=1.0), (SIDE, SIDE), flags=cv2.INTER_AREA,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        self._interpreter.set_tensor(self._in, square[None].astype(np.float32) / 255)
        self._interpreter.invoke()
        points = self._interpreter.get_tensor(self._out).reshape(_CONTOUR, 3)
        return np.asarray(points[:16, :2], np.float64)


def eye_aspect_ratio(lids: Points) -> float:
    """Mean height between the lids against the eye's width (Soukupova and Cech 2016), 0 or more."""
    heights = [float(np.linalg.norm(lids[upper] - lids[lower])) for upper, lower in _ACROSS]
    return float(np.mean(heights)) / max(float(np.linalg.norm(lids[0] - lids[8])), 1e-6)
