"""Recipe koch: the source document's Siamese network, trained from nothing on the document's pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.identity.bundle import Bundle, Fitness
from faceid_app.identity.head import Array, L1Head, sigmoid
from faceid_app.identity.preprocessing import Input, to_input
from faceid_app.learning.device import find_device
from faceid_app.learning.export import to_litert
from faceid_app.learning.fit import (
    Checkpoints,
    EpochFigures,
    batches_of,
    clear_checkpoints,
    compile_binary,
    fit,
)
from faceid_app.learning.held_out import HeldOut, score_held_out, starting_thresholds
from faceid_app.learning.koch import LEARNING_RATE, Siamese, build_embedding
from faceid_app.learning.pairs import DocumentPairs, Pair, document_pairs
from faceid_app.learning.recipes import TrainingInputs
from faceid_app.progress import IsCancelled, Report, Stage
from faceid_app.storage.captures import Role

EPOCHS = 50
BATCH = 16
HELD_OUT_STRANGERS = 1000  # pictures; with ten held-out captures 10,000 comparisons: a rate of 1e-3 can be counted
_IGNORED = np.zeros((112, 112, 3), np.uint8)  # this recipe's input is made of the portrait alone

Pictures = dict[str | Path, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The trained head, its scores on all held-out comparisons, and on the document's own test pairs."""

    head: L1Head
    held_out: HeldOut
    test_pairs: HeldOut


def prepare(portrait: RgbImage) -> NDArray[np.float32]:
    """A picture as the document prepares it: resized to (100, 100, 3) float32, divided by 255."""
    return to_input(Input.PORTRAIT_100, aligned=_IGNORED, portrait=portrait)


def train_koch(inputs: TrainingInputs, report: Report, is_cancelled: IsCancelled) -> Bundle:
    """Train as in the source document: Adam 1e-4, binary cross-entropy, batches of 16, 50 epochs unless asked."""
    epochs = inputs.epochs or EPOCHS
    pairs = document_pairs(inputs.captures, inputs.negatives, seed=inputs.seed)
    strangers = held_out_strangers(pairs, inputs)
    files = [pair.other for pair in (*pairs.train, *pairs.test) if isinstance(pair.other, Path)]
    stage = Stage("read", of=len(files) + len(strangers), report=report, is_cancelled=is_cancelled)
    pictures: Pictures = {capture.id: prepare(capture.portrait) for capture in inputs.captures}
    for file in [*files, *strangers]:
        pictures[file] = prepare(read_picture(file))
        stage.advance()
    model = Siamese(build_embedding())
    history = train_pairs(model, pairs, pictures, inputs, epochs=epochs, report=report, is_cancelled=is_cancelled)
    judged = judge(model, pairs, pictures, strangers, report=report, is_cancelled=is_cancelled)
    stage = Stage("export", of=1, report=report, is_cancelled=is_cancelled)
    samples = np.stack([pictures[capture.id] for capture in pairs.split.test[:4]])
    exported = to_litert(model.embedding, scale=1.0, samples=samples)
    stage.advance()
    calibration = judged.held_out.calibration()
    return Bundle(
        recipe="koch",
        input=Input.PORTRAIT_100,
        normalise=False,
        backbone=None,
        network=exported.network,
        head=judged.head,
        calibration=calibration,
        thresholds=starting_thresholds(calibration),
        fitness=Fitness(fit=False, why="no probe has judged it"),
        card={
            "device": asdict(find_device()),
            "seed": inputs.seed,
            "parameters": model.count_params(),
            "captures": {"train": len(pairs.split.train), "test": len(pairs.split.test)},
            "by_burst": pairs.split.by_burst,
            "people": {"train": len(pairs.train_people), "test": len(pairs.test_people)},
            "pairs": {"train": len(pairs.train), "test": len(pairs.test)},
            "epochs": [asdict(figures) for figures in history],
            "document_test": judged.test_pairs.precision_recall(),
            "held_out": judged.held_out.precision_recall(),
            "export": exported.deviation,
        },
    )


