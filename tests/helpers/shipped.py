"""A backbone as it comes with the program, small: its files are real but for a network that only its test may read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from faceid_app.identity.backbones import (
    CARD_FILE,
    CARD_TEXT_FILE,
    HEAD_FILE,
    KERAS_FILE,
    MANIFEST_FILE,
    NETWORK_FILE,
    STRANGERS_FILE,
)
from faceid_app.identity.head import start_head
from faceid_app.identity.stranger_bank import StrangerBank, pack_strangers
from tests.helpers.embeddings import bank, people

DIMENSION = 32
STRANGERS = bank(people(60, each=3, dimension=DIMENSION))


def ship(models: Path, *, network: bytes = b"network", strangers: StrangerBank = STRANGERS) -> Path:
    """Put a backbone `compact` below `models` and return its folder."""
    dimension = strangers.embeddings.shape[1]
    files = {
        NETWORK_FILE: network,
        KERAS_FILE: b"keras",
        HEAD_FILE: start_head(dimension, slope=20.0, bias=6.0).to_bytes(),
        STRANGERS_FILE: pack_strangers(strangers, seed=7),
        CARD_FILE: b"{}",
        CARD_TEXT_FILE: b"# compact\n",
    }
    folder = models / "compact"
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    seal(folder, dimension=dimension)
    return folder


def seal(folder: Path, *, dimension: int, **changes: object) -> None:
    """Write the manifest of what lies in `folder`."""
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST_FILE
    }
    manifest = {
        "format": 1,
        "name": "compact",
        "input": "aligned-112-rgb-255",
        "dimension": dimension,
        "licence": "Apache-2.0",
        "sha256": digests,
    }
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest | changes), encoding="utf-8")
