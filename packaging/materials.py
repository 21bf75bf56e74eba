"""The bill of materials: every locked package and every file of weights with hash and licence, as CycloneDX 1.6 JSON.

The same locks and weights give the same file: it holds no time, and its serial number follows from what it lists.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import licences  # noqa: E402

from faceid_app import __version__  # noqa: E402

_SEED = uuid.UUID("8f9a1e52-6f0b-4b6e-9a57-4a1f2b8d6c10")
"""Only to make serial numbers that nobody else's bills have."""
_PIN = re.compile(
    r"^([a-z0-9-]+)==([^\s;]+)(?: ; (.+?))? \\\n((?:\s+--hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.MULTILINE
)


def bill(lock: Path) -> dict[str, Any]:
    """The bill of the program with the packages of that lock. Raises KeyError for what has no licence."""
    known = licences.load()
    components = [*_packages(lock, known["packages"]), *_weights(known["weights"])]
    program = {
        "type": "application",
        "bom-ref": "faceid-app",
        "name": "faceid-app",
        "version": __version__,
        "licenses": [{"expression": "Apache-2.0"}],
        "purl": f"pkg:pypi/faceid-app@{__version__}",
    }
    serial = uuid.uuid5(_SEED, json.dumps([program, components], sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": program},
        "components": components,
        "dependencies": [
            {"ref": "faceid-app", "dependsOn": sorted(component["bom-ref"] for component in components)},
        ],
    }


def write(path: Path, lock: Path) -> None:
    """Write the bill. Raises OSError, KeyError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill(lock), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _packages(lock: Path, known: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for name, version, marker, hashes in _PIN.findall(lock.read_text(encoding="utf-8")):
        digests = re.findall(r"sha256:([0-9a-f]{64})", hashes)
        properties = [{"name": "faceid:file-sha256", "value": digest} for digest in digests]
        properties += [{"name": "faceid:only-where", "value": marker}] if marker else []
        found.append(
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{name}@{version}",
                "name": name,
                "version": version,
                "licenses": [{"expression": known[name]}],
                "purl": f"pkg:pypi/{name}@{version}",
                "properties": properties,
            }
        )
    return found


def _weights(known: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    found = []
    for folder in licences.weights():
        for path in sorted((licences.MODELS / folder).iterdir()):
            if path.suffix not in {".keras", ".tflite", ".npz", ".onnx"}:
                continue
            found.append(
                {
                    "type": "machine-learning-model",
                    "bom-ref": f"weights/{folder}/{path.name}",
                    "name": f"{folder}/{path.name}",
                    "version": __version__,
                    "description": known[folder]["origin"],
                    "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
                    "licenses": [{"expression": known[folder]["licence"]}],
                }
            )
    return found
