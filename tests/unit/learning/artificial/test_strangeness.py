"""What is unlike all that was learned from is told by how far its embedding lies from every kind."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.guard.artificial import distances, drawn_together
from faceid_app.learning.artificial.strangeness import furthest, neighbourhood


def test_distance_counts_in_spreads_of_the_kinds_and_one_in_a_hundred_known_ones_is_too_far():
    generator = np.random.default_rng(0)
    kind = np.arange(4000, dtype=np.int32) % 2 * 3  # kinds 0 and 3: not every kind need occur
    spread, middle = np.array([1.0, 4.0]), np.where(kind[:, None] == 0, [0.0, 0.0], [20.0, 0.0])
    values = middle + generator.normal(size=(4000, 2)) * spread
    centres, precision = neighbourhood(values, kind)
    assert centres == pytest.approx(np.array([[0, 0], [20, 0]]), abs=0.3)
    probes = np.array([[0.0, 0.0], [20.0, 8.0], [10.0, 0.0]])
    assert distances(probes, centres, precision) == pytest.approx([0, 4, 100], rel=0.15, abs=0.2)
    limit = furthest(values, centres, precision)
    assert (distances(values, centres, precision) > limit).mean() == pytest.approx(0.01, abs=1e-3)
    assert limit < 15


def test_probabilities_drawn_together_keep_their_order_and_add_up():
    table = np.array([[0.9, 0.08, 0.02], [0.4, 0.35, 0.25]])
    drawn = drawn_together(table, 0.7)
    assert drawn.sum(axis=1) == pytest.approx([1, 1])
    assert drawn[0].max() == pytest.approx(0.7)
    assert drawn.argsort(axis=1).tolist() == table.argsort(axis=1).tolist()
    assert drawn[1] == pytest.approx(table[1])
