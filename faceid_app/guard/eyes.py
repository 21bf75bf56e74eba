"""How far the eyes of a face are open, as a small network sees it around the two eye landmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.errors import CorruptData
from faceid_app.faces.face import Landmarks
from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.guard.shipped import SHIPPED_GUARDS, load_guard_model

NAME = "eyes"
NETWORK_FILE = "network.tflite"
PATCH = 40
"""Side of an eye's patch, in pixels."""
REACH = 0.9
"""Side of a patch, as a share of the distance between the eyes."""
IS_EYE = 0.5
"""Least probability that a patch shows an eye, open or closed."""


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye in one frame.

    Attributes:
        openness: height between the lids against the eye's width, 0 or more; about 0.1 closed, 0.25 to 0.4 open. The
            eye aspect ratio of Soukupova and Cech, "Real-Time Eye Blink Detection using Facial Landmarks", 2016.
        is_eye: 0..1, the probability that an eye is to be seen there, open or closed, and not what covers it.
    """

    openness: float
    is_eye: float


class Eyes:
    """Looks at both eyes of a face. Thread-safe. model: content of NETWORK_FILE."""

    def __init__(self, model: bytes) -> None:
        self._model = model

    def look(self, rgb: RgbImage, landmarks: Landmarks) -> tuple[Eye, Eye]:
        """The person's right and left eye. `rgb`: (h, w, 3) uint8, the picture the landmarks were found in.

        Raises:
            ValueError: an answer is not finite.
            CorruptData: the file cannot be read as such a network.
        """
        answers = self._network.run(to_network(eye_patches(rgb, landmarks)))
        right, left = (Eye(max(float(openness), 0.0), _share(float(logit))) for openness, logit in answers)
        return right, left

    @cached_property
    def _network(self) -> LiteRtNetwork:
        network = LiteRtNetwork(self._model, shape=(PATCH, PATCH, 1), threads=1)
        if network.outputs != 2:
            raise CorruptData("The network for eyes", f"it answers {network.outputs} numbers, not 2", "install again")
        return network


def open_eyes(*, folder: Path = SHIPPED_GUARDS) -> Eyes:
    """The shipped network, checked against its manifest. Raises ModelMissing, CorruptData and NewerFormat."""
    return eyes_from(load_guard_model(NAME, folder=folder))


def eyes_from(files: Mapping[str, bytes]) -> Eyes:
    """Of the files of a model. Raises CorruptData: the network is not among them."""
    if NETWORK_FILE not in files:
        raise CorruptData("The network for eyes", f"{NETWORK_FILE} is missing", "install the program again")
    return Eyes(files[NETWORK_FILE])


def eye_patches(rgb: RgbImage, landmarks: Landmarks, *, size: int = PATCH, reach: float = REACH) -> NDArray[np.uint8]:
    """(2, size, size) uint8 grey: the person's right eye, and their left one mirrored, each upright in the middle.

    landmarks: (5, 2), see `faces.face.Landmarks`; only the first two are looked at.
    """
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    eyes = landmarks[:2].astype(np.float64)
    return np.stack([eye_patch(grey, eyes, which, size=size, reach=reach) for which in (0, 1)])


def eye_patch(
    grey: NDArray[np.uint8], eyes: NDArray[np.float64], which: int, *, size: int, reach: float
) -> NDArray[np.uint8]:
    """(size, size) uint8 around the person's right eye, `which` 0, or their left one, mirrored, 1. eyes: (2, 2)."""
    patch = cv2.warpAffine(
        grey, patch_matrix(eyes, which, size=size, reach=reach), (size, size), flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.asarray(patch, np.uint8)


def patch_matrix(eyes: NDArray[np.float64], which: int, *, size: int, reach: float) -> NDArray[np.float64]:
    """(2, 3): from pixels of the picture to those of a patch, see `eye_patch`."""
    across = eyes[1] - eyes[0]
    distance = max(float(np.hypot(*across)), 1e-3)
    scale = size / (reach * distance)
    cosine, sine = across / distance * scale
    matrix = np.array([[cosine, sine], [-sine, cosine]])
    if which == 1:
        matrix[0] *= -1
    middle = np.full(2, (size - 1) / 2)
    return np.column_stack([matrix, middle - matrix @ eyes[which]])


def to_network(patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, PATCH, PATCH) uint8 as the network takes them: (n, PATCH, PATCH, 1) float32, of mean 0 and about unit spread,
    so that neither light nor exposure counts."""
    pictures = patches.astype(np.float32)
    mean = pictures.mean(axis=(1, 2), keepdims=True)
    spread = pictures.std(axis=(1, 2), keepdims=True)
    return np.asarray((pictures - mean) / (spread + np.float32(4)), np.float32)[..., None]


def _share(logit: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(logit, -50.0, 50.0))))
