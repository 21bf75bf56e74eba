"""Counting how well kinds of faces are told."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.artificial_figures import (
    by_source,
    calibrate,
    kind_figures,
    misjudged,
    principal_components,
    two_kinds,
)

KINDS = ("photograph", "anime")
TABLE = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.2, 0.8]])
TRUE = np.array([0, 1, 1, 0], np.int32)


def test_right_unsure_and_wrong_add_up():
    figures = kind_figures(KINDS, TRUE, TABLE, limit=0.75)
    photograph, anime = figures["kinds"]["photograph"], figures["kinds"]["anime"]
    assert [photograph[name]["count"] for name in ("most_probable", "right", "unsure", "wrong")] == [1, 1, 0, 1]
    assert [anime[name]["count"] for name in ("most_probable", "right", "unsure", "wrong")] == [1, 0, 2, 0]
    assert figures["all"]["value"] == 0.5
    assert figures["told"]["count"] == 2
    assert figures["confusion"] == [[1, 1], [1, 1]]


def test_a_kind_without_pictures_has_no_rate():
    figures = kind_figures((*KINDS, "sketch"), TRUE, np.c_[TABLE, np.zeros(4)], limit=0.5)
    assert figures["kinds"]["sketch"]["most_probable"]["value"] is None
    assert figures["mean"] == 0.5


def test_sources_are_counted_each_and_the_worst_misjudged_come_first():
    figures = by_source(("a", "b"), np.array([0, 0, 1, 1], np.int32), TRUE, TABLE, limit=0.75)
    assert figures["a"]["right"]["count"] == 1
    assert figures["b"]["wrong_when_told"]["count"] == 1
    assert misjudged(TRUE, TABLE) == [3, 1]
    assert two_kinds(TRUE == 0, TRUE == 1, 0, 1, TABLE)["count"] == 2


def test_calibration_cools_what_is_too_sure_and_keeps_the_wanted_share():
    generator = np.random.default_rng(0)
    kind = generator.integers(0, 2, 4000).astype(np.int32)
    chance = generator.uniform(0.5, 1, 4000)
    right = generator.random(4000) < chance
    side = np.where(right, kind, 1 - kind)
    logits = np.zeros((4000, 2))
    logits[np.arange(4000), side] = 3 * np.log(chance / (1 - chance + 1e-9))
    told = calibrate(logits, kind, np.ones(4000))
    assert told["temperature"] == pytest.approx(3, abs=0.4)
    assert told["reached"]
    assert 0.95 <= told["right_of_told"]["value"] < 0.99
    assert told["limit"] == pytest.approx(0.9, abs=0.06)


def test_where_nothing_reaches_the_wanted_share_that_is_said():
    told = calibrate(np.array([[9.0, 0.0]] * 4), np.array([1, 1, 1, 0], np.int32), np.ones(4))
    assert not told["reached"]


def test_principal_components_hold_the_variance():
    rows = np.array([[1, 0, 0], [-1, 0, 0], [0, 0.5, 0], [0, -0.5, 0]], np.float32)
    points, shares = principal_components(rows)
    assert points.shape == (4, 2)
    assert shares == pytest.approx([0.8, 0.2])
