"""The snapshot a recipe sees, and finding recipes by name."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_png
from faceid_app.learning.recipes import find_recipe, snapshot
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.learning.conftest import make_captures


def test_a_snapshot_has_every_capture_with_its_pictures(paths: Paths):
    profile = Profiles(PlainStore(paths.personal)).create("anna")
    made = make_captures(1, 1)
    for capture, with_face in zip(made, (True, False), strict=True):
        assert capture.aligned is not None
        profile.captures.add(
            role=Role(capture.role),
            portrait_jpeg=capture.jpeg,
            aligned_png=encode_png(capture.aligned) if with_face else None,
            burst=capture.burst,
            camera="test",
            clock=capture.clock,
            measurements={},
        )
    first, second = snapshot(profile)
    assert (first.role, first.burst, first.clock) == (made[0].role, made[0].burst, made[0].clock)
    assert first.jpeg == made[0].jpeg
    assert first.portrait.shape == (250, 250, 3)
    assert first.aligned is not None
    np.testing.assert_array_equal(first.aligned, made[0].aligned)
    assert second.aligned is None


@pytest.mark.parametrize("name", ["head", "finetune", "koch"])
def test_every_recipe_is_found(name: str):
    assert callable(find_recipe(name))


def test_another_name_is_refused():
    with pytest.raises(ValueError, match="Received: 'none'"):
        find_recipe("none")
