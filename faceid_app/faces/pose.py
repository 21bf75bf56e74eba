"""Owns head pose from five landmarks."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.face import Face, Pose

FACE_MODEL: NDArray[np.float64] = np.array(
    [[-0.5, 0.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.56, 0.45], [-0.42, 1.0, 0.0], [0.42, 1.0, 0.0]]
)
"""The landmarks of a mean face in 3-D; unit: the distance between the eyes. x to the right of the picture, y down, z
towards the camera."""

_CENTRED = FACE_MODEL - FACE_MODEL.mean(axis=0)
_FIT = np.linalg.pinv(_CENTRED)
_LEVEL = 0.05
"""How far below the middle of the box a level head has its eyes and mouth, as a share of the height of the box."""
_DEGREES_RAISED = 260.0
"""Degrees of pitch for each height of the box by which eyes and mouth stand higher than that."""


def estimate_pose(face: Face) -> Pose:
    """Yaw, pitch and roll in degrees; signs as in `Pose`.

    FACE_MODEL is fitted to the landmarks under weak perspective: the affine camera by least squares, then the nearest
    rotation. Closed form, hence no start value, no jumps between solutions and no knowledge of the lens, which the
    perspective-n-point methods need. Pitch is the sum of what the nose tells and of how far eyes and mouth have
    moved up or down in the outline of the head: YuNet's landmarks alone follow a nod only half.

    Raises ValueError unless the landmarks are finite and differ, and the box has a height.
    """
    landmarks, height = face.landmarks, face.box[3]
    if landmarks.shape != (5, 2) or not np.isfinite(landmarks).all() or not height > 0:
        raise ValueError(f"a face needs finite (5, 2) landmarks and a height. Received: {landmarks.tolist()}, {height}")
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
    middle = np.array(face.box[:2]) + np.array(face.box[2:]) / 2
    # Measured along the axis of the head, so that a tilted one is judged like an upright one.
    axis = (-math.sin(math.radians(roll)), math.cos(math.radians(roll)))
    raised = float((middle - points[[0, 1, 3, 4]].mean(axis=0)) @ axis) / height + _LEVEL
    return Pose(yaw, float(np.clip(pitch + _DEGREES_RAISED * raised, -90, 90)), roll)
