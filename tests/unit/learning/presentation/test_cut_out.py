"""Cutting a person out: face and body stay, the background goes, and the same picture gives the same outline."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.learning.presentation.cut_out import FACE, cut_out
from faceid_app.learning.presentation.drawing import CANVAS

MIDDLE = CANVAS // 2


def person_before(colour: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A head and shoulders of two tones before noise of another, and where they are."""
    rng = np.random.default_rng(0)
    where = np.zeros((CANVAS, CANVAS), np.uint8)
    cv2.ellipse(where, (MIDDLE, MIDDLE), (int(FACE * 0.45), int(FACE * 0.65)), 0, 0, 360, 1, -1)
    cv2.rectangle(where, (MIDDLE - 60, MIDDLE + 60), (MIDDLE + 60, CANVAS), 2, -1)
    canvas = np.array([colour, (200, 150, 120), (60, 30, 30)], np.float32)[where]
    return canvas + rng.normal(0, 4, canvas.shape).astype(np.float32), where > 0


def test_the_person_stays_and_the_background_goes():
    canvas, where = person_before((40, 120, 60))
    mask = cut_out(canvas)
    assert mask.shape == (CANVAS, CANVAS)
    assert mask.dtype == np.float32
    assert mask[where].mean() > 0.95
    assert mask[~where].mean() < 0.05
    assert (cut_out(canvas) == mask).all()


def test_the_face_is_kept_even_where_the_background_has_its_colour():
    canvas, _ = person_before((200, 150, 120))
    face = cut_out(canvas)[MIDDLE - 12 : MIDDLE + 12, MIDDLE - 8 : MIDDLE + 8]
    assert face.min() > 0.9
