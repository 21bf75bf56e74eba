"""The real LFW: whole, indexed, and with every picture that View 2 asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.datasets.archive import extract_safely
from faceid_app.datasets.installation import install_lfw
from faceid_app.datasets.lfw import PEOPLE, PICTURES, LfwIndex, pairs_file
from faceid_app.datasets.pairs import read_pairs
from faceid_app.paths import Paths

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def index(lfw_dir: Path) -> LfwIndex:
    return LfwIndex(lfw_dir)


def test_all_pictures_and_people_are_indexed(index: LfwIndex) -> None:
    assert (len(index.pictures()), len(index.people())) == (PICTURES, PEOPLE)
    assert max(index.people().items(), key=lambda item: len(item[1]))[0] == "George_W_Bush"
    assert len(index.people()["George_W_Bush"]) == 530


def test_people_held_out_are_nobody_else(index: LfwIndex) -> None:
    learn, held_out = index.split_people(seed=7, share=0.1)
    assert len(held_out) == 575
    assert not set(learn) & set(held_out)
    assert set(learn) | set(held_out) == set(index.people())


def test_every_picture_of_view_2_is_there(index: LfwIndex, data_dir: Path) -> None:
    folds = read_pairs(data_dir / "lfw" / "pairs.txt")
    names = {name for fold in folds for pair in fold for name in (pair.a, pair.b)}
    there = {path.relative_to(index.root).as_posix() for path in index.pictures()}
    assert len(names) == 7701
    assert names <= there


def test_the_folder_is_installed_by_reference(lfw_dir: Path, data_dir: Path, paths: Paths) -> None:
    result = install_lfw(paths, source=lfw_dir)
    assert (result.pictures, result.people) == (PICTURES, PEOPLE)
    assert LfwIndex.find(paths).root == lfw_dir.resolve()
    assert not list(paths.root.rglob("*.jpg"))


def test_the_archive_is_installed_with_its_pairs(data_dir: Path, paths: Paths) -> None:
    result = install_lfw(paths, source=data_dir / "lfw" / "lfw-deepfunneled.tgz")
    assert (result.pictures, result.people, result.has_pairs, result.warnings) == (PICTURES, PEOPLE, True, ())
    assert len(LfwIndex.find(paths).pictures()) == PICTURES
    assert len(read_pairs(pairs_file(paths))) == 10


def test_the_archive_unpacks_to_the_pictures_themselves(data_dir: Path, lfw_dir: Path, tmp_path: Path) -> None:
    archive = data_dir / "lfw" / "lfw-deepfunneled.tgz"
    target = tmp_path / "pictures"
    done = extract_safely(archive, target, max_files=PICTURES, max_bytes=1 << 28, suffixes={".jpg"})
    assert (done.files, done.left_out) == (PICTURES, 0)
    picture = "Zurab_Tsereteli/Zurab_Tsereteli_0001.jpg"
    assert (target / lfw_dir.name / picture).read_bytes() == (lfw_dir / picture).read_bytes()
