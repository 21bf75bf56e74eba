"""A small data set in LFW's form, of people who do not exist: no real pictures, but embeddings that are known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.pairs import FOLDS, PAIRS_OF_A_KIND
from faceid_app.files import make_folder
from faceid_app.identity.backbones import MANIFEST_FILE, NETWORK_FILE, find_backbone
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.strangers import bank_file
from faceid_app.paths import Paths

PEOPLE = 2 * FOLDS
"""Two in each fold, so that folds share no people."""
DIMENSION = 32


@dataclass(frozen=True)
class SmallLfw:
    """The folder of people, with two pictures each, and the list of pairs."""

    root: Path
    pairs: Path


def person(index: int) -> str:
    return f"Person_{chr(ord('A') + index)}"


def pairs_text() -> str:
    """In every fold the same 300 times: one person's two pictures, and a picture of each of its two people."""
    lines = [f"{FOLDS}\t{PAIRS_OF_A_KIND}"]
    for fold in range(FOLDS):
        one, other = person(2 * fold), person(2 * fold + 1)
        lines += [f"{one if i % 2 else other}\t1\t2" for i in range(PAIRS_OF_A_KIND)]
        lines += [f"{one}\t1\t{other}\t{1 + i % 2}" for i in range(PAIRS_OF_A_KIND)]
    return "\n".join(lines) + "\n"


def make_small_lfw(folder: Path) -> SmallLfw:
    root = folder / "small-lfw"
    for index in range(PEOPLE):
        name = person(index)
        (root / name).mkdir(parents=True)
        for number in (1, 2):
            (root / name / f"{name}_{number:04d}.jpg").write_text(f"{index} {number}")
    pairs = folder / "pairs.txt"
    pairs.write_text(pairs_text(), encoding="utf-8")
    return SmallLfw(root, pairs)


def one_axis_each() -> NDArray[np.float32]:
    """Each person's two embeddings lie on an axis of their own: every mated cosine is 1, every non-mated one 0."""
    return np.repeat(np.eye(PEOPLE, DIMENSION, dtype=np.float32), 2, axis=0)


def install(paths: Paths, name: str, lfw: SmallLfw, embeddings: NDArray[np.float32]) -> None:
    """A backbone without a network, whose embeddings of all pictures, (2 * PEOPLE, d), are in the cache.

    A row of zeros is a picture without a face.
    """
    folder = paths.models / name
    folder.mkdir(parents=True)
    network = f"no network: {name}".encode()
    (folder / NETWORK_FILE).write_bytes(network)
    manifest = {
        "name": name,
        "input": "aligned-112-rgb-255",
        "dimension": DIMENSION,
        "sha256": {NETWORK_FILE: hashlib.sha256(network).hexdigest()},
    }
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    index = LfwIndex(lfw.root)
    found = embeddings.any(axis=1)
    bank = StrangerBank(
        embeddings=embeddings[found],
        person=np.repeat(np.arange(PEOPLE, dtype=np.int32), 2)[found],
        people=tuple(index.people()),
        picture=np.flatnonzero(found).astype(np.int32),
        without_face=int((~found).sum()),
    )
    file = bank_file(paths, find_backbone(paths, name), index.pictures(), index.root)
    make_folder(file.parent)
    file.write_bytes(bank.to_bytes())
