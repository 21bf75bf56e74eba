"""Views: the same for the same arguments, known ones exact."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.arcface_options import AUGMENTATIONS, COMBINED, DOCUMENT_AUGMENTATIONS, NONE, ArcfaceOptions
from faceid_app.learning.arcface.augmentations import CHANGES, make_view, views_of

FACE = np.random.default_rng(0).integers(20, 220, (40, 30, 3), dtype=np.uint8)


def changed(name: str, seed: int = 0) -> np.ndarray:
    return CHANGES[name](FACE, np.random.default_rng(seed))


def test_every_augmentation_has_its_function():
    assert set(CHANGES) == set(AUGMENTATIONS)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_a_view_has_the_shape_and_follows_its_generator(name: str):
    view = changed(name)
    assert view.shape == FACE.shape
    assert view.dtype == np.uint8
    assert np.array_equal(view, changed(name))
    assert not np.array_equal(view, FACE)


@pytest.mark.parametrize("name", ["jitter", "blur", "rotate", "erase"])
def test_those_that_draw_differ_between_draws(name: str):
    assert not np.array_equal(changed(name, 0), changed(name, 1))


def test_posterize_leaves_two_bits():
    assert np.array_equal(changed("posterize"), FACE & 0b1100_0000)


def test_grayscale_has_one_value_a_pixel_and_flip_mirrors():
    grey = changed("grayscale")
    assert np.ptp(grey, axis=2).max() == 0
    assert np.array_equal(changed("flip"), FACE[:, ::-1])


def test_equalize_spreads_the_levels():
    dark = (FACE // 4).astype(np.uint8)
    assert CHANGES["equalize"](dark, np.random.default_rng(0)).max() == 255


def test_singly_the_set_grows_sixfold_and_view_0_is_the_picture():
    options = ArcfaceOptions()
    assert options.augment == DOCUMENT_AUGMENTATIONS
    assert views_of(options, 100) == 600
    views = [make_view(options, FACE, view=view, epoch=0, row=3) for view in range(6)]
    assert np.array_equal(views[0], FACE)
    assert np.array_equal(views[3], FACE & 0b1100_0000)
    assert len({view.tobytes() for view in views}) == 6


def test_combined_draws_by_seed_epoch_and_row():
    options = ArcfaceOptions(way=COMBINED)
    assert views_of(options, 100) == 100

    def view(epoch: int, row: int, seed: int = 0) -> bytes:
        return make_view(ArcfaceOptions(way=COMBINED, seed=seed), FACE, view=0, epoch=epoch, row=row).tobytes()

    assert view(1, 2) == view(1, 2)
    assert len({view(epoch, row, seed) for epoch in range(3) for row in range(3) for seed in range(2)}) > 10


def test_none_is_the_picture():
    options = ArcfaceOptions(way=NONE)
    assert views_of(options, 7) == 7
    assert np.array_equal(make_view(options, FACE, view=0, epoch=4, row=1), FACE)
