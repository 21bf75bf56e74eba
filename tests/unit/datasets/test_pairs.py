"""The parser of pairs.txt accepts View 2 and names the line of anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.datasets.pairs import Pair, read_pairs
from faceid_app.errors import DatasetMissing, ProtocolInvalid


def view_2() -> list[str]:
    lines = ["10\t300"]
    for fold in range(10):
        lines += [f"Ann_{fold}\t{i + 1}\t{i + 2}" for i in range(300)]
        lines += [f"Ann_{fold}\t{i + 1}\tBob_{fold}\t{i + 1}" for i in range(300)]
    return lines


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "pairs.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_ten_folds_of_both_kinds(tmp_path: Path) -> None:
    folds = read_pairs(written(tmp_path, view_2()))
    assert [len(fold) for fold in folds] == [600] * 10
    assert [sum(pair.same for pair in fold) for fold in folds] == [300] * 10
    assert folds[0][0] == Pair("Ann_0/Ann_0_0001.jpg", "Ann_0/Ann_0_0002.jpg", True)
    assert folds[9][599] == Pair("Ann_9/Ann_9_0300.jpg", "Bob_9/Bob_9_0300.jpg", False)


@pytest.mark.parametrize(
    ("line", "text", "why"),
    [
        (1, "5\t300", "must read '10 300'"),
        (2, "Ann_0\t1\tBob_0\t1", "a name and two numbers, found 4 fields"),
        (302, "Ann_0\t1\t2", "a name, a number, a name and a number, found 3 fields"),
        (5, "", "found 0 fields"),
        (3, "Ann_0\tx\t2", "'x' is not a picture's number"),
        (3, "Ann_0\t0\t2", "'0' is not a picture's number"),
        (4, "../../etc\t1\t2", "is not the name of a folder"),
        (4, "..\t1\t2", "is not the name of a folder"),
        (6, "Ann_0\t3\t3", "pairs a picture with itself"),
        (303, "Ann_0\t3\tAnn_0\t4", "names 'Ann_0' twice"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: int, text: str, why: str) -> None:
    lines = view_2()
    lines[line - 1] = text
    with pytest.raises(ProtocolInvalid, match=f"Line {line} of") as failure:
        read_pairs(written(tmp_path, lines))
    assert why in str(failure.value)


@pytest.mark.parametrize("count", [0, 1, 600, 6000, 6002])
def test_a_file_of_another_length_is_refused(tmp_path: Path, count: int) -> None:
    lines = [*view_2(), "Ann_9\t1\tBob_9\t1"][:count]
    with pytest.raises(ProtocolInvalid):
        read_pairs(written(tmp_path, lines))


def test_no_text_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ProtocolInvalid, match="no text file"):
        read_pairs(tmp_path / "pairs.txt")
    with pytest.raises(DatasetMissing, match=r"missing\.txt"):
        read_pairs(tmp_path / "missing.txt")
