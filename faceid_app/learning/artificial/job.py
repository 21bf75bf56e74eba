"""The laboratory's jobs on artificial faces: one training or several compared, and judging with a trained network."""

from __future__ import annotations

import io
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import UsageError
from faceid_app.evaluation.artificial_figures import calibrate
from faceid_app.faces.shipped import write_model
from faceid_app.guard.artificial import CARD_FILE, HEAD_FILE, NETWORK_FILE, ArtificialFaces, open_artificial
from faceid_app.guard.artificial_frame import INPUT, network_input, seen
from faceid_app.guard.kinds import Kind
from faceid_app.identity.artificial_card import card_files
from faceid_app.identity.artificial_options import ArtificialOptions
from faceid_app.identity.artificial_source import ArtificialSource, SideName
from faceid_app.learning.artificial.judging import judge_faces
from faceid_app.learning.artificial.networks import build_network, embedder, save_weights
from faceid_app.learning.artificial.pictures import Faces, read_faces, single_threaded
from faceid_app.learning.artificial.strangeness import furthest, neighbourhood, some_of
from faceid_app.learning.artificial.training import train
from faceid_app.learning.export import to_litert
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report


def run_job(job: Mapping[str, Any], *, report: Report, is_cancelled: IsCancelled) -> dict[str, Any]:
    """What the training process was asked for, see `workers.artificial_faces`."""
    source, paths = ArtificialSource.from_dict(job["source"]), Paths(Path(job["data_dir"]))
    if job["job"] == "artificial":
        arms = {name: ArtificialOptions.from_dict(options) for name, options in job["arms"]}
        target, weights = (None if job[name] is None else Path(job[name]) for name in ("target", "weights_to"))
        return run_arms(
            source, arms, paths=paths, target=target, weights_to=weights, report=report, is_cancelled=is_cancelled
        )
    model = None if job["model"] is None else Path(job["model"])
    return evaluate(source, model=model, paths=paths, report=report, is_cancelled=is_cancelled)


