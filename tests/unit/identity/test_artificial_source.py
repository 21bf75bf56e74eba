"""Where pictures of artificial faces come from, and on which side each of them is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from faceid_app.errors import DatasetMissing, UsageError
from faceid_app.identity.artificial_options import BASE, ArtificialOptions, ablations
from faceid_app.identity.artificial_source import ArtificialSource, SideName, list_pictures, original_of, side_of


def _touch(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"")


def test_a_sketch_and_the_photograph_of_its_subject_are_one_original():
    sketch = original_of(Path("sketch/F2-005-01-sz1.webp"), Path("sketch"))
    assert sketch == original_of(Path("sketch_photo/f-005-01.webp"), Path("sketch_photo"))
    assert sketch != original_of(Path("sketch_photo/m-005-01.webp"), Path("sketch_photo"))


def test_pictures_of_a_person_and_edits_of_a_picture_are_one_original():
    first, second = (original_of(Path(f"lfw/Ann/Ann_000{n}.jpg"), Path("lfw")) for n in (1, 2))
    assert first == second
    edits = {original_of(Path(f"edited/easy_7_{bits}.webp"), Path("edited")) for bits in ("1000", "0011")}
    assert len(edits) == 1
    assert original_of(Path("edited/hard_7_1000.webp"), Path("edited")) not in edits


def test_the_sides_are_8_1_1_and_always_the_same():
    sides = Counter(side_of(f"picture {number}") for number in range(5000))
    assert sides[SideName.TRAINING] == pytest.approx(4000, abs=120)
    assert sides[SideName.VALIDATION] == pytest.approx(500, abs=90)
    assert side_of("picture 1") == side_of("picture 1")


def test_folders_give_their_kinds_and_no_more_pictures_than_wanted(tmp_path: Path):
    _touch(tmp_path / "data" / "anime", *(f"{number}.png" for number in range(30)))
    _touch(tmp_path / "masks", "a.png", "notes.txt")
    source = ArtificialSource(data=str(tmp_path / "data"), kinds=(("mask", str(tmp_path / "masks")),), most=12)
    kinds = Counter(one.kind for one in list_pictures(source))
    assert kinds == {"anime": 12, "mask": 1}
    assert ArtificialSource.from_dict(source.to_dict()) == source


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (ArtificialSource(), "nothing to learn from"),
        (ArtificialSource(kinds=(("unsure", "x"),)), "cannot be named 'unsure'"),
        (ArtificialSource(kinds=(("My Kind", "x"),)), "cannot be named 'My Kind'"),
        (ArtificialSource(data="x", most=3), "too few to be split"),
    ],
)
def test_what_is_no_source_is_told(source: ArtificialSource, words: str):
    with pytest.raises(UsageError, match=words):
        source.check()


def test_a_folder_without_pictures_is_told(tmp_path: Path):
    with pytest.raises(DatasetMissing, match="A folder named as one of"):
        list_pictures(ArtificialSource(data=str(tmp_path)))
    with pytest.raises(DatasetMissing, match="A picture in the folder"):
        list_pictures(ArtificialSource(photographs=(str(tmp_path),)))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (ArtificialOptions(backbone="vgg"), "no backbone named 'vgg'"),
        (ArtificialOptions(augment=("crop", "mixup")), "no augmentation named 'mixup'"),
        (ArtificialOptions(smoothing=0.9), "label smoothing of 0.9"),
        (ArtificialOptions(epoch_pictures=4), "less than one batch"),
        (ArtificialOptions(weights="imagenet"), "for resnet50 only"),
    ],
)
def test_options_that_cannot_be_used_are_told(options: ArtificialOptions, words: str):
    with pytest.raises(UsageError, match=words):
        options.check()


def test_each_ablation_changes_one_thing():
    base = ArtificialOptions(backbone="resnet50", weights="w.h5")
    first, *others = ablations(base)
    assert first.name == BASE
    assert len(others) == 6
    for arm in others:
        values, wanted = arm.options.to_dict(), base.to_dict()
        assert sum(values[name] != wanted[name] for name in wanted) == 1
        assert ArtificialOptions.from_dict(values) == arm.options
