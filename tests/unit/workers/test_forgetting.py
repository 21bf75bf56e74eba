"""Pictures go by themselves after a training, where that is set and the model is one that can stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from faceid_app.errors import PicturesDropped
from faceid_app.identity.arrays import pack
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import BackboneReference, Fitness
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers import operations
from faceid_app.workers.operations import open_profiles, train
from tests.helpers.bundles import untrained_bundle

FIT, UNFIT = Fitness(True), Fitness(False, "it accepts strangers")


@pytest.fixture
def anna(paths: Paths) -> Profile:
    """Two captures of each role."""
    profile = open_profiles(paths).create("anna")
    for role in (*Role, *Role):
        profile.captures.add(
            role=role,
            portrait_jpeg=b"a face",
            aligned_png=b"the same",
            burst="a",
            camera="0",
            clock=0.0,
            measurements={},
        )
    return profile


@pytest.mark.parametrize(("forget", "fitness", "stay"), [(True, FIT, 0), (True, UNFIT, 4), (False, FIT, 4)])
def test_pictures_go_after_a_training_where_that_is_set(
    paths: Paths, anna: Profile, monkeypatch: pytest.MonkeyPatch, forget: bool, fitness: Fitness, stay: int
) -> None:
    backbone = find_backbone(paths)
    bundle = replace(untrained_bundle(), backbone=BackboneReference(backbone.name, backbone.sha256), fitness=fitness)

    def trained(*_arguments: object, **_options: object) -> dict[str, object]:
        saved = anna.bundles.save(bundle.to_files(), manifest={})
        ids = [record.id for record in anna.captures.records()]
        rows = np.zeros((len(ids), 128), np.float32)
        anna.write("templates.npz", pack(bundle=np.array(saved), ids=np.array(ids), embeddings=rows))
        return {"seconds": 1.0}

    monkeypatch.setattr(operations, "run_child", trained)
    settings = Settings.load(paths)
    settings.put(Settings.forget_pictures, forget)
    settings.save(paths)
    done = train(paths, name="anna")
    assert done.dropped == 4 - stay
    assert len([key for key in anna.stored_keys() if key.endswith(".jpg")]) == stay
    if not stay:
        with pytest.raises(PicturesDropped):
            open_profiles(paths).get("anna").captures.check_pictures()
