"""Embeddings of people who do not exist: unit vectors around one direction a person."""

from __future__ import annotations

import numpy as np

from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.stranger_bank import StrangerBank


def people(count: int, *, each: int, dimension: int = 32, spread: float = 0.8, seed: int = 0) -> Faces:
    """`each` embeddings of each of `count` people; `spread` is the length of what differs between two of one person."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(count, dimension)) / np.sqrt(dimension)
    person = np.repeat(np.arange(count, dtype=np.int32), each)
    rows = centres[person] + spread * generator.normal(size=(len(person), dimension)) / np.sqrt(dimension)
    return Faces((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), person)


def bank(faces: Faces) -> StrangerBank:
    """A stranger bank of those people."""
    names = tuple(f"person {index:05d}" for index in range(int(faces.person.max()) + 1))
    pictures = np.arange(len(faces.person), dtype=np.int32)
    return StrangerBank(faces.embeddings, faces.person, names, pictures, 0)
