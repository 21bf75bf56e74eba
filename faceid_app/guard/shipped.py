"""Owns the guard's own models: a folder each, with a manifest that is checked whenever one is loaded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from faceid_app.errors import CorruptData, ModelMissing, NewerFormat
from faceid_app.paths import ASSETS

SHIPPED_GUARDS = ASSETS / "models" / "guard"
MANIFEST_FILE = "manifest.json"
FORMAT = 1
_AGAIN = "install the program again"


def guard_manifest(files: dict[str, bytes]) -> dict[str, Any]:
    """The manifest of those files, as plain JSON values."""
    return {
        "format": FORMAT,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }


def load_guard_model(name: str, *, folder: Path = SHIPPED_GUARDS) -> dict[str, bytes]:
    """The files of that model, by name.

    Raises:
        ModelMissing: it is not there, or one of its files is not.
        CorruptData: the manifest cannot be read, or a file is not the one that it describes.
        NewerFormat: a later program wrote it.
    """
    place = folder / name
    try:
        manifest = json.loads((place / MANIFEST_FILE).read_text(encoding="utf-8"))
        written, expected = int(manifest["format"]), dict(manifest["sha256"])
    except FileNotFoundError:
        raise ModelMissing(f"The guard's model {name!r}", _AGAIN) from None
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptData(f"The guard's model {name!r}", f"its manifest cannot be read ({error})", _AGAIN) from error
    if written > FORMAT:
        raise NewerFormat(f"The guard's model {name!r}", written, FORMAT)
    files = {}
    for file, digest in expected.items():
        try:
            data = (place / file).read_bytes()
        except FileNotFoundError:
            raise ModelMissing(f"{file!r} of the guard's model {name!r}", _AGAIN) from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise CorruptData(f"{file!r} of the guard's model {name!r}", "its checksum is wrong", _AGAIN)
        files[file] = data
    return files
