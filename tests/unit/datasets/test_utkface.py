"""UTKFace: what names and rows say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_png
from faceid_app.datasets.utkface import CSV_SIDE, Label, label_of, list_folder, read_csv
from faceid_app.errors import DatasetMissing, FaceIdError, UsageError

PIXELS = " ".join(str(number % 256) for number in range(CSV_SIDE**2))
HEAD = "age,ethnicity,gender,img_name,pixels"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("26_1_2_20170104.jpg", Label(26, 1, 2)),
        ("116_1_0_20170112.jpg.chip.jpg", Label(116, 1, 0)),
        ("61_1_20170109142408075.jpg", None),  # three names of the data set lack a field
        ("26_3_2_20170104.jpg", None),
        ("26_1_7_20170104.jpg", None),
        ("0_1_2_20170104.jpg", None),
        ("117_1_2_20170104.jpg", None),
        ("holiday.jpg", None),
    ],
)
def test_a_name_says_age_gender_and_ethnicity_or_nothing(name: str, label: Label | None):
    assert label_of(Path(name)) == label


def test_a_folder_is_listed_by_name_and_says_what_was_left_out(tmp_path: Path):
    for name in ("9_0_1_2.png", "30_1_0_1.png", "61_1_2017.png"):
        (tmp_path / name).write_bytes(encode_png(np.zeros((20, 20, 3), np.uint8)))
    listed = list_folder(tmp_path)
    assert listed.names == ("30_1_0_1.png", "9_0_1_2.png")
    assert listed.labels == (Label(30, 1, 0), Label(9, 0, 1))
    assert listed.misnamed == ("61_1_2017.png",)


def test_a_csv_gives_the_same_as_a_folder(tmp_path: Path):
    file = tmp_path / "faces.csv"
    file.write_text(f'{HEAD}\n30,0,1,b.jpg,"{PIXELS}"\n9,1,0,a.jpg,{PIXELS}\n', encoding="utf-8")
    listed = read_csv(file)
    assert listed.names == ("a.jpg", "b.jpg")
    assert listed.labels == (Label(9, 0, 1), Label(30, 1, 0))
    assert listed.grey is not None
    assert listed.grey.shape == (2, CSV_SIDE, CSV_SIDE)
    assert listed.grey[1, 0, 5] == 5


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (f"age,ethnicity,img_name,pixels\n1,0,a,{PIXELS}\n", DatasetMissing, "The column 'gender'"),
        (f"{HEAD}\n", DatasetMissing, "A row in"),
        (f"{HEAD}\n9,0,1,a,1 2 3\n", UsageError, "Line 2 of .* holds 3 pixels; 48x48 = 2,304 are needed"),
        (f"{HEAD}\n9,0,1,a,{PIXELS}\nold,0,1,b,{PIXELS}\n", UsageError, "Line 3 of .* no number"),
        (f"{HEAD}\n9,8,1,a,{PIXELS}\n", UsageError, "the ethnicity is 8, it must be 0 to 4"),
        (f"{HEAD}\n9,0,1,a,{PIXELS.replace('255', '300')}\n", UsageError, "a pixel outside 0 to 255"),
        (f"{HEAD}\n9,0,1,a\n", UsageError, "no number"),
        ("", DatasetMissing, "The column 'age'"),
    ],
)
def test_a_csv_that_cannot_be_read_says_where(tmp_path: Path, text: str, kind: type[FaceIdError], words: str):
    file = tmp_path / "faces.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(kind, match=words):
        read_csv(file)


def test_missing_empty_and_misnamed_folders_are_told(tmp_path: Path):
    with pytest.raises(DatasetMissing, match="The folder"):
        list_folder(tmp_path / "nowhere")
    with pytest.raises(DatasetMissing, match="A picture in the folder"):
        list_folder(tmp_path)
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(DatasetMissing, match="whose name says age, gender and ethnicity"):
        list_folder(tmp_path)
    with pytest.raises(DatasetMissing, match="it cannot be read"):
        read_csv(tmp_path / "nowhere.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(UsageError, match="is no CSV file"):
        read_csv(tmp_path / "binary.csv")
