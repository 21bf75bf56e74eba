"""Nothing that is loaded can run code, or be another file than its manifest says: tried wherever something is."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faceid_app.datasets.installation import PAIRS, RELEASES
from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.guard.shipped import SHIPPED_GUARDS, load_guard_model
from faceid_app.identity.arrays import unpack
from faceid_app.identity.backbones import SHIPPED, SHIPPED_MODELS, SOURCES, find_backbone
from faceid_app.identity.false_accepts import FalseAccepts
from faceid_app.identity.head import L1Head
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.occlusion_map import OcclusionMap
from faceid_app.identity.stranger_bank import StrangerBank, unpack_strangers
from faceid_app.paths import Paths


class _Canary:
    """Pickled, it makes a file when somebody loads it."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.place,)


LOADERS = (
    unpack, L1Head.from_bytes, StrangerBank.from_bytes, unpack_strangers, LookBank.from_bytes, FalseAccepts.from_bytes,
    OcclusionMap.from_bytes,
)  # fmt: skip


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__qualname__)
@pytest.mark.parametrize("whole", [True, False], ids=["npz", "npy"])
def test_an_object_in_an_archive_of_arrays_is_never_made(tmp_path: Path, load: Callable[[bytes], object], whole: bool):
    place = tmp_path / "ran"
    thing = np.empty(1, object)
    thing[0] = _Canary(place)
    stream = io.BytesIO()
    names = ("weights", "embeddings", "falls", "accepted", "values", "person", "people", "format", "frame")
    if whole:
        np.savez(stream, **dict.fromkeys(names, thing))  # type: ignore[arg-type]
    else:
        np.save(stream, thing, allow_pickle=True)
    with pytest.raises((ValueError, KeyError)):
        load(stream.getvalue())
    assert not place.exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_file_of_a_shipped_backbone_is_checked_at_every_load(tmp_path: Path, paths: Paths, name: str):
    shutil.copytree(SHIPPED_MODELS / SHIPPED[name].folder, tmp_path / SHIPPED[name].folder)
    backbone = find_backbone(paths, name, shipped=tmp_path)
    files = [file for file in backbone.files if backbone.path(file).stat().st_size < 30_000_000]
    assert len(files) >= 3
    for file in files:
        place = backbone.path(file)
        data = place.read_bytes()
        assert backbone.read(file) == data
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        place.write_bytes(changed)
        with pytest.raises(CorruptData, match="checksum"):
            backbone.read(file)
    with pytest.raises(CorruptData):
        replace(backbone, files={}).read(files[0])  # what no manifest names is not read either


@pytest.mark.parametrize("name", [folder.name for folder in sorted(SHIPPED_GUARDS.iterdir()) if folder.is_dir()])
def test_every_file_of_the_guard_is_checked_at_every_load(tmp_path: Path, name: str):
    shutil.copytree(SHIPPED_GUARDS / name, tmp_path / name)
    for file, data in load_guard_model(name, folder=tmp_path).items():
        place = tmp_path / name / file
        place.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(CorruptData, match="checksum"):
            load_guard_model(name, folder=tmp_path)
        place.unlink()
        with pytest.raises(ModelMissing):
            load_guard_model(name, folder=tmp_path)
        place.write_bytes(data)


def test_every_download_is_pinned_and_none_comes_over_plain_http():
    pinned = {source.name: (source.sha256, source.urls) for source in SOURCES.values()}
    pinned |= {release.name: (release.sha256, release.urls) for release in (*RELEASES, PAIRS)}
    assert len(pinned) == 3
    for name, (digest, urls) in pinned.items():
        assert len(digest) == 64, name
        assert int(digest, 16) > 0
        assert all(url.startswith("https://") for url in urls)
    assert all(source.size > 0 for source in SOURCES.values())
    assert hashlib.sha256(b"").hexdigest() not in {digest for digest, _urls in pinned.values()}
