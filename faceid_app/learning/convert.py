"""Turns the published SFace weights into the installed backbone."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from faceid_app.files import make_folder, replace_folder, storage_errors, write_whole
from faceid_app.identity.backbones import MANIFEST_FILE, NETWORK_FILE, SFACE, SOURCE_FILE
from faceid_app.identity.preprocessing import Input
from faceid_app.learning.export import to_litert
from faceid_app.learning.sface import DIMENSION, read_sface
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never


def convert_sface(
    paths: Paths, *, source: Path | None = None, report: Report = ignore, is_cancelled: IsCancelled = never
) -> dict[str, Any]:
    """Install SFace: its ONNX file, the LiteRT network made from it and a manifest, all or nothing.

    Args:
        paths: where to install.
        source: the ONNX file; where not given, the one that was installed before.
        report: told of progress.
        is_cancelled: asked at every step.

    Returns:
        The manifest.

    Raises:
        ModelMissing, CorruptData: the source is not there or is not the published file.
        TrainingFailed: LiteRT computes something else than Keras.
    """
    folder = paths.models / SFACE.name
    source = source or folder / SOURCE_FILE
    stage = Stage("convert", of=3, report=report, is_cancelled=is_cancelled, every=0.0)
    model = read_sface(source)
    stage.advance()
    exported = to_litert(model, scale=255.0)
    stage.advance()
    manifest = {
        "name": SFACE.name,
        "sha256": {SOURCE_FILE: SFACE.sha256, NETWORK_FILE: hashlib.sha256(exported.network).hexdigest()},
        "input": Input.ALIGNED_112.value,
        "dimension": DIMENSION,
        "licence": SFACE.licence,
        "deviation": exported.deviation,
    }
    with storage_errors(folder):
        make_folder(paths.models)
        new = Path(tempfile.mkdtemp(dir=paths.models, prefix=".new-"))
        try:
            write_whole(new / SOURCE_FILE, source.read_bytes())
            write_whole(new / NETWORK_FILE, exported.network)
            write_whole(new / MANIFEST_FILE, json.dumps(manifest, indent=1).encode())
            replace_folder(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    stage.advance()
    return manifest
