"""Sets of aligned faces, and who is left out of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faceid_app.datasets.face_sets import (
    UNKNOWN,
    FaceSet,
    join,
    outside_pairs,
    people_of_pairs,
    read_face_set,
    read_identities,
    resembling,
)
from faceid_app.datasets.pairs import Pair
from faceid_app.errors import Cancelled, DatasetMissing
from faceid_app.progress import ignore, never

FOLDS = [
    [Pair("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", same=True)],
    [Pair("Bob/Bob_0001.jpg", "Cid/Cid_0003.jpg", same=False)],
]


def picture(path: Path, side: int = 112, *, level: int = 100) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (side, side), (level, 0, 0)).save(path)


def some_faces(person: list[int], origin: str) -> FaceSet:
    count = len(person)
    faces = np.zeros((count, 112, 112, 3), np.uint8)
    return FaceSet(faces, np.array(person, np.int32), np.zeros(count, np.int32), (origin,))


def test_only_aligned_faces_are_read_with_their_people(tmp_path: Path):
    picture(tmp_path / "set" / "one.png", level=10)
    picture(tmp_path / "set" / "more" / "two.png", level=20)
    picture(tmp_path / "set" / "large.png", side=120)
    (tmp_path / "set" / "broken.png").write_bytes(b"no picture")
    (tmp_path / "set" / "notes.txt").write_text("one")
    found = read_face_set(tmp_path / "set", identities={"one": 7}, report=ignore, is_cancelled=never)
    levels = dict(zip(found.faces[:, 0, 0, 0].tolist(), found.person.tolist(), strict=True))
    assert levels == {10: 7, 20: UNKNOWN}
    assert found.counts() == {"set": 2}


def test_a_folder_without_aligned_faces_is_told(tmp_path: Path):
    picture(tmp_path / "large.png", side=120)
    with pytest.raises(DatasetMissing, match="112x112"):
        read_face_set(tmp_path, report=ignore, is_cancelled=never)


def test_reading_can_be_cancelled(tmp_path: Path):
    picture(tmp_path / "one.png")
    with pytest.raises(Cancelled):
        read_face_set(tmp_path, report=ignore, is_cancelled=lambda: True)


def test_identities_are_read_with_or_without_a_heading(tmp_path: Path):
    file = tmp_path / "identities.txt"
    file.write_text("image identity\n000001.jpg 2880\n\n000002.webp 7\n")
    assert read_identities(file) == {"000001": 2880, "000002": 7}
    file.write_text("000001.jpg 2880\n000002.jpg\n")
    with pytest.raises(DatasetMissing, match="Line 2"):
        read_identities(file)
    with pytest.raises(DatasetMissing):
        read_identities(tmp_path / "missing.txt")


def test_joined_sets_share_no_person():
    joined = join([some_faces([0, 1, UNKNOWN], "a"), some_faces([0, UNKNOWN], "b")])
    assert joined.person.tolist() == [0, 1, UNKNOWN, 2, UNKNOWN]
    assert joined.counts() == {"a": 3, "b": 2}
    assert joined.select(joined.person == 2).counts() == {"a": 0, "b": 1}


def test_whoever_occurs_in_a_pair_of_either_kind_is_tested():
    assert people_of_pairs(FOLDS) == {"Ann", "Bob", "Cid"}
    people = {name: [Path(f"{name}_0001.jpg")] for name in ("Ann", "Bob", "Cid", "Dan")}
    assert outside_pairs(people, FOLDS) == {"Dan": [Path("Dan_0001.jpg")]}


def test_faces_like_any_picture_of_somebody_tested_are_found():
    tested = np.eye(3, dtype=np.float32)
    faces = np.array([[0.5, 0.5, np.sqrt(0.5)], [-1, 0, 0], [0.6, -0.8, 0]], np.float32)
    assert resembling(faces, tested, threshold=0.7).tolist() == [True, False, False]
    assert resembling(faces, tested, threshold=0.6).tolist() == [True, False, True]
