"""The index takes LFW's own pictures, wherever the folder of people lies."""

from __future__ import annotations

import shutil

import pytest

from faceid_app.datasets.lfw import LfwIndex, find_people_folder
from faceid_app.errors import DatasetMissing


def test_people_and_pictures_are_sorted(lfw_tree):
    index = LfwIndex(lfw_tree / "lfw-deepfunneled")
    assert {name: [path.name for path in paths] for name, paths in index.people().items()} == {
        "Ann_Lee": ["Ann_Lee_0001.jpg", "Ann_Lee_0002.jpg", "Ann_Lee_0003.jpg"],
        "Bob_Ray": ["Bob_Ray_0001.jpg", "Bob_Ray_0002.jpg"],
        "Cy_Fox": ["Cy_Fox_0001.jpg"],
    }
    assert list(index.people()) == sorted(index.people())
    assert [path.parent.name for path in index.pictures()] == ["Ann_Lee"] * 3 + ["Bob_Ray"] * 2 + ["Cy_Fox"]
    learn, held_out = index.split_people(seed=0, share=1 / 3)
    assert (len(learn), len(held_out)) == (2, 1)


def test_other_files_are_not_lfw_pictures(lfw_tree):
    person = lfw_tree / "lfw-deepfunneled" / "Ann_Lee"
    for name in ["Bob_Ray_0001.jpg", "Ann_Lee_1.jpg", "Ann_Lee_0004.png", "._Ann_Lee_0001.jpg", "Thumbs.db"]:
        (person / name).touch()
    assert len(LfwIndex(person.parent).pictures()) == 6


@pytest.mark.parametrize("levels", [0, 1, 2])
def test_the_folder_of_people_is_found_below_the_given_one(lfw_tree, levels):
    given = [lfw_tree / "lfw-deepfunneled", lfw_tree, lfw_tree.parent][levels]
    assert find_people_folder(given) == lfw_tree / "lfw-deepfunneled"
    assert LfwIndex(given).root == lfw_tree / "lfw-deepfunneled"


def test_the_closest_aligned_release_is_preferred(lfw_tree):
    shutil.copytree(lfw_tree / "lfw-deepfunneled", lfw_tree / "a_lfw_funneled")
    assert find_people_folder(lfw_tree) == lfw_tree / "lfw-deepfunneled"


def test_what_is_not_there_is_said_with_what_to_do(tmp_path, paths):
    assert find_people_folder(tmp_path) is None
    with pytest.raises(DatasetMissing, match="faceid data lfw"):
        LfwIndex(tmp_path)
    with pytest.raises(DatasetMissing, match="faceid data lfw"):
        LfwIndex.find(paths)
