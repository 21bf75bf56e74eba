"""A bundle travels whole, and nothing that is damaged or of another version is believed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from faceid_app.errors import BundleVersionMismatch, CorruptData, ModelMissing
from faceid_app.identity.bundle import CARD_FILE, HEAD_FILE, NETWORK_FILE, Bundle
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from tests.helpers.bundles import untrained_bundle


@pytest.fixture
def bundle() -> Bundle:
    return untrained_bundle()


def test_it_comes_back_as_it_was(bundle):
    again = Bundle.from_files(bundle.to_files())
    assert again.recipe == "head"
    assert again.backbone == bundle.backbone
    assert again.thresholds == bundle.thresholds
    assert again.fitness == bundle.fitness
    assert again.calibration == bundle.calibration
    assert again.card == {"epochs": 3}
    np.testing.assert_array_equal(again.head.weights, bundle.head.weights)


def test_another_preprocessing_is_refused_before_anything_else(bundle):
    files = bundle.to_files()
    card = json.loads(files[CARD_FILE]) | {"preprocessing": PREPROCESSING_VERSION + 1}
    with pytest.raises(BundleVersionMismatch, match=f"version {PREPROCESSING_VERSION + 1}"):
        Bundle.from_files({CARD_FILE: json.dumps(card).encode()})


@pytest.mark.parametrize("name", [CARD_FILE, HEAD_FILE])
@pytest.mark.parametrize("damage", ["missing", "cut", "empty", "rubbish"])
def test_damage_is_told_in_one_sentence(bundle, name, damage):
    files = bundle.to_files()
    content = files.pop(name)
    if damage != "missing":
        files[name] = {"cut": content[: len(content) // 2], "empty": b"", "rubbish": b"\x00\xff" * 40}[damage]
    with pytest.raises(CorruptData, match="train again"):
        Bundle.from_files(files)


def test_only_an_explicit_true_is_fit(bundle):
    files = bundle.to_files()
    card = json.loads(files[CARD_FILE])
    card["fitness"]["fit"] = "yes"
    assert not Bundle.from_files(files | {CARD_FILE: json.dumps(card).encode()}).fitness.fit


def test_it_names_a_backbone_or_carries_a_network_never_both(bundle):
    with pytest.raises(CorruptData, match="backbone or carry"):
        Bundle.from_files(bundle.to_files() | {NETWORK_FILE: b"x"})


def test_a_backbone_that_is_not_installed_is_told(bundle, paths):
    with pytest.raises(ModelMissing, match="faceid models fetch sface"):
        bundle.embedder(paths)
