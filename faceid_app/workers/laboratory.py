"""Owns the laboratory's user actions: what the command line starts in the training process. No Qt, no keras."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faceid_app.errors import UsageError
from faceid_app.identity.arcface_options import BACKENDS, ArcfaceOptions, FaceSource
from faceid_app.identity.backbones import find_backbone
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
