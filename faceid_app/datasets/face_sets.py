"""Sets of aligned faces to learn from: read once into memory, with the people who may not be learned from left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.pixels import PICTURE_SUFFIXES, read_picture
from faceid_app.datasets.pairs import Pair
from faceid_app.errors import DatasetMissing
from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.progress import IsCancelled, Report, Stage

UNKNOWN = -1
_BLOCK = 256


@dataclass(frozen=True, slots=True, eq=False)
class FaceSet:
    """Aligned faces.

    Attributes:
        faces: (n, 112, 112, 3) uint8 RGB.
        person: (n,) int32, whom each shows; `UNKNOWN` where nobody has told.
        origin: (n,) int32, index into `origins`.
        origins: where the faces come from, for the card.
    """

    faces: NDArray[np.uint8]
    person: NDArray[np.int32]
    origin: NDArray[np.int32]
    origins: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.person)

    def counts(self) -> dict[str, int]:
        """Faces of each origin."""
        return {name: int((self.origin == index).sum()) for index, name in enumerate(self.origins)}

    def select(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> FaceSet:
        """The faces of these rows."""
        return FaceSet(self.faces[rows], self.person[rows], self.origin[rows], self.origins)


def join(sets: Sequence[FaceSet]) -> FaceSet:
    """All faces of several sets whose people are different ones; their numbers are made different."""
    person, first = [], 0
    for part in sets:
        person.append(np.where(part.person == UNKNOWN, UNKNOWN, part.person + first))
        first += int(part.person.max(initial=-1)) + 1
    starts = np.cumsum([0, *[len(part.origins) for part in sets]])
    return FaceSet(
        faces=np.concatenate([part.faces for part in sets]),
        person=np.concatenate(person).astype(np.int32),
        origin=np.concatenate([part.origin + start for part, start in zip(sets, starts[:-1], strict=True)]).astype(
            np.int32
        ),
        origins=tuple(name for part in sets for name in part.origins),
    )


def read_identities(path: Path) -> dict[str, int]:
    """The identity file of CelebA: a line for each picture, name and number; a picture's name counts without suffix.

    Raises DatasetMissing where the file is not there or a line is another.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DatasetMissing(
            f"The list of identities {str(path)!r}", "give a text file of lines 'picture number'"
        ) from None
    identities = {}
    for number, line in enumerate(lines, start=1):
        match line.split():
            case [picture, identity] if identity.isdecimal():
                identities[Path(picture).stem] = int(identity)
            case [] | [_, "identity"]:
                continue
            case _:
                action = "a line must be the name of a picture and a number"
                raise DatasetMissing(f"Line {number} of the list of identities {str(path)!r}", action)
    return identities


def read_face_set(
    folder: Path, *, identities: Mapping[str, int] | None = None, report: Report, is_cancelled: IsCancelled
) -> FaceSet:
    """All pictures of 112x112 below a folder, whose faces are aligned already; others are passed over.

    Raises DatasetMissing where there is none.
    """
    pictures = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
    stage = Stage(f"read {folder.name}", of=len(pictures), report=report, is_cancelled=is_cancelled)
    size = (ALIGNED_SIZE, ALIGNED_SIZE, 3)

    def read(picture: Path) -> NDArray[np.uint8] | None:
        try:
            face = read_picture(picture)
        except PictureError:
            return None
        return face if face.shape == size else None

    faces, person = [], []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for start in range(0, len(pictures), _BLOCK):
            block = pictures[start : start + _BLOCK]
            for picture, face in zip(block, pool.map(read, block), strict=True):
                if face is not None:
                    faces.append(face)
                    person.append((identities or {}).get(picture.stem, UNKNOWN))
            stage.advance(len(block))
    if not faces:
        action = f"give a folder of aligned faces of {ALIGNED_SIZE}x{ALIGNED_SIZE} pixels"
        raise DatasetMissing(f"An aligned face in {str(folder)!r}", action)
    return FaceSet(np.stack(faces), np.array(person, np.int32), np.zeros(len(faces), np.int32), (folder.name,))


def people_of_pairs(folds: Iterable[Iterable[Pair]]) -> frozenset[str]:
    """The names of everybody who occurs in a list of pairs."""
    return frozenset(picture.split("/")[0] for fold in folds for pair in fold for picture in (pair.a, pair.b))


def outside_pairs(people: Mapping[str, list[Path]], folds: Iterable[Iterable[Pair]]) -> dict[str, list[Path]]:
    """The people with their pictures who occur in no pair: the only ones of LFW that may be learned from."""
    tested = people_of_pairs(folds)
    return {name: pictures for name, pictures in people.items() if name not in tested}


def resembling(embeddings: NDArray[np.float32], tested: NDArray[np.float32], *, threshold: float) -> NDArray[np.bool_]:
    """Which faces look like somebody who is tested, by the cosine with any of their pictures.

    The people of another set have no names that could be compared with those of the test.

    Args:
        embeddings: (n, d) float32 of length 1.
        tested: (m, d) float32 of length 1.
        threshold: from which cosine on.

    Returns:
        (n,) bool.
    """
    result = np.zeros(len(embeddings), np.bool_)
    for start in range(0, len(embeddings), 4096):
        block = embeddings[start : start + 4096]
        result[start : start + 4096] = (block @ tested.T).max(axis=1) >= threshold
    return result
