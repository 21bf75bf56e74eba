"""What a network that learns is shown: no resolution, compression or border that belongs to one kind."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.guard.artificial_frame import FRAME, INPUT, framed, seen
from faceid_app.identity.artificial_options import AUGMENTATIONS
from faceid_app.learning.artificial.likeness import joined, thumbnail
from faceid_app.learning.artificial.schedule import chosen_rate, one_cycle, rates_to_test
from faceid_app.learning.artificial.views import augmented, equalised, pencilled, rescaled, view

NOISE = np.random.default_rng(0).integers(0, 256, (FRAME, FRAME, 3), dtype=np.uint8)


def _finest(picture: np.ndarray) -> float:
    """How much neighbours differ: what a network would tell resolution by."""
    return float(np.abs(np.diff(picture.astype(np.float32), axis=1)).mean())


def test_the_part_that_is_seen_is_where_the_face_is():
    aligned = np.zeros((ALIGNED_SIZE, ALIGNED_SIZE, 3), np.uint8)
    aligned[51, 38] = aligned[51, 73] = 255
    face = seen(framed(aligned)).max(axis=2)
    assert face.shape == (INPUT, INPUT)
    half = INPUT // 2
    left, right = (int(face[:, start : start + half].max(axis=0).argmax()) + start for start in (0, half))
    assert left + right == pytest.approx(INPUT - 1, abs=2)
    with pytest.raises(ValueError, match="An aligned face must be"):
        framed(aligned[:50])


def test_without_augmentation_a_view_is_what_is_seen_in_use():
    soft = rescaled(NOISE, 16, np.random.default_rng(0))
    plain = augmented(soft, (), np.random.default_rng(1))
    assert np.abs(plain.astype(int) - seen(soft)).max() <= 2


def test_views_are_repeatable_and_differ():
    first, again, other = (view(NOISE, AUGMENTATIONS, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.shape == (INPUT, INPUT, 3)


def test_most_views_hold_no_finer_detail_than_64_pixels_have():
    sharp = _finest(NOISE)
    shown = [_finest(equalised(NOISE, np.random.default_rng(seed))) for seed in range(60)]
    assert np.mean(np.array(shown) < 0.75 * sharp) >= 0.65


def test_a_synthetic_sketch_has_no_colour_and_mostly_paper():
    slope = np.repeat(np.tile(np.linspace(40, 200, FRAME), (FRAME, 1))[..., None], 3, axis=2).astype(np.uint8)
    drawn = pencilled(slope, np.random.default_rng(0))
    assert np.array_equal(drawn[..., 0], drawn[..., 1])
    assert np.median(drawn) > 200


def test_pictures_that_look_alike_are_one_original_and_those_without_content_are_not():
    generator = np.random.default_rng(1)
    pictures = [np.kron(generator.integers(0, 256, (4, 4, 3)), np.ones((16, 16, 1))).astype(np.uint8) for _ in range(2)]
    edited = pictures[0].copy()
    edited[40:48, 24:40] = 90
    blank = np.zeros((64, 64, 3), np.uint8)
    thumbnails = np.stack([thumbnail(one) for one in (*pictures, edited, blank, blank)])
    assert joined(["b", "c", "a", "x", "y"], thumbnails) == ["a", "c", "a", "x", "y"]
    assert joined(["x", "y"], thumbnails[3:]) == ["x", "y"]


def test_the_rate_is_chosen_below_where_the_loss_is_least_and_goes_up_and_down_once():
    rates = rates_to_test(60)
    losses = [2 - rate / 0.03 if rate < 0.03 else 1 + 60 * rate for rate in rates]
    assert 3e-3 < chosen_rate(rates, losses) < 8e-3
    course = [one_cycle(step / 100, 1e-2) for step in range(101)]
    assert max(course) == pytest.approx(1e-2)
    assert course[0] == pytest.approx(4e-4)
    assert course[-1] == pytest.approx(1e-5)
    assert np.argmax(course) == 25
