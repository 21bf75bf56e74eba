"""The head turn of a real person, and of a photograph of one that is turned in its place."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.challenge import State
from faceid_app.guard.continuity import Continuity
from faceid_app.guard.head_turn import DIRECTIONS, HeadTurn
from faceid_app.guard.verdict import Ask

LEFT_FIRST = next(seed for seed in range(99) if random.Random(seed).choice(DIRECTIONS) is Ask.LEFT)
"""A seed by which the only turn is to the left: what clip a does first."""


def test_a_turn_of_a_real_head_passes_and_is_one_face_throughout(clip: Callable[[str], Path]) -> None:
    observer, continuity = Observer(limits=Limits.for_verification()), Continuity()
    challenge = HeadTurn(turns=1, source=random.Random(LEFT_FIRST))
    state, asked = State.RUNNING, set()
    with open_source(str(clip("a_live")), fast=True) as source:
        while state is State.RUNNING and (frame := source.read()) is not None and frame.captured_at < 3.0:
            if frame.seq % 2:
                continue
            seen = observer.observe(frame.rgb)
            if seen.refusal is None:
                assert continuity.broken(frame, seen) is None
                state = challenge.see(frame, seen).state
                asked.add(challenge.prompt(frame.captured_at).ask)
    assert state is State.PASSED
    assert asked == {Ask.FRONT, Ask.LEFT}


def test_a_photograph_turned_in_its_place_does_not_pass(clip: Callable[[str], Path]) -> None:
    observer = Observer(limits=Limits.for_verification())
    challenge = HeadTurn(turns=1, source=random.Random(LEFT_FIRST))
    with open_source(str(clip("a_live")), fast=True) as source:
        first = source.read()
    assert first is not None
    states = []
    for number in range(40):
        angle = np.radians(1.8 * max(number - 14, 0))
        picture = slanted(first.rgb, float(angle))
        seen = observer.observe(picture)
        if seen.refusal is None:
            states.append(challenge.see(Frame(picture, number, number / 10), seen).state)
    assert len(states) > 25
    assert State.PASSED not in states


def slanted(rgb: np.ndarray, angle: float) -> np.ndarray:
    """A picture turned about its upright axis by `angle` radians, seen from twice its width away."""
    height, width = rgb.shape[:2]
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * (width, height)
    depth = 2.0 * width + corners[:, 0] * np.sin(angle)
    seen = np.stack([corners[:, 0] * np.cos(angle), corners[:, 1]], axis=1) * (2.0 * width / depth)[:, None]
    middle = np.array((width / 2, height / 2))
    plain = (corners + middle).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(plain, (seen + middle).astype(np.float32))
    return np.asarray(cv2.warpPerspective(rgb, matrix, (width, height)), np.uint8)
