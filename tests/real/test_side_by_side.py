"""Several backbones in one pass over real pictures give the banks that each gives alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from faceid_app.identity import side_by_side
from faceid_app.identity.backbones import MANIFEST_FILE, NETWORK_FILE, find_backbone
from faceid_app.identity.strangers import bank_file, build_bank
from faceid_app.paths import Paths
from faceid_app.progress import Progress

pytestmark = pytest.mark.real


@pytest.fixture
def people(lfw_dir: Path, tmp_path: Path) -> dict[str, list[Path]]:
    """Twelve people and a file that is no picture; the last of them first."""
    folders = sorted(path for path in lfw_dir.iterdir() if len(list(path.iterdir())) > 1)[:12]
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    return {path.name: sorted(path.iterdir())[:2] for path in reversed(folders)} | {"Broken": [broken]}


@pytest.fixture
def two(paths_with_sface: Paths) -> Paths:
    """SFace, and SFace under another name with a byte more, which changes its checksum and nothing else."""
    folder = paths_with_sface.models / "compact"
    shutil.copytree(paths_with_sface.models / "sface", folder)
    network = (folder / NETWORK_FILE).read_bytes() + b"\0"
    (folder / NETWORK_FILE).write_bytes(network)
    manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["sha256"] = {NETWORK_FILE: hashlib.sha256(network).hexdigest()}
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    return paths_with_sface


def test_one_pass_is_as_good_as_two(two: Paths, people: dict[str, list[Path]], tmp_path: Path):
    backbones = [find_backbone(two, name) for name in ("sface", "compact")]
    root = Path(people["Broken"][0].anchor)
    seen: list[Progress] = []
    banks = side_by_side.build_banks(two, backbones, people, root=root, report=seen.append)
    assert list(banks) == ["sface", "compact"]
    # Each picture was counted once, not once a backbone.
    assert (seen[-1].step, seen[-1].of) == (25, 25)
    alone = build_bank(Paths(tmp_path / "other"), backbones[0], people, root=root)
    pictures = [picture for name in sorted(people) for picture in people[name]]
    for backbone in backbones:
        bank = banks[backbone.name]
        np.testing.assert_array_equal(bank.embeddings, alone.embeddings)
        np.testing.assert_array_equal(bank.person, alone.person)
        np.testing.assert_array_equal(bank.picture, alone.picture)
        assert (bank.people, bank.without_face) == (alone.people, alone.without_face)
        assert bank.without_face >= 1
        assert bank_file(two, backbone, pictures, root).read_bytes() == bank.to_bytes()
    # The next time nothing is embedded.
    seen.clear()
    again = side_by_side.build_banks(two, backbones, people, root=root, report=seen.append)
    np.testing.assert_array_equal(again["compact"].embeddings, alone.embeddings)
    assert seen == []
