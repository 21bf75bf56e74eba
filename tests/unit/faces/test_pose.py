"""Pose from landmarks: exact on rotations of its own model, monotone, mirrored with the picture."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceid_app.faces.face import Face
from faceid_app.faces.pose import FACE_MODEL, estimate_pose


def turned(
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    size: float = 80.0,
    at: tuple[float, float] = (320.0, 240.0),
    distance: float | None = None,
) -> Face:
    """The model face turned in space: nodded, then turned, then tilted; by perspective when a distance is given."""
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    nod = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    turn = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    tilt = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    model = FACE_MODEL - FACE_MODEL[[0, 1, 3, 4]].mean(axis=0)
    points = model @ (tilt @ turn @ nod).T
    flat = points[:, :2] if distance is None else points[:, :2] * (distance / (distance - points[:, 2:]))
    landmarks = (flat * size + at).astype(np.float32)
    # A box in which the middle of eyes and mouth lies where it does on a level head, along the axis of the head.
    width, height = 2.1 * size, 2.8 * size
    middle = np.array(at) - 0.05 * height * np.array([-math.sin(r), math.cos(r)])
    return Face((middle[0] - width / 2, middle[1] - height / 2, width, height), landmarks, 0.9)


def mirrored(face: Face, width: int = 640) -> Face:
    x, y, w, h = face.box
    landmarks = face.landmarks[[1, 0, 2, 4, 3]] * np.array([-1, 1], np.float32) + np.array([width, 0], np.float32)
    return Face((width - x - w, y, w, h), landmarks, face.score)


@pytest.mark.parametrize("roll", [-60, -20, 0, 35])
@pytest.mark.parametrize("pitch", [-25, 0, 25])
@pytest.mark.parametrize("yaw", [-50, -15, 0, 30])
def test_known_rotations_are_recovered(yaw, pitch, roll):
    pose = estimate_pose(turned(yaw=yaw, pitch=pitch, roll=roll))
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((yaw, pitch, roll), abs=0.05)


def test_signs():
    pose = estimate_pose(turned(yaw=30))
    nose, eyes = turned(yaw=30).landmarks[2], turned(yaw=30).landmarks[:2].mean(axis=0)
    assert nose[0] > eyes[0], "turned to the person's left, the nose moves to the right of the picture"
    assert pose.yaw > 0
    assert estimate_pose(turned(pitch=20)).pitch > 0
    tilted = turned(roll=20)
    assert tilted.landmarks[1, 1] > tilted.landmarks[0, 1], "clockwise, the person's left eye sinks"
    assert estimate_pose(tilted).roll > 0


@given(st.floats(-55, 55), st.floats(-25, 25), st.floats(-40, 40))
def test_mirroring_flips_yaw_and_roll_only(yaw, pitch, roll):
    face = turned(yaw=yaw, pitch=pitch, roll=roll)
    one, other = estimate_pose(face), estimate_pose(mirrored(face))
    assert (other.yaw, other.pitch, other.roll) == pytest.approx((-one.yaw, one.pitch, -one.roll), abs=0.1)


def only(angle: str, value: float, *, distance: float) -> Face:
    angles = dict.fromkeys(("yaw", "pitch", "roll"), 0.0) | {angle: value}
    return turned(yaw=angles["yaw"], pitch=angles["pitch"], roll=angles["roll"], distance=distance)


@pytest.mark.parametrize("angle", ["yaw", "pitch", "roll"])
def test_monotone_under_perspective(angle):
    """A face 40 cm from the lens, which weak perspective knows nothing of."""
    seen = [getattr(estimate_pose(only(angle, float(v), distance=6.5)), angle) for v in range(-40, 41, 5)]
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] == pytest.approx(80, abs=20)


def test_independent_of_size_and_place():
    small, large = turned(yaw=20, pitch=10, size=25, at=(50, 60)), turned(yaw=20, pitch=10, size=400, at=(900, 700))
    one, other = estimate_pose(small), estimate_pose(large)
    assert (one.yaw, one.pitch, one.roll) == pytest.approx((other.yaw, other.pitch, other.roll), abs=0.05)


@pytest.mark.parametrize("roll", [0, 30])
def test_landmarks_low_in_the_outline_mean_looking_down(roll):
    level = turned(roll=roll)
    x, y, width, height = level.box
    shift = 0.06 * height * np.array([-math.sin(math.radians(roll)), math.cos(math.radians(roll))])
    down = Face((x - shift[0], y - shift[1], width, height), level.landmarks, 0.9)
    assert estimate_pose(down).pitch == pytest.approx(estimate_pose(level).pitch - 15.6, abs=0.1)


def test_a_pixel_of_error_moves_the_pose_little():
    rng = np.random.default_rng(0)
    face = turned(yaw=10, pitch=5, size=40)
    poses = []
    for _ in range(200):
        noisy = (face.landmarks + rng.normal(0, 0.5, (5, 2))).astype(np.float32)
        pose = estimate_pose(Face(face.box, noisy, 0.9))
        poses.append((pose.yaw, pose.pitch, pose.roll))
    assert np.std(poses, axis=0).max() < 3.5


@pytest.mark.parametrize(
    "landmarks",
    [np.zeros((4, 2), np.float32), np.full((5, 2), 3, np.float32), np.full((5, 2), np.nan, np.float32)],
)
def test_impossible_landmarks_are_refused(landmarks):
    with pytest.raises(ValueError, match="Received"):
        estimate_pose(Face((0, 0, 10, 10), landmarks, 0.9))


def test_a_box_without_height_is_refused():
    with pytest.raises(ValueError, match="Received"):
        estimate_pose(Face((0, 0, 10, 0), turned().landmarks, 0.9))
