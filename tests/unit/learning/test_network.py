"""A shipped backbone as a Keras network: the saved one, if it is the one that was shipped."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.identity.backbones import KERAS_FILE, Backbone, find_backbone
from faceid_app.learning.layers import L2Normalize
from faceid_app.learning.network import load_network
from faceid_app.paths import Paths
from tests.helpers.shipped import DIMENSION, seal, ship


@pytest.fixture
def network() -> keras.Model:
    """A small one, with a layer of ours."""
    keras.utils.set_random_seed(0)
    layers = [keras.layers.Conv2D(4, 3, strides=8), keras.layers.Flatten(), keras.layers.Dense(8), L2Normalize()]
    return keras.Sequential([keras.Input((112, 112, 3)), *layers])


@pytest.fixture
def folder(paths: Paths, network: keras.Model) -> Path:
    """The folder of a backbone whose Keras file is that network."""
    folder = ship(paths.models)
    network.save(folder / KERAS_FILE)
    seal(folder, dimension=DIMENSION)
    return folder


def found(paths: Paths) -> Backbone:
    return find_backbone(paths, "compact")


def test_it_computes_what_was_saved(paths: Paths, folder: Path, network: keras.Model):
    pictures = np.random.default_rng(0).uniform(0, 255, (2, 112, 112, 3)).astype(np.float32)
    np.testing.assert_array_equal(load_network(found(paths))(pictures), network(pictures))


def test_another_file_is_not_loaded(paths: Paths, folder: Path):
    (folder / KERAS_FILE).write_bytes(b"another")
    with pytest.raises(CorruptData, match="checksum"):
        load_network(found(paths))


def test_a_file_that_keras_cannot_read_is_told(paths: Paths, folder: Path):
    (folder / KERAS_FILE).write_bytes(b"no network")
    seal(folder, dimension=DIMENSION)
    with pytest.raises(CorruptData, match=r"Keras cannot read it \(\w+\)"):
        load_network(found(paths))


def test_a_fetched_backbone_is_read_from_its_source(paths: Paths, folder: Path):
    (folder / KERAS_FILE).unlink()
    seal(folder, dimension=DIMENSION)
    with pytest.raises(ModelMissing):
        load_network(found(paths))
