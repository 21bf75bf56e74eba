"""Rendered scenes: each kind looks as it must, and the same seed gives the same pixels."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.guard.cues.border import border
from faceid_app.learning.presentation.drawing import CANVAS, seen_by_camera
from faceid_app.learning.presentation.material import canvas_view
from faceid_app.learning.presentation.scenes import live_scene, pictured, print_scene, screen_scene
from tests.helpers.drawn_face import FACE, drawn_face


@pytest.mark.parametrize("render", [live_scene, print_scene, screen_scene])
def test_a_scene_has_the_face_in_its_middle_and_comes_again_from_its_seed(render):
    other = np.random.default_rng(5).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    first, again = (render(np.random.default_rng(3), drawn_face(), FACE.box, other) for _ in range(2))
    assert first.canvas.shape == (CANVAS, CANVAS, 3)
    assert first.canvas.dtype == np.float32
    assert 0 <= first.canvas.min() <= first.canvas.max() <= 255.5
    assert (first.canvas == again.canvas).all()
    left, top, right, bottom = first.shown
    assert left < CANVAS / 2 < right
    assert top < CANVAS / 2 < bottom


def test_a_live_scene_that_was_composed_can_be_printed_and_shown_with_its_face_where_it_was():
    other = np.full((200, 200, 3), 120, np.uint8)
    for seed in range(6):
        scene = live_scene(np.random.default_rng(seed), drawn_face(), FACE.box, other)
        photo, (left, top, width, height) = pictured(scene, FACE.box)
        place = np.array([left + width / 2, top + height / 2])
        place += np.maximum(0, np.trunc(scene.shown[:2]))
        assert np.abs(place - CANVAS / 2).max() < 1
        assert 0 <= left < left + width <= photo.shape[1]
        assert 0 <= top < top + height <= photo.shape[0]


def test_screens_and_prints_are_framed_more_often_than_live_faces():
    other = np.full((200, 200, 3), 120, np.uint8)
    framed = {}
    for render in (live_scene, print_scene, screen_scene):
        rng = np.random.default_rng(7)
        scenes = [seen_by_camera(rng, render(rng, drawn_face(), FACE.box, other).canvas) for _ in range(12)]
        framed[render] = float(np.mean([border(canvas_view(scene)) > 0.25 for scene in scenes]))
    assert framed[print_scene] > framed[live_scene] + 0.2
    assert framed[screen_scene] > framed[live_scene] + 0.2


def test_a_plain_background_is_as_frequent_behind_live_people_as_behind_what_attackers_hold():
    noise = np.random.default_rng(5).integers(0, 255, drawn_face().shape, dtype=np.uint8)
    photo = drawn_face() // 2 + noise // 2
    plain = {}
    for render in (live_scene, print_scene):
        rng = np.random.default_rng(11)
        corners = [render(rng, photo, FACE.box, noise).canvas[:24, :24] for _ in range(200)]
        plain[render] = float(np.mean([corner.std(axis=(0, 1)).max() < 8 for corner in corners]))
    assert plain[live_scene] > 0.1
    assert abs(plain[live_scene] - plain[print_scene]) < 0.15
