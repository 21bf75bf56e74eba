"""Who is learned from: nobody is on two sides, nobody of a list of pairs is learned from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_jpeg
from faceid_app.errors import DatasetMissing
from faceid_app.identity.arcface_options import FaceSource
from faceid_app.learning.arcface.people import LEAST_UNSEEN, choose_names, list_people, read_sides
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from tests.unit.learning.arcface.faces import chequers, write_people


def aligned(folder: Path, people: int, each: int, **more: Any) -> FaceSource:
    identities = write_people(folder, people, each)
    return FaceSource(aligned=(str(folder),), identities=str(identities), **more)


def keys(faces: np.ndarray) -> set[bytes]:
    return {face.tobytes() for face in faces}


def test_sides_share_no_picture_and_no_unseen_person(paths: Paths, tmp_path: Path):
    source = aligned(tmp_path / "faces", 12, 8, validation_share=0.25)
    sides = read_sides(source, paths=paths, report=ignore, is_cancelled=never)
    assert (sides.people, len(sides.training), len(sides.validation)) == (8, 8 * 6, 8 * 2)
    assert len(sides.unseen) == 4 * 8
    parts = [keys(side.faces) for side in (sides.training, sides.validation, sides.unseen)]
    assert len(set.union(*parts)) == sum(map(len, parts)) == 12 * 8
    by_picture = {chequers(person, take).tobytes(): person for person in range(12) for take in range(8)}
    learned, validated, unseen = ({by_picture[key] for key in part} for part in parts)
    assert learned == validated
    assert not learned & unseen
    for side in (sides.training, sides.validation, sides.unseen):
        shown = [by_picture[face.tobytes()] for face in side.faces]
        assert len(set(zip(shown, side.person.tolist(), strict=True))) == len(set(shown))


def test_the_split_follows_the_seed_alone(tmp_path: Path):
    source = aligned(tmp_path / "faces", 20, 4)
    people = list_people(source)
    first = choose_names(people, source)
    assert first == choose_names(dict(reversed(people.items())), source)
    other = FaceSource(aligned=source.aligned, identities=source.identities, seed=1)
    assert set(first.unseen) != set(choose_names(people, other).unseen)
    assert len(first.unseen) == 4


def test_most_people_and_pictures_are_kept_to(tmp_path: Path):
    source = aligned(tmp_path / "faces", 20, 8, most_people=10, most_pictures=5)
    names = choose_names(list_people(source), source)
    assert len(names.learning) + len(names.unseen) == 10
    assert {len(pictures) for side in (names.learning, names.unseen) for pictures in side.values()} == {5}


def test_one_list_names_the_people_of_several_folders(tmp_path: Path):
    source = aligned(tmp_path / "a", 8, 2)
    (tmp_path / "b").mkdir()
    for picture in sorted((tmp_path / "a").glob("*_1.png")):
        picture.rename(tmp_path / "b" / picture.name)
    both = FaceSource(aligned=(str(tmp_path / "a"), str(tmp_path / "b")), identities=source.identities)
    assert {name: len(pictures) for name, pictures in list_people(both).items()} == {
        f"{number:07d}": 2 for number in range(1, 9)
    }


def official_pairs(path: Path, people: list[str]) -> Path:
    """A pairs.txt of the official length that names no others."""
    same = [f"{people[n % len(people)]}\t1\t2" for n in range(300)]
    other = [f"{people[n % len(people)]}\t1\t{people[(n + 1) % len(people)]}\t1" for n in range(300)]
    path.write_text("\n".join(["10\t300", *(same + other) * 10]) + "\n", encoding="utf-8")
    return path


def test_nobody_of_the_pairs_is_learned_from(tmp_path: Path):
    names = [f"Person_{number:02}" for number in range(20)]
    for name in names:
        (tmp_path / "lfw" / name).mkdir(parents=True)
        for number in range(1, 5):
            picture = tmp_path / "lfw" / name / f"{name}_{number:04d}.jpg"
            picture.write_bytes(encode_jpeg(np.zeros((8, 8, 3), np.uint8)))
    tested = names[3:11]
    pairs = official_pairs(tmp_path / "pairs.txt", tested)
    source = FaceSource(people=str(tmp_path / "lfw"), lfw=True, pairs=str(pairs))
    chosen = choose_names(list_people(source), source)
    assert set(chosen.learning) == set(names) - set(tested)
    assert set(chosen.unseen) <= set(tested)
    assert len(chosen.unseen) == max(LEAST_UNSEEN, len(chosen.learning) // 2)
    assert chosen.tested == 8


def test_too_few_people_are_told(tmp_path: Path):
    source = aligned(tmp_path / "faces", 5, 4)
    with pytest.raises(DatasetMissing, match=r"found 1, needed 2.*lower --least-pictures"):
        choose_names(list_people(source), source)


def test_pictures_without_a_face_are_told(paths: Paths, tmp_path: Path):
    for person in range(6):
        (tmp_path / "people" / str(person)).mkdir(parents=True)
        for take in range(4):
            picture = tmp_path / "people" / str(person) / f"{take}.jpg"
            picture.write_bytes(encode_jpeg(np.full((60, 60, 3), 128, np.uint8)))
    source = FaceSource(people=str(tmp_path / "people"))
    with pytest.raises(DatasetMissing, match="A face in the 24 chosen pictures"):
        read_sides(source, paths=paths, report=ignore, is_cancelled=never)
    assert not list(paths.cache.glob("aligned-*"))


def test_another_size_is_no_aligned_face(paths: Paths, tmp_path: Path):
    source = aligned(tmp_path / "faces", 8, 4)
    spoiled = tmp_path / "faces" / "00_0.png"
    spoiled.write_bytes(encode_jpeg(np.zeros((100, 112, 3), np.uint8)))
    assert read_sides(source, paths=paths, report=ignore, is_cancelled=never).without_face == 1
