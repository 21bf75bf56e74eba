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
from faceid_app.evaluation.lfw_protocol import evaluate_lfw
from faceid_app.progress import Progress

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


def test_a_perfect_system(index):
    reader = Reader()
    result = evaluate_lfw(index, folds(), reader, same_person)
    assert (result.accuracy, result.std_error, result.eer, result.auc) == (1.0, 0.0, 0.0, 1.0)
    assert result.tar_at_far == {"1e-2": 1.0, "1e-3": 1.0}
    assert (result.pairs, result.not_found, result.pairs_without_face) == (20, 0, 0)
    assert len(result.thresholds) == 10
    assert sorted(reader.seen) == sorted(index.pictures())  # each once


def test_a_reversed_system(index):
    result = evaluate_lfw(index, folds(), Reader(), lambda a, b: -same_person(a, b))
    assert result.auc == 0.0
    assert result.eer == 1.0
    assert result.accuracy <= 0.5
    assert result.tar_at_far == {"1e-2": 0.0, "1e-3": 0.0}


def test_a_picture_without_a_face_counts_as_the_least_alike(index):
    # Picture 1 of person 3 is in one genuine pair (now wrong) and in one impostor pair (still right).
    result = evaluate_lfw(index, folds(), Reader(name(3, 1)), same_person)
    assert (result.not_found, result.pairs_without_face, result.pairs) == (1, 2, 20)
    assert result.accuracy == pytest.approx(0.95)
    assert result.std_error == pytest.approx(0.05)
    assert result.tar_at_far["1e-3"] == pytest.approx(0.9)


def test_the_result_is_one_json_object(index):
    result = json.loads(json.dumps(evaluate_lfw(index, folds(), Reader(), same_person).to_dict()))
    assert {"accuracy", "std_error", "eer", "auc", "tar_at_far", "thresholds", "pairs", "not_found"} <= result.keys()
    assert result["tar_at_far"].keys() == {"1e-2", "1e-3"}


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
