"""Backbones, shipped and installed: what is believed of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import CorruptData, ModelMissing, NewerFormat
from faceid_app.identity.backbones import (
    DEFAULT_BACKBONE,
    HEAD_FILE,
    INT8_FILES,
    MANIFEST_FILE,
    NETWORK_FILE,
    STRANGERS_FILE,
    find_backbone,
    installed,
)
from faceid_app.identity.head import start_head
from faceid_app.identity.stranger_bank import pack_strangers
from faceid_app.paths import Paths
from tests.helpers.embeddings import bank, people
from tests.helpers.shipped import DIMENSION, STRANGERS, seal, ship


def install(paths: Paths, network: bytes = b"network") -> None:
    folder = paths.models / "sface"
    folder.mkdir(parents=True)
    (folder / NETWORK_FILE).write_bytes(network)
    digest = hashlib.sha256(network).hexdigest()
    manifest = {"sha256": {NETWORK_FILE: digest}, "input": "aligned-112-rgb-255", "dimension": 128}
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Where the program's own backbones lie; empty."""
    return tmp_path / "models"


def test_an_installed_backbone_is_found_and_read(paths: Paths, models: Path):
    install(paths)
    sface = find_backbone(paths, "sface", shipped=models)
    assert sface.network() == b"network"
    assert not sface.bundled
    assert (sface.universal_head(), sface.strangers()) == (None, None)
    assert [backbone.name for backbone in installed(paths, shipped=models)] == ["sface"]


def test_the_shipped_one_is_the_default_and_brings_head_and_strangers(paths: Paths, models: Path):
    ship(models)
    install(paths)
    compact = find_backbone(paths, shipped=models)
    assert compact.name == DEFAULT_BACKBONE == "compact"
    assert compact.bundled
    assert compact.network() == b"network"
    head, strangers = compact.universal_head(), compact.strangers()
    assert head is not None
    assert strangers is not None
    assert head.to_bytes() == start_head(DIMENSION, slope=20.0, bias=6.0).to_bytes()
    assert len(strangers.person) == len(STRANGERS.person)
    assert [backbone.name for backbone in installed(paths, shipped=models)] == ["compact", "sface"]


def test_the_small_one_is_another_network_in_the_same_folder(paths: Paths, models: Path):
    folder = ship(models)
    with pytest.raises(ModelMissing, match=r"'backbone-int8\.tflite' of backbone 'compact-int8' is not there"):
        find_backbone(paths, "compact-int8", shipped=models)
    for usual, file in INT8_FILES.items():
        (folder / file).write_bytes((folder / usual).read_bytes() if (folder / usual).is_file() else b"looks")
    (folder / INT8_FILES[NETWORK_FILE]).write_bytes(b"small network")
    seal(folder, dimension=DIMENSION)
    compact, small = (find_backbone(paths, name, shipped=models) for name in ("compact", "compact-int8"))
    assert (compact.network(), small.network()) == (b"network", b"small network")
    assert compact.sha256 != small.sha256 == hashlib.sha256(b"small network").hexdigest()
    head, strangers = small.universal_head(), small.strangers()
    assert head is not None
    assert strangers is not None
    assert [one.name for one in installed(paths, shipped=models)] == ["compact", "compact-int8"]
    (folder / INT8_FILES[NETWORK_FILE]).write_bytes(b"another")
    with pytest.raises(CorruptData, match="checksum"):
        small.network()


def test_one_that_was_installed_goes_before_the_shipped_one(paths: Paths, models: Path):
    ship(models, network=b"shipped")
    ship(paths.models, network=b"installed")
    found = find_backbone(paths, shipped=models)
    assert (found.network(), found.bundled) == (b"installed", False)


def test_a_missing_one_tells_how_to_get_it(paths: Paths, models: Path):
    assert installed(paths, shipped=models) == []
    with pytest.raises(ModelMissing, match="faceid models fetch sface"):
        find_backbone(paths, "sface", shipped=models)
    with pytest.raises(ModelMissing, match=r"'compact' is not there; it comes with the program.*--backbone sface"):
        find_backbone(paths, shipped=models)


@pytest.mark.parametrize("file", [NETWORK_FILE, HEAD_FILE, STRANGERS_FILE, MANIFEST_FILE])
def test_a_shipped_one_that_is_not_complete_is_none(paths: Paths, models: Path, file: str):
    (ship(models) / file).unlink()
    with pytest.raises(ModelMissing, match="comes with the program"):
        find_backbone(paths, shipped=models)
    assert installed(paths, shipped=models) == []


def test_an_unknown_one_names_the_known(paths: Paths):
    with pytest.raises(ModelMissing, match="known are: compact, compact-int8, sface"):
        find_backbone(paths, "nobody")


def test_a_name_leads_to_no_other_folder(paths: Paths, models: Path):
    ship(models)
    with pytest.raises(ModelMissing, match="known are"):
        find_backbone(paths, "../models/compact", shipped=models)


@pytest.mark.parametrize("file", [NETWORK_FILE, HEAD_FILE, STRANGERS_FILE])
def test_a_changed_file_is_never_used(paths: Paths, models: Path, file: str):
    (ship(models) / file).write_bytes(b"another")
    backbone = find_backbone(paths, shipped=models)
    read = {NETWORK_FILE: backbone.network, HEAD_FILE: backbone.universal_head, STRANGERS_FILE: backbone.strangers}
    with pytest.raises(CorruptData, match=f"checksum of '{file}' differs"):
        read[file]()


def test_a_file_the_manifest_does_not_name_is_never_read(paths: Paths, models: Path):
    folder = ship(models)
    (folder / "more.npz").write_bytes(b"more")
    with pytest.raises(CorruptData, match=r"more\.npz"):
        find_backbone(paths, shipped=models).read("more.npz")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"sha256": []}', '{"format": "x", "sha256": {}}'])
def test_a_broken_manifest_is_told(paths: Paths, models: Path, text: str):
    install(paths)
    (paths.models / "sface" / MANIFEST_FILE).write_text(text)
    with pytest.raises(CorruptData, match="manifest"):
        find_backbone(paths, "sface", shipped=models)


def test_a_later_format_is_not_guessed_at(paths: Paths, models: Path):
    folder = ship(models)
    seal(folder, dimension=DIMENSION, format=2)
    with pytest.raises(NewerFormat, match="format 2, this one reads up to 1"):
        find_backbone(paths, shipped=models)
    assert installed(paths, shipped=models) == []


@pytest.mark.parametrize(
    ("file", "data", "method"),
    [
        (HEAD_FILE, start_head(DIMENSION + 1, slope=1.0, bias=0.0).to_bytes(), "universal_head"),
        (HEAD_FILE, b"no head", "universal_head"),
        (STRANGERS_FILE, pack_strangers(bank(people(5, each=1, dimension=8)), seed=0), "strangers"),
        (STRANGERS_FILE, b"no bank", "strangers"),
    ],
)
def test_what_does_not_fit_the_network_is_damage(paths: Paths, models: Path, file: str, data: bytes, method: str):
    folder = ship(models)
    (folder / file).write_bytes(data)
    seal(folder, dimension=DIMENSION)
    with pytest.raises(CorruptData, match=file):
        getattr(find_backbone(paths, shipped=models), method)()


def test_numbers_of_the_bank_are_numpy_arrays_ready_to_use(paths: Paths, models: Path):
    ship(models)
    strangers = find_backbone(paths, shipped=models).strangers()
    assert strangers is not None
    np.testing.assert_allclose(np.linalg.norm(strangers.embeddings, axis=1), 1.0, atol=1e-6)
