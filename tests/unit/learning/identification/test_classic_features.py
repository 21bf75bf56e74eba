"""The 806 numbers, where they can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("skimage", reason="the classic features need scikit-image, an optional extra")

from faceid_app.learning.identification.classic_features import GRADIENT_NUMBERS, NUMBERS, classic_features


def test_a_picture_of_one_colour():
    picture = np.full((40, 30, 3), (10, 200, 255), np.uint8)
    features = classic_features(picture, gradients=False)
    assert features.shape == (NUMBERS,) == (806,)
    histograms, patterns, statistics = np.split(features, [768, 794])
    assert np.flatnonzero(histograms).tolist() == [10, 256 + 200, 512 + 255]
    assert np.allclose(histograms[[10, 456, 767]], 1)
    assert patterns.sum() == pytest.approx(1, abs=1e-6)
    assert (patterns[10:] == 0).all()
    assert statistics.tolist() == [10, 0, 10, 10, 200, 0, 200, 200, 255, 0, 255, 255]


def test_size_does_not_count_and_gradients_are_added_behind():
    small = np.random.default_rng(0).integers(0, 256, (32, 32, 3)).astype(np.uint8)
    large = np.repeat(np.repeat(small, 2, axis=0), 2, axis=1)
    plain, twice = classic_features(small, gradients=False), classic_features(large, gradients=False)
    assert np.allclose(plain[:768], twice[:768])
    assert np.allclose(plain[-12:], twice[-12:], atol=1e-3)
    with_gradients = classic_features(small, gradients=True)
    assert with_gradients.shape == (NUMBERS + GRADIENT_NUMBERS,)
    assert np.array_equal(with_gradients[:NUMBERS], plain)
