"""Weights in 8 bits: the file computes nearly the same, and one that loses too much is not shipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.errors import CorruptData
from faceid_app.identity.backbones import COMPACT, INT8_FILES, NETWORK_FILE, Backbone, make_manifest
from faceid_app.identity.preprocessing import Input
from faceid_app.learning.chain import build_network
from faceid_app.learning.eight_bits import check_eight_bits, eight_bit_backbone, eight_bits
from faceid_app.learning.held_out import embed
from tests.helpers.narrow_chain import random_chain, smooth_faces


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("network") / "backbone.keras"
    build_network(random_chain(dimension=128)).save(file)
    return file


def test_the_file_computes_nearly_the_same(saved: Path, tmp_path: Path):
    network = eight_bits(saved)
    manifest = make_manifest(
        {NETWORK_FILE: b"float"}, name=COMPACT.name, input=Input.ALIGNED_112, dimension=128, licence=""
    )
    compact = Backbone.from_manifest(COMPACT.name, manifest, folder=tmp_path, bundled=False)
    faces = smooth_faces(6)
    with eight_bit_backbone(compact, network) as small:
        assert small.path(NETWORK_FILE).name == INT8_FILES[NETWORK_FILE]
        found = small.embedder().embed(faces.astype(np.float32))
    cosine = (found * embed(random_chain(dimension=128), faces)).sum(axis=1)
    assert 0.99 <= cosine.min() < 1 - 1e-7


def test_a_file_that_is_no_network_is_told(tmp_path: Path):
    (tmp_path / "backbone.keras").write_bytes(b"no network")
    with pytest.raises(CorruptData, match="make it anew"):
        eight_bits(tmp_path / "backbone.keras")


def figures(*, size: int = 1_400_000, accuracy: float = 0.985, eer: float = 0.016) -> dict[str, Any]:
    rows = [
        {"weights": weights, "score": score, "accuracy": 0.985, "eer": 0.016}
        for score in ("cosine", "l1_head")
        for weights in ("float32", "int8")
    ]
    rows[1] |= {"accuracy": accuracy}
    rows[3] |= {"eer": eer}
    return {"bytes": size, "view_2": rows}


def test_what_is_larger_or_loses_more_is_refused():
    check_eight_bits(figures(accuracy=0.9845, eer=0.0165))
    for wrong, why in (
        (figures(size=1_500_001), "1,500,001 bytes"),
        (figures(accuracy=0.983), "loses 0.20%"),
        (figures(eer=0.018), "loses 0.20%"),
    ):
        with pytest.raises(CorruptData, match=why):
            check_eight_bits(wrong)
