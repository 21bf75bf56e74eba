"""Owns the laboratory's user actions: what the command line starts in the training process. No Qt, no keras."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faceid_app.datasets.lfw import pairs_file
from faceid_app.errors import DatasetMissing, UsageError
from faceid_app.identity.arcface_options import BACKENDS, ArcfaceOptions, FaceSource
from faceid_app.identity.backbones import SFACE, find_backbone
from faceid_app.identity.distillation_arms import Arm
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.locks import hold
from faceid_app.workers.child import run_child


def train_arcface(
    paths: Paths,
    *,
    source: FaceSource,
    arms: Mapping[str, ArcfaceOptions],
    resume: bool = False,
    backup: Path | None = None,
    model: Path | None = None,
    backend: str | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Train embeddings of people, one for each of `arms`, on the same pictures.

    Args:
        paths: where faces that were found are cached.
        source: of the faces.
        arms: how to train, by name.
        resume: go on from the checkpoints in `backup`.
        backup: folder of the checkpoints; None takes one below the cache.
        model: file for the trained network (.keras); for one arm only.
        backend: of Keras; None leaves the choice to the process.
        report, is_cancelled: as ever.

    Returns:
        What was learned from and what came out, as plain JSON values; see `learning.arcface.job.run_arms`.

    Raises:
        UsageError, ModelMissing: told before anything is read.
    """
    source.check()
    for options in arms.values():
        options.check()
        if options.backbone == "compact":
            find_backbone(paths, "compact")
    if model is not None and (len(arms) != 1 or model.suffix != ".keras"):
        raise UsageError("A trained network goes to one file that ends in .keras, and comparisons keep none.")
    if backend is not None and (backend not in BACKENDS or importlib.util.find_spec(backend) is None):
        there = ", ".join(name for name in BACKENDS if importlib.util.find_spec(name))
        raise UsageError(f"The backend {backend!r} cannot be used; installed are: {there}.")
    job = {
        "job": "arcface",
        "data_dir": str(paths.root),
        "source": source.to_dict(),
        # A list: the order of the arms is that of the report.
        "arms": [[name, options.to_dict()] for name, options in arms.items()],
        "resume": resume,
        "folder": str((backup or paths.cache / "arcface").resolve()),
        "model": None if model is None else str(model.resolve()),
    }
    environment = {} if backend is None else {"KERAS_BACKEND": backend}
    with hold(paths.root, "arcface"):
        return run_child(job, report=report, is_cancelled=is_cancelled, environment=environment)


