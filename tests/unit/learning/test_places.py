"""Surroundings that no camera took: all kinds, each different, the same again for the same seed."""

from __future__ import annotations

import numpy as np

from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.detector import Detector
from faceid_app.learning.places import KINDS, made_place


def test_every_kind_looks_different_and_comes_again():
    places = [made_place(index, seed=1) for index in range(2 * len(KINDS))]

    assert all(place.rgb.shape == (250, 250, 3) and place.rgb.dtype == np.uint8 for place in places)
    assert all(place.landmarks is PORTRAIT_TEMPLATE for place in places)
    flat = np.stack([place.rgb.astype(float).ravel() for place in places])
    apart = np.abs(flat[:, None] - flat[None]).mean(axis=2)
    assert apart[~np.eye(len(places), dtype=bool)].min() > 10
    np.testing.assert_array_equal(made_place(3, seed=1).rgb, places[3].rgb)
    assert (made_place(3, seed=2).rgb != places[3].rgb).any()


def test_there_is_no_face_in_them():
    detector = Detector()
    assert [index for index in range(12) if detector.detect(made_place(index, seed=0).rgb)] == []
