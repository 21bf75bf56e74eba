"""The laboratory's jobs on attributes: train every network on the same split, or judge the test side with one."""

from __future__ import annotations

import hashlib
import io
import json
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.utkface import ETHNICITIES, GENDERS
from faceid_app.evaluation.attribute_figures import class_figures
from faceid_app.faces.attributes import SIX_GROUPS, TEN_GROUPS, AttributeNetwork, group_name, group_of
from faceid_app.faces.shipped import write_model
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.attribute_options import DOCUMENTS, EMBEDDING, MAPS, AttributeOptions, AttributeSource
from faceid_app.identity.insights import open_attributes
from faceid_app.learning.attributes import documents
from faceid_app.learning.attributes.faces import LabelledFaces, folder_of, read_faces
from faceid_app.learning.attributes.features import Features, read_features
from faceid_app.learning.attributes.judging import headlines, judge_attributes, misjudged_groups, samples
from faceid_app.learning.attributes.leaks import SAME_PERSON, find_leaks
from faceid_app.learning.attributes.networks import AGE, GENDER
from faceid_app.learning.attributes.packing import calibrated_answers, calibration_of, pack
from faceid_app.learning.attributes.training import answers, train
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

_CLASSES: dict[str, tuple[str, ...]] = {
    documents.AGE_SIX: tuple(map(group_name, SIX_GROUPS)),
    documents.AGE_TEN: tuple(map(group_name, TEN_GROUPS)),
    documents.ETHNICITY: ETHNICITIES,
    documents.GENDER: GENDERS,
}
_TIMED = 50


def run_job(job: Mapping[str, Any], *, report: Report, is_cancelled: IsCancelled) -> dict[str, Any]:
    """What the training process was asked for, see `workers.attributes`."""
    source, paths = AttributeSource.from_dict(job["source"]), Paths(Path(job["data_dir"]))
    if job["job"] == "attributes":
        return train_attributes(
            source, AttributeOptions.from_dict(job["options"]), paths=paths,
            target=None if job["target"] is None else Path(job["target"]), report=report, is_cancelled=is_cancelled,
        )  # fmt: skip
    return evaluate_attributes(
        source, model=None if job["model"] is None else Path(job["model"]), paths=paths, seed=int(job["seed"]),
        report=report, is_cancelled=is_cancelled,
    )  # fmt: skip


