"""The networks for kinds of faces, and that one of them learns from tiny pictures."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.guard.artificial_frame import INPUT
from faceid_app.identity.artificial_options import ArtificialOptions
from faceid_app.learning.artificial.networks import build_network, embedder, rate_factors, save_weights
from faceid_app.learning.artificial.pictures import Faces
from faceid_app.learning.artificial.training import Batches, _compile

KINDS = ("photograph", "anime", "sketch")


def _faces(counts: tuple[int, ...]) -> Faces:
    """Kind k is of grey 60 + 60 k; photographs are of two sources, four to one."""
    kind = np.repeat(np.arange(len(counts)), counts).astype(np.int32)
    source = kind + 1
    source[: counts[0] // 5] = 0
    frames = np.tile((60 + 60 * kind)[:, None, None, None], (1, 96, 96, 3)).astype(np.uint8)
    names = tuple(str(row) for row in range(len(kind)))
    side = np.full(len(kind), "training")
    return Faces(frames, kind, source, side, names, np.ones(len(kind), np.bool_), KINDS, ("a", "b", "c", "d"))


def test_the_compact_network_is_small_and_its_groups_learn_the_slower_the_earlier():
    network = build_network("compact", kinds=5, weights=None)
    assert network.count_params() <= 600_000
    assert network.output_shape == (None, 5)
    assert embedder(network).output_shape == (None, 160)
    factors = rate_factors(network, 0.5)
    assert {weight.path for weight in network.trainable_weights} == set(factors)
    assert factors["kinds/kernel"] == 1
    assert factors["stage5_7_convolution/kernel"] == 0.5
    assert factors["stem/kernel"] == min(factors.values())


@pytest.mark.slow
def test_se_resnet50_has_the_published_number_of_weights():
    network = build_network("se-resnet50", kinds=1000, weights=None)
    assert sum(int(np.prod(weight.shape)) for weight in network.trainable_weights) == 28_088_024
    assert network.input_shape == (None, INPUT, INPUT, 3)
    assert embedder(network).output_shape == (None, 2048)


def test_batches_hold_photographs_twice_as_often_and_small_sources_more_than_their_share():
    faces = _faces((500, 50, 50))
    batches = Batches(faces, ArtificialOptions(batch=64, epoch_pictures=640, synthetic_share=0.0, augment=()))
    kinds = np.concatenate([kind.argmax(axis=1) for _, kind in batches.of_epoch(0)])
    share = np.bincount(kinds) / len(kinds)
    assert share == pytest.approx([0.5, 0.25, 0.25], abs=0.06)
    assert batches._chance[faces.source == 0].sum() == pytest.approx(0.5 / 3)
    first, again = (next(iter(batches.of_epoch(0)))[0] for _ in range(2))
    assert np.array_equal(first, again)


def test_a_step_moves_late_layers_more_than_early_ones_and_another_network_can_begin_with_them(tmp_path: Path):
    keras.utils.set_random_seed(0)
    network = build_network("compact", kinds=3, weights=None)
    options = ArtificialOptions(group_factor=0.1, weight_decay=0.0)
    _compile(network, options, 1e-3)
    network.run_eagerly = True  # one step: tracing it would take far longer
    watched = {name: next(w for w in network.weights if w.path == name) for name in ("stem/kernel", "kinds/kernel")}
    before = {name: weight.numpy().copy() for name, weight in watched.items()}
    pictures = np.random.default_rng(0).uniform(-1, 1, (6, INPUT, INPUT, 3)).astype(np.float32)
    network.train_on_batch(pictures, np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1, 2]])
    save_weights(network, tmp_path / "learned.weights.h5")
    after = build_network("compact", kinds=5, weights=str(tmp_path / "learned.weights.h5"))
    assert all(
        np.array_equal(a, b)
        for a, b in zip(embedder(after).get_weights(), embedder(network).get_weights(), strict=True)
    )
    moved = {name: float(np.abs(watched[name].numpy() - before[name]).max()) for name in watched}
    assert 0 < moved["stem/kernel"] < 0.01 * moved["kinds/kernel"]
