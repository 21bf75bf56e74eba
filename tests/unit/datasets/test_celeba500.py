"""CelebA-500 in its own layout, hand-made: people, sides, and what is wrong with a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.datasets.celeba500 import JUDGE, LEARN, VALIDATE, read_celeba500
from faceid_app.errors import DatasetMissing


def make_layout(folder: Path, people: str, split: str, pictures: tuple[str, ...] = ("1.jpg", "2.jpg", "3.jpg")) -> Path:
    (folder / "celebA_imgs").mkdir(parents=True)
    for name in pictures:
        (folder / "celebA_imgs" / name).write_bytes(b"picture")
    (folder / "celebA_anno.txt").write_text(people)
    (folder / "celebA_train_split.txt").write_text(split)
    return folder


def test_people_and_sides_are_read_and_what_is_missing_is_counted(tmp_path: Path):
    folder = make_layout(tmp_path, "1.jpg 7\n2.jpg 7\n3.jpg 12\n4.jpg 12\n", "1.jpg 0\n2.jpg 2\n3.jpg 1\n4.jpg 0\n")
    found = read_celeba500(folder)
    assert {name: [path.name for path in own] for name, own in found.people.items()} == {
        "00007": ["1.jpg", "2.jpg"],
        "00012": ["3.jpg"],
    }
    assert [found.side[folder / "celebA_imgs" / f"{n}.jpg"] for n in (1, 2, 3)] == [LEARN, JUDGE, VALIDATE]
    assert found.missing == 1


@pytest.mark.parametrize(
    ("people", "split", "words"),
    [
        ("1.jpg 7\n", "1.jpg 5\n", "sides are 0 learn, 1 validate, 2 judge"),
        ("1.jpg seven\n", "1.jpg 0\n", "Line 1 of"),
        ("../1.jpg 7\n", "1.jpg 0\n", "Line 1 of"),
        ("9.jpg 7\n", "9.jpg 0\n", "that both lists name"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, people: str, split: str, words: str):
    with pytest.raises(DatasetMissing, match=words):
        read_celeba500(make_layout(tmp_path, people, split))


def test_another_folder_is_told_apart(tmp_path: Path):
    with pytest.raises(DatasetMissing, match="celebA_imgs"):
        read_celeba500(tmp_path)
