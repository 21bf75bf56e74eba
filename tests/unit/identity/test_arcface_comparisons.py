"""The document's comparisons: each training differs from the base in one thing, and all are sound."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from faceid_app.errors import UsageError
from faceid_app.identity.arcface_comparisons import GROUPS, arms_of, describe
from faceid_app.identity.arcface_options import NONE, ArcfaceOptions

BASE = ArcfaceOptions(backbone="resnet18", size=56, way=NONE, epochs=2, epoch_pictures=320)
MAY_CHANGE = {
    "backbone": {"backbone"}, "loss": {"loss", "scale", "margin"}, "augmentation": {"way", "augment"},
    "optimizer": {"optimizer", "weight_decay"}, "schedule": {"schedule"},
    "freezing": {"frozen_epochs", "unfreeze_every"}, "layers": {"embedding_layers"},
}  # fmt: skip


def test_every_training_changes_one_thing_of_the_base():
    arms = arms_of(BASE, GROUPS)
    assert arms[0].options == BASE
    assert len({arm.name for arm in arms}) == len(arms)
    assert {arm.group for arm in arms[1:]} == set(GROUPS)
    for arm in arms[1:]:
        arm.options.check()
        changed = {name for name, value in asdict(arm.options).items() if value != asdict(BASE)[name]}
        assert changed, arm.name
        assert changed <= MAY_CHANGE[arm.group], arm.name
        assert arm.theirs


def test_the_base_is_not_trained_twice():
    names = [arm.name for arm in arms_of(BASE, ("backbone",))]
    assert names == [
        "base", "backbone: resnet34", "backbone: resnet50", "backbone: efficientnet_b0", "backbone: efficientnet_v2_m",
    ]  # fmt: skip


def test_an_unknown_comparison_is_told():
    with pytest.raises(UsageError, match="no comparison named 'colour'"):
        arms_of(BASE, ("loss", "colour"))


def test_the_options_are_described_with_their_limits():
    assert describe(BASE) == (
        "resnet18 from random weights, 56 pixels, embedding 512, 1 linear layer, ArcFace (s=5, m=0.1), adamw 0.0003, "
        "weight decay 0.01, schedule constant, backbone frozen for 0 epochs, augmentation none, batch 16, 2 epochs of "
        "320 pictures at most"
    )
