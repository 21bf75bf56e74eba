"""Each distortion on a drawn face: the same for the same seed, stronger where it should be, its input left alone."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.distortions import (
    DISTORTIONS,
    UNTOUCHED,
    Distortion,
    generator_for,
    pixels_per_aligned_pixel,
)
from faceid_app.faces.alignment import ALIGNED_TEMPLATE
from faceid_app.faces.face import Face
from tests.helpers.drawn_face import FACE, drawn_face

BY_KIND = {distortion.kind: distortion for distortion in DISTORTIONS}


def kind_of(distortion: Distortion) -> str:
    return distortion.kind


def spoilt(kind: str, strength: float, *, rgb=None, face: Face = FACE, seed: int = 0):
    generator = generator_for(seed=seed, kind=kind, picture="Ann/Ann_0001.jpg")
    return BY_KIND[kind](drawn_face() if rgb is None else rgb, face, strength, generator=generator)


def flat(level: int):
    return np.full((250, 250, 3), level, np.uint8)


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=kind_of)
def test_strength_0_is_the_picture_itself_but_a_copy(distortion):
    rgb = drawn_face()
    out = spoilt(distortion.kind, UNTOUCHED, rgb=rgb)
    assert np.array_equal(out, rgb)
    assert not np.shares_memory(out, rgb)


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=kind_of)
def test_every_strength_keeps_shape_type_and_input_and_depends_on_the_seed_alone(distortion):
    rgb = drawn_face()
    for strength in distortion.strengths:
        out = spoilt(distortion.kind, strength, rgb=rgb)
        assert (out.shape, out.dtype) == (rgb.shape, np.uint8)
        assert np.array_equal(rgb, drawn_face())
        assert not np.shares_memory(out, rgb)
        assert np.array_equal(out, spoilt(distortion.kind, strength))


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=kind_of)
def test_each_strength_changes_more_than_the_one_before(distortion):
    x, y, width, height = (int(value) for value in FACE.box)
    inside = (slice(y, y + height), slice(x, x + width))
    rgb = drawn_face()[inside].astype(float)
    change = [0.0]
    for strength in distortion.strengths:
        change.append(float(np.abs(spoilt(distortion.kind, strength)[inside] - rgb).mean()))
    assert change == sorted(change)
    assert len(set(change)) == len(change)


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=kind_of)
def test_a_kind_names_each_of_its_strengths(distortion):
    assert len(distortion.names) == len(distortion.strengths) == len(set(distortion.names))
    assert distortion.title
    assert distortion.unit


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=kind_of)
@pytest.mark.parametrize("strength", [-1.0, float("nan"), float("inf")])
def test_a_strength_below_0_is_refused(distortion, strength):
    with pytest.raises(ValueError, match="at least 0"):
        spoilt(distortion.kind, strength)


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=kind_of)
def test_what_is_no_picture_is_refused(distortion):
    with pytest.raises(ValueError, match="must be"):
        spoilt(distortion.kind, 1.0, rgb=np.zeros((10, 10), np.uint8))


@pytest.mark.parametrize(("kind", "strength"), [("jpeg", 101.0), ("occlusion", 101.0), ("glasses", 5.0), ("mask", 1.5)])
def test_a_strength_that_a_kind_lacks_is_refused(kind, strength):
    with pytest.raises(ValueError, match="Received"):
        spoilt(kind, strength)


def test_chance_differs_between_seeds_kinds_and_pictures():
    def drawn(seed: int = 0, kind: str = "noise", picture: str = "a") -> float:
        return generator_for(seed=seed, kind=kind, picture=picture).random()

    assert drawn() == drawn()
    assert len({drawn(), drawn(seed=1), drawn(kind="blur"), drawn(picture="b")}) == 4


def test_a_pixel_of_the_aligned_face_is_measured_in_the_picture():
    assert pixels_per_aligned_pixel(ALIGNED_TEMPLATE) == pytest.approx(1.0)
    assert pixels_per_aligned_pixel(ALIGNED_TEMPLATE * 2.5 + 40) == pytest.approx(2.5)


def test_blur_is_as_wide_as_its_sigma_on_the_aligned_face():
    rgb = flat(0)
    rgb[:, 125:] = 200
    out = spoilt("blur", 2.0, rgb=rgb)[125, :, 0].astype(float)
    slope = np.diff(out)
    centre = (slope * np.arange(249)).sum() / slope.sum()
    sigma = np.sqrt((slope * (np.arange(249) - centre) ** 2).sum() / slope.sum())
    assert sigma == pytest.approx(2.0 * pixels_per_aligned_pixel(FACE.landmarks), rel=0.03)


def test_noise_has_the_deviation_it_is_called_by_and_no_mean():
    out = spoilt("noise", 20.0, rgb=flat(128)).astype(float) - 128
    assert out.std() == pytest.approx(20.0, rel=0.01)
    assert abs(out.mean()) < 0.15
    stronger = spoilt("noise", 40.0, rgb=flat(128)).astype(float) - 128
    assert np.corrcoef(out.ravel(), stronger.ravel())[0, 1] > 0.99  # the same noise, twice as strong


def test_each_stop_of_darkness_halves_the_light():
    def light(stops: float) -> float:
        return float(((spoilt("darkness", stops, rgb=flat(255)).astype(float) / 255) ** 2.2).mean())

    assert light(2.0) == pytest.approx(1 / 4, rel=0.02)
    assert light(4.0) == pytest.approx(1 / 16, rel=0.02)


def test_less_light_is_noisier():
    def noise(stops: float) -> float:
        light = (spoilt("darkness", stops, rgb=flat(200)).astype(float) / 255) ** 2.2
        return float(light.std() / light.mean())

    # 4,000 electrons in white, 0.59 of it here; a 16th of that at 4 stops; their square root varies.
    electrons = 4000 * (200 / 255) ** 2.2 / 16
    assert noise(4.0) == pytest.approx(np.sqrt(electrons + 9) / electrons, rel=0.1)
    assert noise(2.0) < noise(4.0) < noise(6.0)


def test_low_resolution_leaves_as_many_pixels_as_it_says():
    rgb = np.random.default_rng(0).integers(0, 256, (250, 250, 3), np.uint8)
    out = spoilt("low_resolution", 25.0, rgb=rgb)  # a face of 125 pixels: five to one
    means = rgb.reshape(50, 5, 50, 5, 3).mean(axis=(1, 3))
    assert np.abs(out[2::5, 2::5].astype(float) - means).max() <= 1.0


def test_a_face_that_is_smaller_already_is_not_enlarged():
    assert np.array_equal(spoilt("low_resolution", 125.0), drawn_face())
    assert np.array_equal(spoilt("low_resolution", 400.0), drawn_face())


@pytest.mark.parametrize("percent", [10.0, 30.0, 50.0, 100.0])
def test_an_occlusion_covers_the_share_of_the_face_it_says(percent):
    out, rgb = spoilt("occlusion", percent), drawn_face()
    x, y, width, height = (int(value) for value in FACE.box)
    covered = (out != rgb).any(axis=2)[y : y + height, x : x + width]
    assert covered.mean() == pytest.approx(percent / 100, abs=0.02)


def test_occlusions_come_from_all_sides():
    x, y, width, height = (int(value) for value in FACE.box)
    corners = set()
    for seed in range(30):
        changed = (spoilt("occlusion", 30.0, seed=seed) != drawn_face()).any(axis=2)
        corners.add(tuple(bool(changed[row, column]) for row in (y, y + height) for column in (x, x + width)))
    assert len(corners) >= 4


def test_jpeg_of_a_low_quality_shows_its_blocks():
    out = spoilt("jpeg", 5.0).astype(float).mean(axis=2)
    across = np.abs(np.diff(out, axis=1)).mean(axis=0)
    at_border = across[7::8].mean()
    assert at_border > 3 * np.delete(across, np.arange(7, across.size, 8)).mean()
