"""What is behind people, papers and screens: blinds are stripes, and nothing in it is always upright."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.learning.presentation import scenes
from faceid_app.learning.presentation.backgrounds import blinds, with_things
from faceid_app.learning.presentation.drawing import CANVAS
from tests.helpers.drawn_face import FACE, drawn_face


def test_blinds_are_stripes_level_or_upright_and_come_again_from_their_seed():
    upright = 0
    for seed in range(40):
        drawn = blinds(np.random.default_rng(seed))
        assert drawn.shape == (CANVAS, CANVAS, 3)
        assert drawn.dtype == np.float32
        assert 0 <= drawn.min() <= drawn.max() <= 255
        assert (drawn == blinds(np.random.default_rng(seed))).all()
        # A small part, within which light and bends hardly change.
        part = drawn[100:140, 100:140].mean(axis=2)
        down, across = np.abs(np.diff(part, axis=0)).mean(), np.abs(np.diff(part, axis=1)).mean()
        assert max(down, across) > 2 * min(down, across)
        upright += bool(across > down)
    assert 3 < upright < 25


def test_things_behind_somebody_are_turned_a_little():
    ground, other = np.zeros((CANVAS, CANVAS, 3), np.float32), np.full((200, 200, 3), 250, np.uint8)
    turns = []
    for seed in range(60):
        shown = with_things(np.random.default_rng(seed), ground, other).mean(axis=2) > 60
        first = shown.argmax(axis=0)[shown.any(axis=0) & ~shown[0]]
        if len(first) < 60:
            continue
        # How far the upper edge falls over the columns of its longest unbroken piece.
        breaks = np.flatnonzero(np.abs(np.diff(first)) > 2)
        pieces = np.split(first, breaks + 1)
        piece = max(pieces, key=len)
        if len(piece) > 50:
            turns.append(np.degrees(np.arctan(np.polyfit(np.arange(len(piece)), piece, 1)[0])))
    assert len(turns) > 15
    assert 1 < np.std(turns) < 6
    assert np.mean(np.abs(turns) > 0.5) > 0.6


def test_windows_and_boards_are_as_frequent_behind_papers_and_screens_as_behind_people(monkeypatch: pytest.MonkeyPatch):
    drawn = []

    def counted(rng: np.random.Generator, ground: np.ndarray, other: np.ndarray) -> np.ndarray:
        drawn.append(1)
        return with_things(rng, ground, other)

    monkeypatch.setattr(scenes, "with_things", counted)
    other = np.full((200, 200, 3), 120, np.uint8)
    shares = {}
    for render in (scenes.live_scene, scenes.print_scene, scenes.screen_scene):
        drawn.clear()
        rng = np.random.default_rng(5)
        for _ in range(120):
            render(rng, drawn_face(), FACE.box, other)
        shares[render] = len(drawn) / 120
    assert all(0.27 < share < 0.53 for share in shares.values())
