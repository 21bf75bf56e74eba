"""Recipe finetune: as recipe head, with the backbone's last stage learning too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import ModelMissing, TrainingFailed
from faceid_app.identity.backbones import DEFAULT_BACKBONE
from faceid_app.identity.bundle import BackboneReference, Bundle
from faceid_app.identity.embedder import Embedder, LiteRtEmbedder
from faceid_app.identity.head import tempered
from faceid_app.identity.judging import judge_head
from faceid_app.identity.people_pairs import Faces, different_person_pairs, same_person_pairs
from faceid_app.identity.witnesses import learned_people
from faceid_app.learning.aligned import AlignedFaces, read_sides
from faceid_app.learning.device import find_device
from faceid_app.learning.export import to_litert
from faceid_app.learning.head_start import fit_start
from faceid_app.learning.head_training import keras_deviation
from faceid_app.learning.last_stage import EPOCHS, StagePictures, compute_features, embed_features, train_stage
from faceid_app.learning.network import load_network
from faceid_app.learning.pairs import split_captures
from faceid_app.learning.probes import Candidate, run_probes
from faceid_app.learning.recipes import CapturePicture, TrainingInputs
from faceid_app.learning.recipes.head import embed_captures
from faceid_app.learning.sface import split_last_stage
from faceid_app.progress import IsCancelled, Report, Stage
from faceid_app.storage.captures import Role

LEARN, CONFIRM, JUDGE = 800, 1000, 1500
"""Pictures of strangers on each side: bounds on memory (0.2 MB of features each for the first two) and on minutes."""


def train_finetune(inputs: TrainingInputs, report: Report, is_cancelled: IsCancelled) -> Bundle:
    """Train head and last stage end to end. Takes minutes on a CPU, so it is begun again rather than resumed.

    Raises:
        ModelMissing, CorruptData: the backbone, or the weights it was made from.
        NotEnoughCaptures: fewer than two of a role with a face.
        TrainingFailed: too few strangers to learn from or to count anything.
        Cancelled: asked to stop.
    """
    if inputs.backbone is None:
        raise ModelMissing("The backbone of recipe 'finetune'", f"name one, {DEFAULT_BACKBONE} for instance")
    captures = tuple(capture for capture in inputs.captures if capture.aligned is not None)
    split = split_captures(captures, seed=inputs.seed)
    people = inputs.pictures().people()
    learn, confirm, judge = read_sides(
        people, sizes=(LEARN, CONFIRM, JUDGE), seed=inputs.seed, report=report, is_cancelled=is_cancelled
    )
    network = load_network(inputs.backbone)
    trunk, last = split_last_stage(network)
    own = np.stack([capture.aligned for capture in captures if capture.aligned is not None])
    stage = Stage("features", of=len(own) + len(learn) + len(confirm), report=report, is_cancelled=is_cancelled)
    features = compute_features(trunk, np.concatenate([own, learn.aligned]), stage=stage)
    confirming = Faces(compute_features(trunk, confirm.aligned, stage=stage), confirm.person)

    generator = np.random.default_rng(inputs.seed)
    near = embed_features(last, features[len(own) :])
    made_with = np.concatenate([near, embed_features(last, confirming.embeddings)])
    same = same_person_pairs(learn.person, generator=generator)
    other = different_person_pairs(learn.person, 20 * len(learn), generator=generator)
    if not len(same[0]) or not len(other[0]):
        raise TrainingFailed("the negatives show too few people twice; give several pictures of more people")
    first, second = (np.concatenate([near[same[side]], near[other[side]]]) for side in (0, 1))
    start = fit_start(first, second, np.arange(len(first)) < len(same[0]))
    learned_from = {capture.id for capture in split.train}
    head, training = train_stage(
        last,
        start,
        StagePictures(
            features=features,
            anchors=_rows_of(captures, learned_from, Role.ANCHOR),
            positives=_rows_of(captures, learned_from, Role.POSITIVE),
            person=learn.person,
            first=len(own),
            near=near,
        ),
        confirming,
        epochs=inputs.epochs or EPOCHS,
        seed=inputs.seed,
        report=report,
        is_cancelled=is_cancelled,
    )
    final = tempered(head)
    exported = to_litert(network, scale=255.0, samples=own[:8].astype(np.float32)) if training.kept_epoch else None
    embedder: Embedder = (
        LiteRtEmbedder(exported.network, input=inputs.backbone.input, normalise=True)
        if exported
        else inputs.backbone.embedder()
    )
    templates = embed_captures(captures, embedder, report=report, is_cancelled=is_cancelled)
    judging = _embed(judge, embedder, report=report, is_cancelled=is_cancelled)
    is_learned = np.array([capture.id in learned_from for capture in captures])
    judgement = judge_head(
        final,
        held_out=judging,
        everyone=judging,
        learned=templates[is_learned],
        unseen=templates[~is_learned],
        generator=generator,
    )
    probes = run_probes(
        Candidate(embedder, final, judgement.thresholds, templates),
        captures=captures,
        people={name: people[name] for name in judge.people},
        seed=inputs.seed,
        report=report,
        is_cancelled=is_cancelled,
    )
    card: dict[str, Any] = {
        "device": asdict(find_device()),
        "seed": inputs.seed,
        "captures": {
            "learned_from": len(split.train), "held_out": len(split.test), "by_burst": split.by_burst,
        },
        "people": {
            name: {"people": int(np.unique(side.person).size), "pictures": len(side)}
            for name, side in (("learned_from", learn), ("confirming", confirm), ("judging", judge))
        },
        **learned_people(inputs.backbone.strangers(), made_with),
        "training": training.to_card(),
        "export": exported.deviation if exported else None,
        "head_deviation": keras_deviation(final, np.resize(templates, judging.embeddings.shape), judging.embeddings),
        **judgement.card,
        **probes.to_card(),
    }  # fmt: skip
    shipped = inputs.backbone.strangers()
    if shipped is not None and shipped.seen:
        # By name nobody can tell them: what is shipped has none.
        card["warning"] = (
            f"The network was made with pictures of {len(shipped.seen):,} people of LFW; where LFW judges, some "
            "of them do, and the rates flatter."
        )
    return Bundle(
        recipe="finetune",
        input=inputs.backbone.input,
        normalise=True,
        backbone=None if exported else BackboneReference(inputs.backbone.name, inputs.backbone.sha256),
        network=exported.network if exported else None,
        head=final,
        calibration=judgement.calibration,
        thresholds=judgement.thresholds,
        fitness=probes.fitness,
        card=card,
    )


def _rows_of(captures: Sequence[CapturePicture], ids: set[str], role: Role) -> NDArray[np.intp]:
    return np.array([row for row, item in enumerate(captures) if item.role is role and item.id in ids], np.intp)


def _embed(faces: AlignedFaces, embedder: Embedder, *, report: Report, is_cancelled: IsCancelled) -> Faces:
    stage = Stage("strangers", of=len(faces), report=report, is_cancelled=is_cancelled)
    rows = []
    for aligned in faces.aligned:
        rows.append(embedder.embed(aligned[None].astype(np.float32))[0])
        stage.advance()
    return Faces(np.stack(rows), faces.person)
