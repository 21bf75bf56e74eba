"""Folders of people, and splits that keep people apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceid_app.camera.pixels import PICTURE_SUFFIXES
from faceid_app.datasets.people import FolderIndex, PeopleIndex, split_names
from faceid_app.errors import DatasetMissing


def touch(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def test_sub_folders_are_people_and_loose_pictures_people_of_their_own(tmp_path):
    root = touch(
        tmp_path, "Bob/2.PNG", "Bob/1.jpg", "Bob/more/3.webp", "Ann/x.jpeg", "loose.jpg", "notes.txt", "Ann/._x.jpeg"
    )
    index: PeopleIndex = FolderIndex(root)
    assert index.people() == {
        "Ann": [root / "Ann/x.jpeg"],
        "Bob": [root / "Bob/1.jpg", root / "Bob/2.PNG", root / "Bob/more/3.webp"],
        "loose.jpg": [root / "loose.jpg"],
    }
    assert len(index.pictures()) == 5
    assert all(picture.is_relative_to(index.root) for picture in index.pictures())


def test_a_folder_that_only_wraps_another_is_looked_through(tmp_path):
    touch(tmp_path, "download/set/Ann/1.jpg", "download/set/Bob/1.jpg")
    index = FolderIndex(tmp_path)
    assert list(index.people()) == ["Ann", "Bob"]
    assert index.root == tmp_path / "download" / "set"


def test_whatever_can_be_read_as_a_picture_counts(tmp_path):
    touch(tmp_path, *(f"Ann/1{suffix}" for suffix in PICTURE_SUFFIXES))
    assert len(FolderIndex(tmp_path).pictures()) == len(PICTURE_SUFFIXES)


def test_one_person_in_one_folder_stays_a_person(tmp_path):
    assert list(FolderIndex(touch(tmp_path, "Ann/1.jpg", "Ann/2.jpg")).people()) == ["Ann"]


def test_missing_and_empty_folders(tmp_path):
    with pytest.raises(DatasetMissing, match="nowhere"):
        FolderIndex(tmp_path / "nowhere")
    with pytest.raises(DatasetMissing, match="A picture in"):
        FolderIndex(touch(tmp_path, "Ann/notes.txt"))


@settings(deadline=None)
@given(st.sets(st.text(max_size=8), max_size=40), st.integers(), st.floats(0, 1))
def test_a_split_parts_all_people_into_two(names, seed, share):
    learn, held_out = split_names(names, seed=seed, share=share)
    assert set(learn) | set(held_out) == names
    assert len(learn) + len(held_out) == len(names)
    assert len(held_out) == round(share * len(names))
    assert split_names(sorted(names, reverse=True), seed=seed, share=share) == (learn, held_out)


def test_a_split_is_the_same_on_every_system_and_differs_by_seed(tmp_path):
    names = [f"person {i}" for i in range(8)]
    assert split_names(names, seed=1, share=0.25) == (
        ["person 1", "person 2", "person 3", "person 4", "person 5", "person 7"],
        ["person 0", "person 6"],
    )
    assert split_names(names, seed=2, share=0.25)[1] != ["person 0", "person 6"]
    index = FolderIndex(touch(tmp_path, *(f"{name}/1.jpg" for name in names)))
    assert index.split_people(seed=1, share=0.25) == split_names(names, seed=1, share=0.25)
    with pytest.raises(ValueError, match="share"):
        split_names(names, seed=1, share=25)
