"""Owns how long trainings took on this device: noted after each, and what the next can be expected to take."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import StorageError
from faceid_app.files import append_whole, make_folder, storage_errors
from faceid_app.paths import Paths
from faceid_app.progress import Progress, Report

TIMES_FILE = "training-times.jsonl"
LATEST = 5
"""Trainings an expectation is made of: a device changes."""
_LEAST_STEPS = 8
"""Of a training that was stopped: fewer say little, for the first ones build the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTime:
    """One training, without a name.

    Attributes:
        recipe, backbone: as it was asked for.
        seconds: in all; None where it was stopped.
        epoch_seconds: of one epoch; None where it has none that were watched.
        epochs: it was to have, as it told; None where it told none.
        asked: epochs asked for; None for the recipe's own number.
    """

    recipe: str
    backbone: str
    seconds: float | None
    epoch_seconds: float | None
    epochs: int | None
    asked: int | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a training can be expected to take: the median of `trainings` on this device, in seconds.

    `at_least`: only epochs were measured, of trainings that were stopped; what comes before and after is not in it.
    """

    seconds: float
    trainings: int
    at_least: bool


class EpochWatch:
    """A `Report` that passes everything on and measures how long an epoch takes."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._first: tuple[float, float] | None = None
        self._last: tuple[float, float] | None = None
        self._steps = 0
        self.epochs: int | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.epoch is not None:
            done = progress.epoch - 1 + (progress.step / progress.of if progress.of else 0.0)
            self._last = (time.monotonic(), done)
            self._first = self._first or self._last
            self._steps += 1
            self.epochs = progress.epochs
        self._report(progress)

    @property
    def epoch_seconds(self) -> float | None:
        """Seconds an epoch; None while too little was seen."""
        if self._first is None or self._last is None or self._steps < _LEAST_STEPS:
            return None
        share = self._last[1] - self._first[1]
        return (self._last[0] - self._first[0]) / share if share > 0 else None


@contextlib.contextmanager
def timed(paths: Paths, job: Mapping[str, Any], report: Report) -> Iterator[EpochWatch]:
    """Note how long the training inside takes; of one that is stopped or resumed only how long its epochs take."""
    watch, started = EpochWatch(report), time.monotonic()
    seconds = None
    try:
        yield watch
        if not job["resume"]:
            seconds = round(time.monotonic() - started, 2)
    finally:
        note_training(
            paths,
            TrainingTime(
                recipe=job["recipe"],
                backbone=job["backbone"],
                seconds=seconds,
                epoch_seconds=watch.epoch_seconds,
                epochs=watch.epochs,
                asked=job["epochs"],
            ),
        )


def note_training(paths: Paths, taken: TrainingTime) -> None:
    """Remember how long a training took; where that cannot be written, nothing is lost but the expectation."""
    if taken.seconds is None and taken.epoch_seconds is None:
        return
    target = paths.cache / TIMES_FILE
    with contextlib.suppress(StorageError), storage_errors(target):
        make_folder(target.parent)
        append_whole(target, json.dumps(asdict(taken)).encode())


def read_times(paths: Paths) -> list[TrainingTime]:
    """All that were noted, oldest first; lines that cannot be read are passed over."""
    try:
        lines = (paths.cache / TIMES_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    times = []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError):
            times.append(TrainingTime(**strict_json.loads(line)))
    return times


def expect(times: list[TrainingTime], *, recipe: str, backbone: str, epochs: int | None) -> Expectation | None:
    """What a training with that recipe and network should take on this device; None where none was measured.

    `epochs` None is the recipe's own number. Trainings of another number of epochs count by the epoch.
    """
    alike = [taken for taken in times if taken.recipe == recipe and (recipe == "koch" or taken.backbone == backbone)]
    wanted = epochs or next((taken.epochs for taken in reversed(alike) if taken.asked is None), None)
    same = [taken.seconds for taken in alike if taken.seconds is not None and taken.asked == epochs]
    if same:
        return Expectation(median(same[-LATEST:]), len(same[-LATEST:]), at_least=False)
    if wanted is None:
        return None
    scaled = [_for_epochs(taken, wanted) for taken in alike]
    whole = [seconds for seconds in scaled if seconds is not None][-LATEST:]
    if whole:
        return Expectation(median(whole), len(whole), at_least=False)
    parts = [taken.epoch_seconds * wanted for taken in alike if taken.epoch_seconds is not None][-LATEST:]
    return Expectation(median(parts), len(parts), at_least=True) if parts else None


def _for_epochs(taken: TrainingTime, epochs: int) -> float | None:
    """Seconds it would have taken with that many epochs; None where that was not measured."""
    if taken.seconds is None or taken.epochs is None or taken.epoch_seconds is None:
        return None
    return max(taken.seconds + (epochs - taken.epochs) * taken.epoch_seconds, epochs * taken.epoch_seconds)
