"""Installed backbones: what is believed of them."""

from __future__ import annotations

import hashlib
import json

import pytest

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.identity.backbones import MANIFEST_FILE, NETWORK_FILE, find_backbone, installed
from faceid_app.paths import Paths


def install(paths: Paths, network: bytes = b"network") -> None:
    folder = paths.models / "sface"
    folder.mkdir(parents=True)
    (folder / NETWORK_FILE).write_bytes(network)
    digest = hashlib.sha256(network).hexdigest()
    manifest = {"sha256": {NETWORK_FILE: digest}, "input": "aligned-112-rgb-255", "dimension": 128}
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))


def test_an_installed_backbone_is_found_and_read(paths):
    install(paths)
    assert find_backbone(paths).network() == b"network"
    assert [backbone.name for backbone in installed(paths)] == ["sface"]


def test_a_missing_one_tells_how_to_get_it(paths):
    assert installed(paths) == []
    with pytest.raises(ModelMissing, match="faceid models fetch sface"):
        find_backbone(paths)


def test_an_unknown_one_names_the_known(paths):
    with pytest.raises(ModelMissing, match="known are: sface"):
        find_backbone(paths, "nobody")


def test_a_changed_network_is_never_run(paths):
    install(paths)
    (paths.models / "sface" / NETWORK_FILE).write_bytes(b"another")
    with pytest.raises(CorruptData, match="checksum"):
        find_backbone(paths).network()


def test_a_broken_manifest_is_told(paths):
    install(paths)
    (paths.models / "sface" / MANIFEST_FILE).write_text("{")
    with pytest.raises(CorruptData, match="manifest"):
        find_backbone(paths)
