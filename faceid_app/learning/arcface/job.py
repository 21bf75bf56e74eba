"""The laboratory's job: reads the faces once and runs one training, or several that are to be compared."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.evaluation.open_set import measure_open_set
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.arcface_options import ArcfaceOptions, FaceSource
from faceid_app.learning.arcface.backbones import build_backbone
from faceid_app.learning.arcface.network import Classifier
from faceid_app.learning.arcface.people import Side, Sides, read_sides
from faceid_app.learning.arcface.state import EpochFigures, TrainingState
from faceid_app.learning.arcface.training import embed, judge, scaled, some, train
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report

MOST_COMPARED = 1500
"""Pictures of people never seen: a million pairs, of which memory holds each with a dozen bytes."""
MOST_JUDGED = 1000
"""Pictures that were learned from, judged again at the end."""
_DONE = "done.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a laboratory job works. folder: of checkpoints. model: file for the trained network, or None."""

    paths: Paths
    folder: Path
    resume: bool
    model: Path | None = None


def run_arms(
    source: FaceSource,
    arms: dict[str, ArcfaceOptions],
    setting: Setting,
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """Train every arm on the same people and pictures.

    Of several, none takes more views an epoch than there are pictures to learn from.

    Returns:
        "data", what was learned from; "backend", of Keras; "arms", by name what came out; "seconds" by name, of
        resumed arms without the time before.

    Raises:
        Cancelled: every arm that had ended, and the state of the one that had not, is kept for `setting.resume`.
    """
    sides = read_sides(source, paths=setting.paths, report=report, is_cancelled=is_cancelled)
    ended, seconds = {}, {}
    for name, options in arms.items():
        if len(arms) > 1:
            options = _as_many(options, len(sides.training))
        began = time.monotonic()
        told = report if len(arms) == 1 else _named(report, name)
        ended[name] = _arm(name, options, sides, setting, report=told, is_cancelled=is_cancelled)
        seconds[name] = round(time.monotonic() - began, 2)
    return {
        "data": _data(sides, source),
        "backend": keras.backend.backend(),
        "arms": ended,
        "seconds": seconds,
    }


def _arm(
    name: str, options: ArcfaceOptions, sides: Sides, setting: Setting, *, report: Report, is_cancelled: IsCancelled
) -> dict[str, Any]:
    identity = {"options": options.to_dict(), "data": sides.digest, "backend": keras.backend.backend()}
    folder = setting.folder / _folder_name(name)
    done = folder / _DONE
    key = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
    kept = _ended_before(done, key) if setting.resume and setting.model is None else None
    if kept is not None:
        return kept
    state = TrainingState(folder, identity)
    if not setting.resume:
        state.clear()
    keras.backend.clear_session()
    keras.utils.set_random_seed(options.seed)
    weights = None if options.weights is None else Path(options.weights)
    backbone = build_backbone(options.backbone, size=options.size, weights=weights, paths=setting.paths)
    classifier = Classifier(backbone, options, people=sides.people)
    training, validation = scaled(sides.training, options.size), scaled(sides.validation, options.size)
    unseen = scaled(some(sides.unseen, MOST_COMPARED, seed=options.seed), options.size)
    report(Progress(stage="verify untrained"))
    # The start of a resumed training is that of the uninterrupted one: the state is read afterwards.
    before = measure_open_set(embed(classifier.embedder, unseen), unseen.person, seed=options.seed)
    history = train(
        classifier, training, validation, options, state=state, resume=setting.resume, report=report,
        is_cancelled=is_cancelled,
    )  # fmt: skip
    report(Progress(stage="verify"))
    after = measure_open_set(embed(classifier.embedder, unseen), unseen.person, seed=options.seed)
    if setting.model is not None:
        _save(classifier.embedder, setting.model)
    figures = {
        "options": options.to_dict(),
        "parameters": {
            "backbone": backbone.count_params(),
            "whole": classifier.model.count_params(),
            "blocks": classifier.block_count,
        },
        "epochs": [asdict(epoch) for epoch in history],
        "closed_set": _closed_set(classifier.model, training, validation, history, seed=options.seed),
        "open_set": after.to_dict(),
        "open_set_untrained": before.to_dict(),
    }
    with storage_errors(done):
        make_folder(folder)
        write_whole(done, json.dumps({"key": key, "figures": figures}).encode())
    state.clear()
    return figures


def _closed_set(
    model: keras.Model, training: Side, validation: Side, history: tuple[EpochFigures, ...], *, seed: int
) -> dict[str, Any]:
    """How many pictures the trained network names rightly, of those it learned, without augmentation, and of the
    others; the difference is the gap."""
    learned = some(training, MOST_JUDGED, seed=seed)
    figures: dict[str, Any] = {}
    for name, side in (("training", learned), ("validation", validation)):
        loss, right = judge(model, side)
        low, high = clopper_pearson(right, len(side))
        figures[name] = {
            "loss": loss, "value": right / len(side), "count": right, "of": len(side), "low": low, "high": high,
        }  # fmt: skip
    best = max(history, key=lambda epoch: (epoch.validation_accuracy, -epoch.epoch))
    figures["best"] = {"epoch": best.epoch, "value": best.validation_accuracy, "of": len(validation)}
    return figures


def _data(sides: Sides, source: FaceSource) -> dict[str, Any]:
    unseen = np.unique(sides.unseen.person)
    return {
        "people": sides.people,
        "training": len(sides.training),
        "validation": len(sides.validation),
        "unseen_people": len(unseen),
        "unseen_pictures": len(sides.unseen),
        "without_face": sides.without_face,
        "tested_people": sides.tested,
        "seed": source.seed,
        "digest": sides.digest,
    }


def _ended_before(done: Path, key: str) -> dict[str, Any] | None:
    try:
        told = json.loads(done.read_text(encoding="utf-8"))
        return dict(told["figures"]) if told["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _as_many(options: ArcfaceOptions, pictures: int) -> ArcfaceOptions:
    """Epochs no longer than those without augmentation, or a larger set would win by more steps."""
    return replace(options, epoch_pictures=min(options.epoch_pictures or pictures, pictures))


def _folder_name(arm: str) -> str:
    return hashlib.sha256(arm.encode()).hexdigest()[:16]


def _named(report: Report, arm: str) -> Report:
    """Stages of several arms bear their names, or the second would move the bars of the first."""
    return lambda progress: report(replace(progress, stage=f"{arm}: {progress.stage}"))


def make_repeatable() -> None:
    """Let the same seed give the same figures, for this whole process: TensorFlow may else sum in the order in which
    its threads finish."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow

        tensorflow.config.experimental.enable_op_determinism()


def _save(embedder: keras.Model, target: Path) -> None:
    with storage_errors(target):
        make_folder(target.parent)
        beside = target.with_name(f".tmp-{target.name}")  # Keras goes by the suffix, and the file appears whole
        embedder.save(beside)
        beside.replace(target)
