"""The screen-light challenge on a drawn scene that is lit as a test wants."""

from __future__ import annotations

import random
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from faceid_app.faces.face import Face
from faceid_app.guard.challenge import Outcome, State
from faceid_app.guard.screen_light import COLOURS, LEAD, LEAD_SECONDS, STEP_SECONDS, STEPS, ScreenLight

FACE = Face((20.0, 10.0, 20.0, 26.0), np.zeros((5, 2), np.float32), 0.9)


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance by WCAG 2.2."""
    return float(np.dot(linear(colour), (0.2126, 0.7152, 0.0722)))


def linear(colour: tuple[int, ...]) -> np.ndarray:
    share = np.array(colour) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def scene(light: np.ndarray, *, face: float, behind: float, noise: np.random.Generator) -> np.ndarray:
    """A face before a wall; `face` and `behind` are the shares of `light` that fall on them."""
    room = np.full((50, 60, 3), (0.20, 0.22, 0.25)) * (1 + behind * light)
    room[10:36, 20:40] = np.array((0.35, 0.22, 0.17)) * (1 + face * light)
    return np.clip(room ** (1 / 2.2) * 255 + noise.normal(0, 1.5, room.shape), 0, 255).astype(np.uint8)


def sit(
    *, face: float = 0.1, behind: float = 0.01, delay: float = 0.15, fps: float = 15.0, seed: int = 0,
    shown: ScreenLight | None = None,
) -> Outcome:  # fmt: skip
    challenge = ScreenLight(source=random.Random(seed))
    noise = np.random.default_rng(seed)
    outcome = Outcome(State.RUNNING, None)  # type: ignore[arg-type]
    at, lights = 5.0, [(0.0, LEAD)]
    while outcome.state is State.RUNNING:
        number = max(0, min(int((at - 5.0 - LEAD_SECONDS) / STEP_SECONDS), STEPS - 1))
        light = [colour for since, colour in lights if since <= at - delay][-1]
        picture = scene(linear(light), face=face, behind=behind, noise=noise)
        frame: Any = SimpleNamespace(captured_at=at, rgb=picture)
        outcome = challenge.see(frame, SimpleNamespace(subject=FACE))  # type: ignore[arg-type]
        prompt = challenge.prompt(at)
        assert prompt.colour is not None
        lights.append((at, prompt.colour if shown is None else shown.order[number]))
        at += 1 / fps
    return outcome


@pytest.mark.parametrize("delay", [0.0, 0.2, 0.35])
@pytest.mark.parametrize("face", [0.04, 0.2])
def test_a_face_that_throws_the_colours_back_passes(face: float, delay: float) -> None:
    outcome = sit(face=face, behind=face / 10, delay=delay)
    assert outcome.state is State.PASSED, outcome


def test_a_static_picture_fails() -> None:
    outcome = sit(face=0.0, behind=0.0)
    assert outcome.state is State.FAILED
    assert outcome.readings[0].against or outcome.readings[1].against


def test_what_follows_another_order_fails() -> None:
    passed = [
        sit(seed=seed, face=0.2, shown=ScreenLight(source=random.Random(1000 + seed))).state is State.PASSED
        for seed in range(12)
    ]
    assert sum(passed) <= 1


def test_a_whole_picture_that_follows_fails() -> None:
    outcome = sit(face=0.1, behind=0.1)
    assert outcome.state is State.FAILED
    assert "behind" in outcome.sentence


def test_too_few_pictures_expire() -> None:
    assert sit(fps=3.0).state is State.EXPIRED


def test_no_change_of_colour_is_a_flash_by_wcag() -> None:
    bright = [luminance(colour) for colour in (*COLOURS, LEAD)]
    assert max(bright) - min(bright) < 0.10
    for colour in COLOURS:
        red, *others = linear(colour)
        assert red / (red + sum(others)) < 0.8
    assert 1 / STEP_SECONDS <= 3


def test_a_colour_never_follows_itself_and_orders_differ() -> None:
    orders = [ScreenLight(source=random.Random(seed)).order for seed in range(50)]
    assert all(a != b for order in orders for a, b in pairwise(order))
    assert len(set(orders)) == 50
