"""Makes the program's own backbone: SFace narrowed, taught by SFace, with a universal head, a card and both files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from faceid_app.datasets.face_sets import UNKNOWN, FaceSet
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.backbones import (
    CARD_FILE,
    HEAD_FILE,
    KERAS_FILE,
    NETWORK_FILE,
    SFACE,
    SOURCE_FILE,
    find_backbone,
)
from faceid_app.identity.people_pairs import Faces
from faceid_app.learning.augmentation import Augmentation
from faceid_app.learning.chain import Chain, build_network, read_chain, read_network
from faceid_app.learning.device import find_device, peak_memory
from faceid_app.learning.distillation import Distillation, Taught, distil, shared_layers
from faceid_app.learning.export import to_litert
from faceid_app.learning.face_selection import Selection, Sources, embed_aligned, select_faces
from faceid_app.learning.held_out import embed, judge
from faceid_app.learning.identity_supervision import KnownPeople
from faceid_app.learning.pruning import prune
from faceid_app.learning.sface import read_sface
from faceid_app.learning.universal_head import make_universal_head
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report, Stage

WIDTHS = (32, 64, 128, 128, 160, 160, 256, 256, 256, 256, 256, 256, 512, 512)
"""Channels of each layer that mixes them. The first four are as wide as SFace's and stay what they are: they are cheap
in weights, and what is not changed need not be learned again."""
RANK = 54
PRUNE_FACES = 320
START_FILE = "start.keras"
_COMPARED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is made and how: see `pruning.prune` and `Distillation`. `start` is a network to go on from instead."""

    widths: tuple[int, ...] = WIDTHS
    rank: int = RANK
    distillation: Distillation
    augmentation: Augmentation = field(default_factory=Augmentation)
    start: Path | None = None


def make_compact(
    paths: Paths, sources: Sources, making: Making, folder: Path, *, report: Report, is_cancelled: IsCancelled
) -> dict[str, Any]:
    """Make the network in `folder`, going on from the checkpoint there.

    Writes backbone.keras, backbone.tflite, head.npz and card.json, each whole, when all are done.

    Raises:
        ModelMissing: SFace is not installed, or there is no file to start from.
        DatasetMissing, TrainingFailed, UsageError, CorruptData, Cancelled: see the parts.

    Returns:
        The card.
    """
    sface = find_backbone(paths, SFACE.name)
    teacher = read_chain(read_sface(sface.folder / SOURCE_FILE))
    selection = select_faces(sources, paths, sface, report=report, is_cancelled=is_cancelled)
    with storage_errors(folder):
        make_folder(folder)
    start = _start(teacher, selection, making, folder, report=report, is_cancelled=is_cancelled)
    before = judge(embed(start, selection.held_out.faces), selection)

    def watch(step: int, student: Chain) -> None:
        now = judge(embed(student, selection.held_out.faces), selection)
        report(Progress(stage="held-out people", message=f"step {step}: cosine {now['cosine_to_teacher']:.4f}"))

    taught = distil(
        start, teacher, selection.learn.faces, making.distillation, augmentation=making.augmentation,
        known=KnownPeople.among(selection.learn.person, selection.teacher_of_learn), folder=folder, report=report,
        is_cancelled=is_cancelled, watch=watch,
    )  # fmt: skip
    return finish(
        taught, start, teacher, selection, making, folder, before=before, report=report, is_cancelled=is_cancelled
    )


