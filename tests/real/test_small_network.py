"""The network with weights of 8 bits, trained on by its name alone, lets in whom it should and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

pytestmark = [pytest.mark.real, pytest.mark.slow]


def test_it_verifies(own_copy: Paths, faceid: Faceid, clip: Callable[[str], Path]):
    code, trained = faceid(own_copy, "train", "a", "--backbone", "compact-int8")
    assert code == 0, trained
    assert trained["fit"], trained["why"]
    bundle = load_bundle(open_profiles(own_copy).get("a"))[1]
    assert bundle.backbone is not None
    small = find_backbone(own_copy, "compact-int8")
    assert (bundle.backbone.name, bundle.backbone.sha256) == ("compact-int8", small.sha256)
    code, told = faceid(own_copy, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert code == 0, told
    code, told = faceid(own_copy, "verify", "a", "--camera", str(clip("b_live")), "--end", "3", "--fast")
    assert (code, told["matching"]) == (1, 0), told


def test_it_stands_in_the_list_of_models(own_copy: Paths, faceid: Faceid):
    code, told = faceid(own_copy, "models", "list")
    assert code == 0
    (small,) = (row for row in told["models"] if row["name"] == "compact-int8")
    assert (small["word"], small["bundled"], small["installed"], small["default"]) == ("small", True, True, False)
    assert small["size"] <= 1_500_000
