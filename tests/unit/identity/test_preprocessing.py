"""The pixel contract."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.preprocessing import Input, to_input

ALIGNED = np.random.default_rng(0).integers(0, 256, (112, 112, 3), dtype=np.uint8)
PORTRAIT = np.random.default_rng(1).integers(0, 256, (250, 250, 3), dtype=np.uint8)


def test_an_aligned_face_passes_unchanged():
    prepared = to_input(Input.ALIGNED_112, aligned=ALIGNED, portrait=PORTRAIT)
    assert prepared.dtype == np.float32
    np.testing.assert_array_equal(prepared, ALIGNED)


def test_a_portrait_is_resized_to_100_and_divided_by_255():
    flat = np.full((250, 250, 3), (255, 51, 0), np.uint8)
    prepared = to_input(Input.PORTRAIT_100, aligned=ALIGNED, portrait=flat)
    assert prepared.shape == (100, 100, 3)
    np.testing.assert_allclose(prepared[50, 50], [1.0, 0.2, 0.0], atol=1e-6)


def test_another_size_is_refused():
    with pytest.raises(ValueError, match="Received"):
        to_input(Input.ALIGNED_112, aligned=ALIGNED[:50], portrait=PORTRAIT)
