"""Owns head pose from five landmarks."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.face import Landmarks, Pose

FACE_MODEL: NDArray[np.float64] = np.array(
    [[-0.5, 0.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.56, 0.45], [-0.42, 1.0, 0.0], [0.42, 1.0, 0.0]]
)
"""The landmarks of a mean face in 3-D; unit: the distance between the eyes. x to the right of the picture, y down, z
towards the camera."""

_CENTRED = FACE_MODEL - FACE_MODEL.mean(axis=0)
_FIT = np.linalg.pinv(_CENTRED)


def estimate_pose(landmarks: Landmarks) -> Pose:
    """Yaw, pitch and roll in degrees; signs as in `Pose`.

    landmarks: (5, 2) float, finite, not all in one point. Raises ValueError otherwise.
    """
    if landmarks.shape != (5, 2) or not np.isfinite(landmarks).all():
        raise ValueError(f"landmarks must be (5, 2) and finite. Received: {landmarks.tolist()}")
    points = landmarks.astype(np.float64)
    camera = (_FIT @ (points - points.mean(axis=0))).T
    left, strengths, right = np.linalg.svd(camera, full_matrices=False)
    if strengths[0] <= 1e-9:
        raise ValueError(f"landmarks must not coincide. Received: {landmarks.tolist()}")
    across, down = left @ right
    towards = np.cross(across, down)
    yaw = math.degrees(math.asin(float(np.clip(-towards[0], -1, 1))))
    pitch = math.degrees(math.atan2(towards[1], towards[2]))
    roll = math.degrees(math.atan2(down[0], across[0]))
    return Pose(yaw, pitch, roll)
