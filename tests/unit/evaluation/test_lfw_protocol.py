"""View 2 on pictures whose embeddings are known, so that each figure can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import Cancelled, DatasetMissing
from faceid_app.evaluation.lfw_protocol import LfwResult, evaluate_lfw
from faceid_app.progress import Progress
from faceid_app.reports.report import canonical_json

PEOPLE = 10


@pytest.fixture
def index(tmp_path: Path) -> FolderIndex:
    """Two pictures of each person; each file holds its own embedding: person, picture."""
    for person in range(PEOPLE):
        for number in (1, 2):
            path = tmp_path / f"P{person}" / f"P{person}_{number:04d}.jpg"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{person} {number}")
    return FolderIndex(tmp_path)


def name(person: int, number: int) -> str:
    return f"P{person}/P{person}_{number:04d}.jpg"


def folds() -> list[list[Pair]]:
    return [
        [
            Pair(name(person, 1), name(person, 2), True),
            Pair(name(person, 1), name((person + 1) % PEOPLE, 2), False),
        ]
        for person in range(PEOPLE)
    ]


class Reader:
    """Reads the embeddings, remembers every picture it was given, and finds no face in `blind`."""

    def __init__(self, *blind: str) -> None:
        self.seen: list[Path] = []
        self._blind = blind

    def __call__(self, pictures: list[Path]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        self.seen += pictures
        rows = np.array([[float(word) for word in path.read_text().split()] for path in pictures], dtype=np.float32)
        found = np.array([f"{path.parent.name}/{path.name}" not in self._blind for path in pictures])
        rows[~found] = np.nan
        return rows, found


def same_person(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(-np.abs(a[:, 0] - b[:, 0]), dtype=np.float32)


def tars(result: LfwResult) -> dict[str, float | None]:
    return {name: point.tar.value for name, point in result.points.items()}


def test_a_perfect_system(index):
    reader = Reader()
    result = evaluate_lfw(index, folds(), reader, same_person)
    assert (result.accuracy, result.std_error, result.eer, result.auc) == (1.0, 0.0, 0.0, 1.0)
    assert tars(result) == {"1e-2": 1.0, "1e-3": 1.0}
    assert (result.pairs, result.pictures, result.not_found, result.pairs_without_face) == (20, 20, 0, 0)
    assert result.right == 20
    # No fold differs from another, so the counts alone say how sure that is: none wrong of 20, and of 10.
    assert (result.accuracy_interval.high, result.eer_interval.low) == (1.0, 0.0)
    assert result.accuracy_interval.low == pytest.approx(0.025 ** (1 / 20))
    assert result.eer_interval.high == pytest.approx(1 - 0.025 ** (1 / 10))
    assert (result.auc_interval.low, result.auc_interval.high) == (1.0, 1.0)
    point = result.points["1e-2"]
    assert (point.far, point.false_matches, point.nonmated, point.tar.count, point.tar.of) == (0.01, 0, 10, 10, 10)
    assert point.tar.low == pytest.approx(0.025 ** (1 / 10))
    assert point.tar.high == 1.0
    assert (result.mated.tolist(), result.nonmated.tolist()) == ([0.0] * 10, [-1.0] * 9 + [-9.0])
    assert len(result.thresholds) == 10
    assert sorted(reader.seen) == sorted(index.pictures())  # each once


def test_a_reversed_system(index):
    result = evaluate_lfw(index, folds(), Reader(), lambda a, b: -same_person(a, b))
    assert result.auc == 0.0
    assert result.eer == 1.0
    assert result.accuracy <= 0.5
    assert tars(result) == {"1e-2": 0.0, "1e-3": 0.0}
    assert result.points["1e-3"].tar.high == pytest.approx(1 - 0.025 ** (1 / 10))


def test_a_picture_without_a_face_counts_as_the_least_alike(index):
    # Picture 1 of person 3 is in one genuine pair (now wrong) and in one impostor pair (still right).
    result = evaluate_lfw(index, folds(), Reader(name(3, 1)), same_person)
    assert (result.not_found, result.pairs_without_face, result.pairs) == (1, 2, 20)
    assert result.accuracy == pytest.approx(0.95)
    assert result.std_error == pytest.approx(0.05)
    assert (result.points["1e-3"].tar.count, result.points["1e-3"].tar.of) == (9, 10)
    # Clopper and Pearson's for 19 of 20; Student's t over the folds reaches from 0.95 - 2.262 * 0.05 only.
    assert result.accuracy_interval.low == pytest.approx(0.7512673, abs=1e-6)
    assert result.accuracy_interval.high == 1.0
    assert result.right == 19
    # Pairs without a face have no score to draw.
    assert (result.mated.size, result.nonmated.size) == (9, 9)


def test_the_result_is_json_with_nothing_in_it_that_is_no_number(index):
    result = json.loads(canonical_json(evaluate_lfw(index, folds(), Reader(), same_person).to_dict()))
    assert (result["accuracy"], result["right"], result["pairs"], result["pictures"]) == (1.0, 20, 20, 20)
    assert result["points"].keys() == {"1e-2", "1e-3"}
    assert result["points"]["1e-2"]["tar"] == {
        "value": 1.0, "count": 10, "of": 10, "low": pytest.approx(0.025 ** (1 / 10)), "high": 1.0,
    }  # fmt: skip
    assert result["curve"]["far"][0] == 0.0
    assert result["curve"]["frr"][-1] == 0.0


def test_an_empty_fold_decides_nothing(index):
    holed = [*folds()[:4], [], *folds()[4:]]
    result = evaluate_lfw(index, holed, Reader(), same_person)
    assert (result.accuracy, len(result.thresholds), result.pairs) == (1.0, 10, 20)


def test_missing_pictures_are_counted(index):
    strange = [*folds(), [Pair("Q/Q_0001.jpg", "Q/Q_0002.jpg", True)]]
    with pytest.raises(DatasetMissing, match=r"'Q/Q_0001\.jpg', one of 2 pictures"):
        evaluate_lfw(index, strange, Reader(), same_person)


def test_no_face_anywhere(index):
    everyone = [name(person, number) for person in range(PEOPLE) for number in (1, 2)]
    with pytest.raises(ValueError, match="no pair has a face"):
        evaluate_lfw(index, folds(), Reader(*everyone), same_person)


def test_progress_and_cancellation(index):
    seen: list[Progress] = []
    evaluate_lfw(index, folds(), Reader(), same_person, report=seen.append)
    assert (seen[0].step, seen[-1].step, seen[-1].of) == (0, 20, 20)
    with pytest.raises(Cancelled):
        evaluate_lfw(index, folds(), Reader(), same_person, is_cancelled=lambda: True)
