"""The loop: epochs that can be asked for again, resuming that changes nothing, learning, cancelling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from faceid_app.errors import Cancelled, CorruptData, TrainingFailed, UsageError
from faceid_app.identity.arcface_options import COMBINED, NONE, RESTARTS, ArcfaceOptions
from faceid_app.learning.arcface.network import Classifier
from faceid_app.learning.arcface.state import EpochFigures, Position, TrainingState
from faceid_app.learning.arcface.training import Epochs, embed, judge, scaled, some, train
from faceid_app.progress import IsCancelled, Progress, ignore, never
from tests.unit.learning.arcface.faces import side_of, tiny_backbone

TRAINING = side_of(4, 6, size=16)
VALIDATION = side_of(4, 2, size=16, first=6)
OPTIONS = ArcfaceOptions(
    embedding=8, size=16, learning_rate=0.01, schedule=RESTARTS, lowest_rate=0.001, restart_epochs=2, way=COMBINED,
    frozen_epochs=1, unfreeze_every=1, batch=5, epochs=3,
)  # fmt: skip
"""Everything that a checkpoint could forget: rates, frozen blocks, views, dropout, statistics."""


def run(
    folder: Path, *, options: ArcfaceOptions = OPTIONS, resume: bool = False, is_cancelled: IsCancelled = never,
    report: Callable[[Progress], None] = ignore, **more: Any,
) -> tuple[Classifier, tuple[EpochFigures, ...]]:  # fmt: skip
    keras.utils.set_random_seed(options.seed)
    classifier = Classifier(tiny_backbone(), options, people=4)
    history = train(
        classifier, TRAINING, VALIDATION, options, state=TrainingState(folder, {"data": 1}), resume=resume,
        report=report, is_cancelled=is_cancelled, **more,
    )  # fmt: skip
    return classifier, history


def values(classifier: Classifier) -> list[np.ndarray]:
    variables = [*classifier.model.variables, *classifier.model.optimizer.variables]
    return [keras.ops.convert_to_numpy(variable) for variable in variables]


def after(steps: int) -> IsCancelled:
    """Asks to stop from the so many-th question on."""
    asked = iter(range(10_000))
    return lambda: next(asked) >= steps - 1


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Classifier, tuple[EpochFigures, ...]]:
    return run(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("steps", [4, 6], ids=["at the end of an epoch", "in the middle of one"])
def test_a_cancelled_training_ends_with_the_weights_of_one_that_was_not(
    steps: int, whole: tuple[Classifier, tuple[EpochFigures, ...]], tmp_path: Path
):
    with pytest.raises(Cancelled):
        run(tmp_path, is_cancelled=after(steps))
    reports: list[Progress] = []
    resumed, history = run(tmp_path, resume=True, report=reports.append)
    assert len(reports) == 3 * 4 - steps
    assert history == whole[1]
    for ours, theirs in zip(values(resumed), values(whole[0]), strict=True):
        assert np.array_equal(ours, theirs)


def test_a_killed_training_goes_on_at_most_one_interval_back(
    whole: tuple[Classifier, tuple[EpochFigures, ...]], tmp_path: Path
):
    ticks = iter(range(10_000))

    def die(progress: Progress) -> None:
        if (progress.epoch, progress.step) == (2, 3):
            raise SystemExit

    with pytest.raises(SystemExit):
        run(tmp_path, report=die, keep_every=0.0, clock=lambda: float(next(ticks)))
    reports: list[Progress] = []
    resumed, history = run(tmp_path, resume=True, report=reports.append)
    assert (reports[0].epoch, reports[0].step) == (2, 3), "the state of the step before was kept"
    assert history == whole[1]
    for ours, theirs in zip(values(resumed), values(whole[0]), strict=True):
        assert np.array_equal(ours, theirs)


def test_without_resume_it_begins_anew(tmp_path: Path):
    short = replace(OPTIONS, epochs=1)
    with pytest.raises(Cancelled):
        run(tmp_path, options=short, is_cancelled=after(2))
    reports: list[Progress] = []
    run(tmp_path, options=short, report=reports.append)
    assert [progress.step for progress in reports] == [1, 2, 3, 4]


def test_the_history_says_rate_and_blocks_of_each_epoch(whole: tuple[Classifier, tuple[EpochFigures, ...]]):
    assert [epoch.epoch for epoch in whole[1]] == [1, 2, 3]
    assert [epoch.learning for epoch in whole[1]] == [0, 1, 2]
    turns = [0.001 + 0.009 * (1 + np.cos(np.pi * share)) / 2 for share in (3 / 8, 7 / 8, 3 / 8)]
    assert [epoch.rate for epoch in whole[1]] == pytest.approx(turns), "of the last of four steps, turns of two epochs"


def test_it_learns_who_is_who(tmp_path: Path):
    options = ArcfaceOptions(embedding=8, size=16, learning_rate=0.01, way=NONE, batch=8, epochs=12)
    classifier, history = run(tmp_path, options=options)
    assert history[-1].loss < history[0].loss
    assert history[-1].validation_accuracy == 1.0
    loss, right = judge(classifier.model, VALIDATION)
    assert right == len(VALIDATION)
    assert loss == pytest.approx(history[-1].validation_loss)
    rows = embed(classifier.embedder, VALIDATION)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    cosines = rows @ rows.T
    same = VALIDATION.person[:, None] == VALIDATION.person[None, :]
    assert cosines[same].mean() > cosines[~same].mean() + 0.3


def test_a_loss_that_is_no_number_ends_it(tmp_path: Path):
    options = ArcfaceOptions(embedding=8, size=16, learning_rate=9.0, weight_decay=9.0, loss="cross-entropy", epochs=50)
    with pytest.raises(TrainingFailed, match="lower the learning rate"):
        run(tmp_path, options=options)


def test_the_state_of_another_training_is_not_continued(tmp_path: Path):
    with pytest.raises(Cancelled):
        run(tmp_path, is_cancelled=after(1))
    with pytest.raises(UsageError, match="another data"):
        TrainingState(tmp_path, {"data": 2}).position()
    state = TrainingState(tmp_path, {"data": 1})
    assert state.position() == Position.from_dict({**_asdict(state.position())})
    (tmp_path / "arcface.npz").write_bytes(b"half a file")
    with pytest.raises(CorruptData, match="without --resume"):
        state.position()
    state.clear()
    assert state.position() is None


def _asdict(position: Position | None) -> dict[str, Any]:
    assert position is not None
    return {name: getattr(position, name) for name in Position.__slots__} | {"history": []}


def test_epochs_are_whole_batches_in_an_order_of_their_own():
    epochs = Epochs(TRAINING, ArcfaceOptions(size=16, batch=5))
    assert (epochs.steps, epochs.batch) == (24 * 6 // 5, 5)
    first, second = epochs.order(0), epochs.order(1)
    assert len(set(first.tolist())) == len(first) == 140
    assert np.array_equal(first, epochs.order(0))
    assert not np.array_equal(first, second)
    limited = Epochs(TRAINING, ArcfaceOptions(size=16, batch=5, epoch_pictures=24))
    assert limited.steps == 4
    small = Epochs(some(TRAINING, 3, seed=0), ArcfaceOptions(size=16, batch=16, way=NONE))
    assert (small.steps, small.batch) == (1, 3)


def test_batches_from_the_middle_are_those_of_the_whole_epoch():
    epochs = Epochs(TRAINING, ArcfaceOptions(size=16, batch=7))
    every = list(epochs.batches(3))
    rest = list(epochs.batches(3, 15))
    assert len(rest) == len(every) - 15
    for (faces, person), (same_faces, same_person) in zip(rest, every[15:], strict=True):
        assert np.array_equal(faces, same_faces)
        assert np.array_equal(person, same_person)
    assert list(epochs.batches(3, epochs.steps)) == []


def test_faces_are_scaled_to_the_network():
    assert scaled(TRAINING, 16) is TRAINING
    assert scaled(TRAINING, 8).faces.shape == (24, 8, 8, 3)
    assert scaled(TRAINING, 32).faces.shape == (24, 32, 32, 3)
