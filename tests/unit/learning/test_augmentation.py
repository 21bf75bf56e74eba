"""Views: repeatable, of the right kind, and none where nothing may change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from faceid_app.learning.augmentation import NONE, Augmentation
from tests.helpers.narrow_chain import smooth_faces

FACE = smooth_faces(1)[0]


def test_the_same_generator_gives_the_same_view():
    views = [Augmentation().view(FACE, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(views[0], views[1])
    assert (views[0] != views[2]).mean() > 0.5


def test_no_augmentation_is_the_picture_itself():
    before = FACE.copy()
    np.testing.assert_array_equal(NONE.view(FACE, np.random.default_rng(0)), FACE)
    Augmentation().view(FACE, np.random.default_rng(0))
    np.testing.assert_array_equal(FACE, before)


def test_strength_is_a_factor_that_ends_at_certainty():
    assert Augmentation().times(0.0) == NONE
    assert Augmentation().times(1.0) == Augmentation()
    strong = Augmentation().times(1.5)
    assert (strong.shift, strong.flip) == (6.0, 0.5)
    assert strong.blur == pytest.approx(0.225)
    assert Augmentation().times(100.0).noise == 1.0


@pytest.mark.parametrize(
    "kind", ["flip", "grey", "blur", "low_resolution", "noise", "jpeg", "occlusion", "shift", "scale", "turn", "light"]
)
def test_each_change_changes_something_and_keeps_the_shape(kind: str):
    changed = replace(NONE, **{kind: 5.0 if kind in ("shift", "turn") else 1.0})
    view = changed.view(FACE, np.random.default_rng(0))
    assert view.shape == FACE.shape
    assert view.dtype == np.uint8
    assert (view != FACE).any()


def test_grey_has_no_colour_and_a_mirror_is_exact():
    grey = replace(NONE, grey=1.0).view(FACE, np.random.default_rng(0))
    np.testing.assert_array_equal(grey[..., 0], grey[..., 2])
    mirrored = replace(NONE, flip=1.0).view(FACE, np.random.default_rng(0))
    np.testing.assert_array_equal(mirrored, FACE[:, ::-1])
