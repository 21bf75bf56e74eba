"""Where eyes are cut from a picture, and what the shipped network may answer."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.errors import CorruptData
from faceid_app.guard.eyes import PATCH, REACH, Eyes, eye_patches, eyes_from, open_eyes, patch_matrix, to_network

EYES = np.array([[200.0, 150.0], [260.0, 150.0]])


def landmarks(eyes: np.ndarray) -> np.ndarray:
    return np.concatenate([eyes, np.zeros((3, 2))]).astype(np.float32)


@pytest.mark.parametrize("angle", [0.0, 20.0, -35.0])
def test_a_patch_is_upright_with_its_eye_in_the_middle_and_the_other_eye_to_the_right(angle: float) -> None:
    turn = np.radians(angle)
    turned = EYES @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    for which in (0, 1):
        matrix = patch_matrix(turned, which, size=PATCH, reach=REACH)
        own, other = (matrix[:, :2] @ turned[eye] + matrix[:, 2] for eye in (which, 1 - which))
        assert own == pytest.approx([(PATCH - 1) / 2] * 2)
        assert other - own == pytest.approx([PATCH / REACH, 0.0], abs=1e-6)


def test_both_eyes_of_a_symmetric_face_give_the_same_patch() -> None:
    half = np.random.default_rng(0).integers(0, 255, (200, 150)).astype(np.uint8)
    face = np.repeat(np.concatenate([half, half[:, ::-1]], axis=1)[..., None], 3, axis=2)
    right, left = eye_patches(face, landmarks(np.array([[110.0, 90.0], [189.0, 90.0]])))
    assert np.abs(right.astype(int) - left).max() <= 2
    assert right.std() > 10


def test_the_network_sees_neither_light_nor_contrast() -> None:
    patch = np.random.default_rng(1).integers(60, 160, (1, PATCH, PATCH)).astype(np.uint8)
    brighter = (patch * 1.3 + 20).astype(np.uint8)
    assert to_network(patch).shape == (1, PATCH, PATCH, 1)
    assert np.abs(to_network(patch) - to_network(brighter)).max() < 0.1


def test_what_shows_no_eye_is_told_and_coincident_landmarks_raise_nothing() -> None:
    rng = np.random.default_rng(2)
    flat = np.full((300, 400, 3), 170, np.uint8) + rng.integers(0, 6, (300, 400, 3)).astype(np.uint8)
    for eyes in (EYES, np.repeat(EYES[:1], 2, axis=0)):
        answered = open_eyes().look(flat, landmarks(eyes))
        assert max(eye.is_eye for eye in answered) < 0.5
        assert all(np.isfinite(eye.openness) and eye.openness >= 0.0 for eye in answered)


def test_files_that_are_no_such_network_are_refused() -> None:
    with pytest.raises(CorruptData, match="missing"):
        eyes_from({})
    with pytest.raises(CorruptData):
        Eyes(b"no network").look(np.zeros((10, 10, 3), np.uint8), landmarks(EYES))
