"""The options of a laboratory training: the document's values, what is refused, and the way through JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from faceid_app.errors import UsageError
from faceid_app.identity.arcface_options import ArcfaceOptions, FaceSource


def test_the_defaults_are_the_documents():
    options = ArcfaceOptions()
    options.check()
    assert (options.backbone, options.embedding, options.embedding_layers) == ("resnet34", 512, 1)
    assert (options.loss, options.scale, options.margin) == ("arcface", 5.0, 0.1)
    assert (options.optimizer, options.learning_rate, options.weight_decay) == ("adamw", 3e-4, 0.01)
    assert (options.restart_epochs, options.lowest_rate) == (3, 3e-5)
    assert (options.schedule, options.frozen_epochs) == ("constant", 0), "tried there and dropped"
    assert (options.batch, options.epochs, options.way) == (16, 50, "single")
    assert options.augment[:4] == ("grayscale", "jitter", "posterize", "equalize")
    assert 1 + len(options.augment) == 6, "the set grows sixfold"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"backbone": "vgg"}, "There is no backbone named 'vgg'; known are: resnet18"),
        ({"augment": ("swirl",)}, "no augmentation named 'swirl'"),
        ({"augment": ()}, "needs at least one of"),
        ({"way": "both"}, "no augmentation way named 'both'"),
        ({"margin": -0.1}, "A margin of -0.1 cannot be used; choose 0 to 1.5"),
        ({"batch": 1}, "A batch of 1"),
        ({"lowest_rate": 1.0}, "choose 0 to 0.0003"),
        ({"epoch_pictures": 8}, "less than one batch"),
        ({"backbone": "compact", "size": 56}, "112 pixels only"),
    ],
)
def test_what_cannot_be_used_is_told(change: dict[str, Any], words: str):
    with pytest.raises(UsageError, match=words):
        ArcfaceOptions(**change).check()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "one source of faces"),
        ({"people": "a", "aligned": ("b",), "identities": "c"}, "one source of faces"),
        ({"aligned": ("b",)}, "give both"),
        ({"people": "a", "unseen_share": 0.0}, "--unseen-share cannot be 0"),
        ({"people": "a", "least_pictures": 1}, "at least 2"),
        ({"people": "a", "most_people": 3}, "3 people are not enough"),
        ({"people": "a", "most_pictures": 2}, "fewer than --least-pictures 4"),
    ],
)
def test_sources_that_cannot_be_used_are_told(change: dict[str, Any], words: str):
    with pytest.raises(UsageError, match=words):
        FaceSource(**change).check()


def test_both_go_through_json():
    options = ArcfaceOptions(augment=("flip",), epoch_pictures=64)
    assert ArcfaceOptions.from_dict(json.loads(json.dumps(options.to_dict()))) == options
    source = FaceSource(aligned=("/a", "/b"), identities="/c")
    assert FaceSource.from_dict(json.loads(json.dumps(source.to_dict()))) == source
