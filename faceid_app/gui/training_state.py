"""View-model: what a training is asked for, and what is known before it starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.gui.guidance import TARGET
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import LEAST_CAPTURES, Training, train

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


def run_training(paths: Paths, request: TrainingRequest, report: Report, is_cancelled: IsCancelled) -> Training:
    """The operation with this request."""
    return train(
        paths,
        name=request.name,
        recipe=request.recipe,
        backbone=request.backbone,
        epochs=request.epochs,
        resume=request.resume,
        report=report,
        is_cancelled=is_cancelled,
    )


def can_continue(profile: Profile, recipe: str) -> bool:
    """Whether a training of this person with that recipe was stopped half way."""
    return recipe == _RESUMABLE and profile.exists(_CHECKPOINT)


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
