"""A .keras file that carries code is refused wherever one is read, and its code never runs."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import keras
import pytest

from faceid_app.errors import CorruptData
from faceid_app.identity.backbones import KERAS_FILE, Backbone
from faceid_app.identity.preprocessing import Input
from faceid_app.learning.chain import read_network
from faceid_app.learning.eight_bits import eight_bits
from faceid_app.learning.network import load_network


@pytest.fixture(scope="module")
def with_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with a Lambda layer."""
    path = tmp_path_factory.mktemp("keras") / KERAS_FILE
    entry, out = keras.Input((4,)), keras.layers.Lambda(lambda batch: batch * 2.0)
    keras.Model(entry, out(entry)).save(path)
    with zipfile.ZipFile(path) as archive:
        assert "__lambda__" in archive.read("config.json").decode()
    return path


def _backbone_of(path: Path) -> keras.Model:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    files = {KERAS_FILE: digest, "backbone.tflite": digest}
    return load_network(Backbone("sface", digest, Input.ALIGNED_112, 4, path.parent, files, bundled=False))


READERS: tuple[Callable[[Path], object], ...] = (read_network, eight_bits, _backbone_of)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_network_with_code_is_refused(with_code: Path, read: Callable[[Path], object]):
    with pytest.raises(CorruptData):
        read(with_code)


@pytest.mark.parametrize("module", ["os", "subprocess", "builtins"])
def test_a_network_of_somebody_elses_classes_is_refused(tmp_path: Path, module: str):
    path = tmp_path / KERAS_FILE
    with zipfile.ZipFile(path, "w") as archive:
        config: dict[str, object] = {"module": module, "class_name": "system", "config": {}, "registered_name": None}
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__}))
        archive.writestr("model.weights.h5", b"")
    with pytest.raises(CorruptData):
        read_network(path)
