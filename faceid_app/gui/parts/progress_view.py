"""View-model: the progress of a job as words, a share, and the time left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.gui.look.figures import figure
from faceid_app.progress import Progress


@dataclass(frozen=True, slots=True)
class ProgressView:
    """`share` is 0..1, or None while the total is unknown."""

    words: str
    share: float | None
    left: str


def view_of(progress: Progress) -> ProgressView:
    """What to show of one report."""
    share = min(1.0, progress.step / progress.of) if progress.of > 0 else None
    words = _stage(progress.stage)
    if progress.epoch is not None and progress.epochs:
        words = _tr("{stage}, epoch {epoch} of {epochs}").format(
            stage=words, epoch=progress.epoch, epochs=progress.epochs
        )
    elif progress.message:
        words = f"{words}: {progress.message}"
    return ProgressView(words, share, time_left(progress.eta))


def time_left(seconds: float | None) -> str:
    """Rounded as a person would say it; empty if unknown."""
    if seconds is None or seconds < 0:
        return ""
    if seconds < 5:
        return _tr("a few seconds left")
    if seconds < 60:
        return _tr("about {n} s left").format(n=round(seconds / 5) * 5)
    if seconds < 3600:
        return _tr("about {n} min left").format(n=round(seconds / 60))
    return _tr("about {n} h left").format(n=figure(seconds / 3600, ".1f"))


def _stage(stage: str) -> str:
    if stage.startswith("download"):
        return _tr("Downloading")
    names = {
        "start": _tr("Starting the training process"),
        "environment": _tr("Preparing a place for the software"),
        "install": _tr("Fetching and unpacking the software"),
        "check": _tr("Trying it out"),
        "strangers": _tr("Looking at the strangers once"),
        "unpack": _tr("Unpacking"),
        "convert": _tr("Preparing the network"),
        "captures": _tr("Reading your pictures"),
        "read": _tr("Reading pictures"),
        "library": _tr("Loading the training library"),
        "train": _tr("Training"),
        "evaluate": _tr("Judging on what was held out"),
        "calibration": _tr("Calibrating the thresholds"),
        "export": _tr("Exporting the model"),
        "probes": _tr("Probing the model"),
        "strangers for the probes": _tr("Reading strangers for the probes"),
        "features": _tr("Computing what the last stage starts from"),
        "embed": _tr("Turning pictures into numbers"),
        "leaks": _tr("Looking for leaks"),
    }
    return names.get(stage, stage.capitalize())


def _tr(words: str) -> str:
    return QCoreApplication.translate("ProgressView", words)
