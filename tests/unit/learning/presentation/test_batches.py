"""Batches: classes and sources count alike, and no variation touches what lies outside the frame."""

from __future__ import annotations

import numpy as np

from faceid_app.guard.surroundings import NETWORK_SIDE, OUTSIDE
from faceid_app.learning.presentation.batches import Batches


def test_sources_and_classes_count_alike_however_many_views_they_have():
    sizes = {("nuaa", False): 5, ("nuaa", True): 50, ("synthetic", False): 200, ("synthetic", True): 20}
    attack = np.concatenate([np.full(size, kind) for (_, kind), size in sizes.items()])
    source = np.concatenate([np.full(size, name) for (name, _), size in sizes.items()])
    views = np.zeros((len(attack), NETWORK_SIDE, NETWORK_SIDE, 3), np.uint8)
    told = [one for _, one in Batches(views, attack, source, count=20, seed=0)]
    assert abs(np.mean(told) - 0.5) < 0.05
    assert all(one.shape == (64, 1) for one in told)


def test_outside_the_frame_stays_grey_and_inside_varies():
    views = np.full((2, NETWORK_SIDE, NETWORK_SIDE, 3), OUTSIDE, np.uint8)
    views[:, 20:-20, 20:-20] = (200, 90, 60)
    (pictures, _), *_ = Batches(views, np.array([False, True]), np.array(["nuaa"] * 2), count=1, seed=0)
    assert pictures.dtype == np.float32
    assert -1 <= pictures.min() <= pictures.max() <= 1
    assert (pictures[:, :4] == 0).all()
    assert pictures[:, NETWORK_SIDE // 2, NETWORK_SIDE // 2, 0].std() > 0.05
