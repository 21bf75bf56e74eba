"""Owns reading the labelled faces: aligned, small and grey, on the documents' two sides; cached."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.utkface import CSV_SIDE, ETHNICITIES, GENDERS, Listing, list_folder, read_csv
from faceid_app.errors import UsageError
from faceid_app.faces.alignment import ALIGNED_SIZE, align
from faceid_app.faces.attributes import SIX_GROUPS, group_name, group_of
from faceid_app.faces.detector import Detector
from faceid_app.identity.attribute_options import AttributeSource
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.learning.attributes.rows import kept_rows
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

FEWEST = 200
"""Faces without which nothing is learned, and nothing is known of what was."""
TEST_SHARE = 0.3
HELD_SHARE = 0.1
"""Of the side to learn from, what is held out to calibrate by."""
ENLARGED = 192
"""Side in pixels at which a face of the CSV is looked for."""
_VERSION = 1
_SHAPE = (ALIGNED_SIZE, ALIGNED_SIZE, 3)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFaces:
    """Faces with what the data set says of them.

    Attributes:
        aligned: (n, 112, 112, 3) uint8 RGB, read only.
        grey: (n, 48, 48) uint8.
        age: (n,) int64, years. gender, ethnicity: (n,) int64, indices.
        test: (n,) bool, the documents' 30 %. held: (n,) bool, of the others, what is only calibrated by.
        names: of the pictures.
        digest: of pictures and labels.
        left_out: counts of pictures, by why.
    """

    aligned: NDArray[np.uint8]
    grey: NDArray[np.uint8]
    age: NDArray[np.int64]
    gender: NDArray[np.int64]
    ethnicity: NDArray[np.int64]
    test: NDArray[np.bool_]
    held: NDArray[np.bool_]
    names: tuple[str, ...]
    digest: str
    left_out: dict[str, int]

    def __len__(self) -> int:
        return len(self.age)

    @property
    def learned(self) -> NDArray[np.bool_]:
        """(n,) bool: neither tested nor held."""
        return ~(self.test | self.held)

    def figures(self) -> dict[str, Any]:
        """Counts by side, as plain JSON values."""
        groups = [group_name(group) for group in SIX_GROUPS]

        def counts(rows: NDArray[np.bool_]) -> dict[str, Any]:
            by_age = Counter(group_of(self.age[rows], SIX_GROUPS).tolist())
            return {
                "pictures": int(rows.sum()),
                "age": {name: by_age[index] for index, name in enumerate(groups)},
                "gender": {name: int((self.gender[rows] == index).sum()) for index, name in enumerate(GENDERS)},
                "ethnicity": {name: int((self.ethnicity[rows] == i).sum()) for i, name in enumerate(ETHNICITIES)},
            }

        sides = {"learned_from": self.learned, "calibrated_by": self.held, "test": self.test}
        return {
            "sides": {name: counts(rows) for name, rows in sides.items()},
            "left_out": self.left_out,
            "digest": self.digest,
        }


def read_faces(
    source: AttributeSource, *, paths: Paths, seed: int, report: Report, is_cancelled: IsCancelled
) -> LabelledFaces:
    """Read and align every face, once: the faces are kept in the cache of `paths`.

    A picture of 112x112 is taken as an aligned face; in others the tallest face counts.

    Raises DatasetMissing, UsageError, DiskFull, NotWritable, Cancelled.
    """
    listing = list_folder(Path(source.data)) if source.data is not None else read_csv(Path(str(source.csv)))
    told = hashlib.sha256(f"{_VERSION} {PREPROCESSING_VERSION}".encode())
    for name, label, path in zip(listing.names, listing.labels, listing.paths or listing.names, strict=True):
        size = path.stat().st_size if isinstance(path, Path) else 0
        told.update(f"{name} {size} {label.age} {label.gender} {label.ethnicity}\n".encode())
    if listing.grey is not None:
        told.update(listing.grey.tobytes())
    digest = told.hexdigest()
    stage = Stage("faces", of=len(listing), report=report, is_cancelled=is_cancelled)
    # A black picture stands for one without a face: the rows of both belong together.
    aligned = kept_rows(
        folder_of(paths, digest) / "faces", _Reader(listing).faces, rows=len(listing), shape=_SHAPE, dtype=np.uint8,
        stage=stage,
    )  # fmt: skip
    there = np.array([face.any() for face in aligned], np.bool_)
    if there.sum() < FEWEST:
        raise UsageError(
            f"{int(there.sum())} usable faces of {len(listing) + len(listing.misnamed)} pictures are too few to learn "
            f"from and to judge by; give at least {FEWEST}."
        )
    rows = np.flatnonzero(there)
    grey = np.stack([_small(aligned[row]) for row in rows]) if listing.grey is None else listing.grey[rows]
    test, held = split(len(rows), seed=seed)
    labels = [listing.labels[row] for row in rows]
    return LabelledFaces(
        aligned=aligned if there.all() else aligned[rows],
        grey=np.asarray(grey, np.uint8),
        age=np.array([label.age for label in labels], np.int64),
        gender=np.array([label.gender for label in labels], np.int64),
        ethnicity=np.array([label.ethnicity for label in labels], np.int64),
        test=test,
        held=held,
        names=tuple(listing.names[row] for row in rows),
        digest=digest,
        left_out={"misnamed": len(listing.misnamed), "without_face": int((~there).sum())},
    )


def folder_of(paths: Paths, digest: str) -> Path:
    """Where what is made of these faces is cached."""
    return paths.cache / "attributes" / digest[:24]


def split(count: int, *, seed: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who is tested, and who of the others is held out: (n,) bool each.

    The test side is that of scikit-learn's `train_test_split(test_size=0.3, random_state=seed)` on pictures sorted by
    name, which is what the documents split with.
    """
    order = np.random.RandomState(seed).permutation(count)  # scikit-learn's generator, for its split
    test, held = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    tested = int(np.ceil(TEST_SHARE * count))
    test[order[:tested]] = True
    held[order[tested : tested + round(HELD_SHARE * (count - tested))]] = True
    return test, held


class _Reader:
    """Faces of a listing by row; black where a picture shows none or cannot be read."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._detector = Detector()

    def faces(self, first: int, last: int) -> NDArray[np.uint8]:
        return np.stack([self._face(row) for row in range(first, last)])

    def _face(self, row: int) -> RgbImage:
        nothing = np.zeros(_SHAPE, np.uint8)
        if self._listing.grey is not None:
            large = cv2.resize(self._listing.grey[row], (ENLARGED, ENLARGED), interpolation=cv2.INTER_CUBIC)
            rgb = np.asarray(cv2.cvtColor(large, cv2.COLOR_GRAY2RGB), np.uint8)
        else:
            try:
                rgb = read_picture(self._listing.paths[row])
            except PictureError:
                return nothing
        if rgb.shape == _SHAPE:
            return rgb
        found = self._detector.detect(rgb)
        if not found:
            return nothing
        tallest = max(found, key=lambda face: face.box[3])
        return align(rgb, self._detector.refine(rgb, tallest).landmarks)


def _small(face: RgbImage) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(np.ascontiguousarray(face), cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, (CSV_SIDE, CSV_SIDE), interpolation=cv2.INTER_AREA), np.uint8)