def train_attributes(
    source: AttributeSource,
    options: AttributeOptions,
    *,
    paths: Paths,
    target: Path | None,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """Train the networks that `options` names; with `target`, that on maps goes to that folder as it ships.

    An interrupted run goes on where it was: faces, features, and networks of the documents that ended are cached.

    Returns:
        "data"; "leaks", how many of the test side were learned from; "documents" and "networks", by name their figures
        on all of the test side and without those; "samples", faces in base64; "card" of what ships; "milliseconds"
        that it takes for one face, and "seconds" that all took.

    Raises:
        DatasetMissing, UsageError, TrainingFailed, DiskFull, NotWritable, Cancelled: `target` is as it was.
    """
    cv2.setNumThreads(1)
    began = time.monotonic()
    faces = read_faces(source, paths=paths, seed=options.seed, report=report, is_cancelled=is_cancelled)
    features = read_features(faces, paths=paths, seed=options.seed, report=report, is_cancelled=is_cancelled)
    stage = Stage("leaks", of=int(faces.test.sum()), report=report, is_cancelled=is_cancelled)
    leaks = find_leaks(faces, features.embeddings, stage)
    told: dict[str, Any] = {"data": faces.figures(), "options": options.to_dict(), "leaks": _leak_figures(faces, leaks)}
    sides = {"all": faces.test, "without_copies": faces.test & ~leaks["copy"],
             "without_people": faces.test & ~leaks["person"]}  # fmt: skip
    if DOCUMENTS in options.networks:
        told["documents"] = _documents(faces, sides, options, paths=paths, report=report, is_cancelled=is_cancelled)
    told["networks"] = {}
    for name in (EMBEDDING, MAPS):
        if name in options.networks:
            columns = slice(features.maps, None) if name == EMBEDDING else slice(0, features.maps)
            taught = _teach(name, columns, faces, features, options, sides, report=report, is_cancelled=is_cancelled)
            told["networks"][name] = taught.figures
            if name == MAPS:
                told["samples"] = taught.samples
                about = {"options": options.to_dict(), "data": faces.figures(), "leaks": told["leaks"]}
                files, told["card"] = pack(
                    features.backbone, taught.network, faces, sides, about, report=report, is_cancelled=is_cancelled
                )
                told["milliseconds"] = _speed(AttributeNetwork(files), np.asarray(faces.aligned[0]))
                if target is not None:
                    write_model(files, target)
    told["seconds"] = round(time.monotonic() - began, 2)
    return told


def evaluate_attributes(
    source: AttributeSource, *, model: Path | None, paths: Paths, seed: int, report: Report, is_cancelled: IsCancelled
) -> dict[str, Any]:
    """Judge the test side with the network in the folder `model`, or the one that comes with the program.

    Returns "data", "card", "test", see `judging.judge_attributes`, and "samples".
    """
    cv2.setNumThreads(1)
    network = open_attributes() if model is None else open_attributes(model)
    faces = read_faces(source, paths=paths, seed=seed, report=report, is_cancelled=is_cancelled)
    rows = np.flatnonzero(faces.test)
    stage = Stage("judge", of=len(rows), report=report, is_cancelled=is_cancelled)
    logits = []
    for row in rows:
        logits.append(network.logits(np.asarray(faces.aligned[row : row + 1]))[0])
        stage.advance()
    age, female = network.calibrated(np.stack(logits))
    test = judge_attributes(
        faces, rows, age=age, female=female, ethnicity=None, limit=network.limit, widest=network.widest
    )
    shown = samples(faces, rows, age, female, None, seed=seed)
    return {"data": faces.figures(), "card": network.card, "test": test, "samples": shown}


@dataclass(frozen=True, slots=True, eq=False)
class _Taught:
    network: keras.Model
    figures: dict[str, Any]
    samples: dict[str, Any]


def _teach(
    name: str,
    columns: slice,
    faces: LabelledFaces,
    features: Features,
    options: AttributeOptions,
    sides: Mapping[str, NDArray[np.bool_]],
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> _Taught:
    """Train a network on those features, and judge it on every side."""
    plain, changed = (np.asarray(one[:, columns], np.float32) for one in (features.plain, features.changed))
    network, course = train(name, plain, changed, faces, options, report=report, is_cancelled=is_cancelled)
    said = answers(network, plain)
    calibration = calibration_of(said[AGE], said[GENDER], faces)
    age, female, ethnicity = calibrated_answers(said, calibration)
    figures: dict[str, Any] = {
        "epochs": course,
        "parameters": int(network.count_params()),
        "calibration": calibration,
    }
    for side, chosen in sides.items():
        rows = np.flatnonzero(chosen)
        judged = judge_attributes(
            faces, rows, age=age[rows], female=female[rows], ethnicity=ethnicity[rows],
            limit=calibration["gender"]["limit"], widest=calibration["age"]["widest"],
        )  # fmt: skip
        figures[side] = judged if side == "all" else headlines(judged)
    rows = np.flatnonzero(faces.test)
    shown = samples(faces, rows, age[rows], female[rows], ethnicity[rows], seed=options.seed)
    return _Taught(network, figures, shown)


def _speed(network: AttributeNetwork, face: NDArray[np.uint8]) -> float:
    """The median time that one face takes, milliseconds."""
    network.look(face)
    taken = []
    for _ in range(_TIMED):
        before = time.perf_counter()
        network.look(face)
        taken.append((time.perf_counter() - before) * 1e3)
    return round(float(np.median(taken)), 2)


def _documents(
    faces: LabelledFaces,
    sides: Mapping[str, NDArray[np.bool_]],
    options: AttributeOptions,
    *,
    paths: Paths,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    truths = {
        documents.AGE_SIX: group_of(faces.age, SIX_GROUPS),
        documents.AGE_TEN: group_of(faces.age, TEN_GROUPS),
        documents.ETHNICITY: faces.ethnicity,
        documents.GENDER: faces.gender,
    }
    told: dict[str, Any] = {}
    for name, truth in truths.items():
        key = f"{documents.SIZES[name]} {options.document_epochs} {options.document_batch} {options.seed} 1"
        place = folder_of(paths, faces.digest) / f"documents-{hashlib.sha256(key.encode()).hexdigest()[:16]}.npz"
        make = partial(
            documents.train, name, faces.grey, truth, ~faces.test, epochs=options.document_epochs,
            batch=options.document_batch, seed=options.seed, report=report, is_cancelled=is_cancelled,
        )  # fmt: skip
        probabilities, course = _kept(place, make)
        rows = np.flatnonzero(faces.test)
        figures = {
            side: class_figures(_CLASSES[name], truth[rows][chosen[rows]], probabilities[chosen[rows]])
            for side, chosen in sides.items()
        }
        told[name] = {**course, **figures}
        if name == documents.AGE_SIX:
            told[name]["misjudged"] = misjudged_groups(faces, rows, probabilities)
    return told


_Trained = tuple[NDArray[np.float64], dict[str, Any]]


def _kept(place: Path, make: Callable[[], _Trained]) -> _Trained:
    """What `make` returned when it ended in an earlier run, or now."""
    try:
        with np.load(place, allow_pickle=False) as archive:
            return archive["probabilities"], json.loads(str(archive["course"]))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        probabilities, course = make()
    stream = io.BytesIO()
    np.savez(stream, probabilities=probabilities, course=np.array(json.dumps(course)))
    with storage_errors(place):
        make_folder(place.parent)
        write_whole(place, stream.getvalue())
    return probabilities, course


def _leak_figures(faces: LabelledFaces, leaks: Mapping[str, NDArray[np.bool_]]) -> dict[str, Any]:
    return {
        "test": int(faces.test.sum()),
        "copies": int(leaks["copy"].sum()),
        "people": int(leaks["person"].sum()),
        "limit": SAME_PERSON,
    }
