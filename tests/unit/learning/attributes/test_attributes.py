"""The documents' networks to the layer, the split, the cache of rows, and that layers on features learn."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from faceid_app.camera.pixels import encode_png
from faceid_app.errors import Cancelled, DiskFull, UsageError
from faceid_app.faces.attributes import YEARS
from faceid_app.identity.attribute_options import AttributeOptions, AttributeSource
from faceid_app.learning.attributes import documents, rows
from faceid_app.learning.attributes.faces import LabelledFaces, read_faces, split
from faceid_app.learning.attributes.leaks import find_leaks
from faceid_app.learning.attributes.networks import age_targets
from faceid_app.learning.attributes.rows import BLOCK, kept_rows
from faceid_app.learning.attributes.training import answers, judged, train
from faceid_app.paths import Paths
from faceid_app.progress import Stage, ignore, never


def test_the_documents_networks_have_their_numbers_of_weights():
    counts = {name: documents.build(name).count_params() for name in documents.SIZES}
    assert counts[documents.AGE_SIX] == 38_298
    assert counts[documents.ETHNICITY] == 2_981
    assert counts[documents.GENDER] == 673
    kinds = [type(layer).__name__ for layer in documents.build(documents.AGE_TEN).layers if layer.name != "flat"]
    assert kinds == ["InputLayer", "Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Dense", "Dropout", "Dense"]


@pytest.mark.parametrize("count", [200, 23_692])
def test_the_test_side_is_scikit_learns(count: int):
    test, held = split(count, seed=42)
    _, expected = train_test_split(np.arange(count), test_size=0.3, random_state=42)
    assert np.array_equal(np.flatnonzero(test), np.sort(expected))
    assert not (test & held).any()
    assert held.sum() == round(0.1 * (~test).sum())


def test_an_age_is_taught_as_a_bell_around_it():
    bells = age_targets(np.array([1, 26, 116]))
    assert bells.sum(axis=1) == pytest.approx(1)
    assert bells.argmax(axis=1).tolist() == [0, 25, YEARS - 1]
    assert bells[0, 0] > bells[1, 25]  # the age of the young is seen to the year


def _stage(count: int) -> Stage:
    return Stage("rows", of=count, report=ignore, is_cancelled=never)


def test_an_interrupted_run_goes_on_behind_the_last_whole_row(tmp_path: Path):
    made: list[int] = []
    count, interrupted = 3 * BLOCK, [True]

    def make(first: int, last: int) -> np.ndarray:
        if first == BLOCK and interrupted:
            interrupted.clear()
            raise Cancelled("Rows")
        made.append(first)
        return np.arange(first, last, dtype=np.int32)[:, None] * np.ones(4, np.int32)

    path = tmp_path / "new" / "rows"
    with pytest.raises(Cancelled):
        kept_rows(path, make, rows=count, shape=(4,), dtype=np.int32, stage=_stage(count))
    assert not path.exists()
    with (tmp_path / "new" / "rows.part").open("ab") as file:
        file.write(b"half a row")
    found = kept_rows(path, make, rows=count, shape=(4,), dtype=np.int32, stage=_stage(count))
    assert made == [0, BLOCK, 2 * BLOCK]
    assert np.array_equal(found[:, 3], np.arange(count))
    kept_rows(path, make, rows=count, shape=(4,), dtype=np.int32, stage=_stage(count))
    assert len(made) == 3


def test_a_full_disk_is_one_sentence_and_leaves_nothing_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_descriptor: int, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(rows, "write_all", full)
    with pytest.raises(DiskFull):
        kept_rows(
            tmp_path / "rows", lambda first, last: np.zeros((last - first, 2)), rows=5, shape=(2,), dtype=np.float32,
            stage=_stage(5),
        )  # fmt: skip
    assert not (tmp_path / "rows").exists()


def test_too_few_faces_and_unreadable_ones_are_told(tmp_path: Path):
    folder = tmp_path / "faces"
    folder.mkdir()
    (folder / "20_0_0_1.png").write_bytes(encode_png(np.full((112, 112, 3), 90, np.uint8)))
    (folder / "21_0_0_2.png").write_bytes(b"no picture")
    (folder / "22_0.png").write_bytes(b"no name")
    with pytest.raises(UsageError, match="1 usable faces of 3 pictures are too few"):
        read_faces(
            AttributeSource(data=str(folder)), paths=Paths(tmp_path / "data"), seed=42, report=ignore,
            is_cancelled=never,
        )  # fmt: skip


def _faces(count: int) -> LabelledFaces:
    """Noise whose first feature is the age and whose second the gender."""
    generator = np.random.default_rng(0)
    test, held = split(count, seed=1)
    return LabelledFaces(
        aligned=generator.integers(0, 256, (count, 112, 112, 3), dtype=np.uint8),
        grey=np.zeros((count, 48, 48), np.uint8),
        age=generator.integers(1, 90, count),
        gender=generator.integers(0, 2, count),
        ethnicity=generator.integers(0, 5, count),
        test=test,
        held=held,
        names=tuple(map(str, range(count))),
        digest="0",
        left_out={"misnamed": 0, "without_face": 0},
    )


@pytest.mark.slow
def test_layers_on_features_learn_what_is_in_them():
    faces = _faces(400)
    features = np.zeros((400, 8), np.float32)
    features[:, 0], features[:, 1] = faces.age / 10, faces.gender
    features[np.arange(400), 2 + faces.ethnicity] = 1
    options = AttributeOptions(epochs=6, batch=32, width=32, dropout=0.0, learning_rate=2e-2, weight_decay=0.0)
    network, course = train(
        "test", features, features[faces.learned], faces, options, report=ignore, is_cancelled=never
    )
    tested = np.flatnonzero(faces.test)
    told = judged(answers(network, features[tested]), faces, tested)
    assert told["age"] < 12
    assert told["gender"] > 0.95
    assert told["ethnicity"] > 0.95
    assert course[-1]["loss"] < 0.7 * course[0]["loss"]


def test_copies_and_people_on_both_sides_are_found():
    faces = _faces(40)
    generator = np.random.default_rng(3)
    embeddings = generator.normal(size=(40, 128)).astype(np.float32)
    tested, learned = np.flatnonzero(faces.test), np.flatnonzero(faces.learned)
    embeddings[tested[0]] = embeddings[learned[0]]
    embeddings[tested[1]] = embeddings[learned[1]] + 0.3 * generator.normal(size=128)
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    aligned = faces.aligned.copy()
    aligned[tested[0]] = aligned[learned[0]][:, ::-1]
    found = find_leaks(replace(faces, aligned=aligned), embeddings, _stage(len(tested)))
    assert np.flatnonzero(found["copy"]).tolist() == [tested[0]]
    assert sorted(np.flatnonzero(found["person"])) == sorted(tested[:2])