def train_pairs(
    model: Siamese,
    pairs: DocumentPairs,
    pictures: Pictures,
    inputs: TrainingInputs,
    *,
    epochs: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[EpochFigures, ...]:
    """Train `model` on the training pairs, from the beginning or from where it was interrupted."""
    compile_binary(model, learning_rate=LEARNING_RATE)
    checkpoints = Checkpoints(inputs.work, identity=identity(pairs, inputs))
    if not inputs.resume:
        clear_checkpoints(inputs.work)
    arrays, labels = stack(pairs.train, pictures)
    return fit(
        model,
        batches_of(arrays, labels, size=BATCH, seed=inputs.seed),
        steps=-(-len(labels) // BATCH),
        epochs=epochs,
        checkpoints=checkpoints,
        resume=inputs.resume,
        report=report,
        is_cancelled=is_cancelled,
    )


def stack(
    pairs: Sequence[Pair], pictures: Pictures
) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]:
    """Both pictures of all pairs, (n, height, width, 3) each, and the labels (n,) 1 or 0, float32."""
    first = np.stack([pictures[pair.anchor] for pair in pairs])
    second = np.stack([pictures[pair.other] for pair in pairs])
    return (first, second), np.array([pair.same for pair in pairs], np.float32)


def identity(pairs: DocumentPairs, inputs: TrainingInputs) -> dict[str, Any]:
    """What the training depends on; an interrupted one is only continued where all of it is the same."""
    root = inputs.negatives.root
    digest = hashlib.sha256()
    for pair in pairs.train:
        other = pair.other.relative_to(root).as_posix() if isinstance(pair.other, Path) else pair.other
        digest.update(f"{pair.anchor} {other}\n".encode())
    return {"recipe": "koch", "seed": inputs.seed, "pairs": digest.hexdigest()}


def held_out_strangers(pairs: DocumentPairs, inputs: TrainingInputs) -> list[Path]:
    """Pictures of strangers nothing was learned from: one of each before a second of any."""
    people = inputs.negatives.people()
    order = np.random.default_rng(inputs.seed).permutation(len(pairs.test_people))
    ranked = [
        (rank, position, picture)
        for position, index in enumerate(order)
        for rank, picture in enumerate(people[pairs.test_people[index]])
    ]
    return [picture for _, _, picture in sorted(ranked)[:HELD_OUT_STRANGERS]]


def judge(
    model: Siamese,
    pairs: DocumentPairs,
    pictures: Pictures,
    strangers: Sequence[Path],
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> Judged:
    """Score a trained model on what it never saw."""
    ids = {role: [capture.id for capture in pairs.split.test if capture.role is role] for role in Role}
    rows: list[str | Path] = list(dict.fromkeys([*ids[Role.ANCHOR], *ids[Role.POSITIVE], *strangers]))
    rows += [pair.other for pair in pairs.test if pair.other not in rows]
    stage = Stage("evaluate", of=len(rows), report=report, is_cancelled=is_cancelled)
    embedded: dict[str | Path, NDArray[np.float32]] = {}
    for start in range(0, len(rows), 2 * BATCH):
        block = rows[start : start + 2 * BATCH]
        found = model.embedding.predict_on_batch(np.stack([pictures[row] for row in block]))
        embedded.update(zip(block, found, strict=True))
        stage.advance(len(block))
    kernel, bias = (keras.ops.convert_to_numpy(weight) for weight in model.head.weights)
    head = L1Head(frame=None, weights=kernel[:, 0], bias=float(bias[0]))

    def scores(same: bool) -> Array:
        chosen = [pair for pair in pairs.test if pair.same is same]
        first = np.stack([embedded[pair.anchor] for pair in chosen])
        return sigmoid(head.pair_logits(first, np.stack([embedded[pair.other] for pair in chosen])))

    return Judged(
        head=head,
        held_out=score_held_out(
            head,
            anchors=np.stack([embedded[row] for row in ids[Role.ANCHOR]]),
            positives=np.stack([embedded[row] for row in ids[Role.POSITIVE]]),
            strangers=np.stack([embedded[row] for row in strangers]),
        ),
        test_pairs=HeldOut(genuine=scores(True), impostor=scores(False)),
    )
