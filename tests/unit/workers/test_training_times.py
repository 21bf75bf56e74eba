"""An expectation is the median of what was measured here, and nothing where nothing was."""

from __future__ import annotations

import pytest

from faceid_app.errors import Cancelled
from faceid_app.paths import Paths
from faceid_app.progress import Progress, ignore
from faceid_app.workers.training_times import (
    TIMES_FILE,
    Expectation,
    TrainingTime,
    expect,
    note_training,
    read_times,
    timed,
)


def taken(recipe: str, seconds: float | None, **more: float | None) -> TrainingTime:
    values: dict[str, object] = {"epoch_seconds": None, "epochs": None, "asked": None, **more}
    return TrainingTime(recipe=recipe, backbone="compact", seconds=seconds, **values)  # type: ignore[arg-type]


def test_nothing_measured_is_not_known() -> None:
    assert expect([], recipe="head", backbone="compact", epochs=None) is None
    other = [taken("finetune", 60.0)]
    assert expect(other, recipe="head", backbone="compact", epochs=None) is None
    assert expect([taken("head", 6.0)], recipe="head", backbone="sface", epochs=None) is None


def test_the_median_of_the_latest_counts() -> None:
    times = [taken("head", seconds) for seconds in (99.0, 5.0, 6.0, 7.0, 8.0, 9.0)]
    assert expect(times, recipe="head", backbone="compact", epochs=None) == Expectation(7.0, 5, at_least=False)


def test_another_number_of_epochs_counts_by_the_epoch() -> None:
    short = taken("koch", 100.0, epoch_seconds=40.0, epochs=2, asked=2)
    assert expect([short], recipe="koch", backbone="any", epochs=5) == Expectation(220.0, 1, at_least=False)
    assert expect([short], recipe="koch", backbone="any", epochs=None) is None  # how many that is was never told


def test_a_stopped_training_tells_what_its_epochs_take_at_least() -> None:
    stopped = taken("koch", None, epoch_seconds=40.0, epochs=50)
    assert expect([stopped], recipe="koch", backbone="any", epochs=None) == Expectation(2000.0, 1, at_least=True)


def test_a_training_is_noted_without_a_name(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr("faceid_app.workers.training_times.time.monotonic", lambda: float(next(clock)))
    job = {"recipe": "koch", "backbone": "compact", "epochs": None, "resume": False, "profile": "anna"}
    with timed(paths, job, ignore) as watch:
        for step in range(1, 11):
            watch(Progress(stage="train", step=step, of=10, epoch=1, epochs=4))
    with pytest.raises(Cancelled), timed(paths, job, ignore) as watch:
        raise Cancelled
    (noted,) = read_times(paths)
    assert noted == taken("koch", 22.0, epoch_seconds=20.0, epochs=4)


def test_rubbish_among_the_times_is_passed_over(paths: Paths) -> None:
    note_training(paths, taken("head", 6.0))
    with (paths.cache / TIMES_FILE).open("a") as file:
        file.write("rubbish\n{}\n")
    assert [one.seconds for one in read_times(paths)] == [6.0]
