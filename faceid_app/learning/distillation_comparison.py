"""Runs distillations that are compared: the same start, faces and number of views, and one thing different in each."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from faceid_app.evaluation.paired import compare
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.backbones import SFACE, SOURCE_FILE, find_backbone
from faceid_app.identity.distillation_arms import AUGMENTATION, Arm
from faceid_app.identity.embedder import Embeddings
from faceid_app.learning.augmentation import Augmentation
from faceid_app.learning.chain import Chain, read_chain, read_network
from faceid_app.learning.device import find_device, peak_memory
from faceid_app.learning.distillation import Distillation, Taught, distil
from faceid_app.learning.face_selection import Selection, Sources, select_faces
from faceid_app.learning.held_out import embed
from faceid_app.learning.identity_supervision import KnownPeople
from faceid_app.learning.sface import read_sface
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report

FARS = (1e-3, 1e-2, 1e-1)
"""The first that the pairs of the held-out people support is the one compared at."""
START, TEACHER = "start", "teacher"
"""Beside the arms: the network they all begin from, and the one they learn from."""
_DONE = "done.npz"


@dataclass(frozen=True, slots=True, eq=False)
class _Ended:
    """What is kept of an arm that has ended."""

    held_out: Embeddings
    figures: dict[str, Any]
    cost: dict[str, Any]


def compare_distillations(
    paths: Paths,
    sources: Sources,
    start: Path,
    arms: Sequence[Arm],
    folder: Path,
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """Run the arms one after the other in `folder`, without those that ended there before, and judge them together.

    Raises:
        ModelMissing: SFace is not installed, or `start` is not there.
        DatasetMissing, TrainingFailed, UsageError, CorruptData, Cancelled: see the parts.

    Returns:
        As plain JSON values: "held_out" counts, "faces" counts, and by name of the arm, `START` and `TEACHER`, the
        figures; "trainings" by name, with the losses; "cost" by name, which differs from run to run.
    """
    sface = find_backbone(paths, SFACE.name)
    teacher, student = read_chain(read_sface(sface.folder / SOURCE_FILE)), read_network(start)
    selection = select_faces(sources, paths, sface, report=report, is_cancelled=is_cancelled)
    known = KnownPeople.among(selection.learn.person, selection.teacher_of_learn)
    on = hashlib.sha256(selection.teacher_of_learn.tobytes() + selection.teacher_of_held_out.tobytes())
    on.update(hashlib.sha256(start.read_bytes()).digest())
    ended = {}
    for arm in arms:
        told = _named(report, arm.name)
        ended[arm.name] = _run(
            arm, student, teacher, selection, known, folder, on=on.hexdigest(), report=told, is_cancelled=is_cancelled
        )
    networks = {name: one.held_out for name, one in ended.items()}
    networks |= {START: embed(student, selection.held_out.faces), TEACHER: selection.teacher_of_held_out}
    person = selection.held_out.person
    pictures = np.unique(person, return_counts=True)[1]
    mated = int((pictures * (pictures - 1) // 2).sum())
    nonmated = len(person) * (len(person) - 1) // 2 - mated
    far = next((far for far in FARS if far * nonmated >= 3), FARS[-1])
    measured = compare(networks, person, selection.teacher_of_held_out, far=far, seed=int(arms[0].options["seed"]))
    return {
        "held_out": {
            "people": len(pictures), "pictures": len(person), "mated": mated, "nonmated": nonmated, "far": far,
        },
        "faces": selection.counts,
        "people_to_name": {"people": len(known.directions), "pictures": int((known.person >= 0).sum())},
        "device": asdict(find_device()),
        "arms": {name: one.to_dict() for name, one in measured.items()},
        "trainings": {name: one.figures for name, one in ended.items()},
        "cost": {name: one.cost for name, one in ended.items()},
    }  # fmt: skip


def _run(
    arm: Arm,
    student: Chain,
    teacher: Chain,
    selection: Selection,
    known: KnownPeople,
    folder: Path,
    *,
    on: str,
    report: Report,
    is_cancelled: IsCancelled,
) -> _Ended:
    options = dict(arm.options)
    augmentation = Augmentation().times(float(options.pop(AUGMENTATION)))
    how = Distillation(**options)
    identity = {**asdict(how), "augmentation": asdict(augmentation), "on": on, "backend": keras.backend.backend()}
    key = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
    # Named after all that it depends on: another comparison in the same folder begins an arm of its own.
    place = folder / key[:16]
    ended = _ended_before(place / _DONE)
    if ended is not None:
        return ended
    keras.backend.clear_session()
    taught = distil(
        student, teacher, selection.learn.faces, how, augmentation=augmentation, known=known, folder=place,
        report=report, is_cancelled=is_cancelled,
    )  # fmt: skip
    ended = _Ended(embed(taught.student, selection.held_out.faces), _figures(arm, taught), _cost(taught))
    _keep(ended, place / _DONE)
    return ended


def _figures(arm: Arm, taught: Taught) -> dict[str, Any]:
    return {
        "options": dict(arm.options),
        "changed": arm.changed,
        "views": taught.faces,
        "loss": [{"step": step, "loss": round(loss, 4)} for step, loss in taught.losses],
    }


def _cost(taught: Taught) -> dict[str, Any]:
    """Apart from the figures, for it differs from run to run."""
    return {
        "seconds": round(taught.seconds),
        "views_a_second": round(taught.faces / max(taught.seconds, 1e-9), 1),
        "peak_memory_bytes": peak_memory(),
    }


def _keep(ended: _Ended, file: Path) -> None:
    stream = io.BytesIO()
    told = np.array(json.dumps({"figures": ended.figures, "cost": ended.cost}))
    np.savez(stream, allow_pickle=False, held_out=ended.held_out, told=told)
    with storage_errors(file):
        make_folder(file.parent)
        write_whole(file, stream.getvalue())


def _ended_before(file: Path) -> _Ended | None:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            told = json.loads(str(arrays["told"]))
            return _Ended(np.asarray(arrays["held_out"], np.float32), dict(told["figures"]), dict(told["cost"]))
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile):
        return None


def _named(report: Report, arm: str) -> Report:
    """Stages of several arms bear their names, or the second would move the bars of the first."""
    return lambda progress: report(replace(progress, stage=f"{arm}: {progress.stage}"))