def ship_backbone(
    paths: Paths,
    *,
    source: Path,
    lfw: Path | None,
    pairs: Path | None,
    target: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Put a backbone together as it comes with the program: the folder `target` appears whole, or stays as it was.

    Args:
        paths: whose cache keeps the strangers' embeddings.
        source: a folder with backbone.tflite, backbone.keras, head.npz and card.json.
        lfw: the folder of LFW; None takes the installed one.
        pairs: LFW's list of pairs; None takes the installed one.
        target: the folder to make.
        report, is_cancelled: as ever.

    Returns:
        Sizes and figures as plain JSON values.
    """
    pairs = pairs_file(paths) if pairs is None else pairs
    if not pairs.is_file():
        raise DatasetMissing(f"The list of pairs {str(pairs)!r}", "give it with --pairs, or run: faceid data lfw")
    job = {
        "job": "ship", "data_dir": str(paths.root), "source": str(source.resolve()),
        "lfw": None if lfw is None else str(lfw.resolve()), "target": str(target.resolve()),
        "pairs": str(pairs.resolve()),
    }  # fmt: skip
    return run_child(job, report=report, is_cancelled=is_cancelled)


def distil_backbone(
    paths: Paths,
    *,
    folder: Path,
    job: Mapping[str, Any],
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Make the program's own backbone in `folder`, going on from the checkpoint there.

    Args:
        paths: where SFace is installed.
        folder: of checkpoint and result.
        job: `faces` (folders), `identities`, `lfw`, `pairs`, `start` (paths or None), the values of `distillation`, and
            `augmentation`, how strong it is.
        report, is_cancelled: as ever.

    Returns:
        The card.
    """
    find_backbone(paths, SFACE.name)
    told = {key: absolute(value) for key, value in job.items()}
    whole = {"job": "distil", "data_dir": str(paths.root), "folder": absolute(folder), **told}
    return run_child(whole, report=report, is_cancelled=is_cancelled)


def compare_distillations(
    paths: Paths,
    *,
    sources: Mapping[str, Any],
    start: Path,
    arms: Sequence[Arm],
    folder: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Distil from the same start in several ways. An arm that ended in `folder` before is not run again.

    Args:
        paths: where SFace is installed, and whose cache keeps what it makes of all faces.
        sources: `faces` (folders), `identities`, `lfw`, `pairs` (paths or None).
        start: a .keras file.
        arms: how to distil; the first is what the others are compared with.
        folder: of checkpoints and of what ended.
        report, is_cancelled: as ever.

    Returns:
        See `learning.distillation_comparison.compare_distillations`.
    """
    find_backbone(paths, SFACE.name)
    job = {
        "job": "distil-compare",
        "data_dir": str(paths.root),
        **{name: absolute(value) for name, value in sources.items()},
        "start": str(start.resolve()),
        # A list: the order of the arms is that of the report.
        "arms": [[arm.name, dict(arm.options), arm.changed] for arm in arms],
        "folder": str(folder.resolve()),
    }
    with hold(paths.root, f"distillations in {folder.resolve()}"):
        return run_child(job, report=report, is_cancelled=is_cancelled)


def train_passive_guard(
    paths: Paths,
    *,
    options: Mapping[str, Any],
    target: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Teach the passive guard and write it as it ships: the folder `target` appears whole, or stays as it was.

    Args:
        paths: whose lock is held, and whose cache keeps what an interrupted teaching had finished.
        options: of `learning.presentation.job.PresentationOptions`, paths as such.
        target: the folder to make.
        report, is_cancelled: as ever.

    Returns:
        The card, with the seconds it took.
    """
    work = str(paths.cache / "presentation")
    return _teach(paths, "presentation", options, target, report=report, is_cancelled=is_cancelled, work=work)


def train_eyes(
    paths: Paths,
    *,
    options: Mapping[str, Any],
    target: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Teach the network for eyes and write it as it ships: the folder `target` appears whole, or stays as it was.

    Args:
        paths: whose lock is held.
        options: of `learning.eyes.job.EyesOptions`, paths as such.
        target: the folder to make.
        report, is_cancelled: as ever.

    Returns:
        The card, with the seconds it took.
    """
    return _teach(paths, "eyes", options, target, report=report, is_cancelled=is_cancelled)


def _teach(
    paths: Paths,
    name: str,
    options: Mapping[str, Any],
    target: Path,
    *,
    report: Report,
    is_cancelled: IsCancelled,
    **more: str,
) -> dict[str, Any]:
    """Run the job of that name, one at a time, which writes the folder `target`; `more`: what else it is told."""
    told = {key: absolute(value) for key, value in options.items()}
    job = {"job": name, "data_dir": str(paths.root), "options": told, "target": absolute(target), **more}
    with hold(paths.root, name):
        return run_child(job, report=report, is_cancelled=is_cancelled)


def compare_eyes(
    paths: Paths,
    *,
    clips: Sequence[Path],
    teacher: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Compare the shipped network for eyes with its teacher on clips; see `learning.eyes.clips`."""
    told = {"clips": absolute(list(clips)), "teacher": absolute(teacher)}
    whole = {"job": "eyes-evaluate", "data_dir": str(paths.root), **told}
    return run_child(whole, report=report, is_cancelled=is_cancelled)


def absolute(value: Any) -> Any:
    """A path, or a list of such, as text that holds wherever the training process stands; others as they are."""
    if isinstance(value, Path):
        return str(value.resolve())
    return [absolute(item) for item in value] if isinstance(value, list) else value
