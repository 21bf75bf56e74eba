"""Turns the published SFace weights into the installed backbone."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from faceid_app.identity.backbones import MANIFEST_FILE, NETWORK_FILE, SFACE, SOURCE_FILE
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION, Input
from faceid_app.learning.export import to_litert
from faceid_app.learning.sface import DIMENSION, read_sface
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never


def convert_sface(paths: Paths, *, report: Report = ignore, is_cancelled: IsCancelled = never) -> dict[str, Any]:
    """Read `models/sface/source.onnx`, write `backbone.tflite` and `manifest.json` beside it; returns the manifest.

    The manifest is written last and names the checksum of both, so that nothing half is ever taken for installed.
    Raises ModelMissing or CorruptData for the source, TrainingFailed where LiteRT computes something else than Keras.
    """
    folder = paths.models / SFACE.name
    stage = Stage("convert", of=3, report=report, is_cancelled=is_cancelled, every=0.0)
    model = read_sface(folder / SOURCE_FILE)
    stage.advance()
    exported = to_litert(model, scale=255.0)
    stage.advance()
    manifest = {
        "name": SFACE.name,
        "sha256": {SOURCE_FILE: SFACE.sha256, NETWORK_FILE: hashlib.sha256(exported.network).hexdigest()},
        "input": Input.ALIGNED_112.value,
        "dimension": DIMENSION,
        "licence": SFACE.licence,
        "preprocessing_version": PREPROCESSING_VERSION,
        "deviation": exported.deviation,
    }
    # Both lie complete beside their targets before either is renamed: no moment with a network of another manifest
    # but the one between two renames, and that is told by the checksum.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as new:
        _write(Path(new) / NETWORK_FILE, exported.network)
        _write(Path(new) / MANIFEST_FILE, json.dumps(manifest, indent=1).encode())
        for name in (NETWORK_FILE, MANIFEST_FILE):
            os.replace(Path(new) / name, folder / name)
    stage.advance()
    return manifest


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
