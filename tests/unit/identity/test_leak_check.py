"""Copies are found whatever augmentation made of them, and a careless split is told from an honest one."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import encode_jpeg, read_picture
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.head import start_head
from faceid_app.identity.leak_check import JudgedCapture, LeakCheck, check_leaks, likenesses

DIMENSION = 16
COPIES = 9
"""Of each picture, as in the source documents."""


def picture(number: int) -> RgbImage:
    """Soft shapes with grain, framed alike: what differs from number to number is grain and where the shapes lie."""
    generator = np.random.default_rng(number)
    canvas = np.full((250, 250, 3), 120, np.uint8)
    for shade in (60, 190, 90):
        centre = tuple(int(value) for value in generator.integers(60, 190, 2))
        cv2.ellipse(canvas, centre, (50, 30), float(generator.integers(180)), 0, 360, (shade, shade, shade), -1)
    grain = generator.normal(0, 6, canvas.shape)
    return np.clip(cv2.GaussianBlur(canvas, (0, 0), 3).astype(float) + grain, 0, 255).astype(np.uint8)


def augmented(original: RgbImage, generator: np.random.Generator) -> RgbImage:
    """The documents' five changes: brightness, contrast, mirror image, saturation, JPEG quality."""
    pixels = original.astype(np.float64) + generator.uniform(-0.02, 0.02) * 255
    pixels = (pixels - pixels.mean()) * generator.uniform(0.6, 1.0) + pixels.mean()
    if generator.random() < 0.5:
        pixels = pixels[:, ::-1]
    grey = pixels.mean(axis=2, keepdims=True)
    pixels = grey + (pixels - grey) * generator.uniform(0.9, 1.0)
    changed = np.clip(pixels, 0, 255).astype(np.uint8)
    return read_picture(encode_jpeg(np.ascontiguousarray(changed), quality=int(generator.integers(90, 101))))


def capture(number: int, *, held_out: bool, portrait: RgbImage | None = None, name: str = "") -> JudgedCapture:
    return JudgedCapture(
        id=name or f"capture {number}",
        burst=f"burst {name or number}",
        session=0,
        held_out=held_out,
        portrait=picture(number) if portrait is None else portrait,
    )


def check(captures: list[JudgedCapture], *, spread: float = 0.1) -> LeakCheck:
    generator = np.random.default_rng(1)
    rows = generator.normal(size=DIMENSION) + spread * generator.normal(size=(len(captures), DIMENSION))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    head = start_head(DIMENSION, slope=20.0, bias=6.0)
    return check_leaks(captures, rows.astype(np.float32), head, Thresholds(0.5, 0.5), seed=0)


def test_ninefold_augmented_copies_across_the_sides_are_all_listed() -> None:
    generator = np.random.default_rng(0)
    captures = [capture(number, held_out=number >= 6) for number in range(9)]
    for number in range(3):
        captures += [
            capture(number, held_out=True, portrait=augmented(picture(number), generator), name=f"copy {number}.{turn}")
            for turn in range(COPIES)
        ]
    found = check(captures)
    assert {copy.held_out for copy in found.copies} == {
        f"copy {number}.{turn}" for number in range(3) for turn in range(COPIES)
    }
    assert all(copy.learned == f"capture {copy.held_out[5]}" for copy in found.copies)
    assert 0 < sum(copy.mirrored for copy in found.copies) < len(found.copies)
    assert not found.clean
    assert found.honest.n == 3  # judged by what was not learned from in any guise
    assert found.naive.n == 30


def test_pictures_of_their_own_are_no_copies() -> None:
    found = check([capture(number, held_out=number % 3 == 0) for number in range(12)])
    assert found.clean
    assert found.copies == ()
    assert (found.honest.n, found.naive.n) == (4, 4)
    assert found.naive_shares == 0


def test_likeness_is_one_of_a_picture_with_its_mirror_image() -> None:
    likeness, mirrored = likenesses([picture(0), picture(0)[:, ::-1], picture(1)])
    assert likeness[0, 1] == pytest.approx(1.0, abs=1e-4)
    assert mirrored[0, 1]
    assert not mirrored[0, 0]
    assert likeness[0, 2] < 0.6


def test_a_naive_split_of_bursts_is_told() -> None:
    """Three looks alike a burst; the honest split holds a burst out whole, a random one tears it apart."""
    captures = [
        JudgedCapture(f"{number}", f"burst {number // 3}", 0, number >= 6, picture(number)) for number in range(9)
    ]
    generator = np.random.default_rng(3)
    centres = np.repeat(np.eye(3, DIMENSION), 3, axis=0)
    rows = centres + 0.01 * generator.normal(size=centres.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    head = start_head(DIMENSION, slope=60.0, bias=6.0)
    found = check_leaks(captures, rows.astype(np.float32), head, Thresholds(0.5, 0.15), seed=0)
    assert (found.honest.known, found.honest.n) == (0, 3)
    assert found.naive.known > 0
    assert found.naive_shares == found.naive.known
    assert found.clean


def test_a_burst_on_both_sides_is_no_clean_split() -> None:
    captures = [JudgedCapture(str(number), "one", 0, number > 2, picture(number)) for number in range(4)]
    assert check(captures).shared_bursts == 1
    assert not check(captures).clean


def test_the_card_gives_back_what_was_found_and_old_cards_have_nothing() -> None:
    captures = [capture(0, held_out=False), capture(0, held_out=True, name="copy"), capture(1, held_out=False)]
    found = check(captures)
    assert found.honest.low is None  # nothing is left to judge by
    assert LeakCheck.from_card(json.loads(json.dumps(found.to_card()))) == found
    assert LeakCheck.from_card(None) is None
    assert LeakCheck.from_card({"copies": []}) is None


def test_one_side_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="2 held out of 2"):
        check([capture(0, held_out=True), capture(1, held_out=True)])
