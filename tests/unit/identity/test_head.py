"""The L1 head: what it computes, how it is kept, and what the tight frame promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from faceid_app.identity.head import HIGHEST_LOGIT, L1Head, sigmoid, start_head, tempered, tight_frame


def unit_rows(count: int, dimension: int = 128, seed: int = 0) -> Any:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_score_is_the_sigmoid_of_the_weighted_distances():
    head = L1Head(frame=None, weights=np.array([-1.0, -2.0], np.float32), bias=3.0)
    logits = head.logits(np.array([1.0, 1.0], np.float32), np.array([[1.0, 1.0], [0.0, 3.0]], np.float32))
    assert logits.tolist() == [3.0, -2.0]
    scores = head.scores(np.array([1.0, 1.0], np.float32), np.array([[1.0, 1.0]], np.float32))
    assert scores[0] == pytest.approx(1 / (1 + np.exp(-3.0)))


@pytest.mark.parametrize("weights", ["negative", "mixed"])
def test_every_way_to_compare_gives_the_same_logits(weights):
    generator = np.random.default_rng(1)
    head = start_head(128, slope=30.0, bias=4.0)
    if weights == "mixed":
        head = L1Head(frame=head.frame, weights=generator.standard_normal(2048).astype(np.float32), bias=0.5)
    first, second = head.project(unit_rows(7, seed=2)), head.project(unit_rows(300, seed=3))
    crossed = head.cross_logits(first, second)
    one_by_one = np.stack([head.logits(probe, second) for probe in first])
    np.testing.assert_allclose(crossed, one_by_one, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(head.pair_logits(first, second[:7]), np.diagonal(crossed), rtol=1e-4, atol=1e-4)


def test_the_head_survives_its_own_file_and_refuses_another():
    head = start_head(16, slope=10.0, bias=1.25)
    again = L1Head.from_bytes(head.to_bytes())
    assert again.frame is not None
    assert head.frame is not None
    np.testing.assert_array_equal(again.frame, head.frame)
    np.testing.assert_array_equal(again.weights, head.weights)
    assert again.bias == 1.25
    plain = L1Head.from_bytes(L1Head(frame=None, weights=np.ones(3, np.float32), bias=0.0).to_bytes())
    assert plain.frame is None
    with pytest.raises(ValueError, match="not an archive"):
        L1Head.from_bytes(b"not an archive of arrays")


def test_a_head_that_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="Expected 8 weights"):
        L1Head(frame=np.zeros((4, 8), np.float32), weights=np.zeros(4, np.float32), bias=0.0)
    with pytest.raises(ValueError, match="finite"):
        L1Head(frame=None, weights=np.array([np.nan], np.float32), bias=0.0)


def test_the_frame_is_tight_and_its_l1_norm_follows_the_l2_norm():
    frame = tight_frame(128, blocks=4, seed=0)
    assert frame.shape == (128, 512)
    np.testing.assert_allclose(frame @ frame.T, 4 * np.eye(128), atol=1e-5)
    differences = unit_rows(500, seed=4) - unit_rows(500, seed=5)
    l1, l2 = np.abs(differences @ frame).sum(axis=1), np.linalg.norm(differences, axis=1)
    plain = np.abs(differences).sum(axis=1)
    # The ratio of the two norms varies less behind the frame than on the raw coordinates: that is what it is for.
    assert np.std(l1 / l2) / np.mean(l1 / l2) < 0.6 * np.std(plain / l2) / np.mean(plain / l2)


def test_the_frame_depends_on_its_seed_alone():
    np.testing.assert_array_equal(tight_frame(32, seed=3), tight_frame(32, seed=3))
    assert not np.array_equal(tight_frame(32, seed=3), tight_frame(32, seed=4))


def test_sigmoid_does_not_overflow():
    assert sigmoid(np.array([-1e4, 0.0, 1e4], np.float32)).tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize("count", [1, 2, 64, 65, 150])
def test_each_pair_of_one_set_is_computed_once(sign, count):
    head = start_head(16, slope=30.0 * -sign, bias=4.0, blocks=2)
    rows = head.project(unit_rows(count, 16))
    expected = head.cross_logits(rows, rows)[np.triu_indices(count, 1)]
    np.testing.assert_allclose(head.own_logits(rows), expected, rtol=1e-5, atol=1e-5)


def test_tempered_scores_keep_their_order_and_never_reach_one():
    steep = start_head(128, slope=800.0, bias=160.0)
    projected = steep.project(unit_rows(2))
    probes = np.stack([projected[0] * (1 - share) + projected[1] * share for share in np.linspace(0, 1, 50)])

    raw, soft = (head.scores(projected[0], probes) for head in (steep, tempered(steep)))

    assert (np.diff(raw) == 0).any()
    assert (np.diff(soft) < 0).all()
    assert 0 < soft.min() < soft.max() < 1
    assert tempered(steep).bias == pytest.approx(HIGHEST_LOGIT)


def test_weights_that_speak_for_a_match_are_tempered_by_the_greatest_logit():
    head = L1Head(frame=None, weights=np.array([50.0, -10.0], np.float32), bias=1.0)
    probe, others = np.zeros(2, np.float32), np.array([[0.8, 0.0], [0.9, 0.0], [0.9, 0.2]], np.float32)
    raw = head.logits(probe, others)
    soft = tempered(head, highest=float(raw.max()))
    assert len(np.unique(head.scores(probe, others))) == 1
    assert soft.logits(probe, others).max() == pytest.approx(HIGHEST_LOGIT)
    np.testing.assert_array_equal(np.argsort(soft.scores(probe, others)), np.argsort(raw))
    assert len(np.unique(soft.scores(probe, others))) == 3


def test_a_head_that_is_gentle_already_is_not_tempered():
    gentle = replace(start_head(128, slope=40.0, bias=8.0), bias=2.0)

    assert tempered(gentle).bias == 2.0
    np.testing.assert_array_equal(tempered(gentle).weights, gentle.weights)
