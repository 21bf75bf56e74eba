"""Owns starting the study of identification in the training process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.identify_options import IdentifyOptions, IdentifySource
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.locks import hold
from faceid_app.workers.child import run_child


def study_identification(
    paths: Paths,
    *,
    source: IdentifySource,
    options: IdentifyOptions,
    resume: bool = False,
    backup: Path | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Identify people with every method on the same pictures.

    Args:
        paths: whose cache keeps features, and finished methods where `backup` is not given.
        source: of the people. options: which methods.
        resume: go on from what an interrupted run finished.
        backup: folder of finished methods and checkpoints.
        report, is_cancelled: as ever.

    Returns:
        See `learning.identification.job.run_study`.

    Raises:
        UsageError, ModelMissing: told before anything is read.
    """
    source.check()
    options.check()
    for name in options.backbones:
        find_backbone(paths, name)
    job = {
        "job": "identify",
        "data_dir": str(paths.root),
        "source": source.to_dict(),
        "options": options.to_dict(),
        "resume": resume,
        "folder": str((backup or paths.cache / "identify").resolve()),
    }
    with hold(paths.root, "study of identification"):
        return run_child(job, report=report, is_cancelled=is_cancelled)
