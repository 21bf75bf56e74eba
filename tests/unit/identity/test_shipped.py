"""The files that come with the program, where they are complete: whole, small, and without names."""

from __future__ import annotations

import json

import numpy as np
import pytest

from faceid_app.errors import ModelMissing
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE, align
from faceid_app.identity.arrays import unpack
from faceid_app.identity.backbones import (
    CARD_FILE,
    CARD_TEXT_FILE,
    KERAS_FILE,
    LOOKS_FILE,
    NETWORK_FILE,
    STRANGERS_FILE,
    Backbone,
    find_backbone,
)
from faceid_app.paths import Paths
from tests.helpers.synthetic_faces import portrait


@pytest.fixture
def compact(paths: Paths) -> Backbone:
    """The shipped backbone."""
    try:
        return find_backbone(paths)
    except ModelMissing:
        pytest.skip("assets/models/compact is not complete: what is shipped is not tested")


def test_every_file_is_as_its_manifest_says(compact: Backbone):
    assert compact.bundled
    for file in compact.files:
        assert compact.read(file)
    assert {path.name for path in compact.folder.iterdir()} == {*compact.files, "manifest.json"}


def test_it_is_small(compact: Backbone):
    network, keras = (len(compact.read(file)) for file in (NETWORK_FILE, KERAS_FILE))
    assert network <= 5_000_000
    assert network + keras <= 10_000_000
    assert len(compact.read(STRANGERS_FILE)) + len(compact.read(LOOKS_FILE)) <= 3_500_000


def test_strangers_are_all_of_lfw_without_names(compact: Backbone):
    strangers, looks = compact.strangers(), compact.looks()
    assert strangers is not None
    assert looks is not None
    assert len(strangers.person) + strangers.without_face == 13_233
    assert len(np.unique(strangers.person)) <= len(strangers.people) == 5_749
    assert (np.diff(strangers.person) < 0).any(), "no order of people is left"
    for file in (STRANGERS_FILE, LOOKS_FILE):
        assert all(array.dtype.kind in "iuf" for array in unpack(compact.read(file)).values())


def test_the_card_says_what_packing_does(compact: Backbone):
    card = json.loads(compact.read(CARD_FILE))
    assert card["strangers"]["packing"]["largest_threshold_change"] <= 0.002
    assert card["licence"]
    assert compact.read(CARD_TEXT_FILE).decode().startswith("# ")


def test_the_small_one_says_nearly_the_same_in_a_third_of_the_space(paths: Paths, compact: Backbone):
    small = find_backbone(paths, "compact-int8")
    assert len(small.network()) <= 1_500_000
    assert small.sha256 != compact.sha256
    faces = np.stack([align(portrait(person=one, room=one).rgb, PORTRAIT_TEMPLATE) for one in range(6)])
    rows = [one.embedder().embed(faces.astype(np.float32)) for one in (compact, small)]
    assert (rows[0] * rows[1]).sum(axis=1).min() >= 0.99
    told = json.loads(small.read(CARD_FILE))["int8"]
    assert told["cosine_to_float32"]["least"] >= 0.99
    assert told["cosine_to_float32"]["pictures"] == 13_233
    assert told["packing"]["largest_threshold_change"] <= 0.002
    ours, theirs = small.strangers(), compact.strangers()
    assert ours is not None
    assert theirs is not None
    assert ours.embeddings.shape == theirs.embeddings.shape
    assert small.read(STRANGERS_FILE) != compact.read(STRANGERS_FILE)
    assert len(small.read(STRANGERS_FILE)) + len(small.read(LOOKS_FILE)) <= 3_500_000


def test_the_head_fits_the_network(compact: Backbone):
    head = compact.universal_head()
    assert head is not None
    assert (head.weights <= 0).all()
    assert head.frame is not None
