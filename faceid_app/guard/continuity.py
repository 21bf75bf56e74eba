"""Whether it is still the same face as in the frame before: without a gap, at the same place, and looking alike."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.face import Pose
from faceid_app.faces.observation import Observation
from faceid_app.faces.subject import is_same_place
from faceid_app.words import Words

LONGEST_GAP = 0.8
"""Seconds between two usable frames beyond which nobody can say that it is still the same face."""
ALIKE = 0.45
"""Least correlation of two aligned faces in a row. Clips a to g, 12 to 15 frames a second: 0 of 865 pairs are below it
(least 0.47), while of 6,740 pairs of two people's faces half are below 0.23."""
FASTEST = 220.0
"""Degrees a second from frame to frame: faster is a leap from one picture to another."""
_SLACK = 9.0
"""Degrees by which a landmark's tremble may exceed that."""


class Continuity:
    """Follows one face through its usable frames."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew with the next frame."""
        self._last: tuple[float, Observation, NDArray[np.float64] | None] | None = None

    def broken(self, frame: Frame, observation: Observation) -> Words | None:
        """Why this may be another face than in the frame before, as a sentence; None if nothing says so."""
        at = frame.captured_at
        look = None if observation.aligned is None else _look(observation.aligned)
        last, self._last = self._last, (at, observation, look)
        if last is None:
            return None
        before, was, looked = last
        if not 0.0 <= at - before <= LONGEST_GAP:
            gap, limit = f"{at - before:.1f}", f"{LONGEST_GAP:g}"
            return Words(
                "The face was not to be judged for {seconds} seconds, the limit is {limit}.", seconds=gap, limit=limit
            )
        if was.subject is None or observation.subject is None or was.pose is None or observation.pose is None:
            return Words("The face was gone for a moment.")
        if not is_same_place(was.subject, observation.subject):
            return Words("The face was suddenly at another place.")
        leap, allowed = _angle(was.pose, observation.pose), _SLACK + FASTEST * (at - before)
        if leap > allowed:
            return Words(
                "The face leapt from one picture to the next, by {degrees} degrees where {limit} are possible.",
                degrees=f"{leap:.0f}", limit=f"{allowed:.0f}",
            )  # fmt: skip
        alike = 1.0 if look is None or looked is None else float((look * looked).sum())
        if alike < ALIKE:
            return Words(
                "The face looks like another one from one picture to the next: alike by {alike}, {least} is needed.",
                alike=f"{alike:.2f}", least=f"{ALIKE:.2f}",
            )  # fmt: skip
        return None


def _angle(before: Pose, now: Pose) -> float:
    return max(abs(now.yaw - before.yaw), abs(now.pitch - before.pitch))


def _look(aligned: RgbImage) -> NDArray[np.float64]:
    """(27, 24) float64 of mean 0 and length 1: brows to chin in grey."""
    grey = cv2.cvtColor(aligned[24:104, 20:92], cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (24, 27), interpolation=cv2.INTER_AREA).astype(np.float64)
    small -= small.mean()
    return np.asarray(small / max(float(np.linalg.norm(small)), 1e-9))
