"""Owns small models that come with the program: a folder each, with a manifest that is checked whenever one is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CorruptData, ModelMissing, NewerFormat
from faceid_app.files import make_folder, replace_folder, storage_errors, temporary_folder, write_whole

MANIFEST_FILE = "manifest.json"
FORMAT = 1
_AGAIN = "install the program again"


def manifest_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of those files, as plain JSON values."""
    return {
        "format": FORMAT,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }


def write_model(files: Mapping[str, bytes], target: Path) -> None:
    """Put the files of a model and their manifest into the folder `target`, whole. Raises StorageError."""
    with storage_errors(target):
        make_folder(target.parent)
        with temporary_folder(target.parent) as new:
            for name, data in files.items():
                write_whole(new / name, data)
            write_whole(new / MANIFEST_FILE, (json.dumps(manifest_of(files), indent=1) + "\n").encode())
            replace_folder(new, target)


def read_model(place: Path, what: str) -> dict[str, bytes]:
    """The files of the model in the folder `place`, by name. what: how errors call it.

    Raises:
        ModelMissing: it is not there, or one of its files is not.
        CorruptData: the manifest cannot be read, or a file is not the one that it describes.
        NewerFormat: a later program wrote it.
    """
    try:
        manifest = strict_json.loads((place / MANIFEST_FILE).read_text(encoding="utf-8"))
        written, expected = int(manifest["format"]), dict(manifest["sha256"])
    except (FileNotFoundError, NotADirectoryError):
        raise ModelMissing(what, _AGAIN) from None
    except OSError as error:
        raise CorruptData(what, f"it cannot be read ({(error.strerror or str(error)).lower()})", _AGAIN) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptData(what, f"its manifest cannot be read ({error})", _AGAIN) from error
    if written > FORMAT:
        raise NewerFormat(what, written, FORMAT)
    files = {}
    for file, digest in expected.items():
        named = f"{file!r} of {what[0].lower()}{what[1:]}"
        try:
            data = (place / file).read_bytes()
        except FileNotFoundError:
            raise ModelMissing(named, _AGAIN) from None
        except OSError as error:
            raise CorruptData(named, f"it cannot be read ({(error.strerror or str(error)).lower()})", _AGAIN) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise CorruptData(named, "its checksum is wrong", _AGAIN)
        files[file] = data
    return files
