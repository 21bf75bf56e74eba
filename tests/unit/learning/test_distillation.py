"""A student becomes like its teacher; interrupted, it becomes the very same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.datasets.face_sets import UNKNOWN
from faceid_app.errors import Cancelled, CorruptData, UsageError
from faceid_app.learning import distillation
from faceid_app.learning.augmentation import NONE, Augmentation
from faceid_app.learning.chain import Chain, build_network
from faceid_app.learning.device import Device
from faceid_app.learning.distillation import Distillation, Imitation, Taught, distil, shared_layers
from faceid_app.learning.guide import DeviceGuide, Guide, rows_of_step
from faceid_app.learning.held_out import embed
from faceid_app.learning.identity_supervision import KnownPeople
from faceid_app.learning.pruning import prune
from faceid_app.progress import Progress, ignore, never
from tests.helpers.narrow_chain import random_chain, smooth_faces
from tests.unit.learning.conftest import untraced

FACES = smooth_faces(24)
_VIEWS = Augmentation()
HOW = Distillation(steps=8, batch=6, warm_up=2, learning_rate=2e-3, identity=0.5)
"""With people to be named: their directions are learned and kept too."""


@pytest.fixture(scope="module")
def teacher() -> Chain:
    return random_chain()


@pytest.fixture(scope="module")
def student(teacher: Chain) -> Chain:
    return prune(teacher, FACES, widths=(6, 5, 6, 6), rank=6, seed=0, report=ignore, is_cancelled=never)


def taught(
    student: Chain,
    teacher: Chain,
    folder: Path,
    how: Distillation = HOW,
    *,
    is_cancelled: Callable[[], bool] = never,
    report: Callable[[Progress], None] = ignore,
    known: KnownPeople | None = None,
    augmentation: Augmentation = _VIEWS,
) -> Taught:
    return distil(
        student, teacher, FACES, how, augmentation=augmentation, folder=folder, report=report,
        is_cancelled=is_cancelled, known=known,
    )  # fmt: skip


@pytest.fixture(scope="module")
def known(teacher: Chain) -> KnownPeople:
    """Every three faces are one person, but for the last six, whom nobody knows."""
    person = np.arange(len(FACES), dtype=np.int32) // 3
    person[-6:] = UNKNOWN
    return KnownPeople.among(person, embed(teacher, FACES))


def likeness(chain: Chain, teacher: Chain) -> float:
    first, second = (
        keras.ops.convert_to_numpy(keras.ops.normalize(build_network(one)(FACES.astype(np.float32)), axis=-1))
        for one in (chain, teacher)
    )
    return float((first * second).sum(axis=1).mean())


def test_layers_that_were_not_narrowed_are_shared(student: Chain, teacher: Chain):
    assert shared_layers(student, teacher) == 2  # the first convolution and the depthwise one on its channels
    assert shared_layers(teacher, teacher) == len(teacher.convolutions)
    assert shared_layers(random_chain(1), teacher) == 0


def test_the_student_becomes_like_the_teacher(student: Chain, teacher: Chain, tmp_path: Path):
    noise = np.random.default_rng(0).standard_normal(student.dense.shape).astype(np.float32)
    spoiled = replace(student, dense=student.dense + noise * student.dense.std())
    how = replace(HOW, steps=60, batch=12, average=0.9, learning_rate=5e-3, identity=0.0)
    result = taught(spoiled, teacher, tmp_path, how)
    assert result.faces == 720
    assert likeness(result.student, teacher) > likeness(spoiled, teacher) + 0.05
    for ours, theirs in zip(result.student.convolutions[:2], teacher.convolutions[:2], strict=True):
        np.testing.assert_array_equal(ours.kernel, theirs.kernel)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `whole` left its checkpoint."""
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def whole(student: Chain, teacher: Chain, known: KnownPeople, kept: Path) -> Taught:
    """A training that nothing interrupted."""
    with untraced():
        return taught(student, teacher, kept, known=known)


def test_interrupted_and_continued_it_is_the_same(
    whole: Taught, student: Chain, teacher: Chain, known: KnownPeople, tmp_path: Path
):
    steps = 0

    def count(_progress: Progress) -> None:
        nonlocal steps
        steps += 1

    with untraced():
        with pytest.raises(Cancelled):
            taught(student, teacher, tmp_path, known=known, report=count, is_cancelled=lambda: steps >= 3)
        assert steps == 3
        parts = taught(student, teacher, tmp_path, known=known)
    np.testing.assert_allclose(parts.student.dense, whole.student.dense, atol=1e-6)
    for ours, theirs in zip(parts.student.convolutions, whole.student.convolutions, strict=True):
        np.testing.assert_allclose(ours.kernel, theirs.kernel, atol=1e-6)
    assert [step for step, _ in parts.losses] == [8]


def test_the_checkpoint_of_another_training_is_refused(
    whole: Taught, student: Chain, teacher: Chain, known: KnownPeople, kept: Path
):
    with pytest.raises(UsageError, match="another learning_rate, another seed"):
        taught(student, teacher, kept, replace(HOW, learning_rate=1e-3, seed=5), known=known)


