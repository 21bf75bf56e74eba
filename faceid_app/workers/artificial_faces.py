"""Owns starting the laboratory's jobs on artificial faces in the training process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import UsageError
from faceid_app.faces.shipped import write_model
from faceid_app.guard.artificial import CARD_FILE
from faceid_app.guard.shipped import load_guard_model
from faceid_app.identity.artificial_card import card_files
from faceid_app.identity.artificial_options import ArtificialOptions
from faceid_app.identity.artificial_source import ArtificialSource
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.locks import hold
from faceid_app.workers.child import run_child


def train_artificial(
    paths: Paths,
    *,
    source: ArtificialSource,
    arms: Mapping[str, ArtificialOptions],
    target: Path | None = None,
    weights_to: Path | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Train networks that tell kinds of faces, one for each of `arms`, on the same pictures.

    Args:
        paths: whose cache keeps the faces that were found.
        source: of the pictures.
        arms: how to train, by name.
        target: folder that the network of the one arm goes to; it appears whole, or stays as it was.
        weights_to: file that the weights of the one arm's backbone go to, for `ArtificialOptions.weights`.
        report, is_cancelled: as ever.

    Returns:
        See `learning.artificial.job.run_arms`.

    Raises:
        UsageError: told before anything is read.
    """
    source.check()
    for options in arms.values():
        options.check()
    if target is not None and (len(arms) != 1 or any(one.backbone != "compact" for one in arms.values())):
        raise UsageError("Only one compact network can be kept in a folder; leave out --to.")
    if weights_to is not None and (len(arms) != 1 or not weights_to.name.endswith(".weights.h5")):
        raise UsageError(f"{str(weights_to)!r} cannot take the weights of one backbone; name one .weights.h5.")
    job = {
        "job": "artificial",
        "data_dir": str(paths.root),
        "source": source.to_dict(),
        "arms": [[name, options.to_dict()] for name, options in arms.items()],
        "target": None if target is None else str(target.resolve()),
        "weights_to": None if weights_to is None else str(weights_to.resolve()),
    }
    with hold(paths.root, "artificial faces"):
        return run_child(job, report=report, is_cancelled=is_cancelled)


def put_beside(model: Path, trainings: Sequence[Mapping[str, Any]]) -> None:
    """Put trainings, as `comparisons_of` gives them, into the card of the network in the folder `model`, in place of
    those that stood there. The folder is replaced whole. Raises ModelMissing, CorruptData, StorageError.
    """
    files = dict(load_guard_model(model.name, folder=model.resolve().parent))
    card = {**strict_json.loads(files[CARD_FILE]), "beside": list(trainings)}
    write_model({**files, **card_files(card)}, model.resolve())


def evaluate_artificial(
    paths: Paths,
    *,
    source: ArtificialSource,
    model: Path | None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Any]:
    """Judge the test pictures of `source` with the network in the folder `model`, or the one that comes with the
    program. Returns what `learning.artificial.job.evaluate` does. Raises UsageError, DatasetMissing, ModelMissing.
    """
    source.check()
    job = {
        "job": "artificial-evaluate",
        "data_dir": str(paths.root),
        "source": source.to_dict(),
        "model": None if model is None else str(model.resolve()),
    }
    return run_child(job, report=report, is_cancelled=is_cancelled)
