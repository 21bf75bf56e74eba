import io

import cv2
import numpy as np
import pytest
from PIL import Image

from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.learning.look import Look, jpeg_quality_of, measure_look, measure_pictures
from tests.helpers.synthetic_faces import portrait


def _textured(seed: int) -> np.ndarray:
    """A portrait with smooth skin, strokes of every width, and no noise."""
    generator = np.random.default_rng(seed)
    picture = cv2.GaussianBlur(portrait(person=seed, room=seed).rgb.astype(np.float32), (0, 0), 3.0)
    for _ in range(60):
        start, end = generator.integers((80, 75), (172, 195), (2, 2)).tolist()
        shade = float(generator.uniform(40, 220))
        cv2.line(picture, start, end, (shade, shade * 0.8, shade * 0.7), int(generator.integers(1, 5)), cv2.LINE_AA)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.8), 0, 255).astype(np.uint8)


REFERENCE = [_textured(seed) for seed in range(12)]


def _camera(picture: np.ndarray, *, sigma: float = 0.0, noise: float = 0.0, seed: int = 0) -> np.ndarray:
    """A dim, reddish camera."""
    seen = picture.astype(np.float32)
    if sigma:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), sigma), np.float32)
    seen = seen * (0.7, 0.5, 0.4) + 10
    seen += np.random.default_rng(seed).normal(0, noise, (250, 250, 1))
    return np.clip(np.rint(seen), 0, 255).astype(np.uint8)


def _look(**camera: float) -> Look:
    own = [_camera(_textured(100 + i), seed=i, **camera) for i in range(8)]
    return measure_look(own, REFERENCE, jpeg_quality=95)


def test_colours_of_the_camera_are_put_on_strangers():
    look = _look()
    rendered = [look.render(picture, generator=np.random.default_rng(i)) for i, picture in enumerate(REFERENCE)]

    own = measure_pictures([_camera(_textured(100 + i)) for i in range(8)])
    seen = measure_pictures(rendered)
    np.testing.assert_allclose(seen.mean, own.mean, atol=2.0)
    np.testing.assert_allclose(np.sqrt(np.diag(seen.covariance)), np.sqrt(np.diag(own.covariance)), rtol=0.15)


@pytest.mark.parametrize("sigma", [1.0, 1.6, 2.5])
def test_blur_is_found(sigma):
    look = _look(sigma=sigma)

    # Blur also takes contrast, and that much is put into the colours: the blur alone comes out a little smaller.
    assert look.blur == pytest.approx(sigma, rel=0.3)
    own = measure_pictures([_camera(_textured(100 + i), seed=i, sigma=sigma) for i in range(8)])
    seen = measure_pictures([look.render(picture, generator=np.random.default_rng(0)) for picture in REFERENCE])
    assert seen.detail == pytest.approx(own.detail, rel=0.15)


def test_a_camera_as_sharp_as_the_reference_adds_no_blur():
    assert _look().blur < 0.4


@pytest.mark.parametrize("noise", [3.0, 8.0])
def test_noise_is_found_and_not_taken_for_detail(noise):
    look = _look(sigma=1.6, noise=noise)

    assert look.noise == pytest.approx(noise, rel=0.15)
    assert look.blur == pytest.approx(1.6, abs=0.6)


def test_differences_among_strangers_remain():
    look = _look()
    bright, dark = REFERENCE[0], (REFERENCE[0] * 0.5).astype(np.uint8)

    seen = [look.render(picture, generator=np.random.default_rng(0)).mean() for picture in (bright, dark)]

    assert seen[0] > seen[1] + 5


def test_rendering_depends_on_nothing_but_its_generator():
    look = _look(noise=5.0)

    first, second, other = (look.render(REFERENCE[0], generator=np.random.default_rng(s)) for s in (1, 1, 2))

    assert first.shape == (250, 250, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()


@pytest.mark.parametrize("quality", [20, 50, 75, 95])
def test_quality_is_read_from_the_file(quality):
    assert jpeg_quality_of(encode_jpeg(REFERENCE[0], quality=quality)) == pytest.approx(quality, abs=1)


def test_a_picture_without_compression_has_quality_100():
    assert jpeg_quality_of(encode_png(REFERENCE[0])) == 100
    stream = io.BytesIO()
    Image.fromarray(REFERENCE[0]).save(stream, "JPEG", quality=100)
    assert jpeg_quality_of(stream.getvalue()) >= 99


def test_grey_pictures_have_a_look_too():
    grey = [np.repeat(picture[..., :1], 3, axis=2) for picture in REFERENCE]

    look = measure_look([_camera(picture) for picture in REFERENCE], grey, jpeg_quality=90)

    assert np.isfinite(look.colour).all()
    assert np.linalg.norm(look.colour, 2) <= 3.0 + 1e-9


def test_only_portraits_are_measured():
    with pytest.raises(ValueError, match="none"):
        measure_pictures([])
    with pytest.raises(ValueError, match=r"\(100, 100, 3\)"):
        measure_pictures([np.zeros((100, 100, 3), np.uint8)])
