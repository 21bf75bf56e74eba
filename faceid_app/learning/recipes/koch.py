"""Recipe koch: the source document's Siamese network, trained from nothing on the document's pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.embedder import Embedder, Embeddings, LiteRtEmbedder
from faceid_app.identity.head import L1Head, tempered
from faceid_app.identity.judging import judge_head
from faceid_app.identity.people_pairs import Faces
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
from faceid_app.learning.koch import LEARNING_RATE, Siamese, build_embedding
from faceid_app.learning.pairs import DocumentPairs, Pair, document_pairs
from faceid_app.learning.probes import Candidate, run_probes
from faceid_app.learning.recipes import TrainingInputs
from faceid_app.progress import IsCancelled, Report, Stage

EPOCHS = 50
BATCH = 16
HELD_OUT_STRANGERS = 1000  # pictures; with ten held-out captures 10,000 comparisons: a rate of 1e-3 can be counted
_IGNORED = np.zeros((112, 112, 3), np.uint8)  # this recipe's input is made of the portrait alone

Pictures = dict[str | Path, NDArray[np.float32]]


def prepare(portrait: RgbImage) -> NDArray[np.float32]:
    """A picture as the document prepares it: resized to (100, 100, 3) float32, divided by 255."""
    return to_input(Input.PORTRAIT_100, aligned=_IGNORED, portrait=portrait)


def train_koch(inputs: TrainingInputs, report: Report, is_cancelled: IsCancelled) -> Bundle:
    """Train as in the source document: Adam 1e-4, binary cross-entropy, batches of 16, 50 epochs unless asked."""
    epochs = inputs.epochs or EPOCHS
    pairs = document_pairs(inputs.captures, inputs.pictures(), seed=inputs.seed)
    strangers = held_out_strangers(pairs, inputs)
    files = [pair.other for pair in (*pairs.train, *pairs.test) if isinstance(pair.other, Path)]
    stage = Stage("read", of=len(files) + len(strangers), report=report, is_cancelled=is_cancelled)
    pictures: Pictures = {capture.id: prepare(capture.portrait) for capture in inputs.captures}
    for file in [*files, *strangers]:
        pictures[file] = prepare(read_picture(file))
        stage.advance()
    model = Siamese(build_embedding())
    history = train_pairs(model, pairs, pictures, inputs, epochs=epochs, report=report, is_cancelled=is_cancelled)
    stage = Stage("export", of=1, report=report, is_cancelled=is_cancelled)
    samples = np.stack([pictures[capture.id] for capture in pairs.split.test[:4]])
    exported = to_litert(model.embedding, scale=1.0, samples=samples)
    stage.advance()
    embedder = LiteRtEmbedder(exported.network, input=Input.PORTRAIT_100, normalise=False)
    embedded = embed_all(pictures, embedder, report=report, is_cancelled=is_cancelled)

    def rows(keys: Iterable[str | Path]) -> Embeddings:
        return np.stack([embedded[key] for key in keys])

    faces = Faces(rows(strangers), stranger_people(strangers, pairs, inputs))
    trained, own = head_of(model), rows(capture.id for capture in inputs.captures)
    head = tempered(trained, highest=float(trained.cross_logits(own, np.concatenate([own, faces.embeddings])).max()))
    judgement = judge_head(
        head,
        held_out=faces,
        everyone=faces,
        learned=rows(capture.id for capture in pairs.split.train),
        unseen=rows(capture.id for capture in pairs.split.test),
        generator=np.random.default_rng(inputs.seed),
    )
    people = inputs.pictures().people()
    probes = run_probes(
        Candidate(embedder, head, judgement.thresholds, own),
        captures=inputs.captures,
        people={name: people[name] for name in pairs.test_people},
        seed=inputs.seed,
        report=report,
        is_cancelled=is_cancelled,
    )
    return Bundle(
        recipe="koch",
        input=Input.PORTRAIT_100,
        normalise=False,
        backbone=None,
        network=exported.network,
        head=head,
        calibration=judgement.calibration,
        thresholds=judgement.thresholds,
        fitness=probes.fitness,
        card={
            "device": asdict(find_device()),
            "seed": inputs.seed,
            "parameters": model.count_params(),
            "captures": {
                "learned_from": len(pairs.split.train),
                "held_out": len(pairs.split.test),
                "by_burst": pairs.split.by_burst,
            },
            "people": {"learned_from": len(pairs.train_people), "judging": len(pairs.test_people)},
            "pairs": {"train": len(pairs.train), "test": len(pairs.test)},
            "training": {"epochs": [figures.to_card() for figures in history]},
            "document_test": document_test(head, pairs.test, embedded),
            "export": exported.deviation,
            **judgement.card,
            **probes.to_card(),
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
    root = inputs.pictures().root
    digest = hashlib.sha256()
    for pair in pairs.train:
        other = pair.other.relative_to(root).as_posix() if isinstance(pair.other, Path) else pair.other
        digest.update(f"{pair.anchor} {other}\n".encode())
    return {"recipe": "koch", "seed": inputs.seed, "pairs": digest.hexdigest()}


def held_out_strangers(pairs: DocumentPairs, inputs: TrainingInputs) -> list[Path]:
    """Pictures of strangers nothing was learned from: one of each before a second of any."""
    people = inputs.pictures().people()
    order = np.random.default_rng(inputs.seed).permutation(len(pairs.test_people))
    ranked = [
        (rank, position, picture)
        for position, index in enumerate(order)
        for rank, picture in enumerate(people[pairs.test_people[index]])
    ]
    return [picture for _, _, picture in sorted(ranked)[:HELD_OUT_STRANGERS]]


def stranger_people(strangers: Sequence[Path], pairs: DocumentPairs, inputs: TrainingInputs) -> NDArray[np.int32]:
    """Whom each picture shows, (n,) int32: an index into the held-out people."""
    people = inputs.pictures().people()
    index = {picture: i for i, name in enumerate(pairs.test_people) for picture in people[name]}
    return np.array([index[picture] for picture in strangers], np.int32)


def embed_all(
    pictures: Pictures, embedder: Embedder, *, report: Report, is_cancelled: IsCancelled
) -> dict[str | Path, Embeddings]:
    """The embedding (d,) float32 of every picture, through the network that verification will use."""
    stage = Stage("embed", of=len(pictures), report=report, is_cancelled=is_cancelled)
    embedded = {}
    for key, picture in pictures.items():
        embedded[key] = embedder.embed(picture[None])[0]
        stage.advance()
    return embedded


def head_of(model: Siamese) -> L1Head:
    """The trained distance layer in the form that verification uses."""
    kernel, bias = (keras.ops.convert_to_numpy(weight) for weight in model.head.weights)
    return L1Head(frame=None, weights=kernel[:, 0], bias=float(bias[0]))


def document_test(
    head: L1Head, pairs: Sequence[Pair], embedded: dict[str | Path, Embeddings]
) -> dict[str, float | int | None]:
    """The document's own two figures, at its threshold of 0.5; precision is None where no pair was accepted."""
    first = np.stack([embedded[pair.anchor] for pair in pairs])
    second = np.stack([embedded[pair.other] for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    accepted = head.pair_logits(first, second) > 0.0
    right = int((accepted & same).sum())
    return {
        "pairs": len(pairs),
        "precision": right / int(accepted.sum()) if accepted.any() else None,
        "recall": right / int(same.sum()),
    }
