"""Owns starting the laboratory's jobs on attributes of faces in the training process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from faceid_app.errors import UsageError
from faceid_app.identity.attribute_options import MAPS, AttributeOptions, AttributeSource
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.locks import hold
from faceid_app.workers.child import run_child


def train_attributes(
    paths: Paths,
    *,
    source: AttributeSource,
    options: AttributeOptions,
    target: Path | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Train networks for age, gender presentation and ethnicity on one split.

    Args:
        paths: whose cache keeps faces, features, and what ended of an interrupted run.
        source: of the faces. options: how to train.
        target: folder that the network on maps goes to; it appears whole, or stays as it was.
        report, is_cancelled: as ever.

    Returns:
        See `learning.attributes.job.train_attributes`.

    Raises:
        UsageError: told before anything is read.
    """
    source.check()
    options.check()
    if target is not None and MAPS not in options.networks:
        raise UsageError("Only the network on maps can be kept in a folder; leave out --to, or add --network maps.")
    job = {
        "job": "attributes",
        "data_dir": str(paths.root),
        "source": source.to_dict(),
        "options": options.to_dict(),
        "target": None if target is None else str(target.resolve()),
    }
    with hold(paths.root, "attributes"):
        return run_child(job, report=report, is_cancelled=is_cancelled)


def evaluate_attributes(
    paths: Paths,
    *,
    source: AttributeSource,
    model: Path | None,
    seed: int,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Judge the test side of `source` with the network in the folder `model`, or the one that comes with the program.

    Returns what `learning.attributes.job.evaluate_attributes` does. Raises UsageError, DatasetMissing, ModelMissing.
    """
    source.check()
    job = {
        "job": "attributes-evaluate",
        "data_dir": str(paths.root),
        "source": source.to_dict(),
        "seed": seed,
        "model": None if model is None else str(model.resolve()),
    }
    with hold(paths.root, "attributes"):
        return run_child(job, report=report, is_cancelled=is_cancelled)