def test_a_damaged_checkpoint_is_told(
    whole: Taught, student: Chain, teacher: Chain, known: KnownPeople, kept: Path, tmp_path: Path
):
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(CorruptData, match="remove it to begin anew"):
        taught(student, teacher, tmp_path, known=known)


@pytest.mark.parametrize(
    "how", [replace(HOW, cosine=0.0, relational=0.0, identity=0.0), HOW], ids=["no loss", "nobody known"]
)
def test_a_training_without_anything_to_learn_is_refused(
    student: Chain, teacher: Chain, tmp_path: Path, how: Distillation
):
    with pytest.raises(UsageError, match=r"weight above 0|Nobody can be named"):
        taught(student, teacher, tmp_path, how)


@pytest.mark.slow
def test_identities_alone_bring_the_pictures_of_a_person_together(
    student: Chain, teacher: Chain, known: KnownPeople, tmp_path: Path
):
    how = replace(HOW, steps=30, batch=12, cosine=0.0, relational=0.0, identity=1.0, average=0.5)
    result = taught(student, teacher, tmp_path, how, known=known, augmentation=NONE)
    rows = np.flatnonzero(known.person != UNKNOWN)
    a, b = np.triu_indices(len(rows), 1)
    same = known.person[rows][a] == known.person[rows][b]

    def apart(chain: Chain) -> float:
        scores = (embed(chain, FACES[rows]) @ embed(chain, FACES[rows]).T)[a, b]
        return float(scores[same].mean() - scores[~same].mean())

    assert apart(result.student) > apart(student) + 0.05


def test_a_gpu_would_be_taught_by_the_teacher_on_the_device_in_bfloat16(
    whole: Taught, student: Chain, teacher: Chain, known: KnownPeople, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Only what is chosen is faked: the CPU computes it all, in the GPU's way."""
    gpu = Device(backend=keras.backend.backend(), title="a GPU", gpu=True, advice="")
    monkeypatch.setattr(distillation, "find_device", lambda: gpu)
    with untraced():
        on_gpu = taught(student, teacher, tmp_path, known=known)
    assert keras.config.dtype_policy().name == "float32"
    assert on_gpu.losses[-1][1] == pytest.approx(whole.losses[-1][1], rel=0.02)
    assert likeness(on_gpu.student, whole.student) > 0.999


@pytest.mark.parametrize("shared", [0, 3])
def test_both_guides_say_the_same(teacher: Chain, shared: int):
    features, targets = Guide(teacher, shared, workers=1).look(iter(FACES[:4]), 4)
    on_device = DeviceGuide(teacher, shared).look(iter(FACES[:4]), 4)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(on_device[0]), features, atol=1e-4)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(on_device[1]), targets, atol=1e-5)
    assert shared or np.array_equal(features, FACES[:4]), "a student that shares nothing begins with the pixels"


def test_the_guide_says_what_keras_says(teacher: Chain):
    guide = Guide(teacher, 3, workers=1)
    features, targets = guide.look(iter(FACES[:4]), 4)
    expected_features, expected = build_network(teacher, upto=3)(FACES[:4].astype(np.float32))
    np.testing.assert_allclose(features, expected_features, atol=1e-4)
    expected = keras.ops.convert_to_numpy(keras.ops.normalize(expected, axis=-1))
    np.testing.assert_allclose(targets, expected, atol=1e-5)


def test_every_face_comes_once_before_any_comes_again():
    rows = np.concatenate([rows_of_step(10, batch=4, seed=3, step=step) for step in range(5)])
    assert sorted(rows[:10]) == sorted(rows[10:]) == list(range(10))
    assert rows[:10].tolist() != rows[10:].tolist()
    np.testing.assert_array_equal(rows_of_step(10, batch=4, seed=3, step=2), rows[8:12])


def test_the_loss_is_0_for_the_same_directions_and_counts_both_parts():
    targets = np.eye(4, dtype=np.float32)
    assert float(Imitation(relational=1.0)(targets, 3 * targets)) == pytest.approx(0, abs=1e-6)
    swapped = targets[::-1].copy()  # every row is wrong, yet the rows lie among each other as they should
    assert float(Imitation(relational=1.0)(targets, swapped)) == pytest.approx(1.0, abs=1e-6)
    same = np.repeat(targets[:1], 4, axis=0)  # a quarter is right, and all are alike where none should be
    assert float(Imitation(relational=0.0)(targets, same)) == pytest.approx(0.75, abs=1e-6)
    assert float(Imitation(relational=1.0)(targets, same)) == pytest.approx(0.75 + 10 * 12 / 16, abs=1e-5)
    assert float(Imitation(cosine=2.0, relational=0.0)(targets, same)) == pytest.approx(1.5, abs=1e-5)
    assert float(Imitation(cosine=0.0, relational=1.0)(targets, same)) == pytest.approx(10 * 12 / 16, abs=1e-5)


def test_the_checkpoint_names_the_training_in_plain_json(whole: Taught, kept: Path):
    (file,) = kept.iterdir()
    with np.load(file, allow_pickle=False) as arrays:
        about = json.loads(str(arrays["about"]))
    assert about["step"] == 8
    assert about["identity"]["faces"] == len(FACES)
