"""View-model: what a training is asked for, and what is known before it starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.identity.guided_capture import TARGET
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers.child import ReadyChild
from faceid_app.workers.operations import LEAST_CAPTURES, Training, train
from faceid_app.workers.training_times import TrainingTime, read_times

_CHECKPOINT = "training/state.npz"
"""Where a training that was stopped has left its state, relative to the profile."""
_RESUMABLE = "koch"
"""The recipe that leaves one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRequest:
    """What the user asked for; `epochs` None is the recipe's own number."""

    name: str
    recipe: str
    backbone: str
    epochs: int | None
    resume: bool


Train = Callable[[Paths, TrainingRequest, Report, IsCancelled], Training]


def run_training(
    paths: Paths,
    request: TrainingRequest,
    report: Report,
    is_cancelled: IsCancelled,
    *,
    ready: ReadyChild | None = None,
) -> Training:
    """The operation with this request."""
    return train(
        paths,
        name=request.name,
        recipe=request.recipe,
        backbone=request.backbone,
        epochs=request.epochs,
        resume=request.resume,
        ready=ready,
        report=report,
        is_cancelled=is_cancelled,
    )


class TrainingAhead:
    """A training process that is started when a training is likely, so that it need not load its libraries first.

    One at a time; it takes some hundred megabytes while it waits.
    """

    def __init__(self) -> None:
        self._ready: ReadyChild | None = None

    def prepare(self) -> None:
        """Start one if there is none. Where that cannot be, the training itself will tell."""
        if self._ready is None:
            self._ready = ReadyChild()

    def dismiss(self) -> None:
        """No training is likely any more."""
        ready, self._ready = self._ready, None
        if ready is not None:
            ready.dismiss()

    def train(self, paths: Paths, request: TrainingRequest, report: Report, is_cancelled: IsCancelled) -> Training:
        """As `run_training`, with the process that is ready."""
        ready, self._ready = self._ready, None
        return run_training(paths, request, report, is_cancelled, ready=ready)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on disk for a training: captures of each role, recipes stopped half way, and how long trainings took."""

    counts: dict[Role, int]
    stopped: frozenset[str]
    times: list[TrainingTime]


def standing_of(paths: Paths, profile: Profile) -> Standing:
    """Read it. Raises StorageError."""
    stopped = frozenset({_RESUMABLE}) if profile.exists(_CHECKPOINT) else frozenset()
    return Standing(profile.captures.counts(), stopped, read_times(paths))


def enough_captures(counts: dict[Role, int]) -> bool:
    """Whether the operation would accept them."""
    return min(counts.values()) >= LEAST_CAPTURES


def captures_words(counts: dict[Role, int]) -> str:
    """What there is to learn from."""
    anchors, positives = counts[Role.ANCHOR], counts[Role.POSITIVE]
    if not enough_captures(counts):
        return _tr("{a} anchors and {p} positives: at least {least} of each are needed. Enrol first.").format(
            a=anchors, p=positives, least=LEAST_CAPTURES
        )
    if min(anchors, positives) < TARGET:
        return _tr("{a} anchors and {p} positives; {target} of each are better.").format(
            a=anchors, p=positives, target=TARGET
        )
    return _tr("{a} anchors and {p} positives to learn from.").format(a=anchors, p=positives)


def _tr(words: str) -> str:
    return QCoreApplication.translate("TrainingState", words)