def finish(
    taught: Taught,
    start: Chain,
    teacher: Chain,
    selection: Selection,
    making: Making,
    folder: Path,
    *,
    before: Mapping[str, Any],
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """Head, files and card of a network that has been taught."""
    stage = Stage("files", of=2, report=report, is_cancelled=is_cancelled, every=0.0)
    network = build_network(taught.student)
    exported = to_litert(network, scale=255.0, samples=selection.held_out.faces[:_COMPARED].astype(np.float32))
    stage.advance()
    seed = making.distillation.seed
    learn, held_out = (
        _known(part, exported.network, name=name, report=report, is_cancelled=is_cancelled)
        for part, name in ((selection.learn, "people"), (selection.held_out, "held-out people"))
    )
    head, told = make_universal_head(learn, held_out, seed=seed, report=report, is_cancelled=is_cancelled)
    temporary = folder / f".new-{KERAS_FILE}"
    network.save(temporary)
    card = {
        "title": "Compact",
        "description": (
            "A network of depthwise-separable convolutions from an aligned face, 112x112 RGB, to 128 numbers that are "
            "compared by their direction. It is SFace (OpenCV Zoo, Zhong et al. 2021, Apache-2.0) with most of its "
            "channels pruned, taught by SFace on views that neither had seen."
        ),
        "licence": "Apache-2.0",
        "teacher": {"name": SFACE.title, "sha256": SFACE.sha256, "licence": SFACE.licence},
        "network": {
            "parameters": int(network.count_params()),
            "widths": [item.width for item in taught.student.convolutions if not item.depthwise],
            "rank": 0 if taught.student.squeeze is None else int(taught.student.squeeze.shape[1]),
            "layers_as_in_the_teacher": shared_layers(start, teacher),
        },
        "faces": selection.counts,
        "training": {
            **asdict(making.distillation),
            "augmentation": asdict(making.augmentation),
            "views": taught.faces,
            "seconds": round(taught.seconds),
            "views_a_second": round(taught.faces / max(taught.seconds, 1e-9), 1),
            "peak_memory_bytes": peak_memory(),
            "device": asdict(find_device()),
            "loss": [{"step": step, "loss": round(loss, 4)} for step, loss in _thinned(taught.losses)],
        },
        "held_out_people": {
            "before": before,
            "after": judge(held_out.embeddings, selection),
            "teacher": judge(selection.teacher_of_held_out, selection),
        },
        "universal_head": told,
        "litert": exported.deviation,
    }
    with storage_errors(folder):
        write_whole(folder / NETWORK_FILE, exported.network)
        write_whole(folder / HEAD_FILE, head.to_bytes())
        write_whole(folder / KERAS_FILE, packed(temporary.read_bytes()))
        temporary.unlink()
        write_whole(folder / CARD_FILE, json.dumps(card, indent=1, allow_nan=False).encode() + b"\n")
    stage.advance()
    return card


def packed(archive: bytes) -> bytes:
    """A .keras file, which Keras stores as it is, deflated: it loads the same and is a twelfth smaller."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            # A fixed time: the same network gives the same file.
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _known(part: FaceSet, network: bytes, *, name: str, report: Report, is_cancelled: IsCancelled) -> Faces:
    """Embeddings of those whose person is known, for pairs."""
    known = part.select(part.person != UNKNOWN)
    stage = Stage(name, of=len(known), report=report, is_cancelled=is_cancelled)
    return Faces(embed_aligned(network, known.faces, stage=stage), known.person)


def _start(
    teacher: Chain, selection: Selection, making: Making, folder: Path, *, report: Report, is_cancelled: IsCancelled
) -> Chain:
    """The network to be taught: the one kept by the interrupted run, the one given, or the teacher narrowed."""
    kept = folder / START_FILE
    if kept.is_file() or making.start is not None:
        return read_network(kept if kept.is_file() else making.start or kept)
    generator = np.random.default_rng(making.distillation.seed)
    rows = generator.choice(len(selection.learn), min(PRUNE_FACES, len(selection.learn)), replace=False)
    chain = prune(
        teacher, selection.learn.faces[rows], widths=making.widths, rank=making.rank, seed=making.distillation.seed,
        report=report, is_cancelled=is_cancelled,
    )  # fmt: skip
    temporary = folder / f".new-{START_FILE}"
    with storage_errors(folder):
        build_network(chain).save(temporary)
        temporary.replace(kept)
    return chain


def _thinned(losses: tuple[tuple[int, float], ...]) -> list[tuple[int, float]]:
    """At most about thirty of them, the last always."""
    every = max(1, len(losses) // 30)
    return [item for index, item in enumerate(losses, start=1) if index % every == 0 or index == len(losses)]
