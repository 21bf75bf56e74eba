"""Frames of real clips and a sample of LFW."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import rgb_from_bgr


@lru_cache(maxsize=16)
def frames_of(path: Path, *, count: int) -> list[RgbImage]:
    """`count` frames at equal distances, the first one included. Shared between tests: do not write into them."""
    video = cv2.VideoCapture(str(path))
    total = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
    wanted = {round(number * total / count) for number in range(count)}
    frames = []
    for number in range(total):
        if number not in wanted:
            if not video.grab():
                break
            continue
        there, bgr = video.read()
        if not there:
            break
        frames.append(rgb_from_bgr(np.asarray(bgr, dtype=np.uint8)))
    video.release()
    return frames


def lfw_sample(lfw_dir: Path, *, count: int) -> list[Path]:
    """The same `count` pictures of LFW each time."""
    return random.Random(7).sample(sorted(lfw_dir.glob("*/*.jpg")), count)
