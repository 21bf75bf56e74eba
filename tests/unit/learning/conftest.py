"""Captures, strangers and a workplace for the tests of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_jpeg
from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import NotStored
from faceid_app.learning.recipes import CapturePicture
from faceid_app.storage.captures import Role


class Desk:
    """A workplace in memory."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def read(self, key: str) -> bytes:
        if key not in self.values:
            raise NotStored(key)
        return self.values[key]

    def write(self, key: str, data: bytes) -> None:
        self.values[key] = data

    def exists(self, key: str) -> bool:
        return key in self.values

    def delete(self, key: str) -> None:
        self.values.pop(key, None)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@contextmanager
def untraced() -> Iterator[None]:
    """TensorFlow computes one operation after the other: a graph takes seconds that a few steps do not bring back.

    Not for claims to the last bit of what a long training gives: a graph rounds otherwise.
    """
    import tensorflow

    tensorflow.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tensorflow.config.run_functions_eagerly(False)


def make_captures(anchors: int, positives: int, *, per_burst: int = 2) -> tuple[CapturePicture, ...]:
    """Noise as captures, anchors and positives in turns, `per_burst` to a burst."""
    generator = np.random.default_rng(0)
    roles = [Role.ANCHOR] * anchors + [Role.POSITIVE] * positives
    roles = [roles[index] for index in generator.permutation(len(roles))]
    captures = []
    for number, role in enumerate(roles):
        portrait = generator.integers(0, 256, (250, 250, 3), dtype=np.uint8)
        captures.append(
            CapturePicture(
                id=f"capture-{number}",
                role=role,
                burst=f"burst-{number // per_burst}",
                clock=float(number),
                jpeg=encode_jpeg(portrait),
                portrait=portrait,
                aligned=generator.integers(0, 256, (112, 112, 3), dtype=np.uint8),
            )
        )
    return tuple(captures)


@pytest.fixture
def strangers(tmp_path: Path) -> Callable[[int], FolderIndex]:
    """`strangers(n)`: a folder of n people, two pictures of noise each."""

    def make(people: int) -> FolderIndex:
        generator = np.random.default_rng(1)
        for number in range(people):
            folder = tmp_path / "strangers" / f"person-{number:03}"
            folder.mkdir(parents=True)
            for turn in range(2):
                noise = generator.integers(0, 256, (32, 32, 3), dtype=np.uint8)
                (folder / f"{turn}.jpg").write_bytes(encode_jpeg(noise))
        return FolderIndex(tmp_path / "strangers")

    return make