def run_arms(
    source: ArtificialSource,
    arms: Mapping[str, ArtificialOptions],
    *,
    paths: Paths,
    target: Path | None,
    weights_to: Path | None = None,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """Train every arm on the same pictures; with `target`, the network of the one arm goes to that folder, with
    `weights_to` what its backbone learned to that file.

    Returns:
        "data", what was learned from; "arms", by name what came out; "seconds" by name.

    Raises:
        DatasetMissing, UsageError, TrainingFailed, Cancelled: `target` is as it was.
    """
    single_threaded()
    faces = read_faces(source, paths=paths, report=report, is_cancelled=is_cancelled)
    ended, seconds = {}, {}
    for name, options in arms.items():
        began = time.monotonic()
        told = report if len(arms) == 1 else _named(report, name)
        ended[name], files = _arm(faces, options, weights_to, report=told, is_cancelled=is_cancelled)
        seconds[name] = round(time.monotonic() - began, 2)
        if target is not None:
            write_model(files, target)
    return {"data": data_figures(faces), "arms": ended, "seconds": seconds}


def evaluate(
    source: ArtificialSource, *, model: Path | None, paths: Paths, report: Report, is_cancelled: IsCancelled
) -> dict[str, Any]:
    """Judge the test pictures with the network in the folder `model`, or the shipped one.

    Returns:
        "data", "card" of the network, "test", see `judging.judge_faces`.
    """
    single_threaded()
    judge = open_artificial() if model is None else open_artificial(folder=model.parent, name=model.name)
    faces = read_faces(source, paths=paths, report=report, is_cancelled=is_cancelled)
    test = judge_faces(judge, faces.on(SideName.TEST), report=report, is_cancelled=is_cancelled)
    return {"data": data_figures(faces), "card": judge.card, "test": test}


def data_figures(faces: Faces) -> dict[str, Any]:
    """Counts by source and side, as plain JSON values."""
    sources = {}
    for index, name in enumerate(faces.sources):
        mine = faces.source == index
        if not mine.any():  # left out
            continue
        sides = Counter(faces.side[mine].tolist())
        sources[name] = {
            "kind": faces.kinds[int(faces.kind[mine][0])],
            **{side.value: int(sides[side.value]) for side in SideName},
            "without_face": int((~faces.found[mine]).sum()),
        }
    return {"sources": sources, "digest": faces.digest}


def _arm(
    faces: Faces, options: ArtificialOptions, weights_to: Path | None, *, report: Report, is_cancelled: IsCancelled
) -> tuple[dict[str, Any], dict[str, bytes]]:
    keras.backend.clear_session()
    keras.utils.set_random_seed(options.seed)
    kept = _left(faces, options.leave_out)
    training, validation = kept.on(SideName.TRAINING), kept.on(SideName.VALIDATION)
    if len(np.unique(training.kind)) < 2 or not len(validation):
        raise UsageError(
            "At least two kinds are needed to learn from, with pictures to validate by; give more folders."
        )
    network = build_network(options.backbone, kinds=len(faces.kinds), weights=options.weights)
    history = train(network, training, validation, options, report=report, is_cancelled=is_cancelled)
    if weights_to is not None:
        save_weights(network, weights_to)
    return package(network, history, faces, options, report=report, is_cancelled=is_cancelled)


def package(
    network: keras.Model,
    history: Mapping[str, Any],
    faces: Faces,
    options: ArtificialOptions,
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Export, calibrate and judge a trained network: its figures, and the files it is used from.

    Raises TrainingFailed where the exported network computes something else.
    """
    kept = _left(faces, options.leave_out)
    validation = kept.on(SideName.VALIDATION)
    network.trainable = False
    body = embedder(network)
    held = np.stack([seen(frame) for frame in validation.frames])
    exported = to_litert(body, scale=1.0, samples=network_input(held[:16]))
    weights, bias = (np.asarray(one, np.float64) for one in network.get_layer("kinds").get_weights())
    embeddings = body.predict(network_input(held), batch_size=64, verbose=0).astype(np.float64)
    learned, kind = some_of(kept.on(SideName.TRAINING), options.seed)
    centres, precision = neighbourhood(body.predict(network_input(learned), batch_size=64, verbose=0), kind)
    calibration = {
        **calibrate(embeddings @ weights + bias, validation.kind, _weight(validation)),
        "furthest": furthest(embeddings, centres, precision),
    }
    head = io.BytesIO()
    heat = calibration["temperature"]
    np.savez(head, weights=weights / heat, bias=bias / heat, centres=centres, precision=precision)
    card = {
        "kinds": list(faces.kinds),
        "input": INPUT,
        "options": options.to_dict(),
        "parameters": int(network.count_params()),
        "data": data_figures(kept),
        "calibration": calibration,
        "export": exported.deviation,
        **history,
    }
    files = {
        NETWORK_FILE: exported.network,
        HEAD_FILE: head.getvalue(),
        CARD_FILE: json.dumps(card, allow_nan=False).encode(),
    }
    model = ArtificialFaces(files)
    card["test"] = judge_faces(model, kept.on(SideName.TEST), report=report, is_cancelled=is_cancelled)
    if options.leave_out is not None:
        missed = faces.where(np.asarray(faces.source == faces.sources.index(options.leave_out)))
        card["left_out"] = judge_faces(model, missed, report=report, is_cancelled=is_cancelled)
    return card, {**files, **card_files(_without_pictures(card))}


def _left(faces: Faces, source: str | None) -> Faces:
    if source is None:
        return faces
    if source not in faces.sources:
        raise UsageError(f"There is no source named {source!r}; known are: {', '.join(faces.sources)}.")
    return faces.where(np.asarray(faces.source != faces.sources.index(source)))


def _weight(faces: Faces) -> NDArray[np.float64]:
    """How much each picture counts, so that kinds count alike and photographs twice, as in the batches."""
    weight = np.zeros(len(faces))
    for kind in np.unique(faces.kind):
        mine = faces.kind == kind
        weight[mine] = (2.0 if faces.kinds[int(kind)] == Kind.PHOTOGRAPH else 1.0) / mine.sum()
    return weight


def _without_pictures(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card holds no picture of a person, no name of a file, and no plot's points."""
    parts = {name: dict(card[name]) for name in ("test", "left_out") if name in card}
    for part in parts.values():
        del part["misjudged"], part["pca"]
    return {**card, **parts}


def _named(report: Report, arm: str) -> Report:
    return lambda progress: report(replace(progress, stage=f"{arm}: {progress.stage}"))
