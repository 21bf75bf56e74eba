"""Recipe head: a pretrained backbone, frozen, and an L1 head on its embeddings. The default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from faceid_app.errors import ModelMissing, NotEnoughCaptures, TrainingFailed
from faceid_app.identity.backbones import DEFAULT_BACKBONE, Backbone
from faceid_app.identity.bundle import BackboneReference, Bundle
from faceid_app.identity.embedder import Embedder, Embeddings
from faceid_app.identity.head import L1Head, tempered
from faceid_app.identity.judging import Judgement, judge_head
from faceid_app.identity.people_pairs import (
    Faces,
    StrangerSplit,
    different_person_pairs,
    same_person_pairs,
    split_strangers,
)
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.stranger_bank import StrangerBank, mark_seen
from faceid_app.identity.strangers import build_bank
from faceid_app.identity.witnesses import BUNDLED, learned_people
from faceid_app.learning.background_import import KERAS_EXTRAS, BackgroundImport
from faceid_app.learning.device import find_device
from faceid_app.learning.embedding_pairs import training_pairs
from faceid_app.learning.head_start import Confirmation, fit_start
from faceid_app.learning.look import jpeg_quality_of
from faceid_app.learning.pairs import CaptureSplit, split_captures
from faceid_app.learning.portraits import Portrait, choose_pictures, portraits_of_captures, read_portraits
from faceid_app.learning.probes import (
    STRANGERS,
    Candidate,
    ProbeReport,
    probe,
    probe_without_pictures,
)
from faceid_app.learning.recipes import CapturePicture, TrainingInputs
from faceid_app.progress import IsCancelled, Progress, Report, Stage
from faceid_app.storage.captures import Role

GROUP = 3000
"""Pairs of each of the four kinds in training."""
COMPARED = 1000
"""Pairs on which verification's head is compared with the trained one."""


def train_head(inputs: TrainingInputs, report: Report, is_cancelled: IsCancelled) -> Bundle:
    """Train, calibrate, probe. Nothing is saved; the caller saves the bundle.

    Keras' import takes most of the time, so it goes on in a thread while the head as it starts is judged and probed.
    Most often that head is kept, and then nothing is left to do after training.

    Raises:
        ModelMissing: no backbone.
        NotEnoughCaptures: fewer than two of a role with a face.
        TrainingFailed: too few strangers to count anything.
        Cancelled: asked to stop.
    """
    if inputs.backbone is None:
        raise ModelMissing("The backbone of recipe 'head'", f"name one, {DEFAULT_BACKBONE} for instance")
    universal = inputs.backbone.universal_head()
    # Without a universal head scikit-learn finds the start, so Keras must not keep it away.
    library = BackgroundImport("faceid_app.learning.head_training", without=KERAS_EXTRAS if universal else ())
    captures = tuple(capture for capture in inputs.captures if capture.aligned is not None)
    split = split_captures(captures, seed=inputs.seed)
    embedder = inputs.backbone.embedder()
    templates = embed_captures(captures, embedder, report=report, is_cancelled=is_cancelled)
    own = dict(zip((capture.id for capture in captures), templates, strict=True))
    bank = inputs.strangers or _computed_bank(inputs, inputs.backbone, report, is_cancelled)
    sides = split_strangers(bank, seed=inputs.seed)
    if sides.learn.people < 2 or sides.judge.people < 2:
        raise TrainingFailed(f"the negatives show {len(bank.people)} people; give pictures of more people")
    generator = np.random.default_rng(inputs.seed)
    anchors = _rows(own, [capture for capture in split.train if capture.role is Role.ANCHOR])
    positives = _rows(own, [capture for capture in split.train if capture.role is Role.POSITIVE])
    pairs = training_pairs(anchors, positives, sides.learn, size=GROUP, generator=generator)
    start = universal or fit_start(*_logistic_pairs(anchors, positives, sides.learn, generator=generator))
    portraits = portraits_of_captures(captures)
    shown = _strangers_to_show(inputs, sides, bank, report, is_cancelled)

    def judged(head: L1Head) -> tuple[Judgement, ProbeReport]:
        Stage("calibration", of=1, report=report, is_cancelled=is_cancelled)
        judgement = judge_head(
            head,
            held_out=sides.judge,
            everyone=Faces(bank.embeddings, bank.person),
            learned=_rows(own, split.train),
            unseen=_rows(own, split.test),
            generator=np.random.default_rng(inputs.seed),
        )
        candidate = Candidate(embedder, head, judgement.thresholds, templates)
        if not shown:
            looks = inputs.backbone.looks() if inputs.backbone else None
            probes = probe_without_pictures(
                candidate, own=portraits, looks=looks, seed=inputs.seed, report=report, is_cancelled=is_cancelled
            )
        else:
            quality = round(float(np.median([jpeg_quality_of(capture.jpeg) for capture in captures])))
            probes = probe(
                candidate, own=portraits, strangers=shown, jpeg_quality=quality, seed=inputs.seed, report=report,
                is_cancelled=is_cancelled,
            )  # fmt: skip
        return judgement, probes

    final = tempered(start)
    judgement, probes = judged(final)
    confirmation = Confirmation(sides.confirm, start, generator=generator)

    report(Progress(stage="library"))
    library.wait(is_cancelled)
    from faceid_app.learning.head_training import EPOCHS, keras_deviation, seed_keras, train_head_weights

    seed_keras(inputs.seed)
    head, training = train_head_weights(
        start, pairs, confirmation, epochs=inputs.epochs or EPOCHS, seed=inputs.seed, report=report,
        is_cancelled=is_cancelled,
    )  # fmt: skip
    if training.kept_epoch:
        final = tempered(head)
        judgement, probes = judged(final)
    made_with = np.concatenate([sides.learn.embeddings, sides.confirm.embeddings])
    told = {} if inputs.strangers else learned_people(inputs.backbone.strangers(), made_with)
    compared = np.linspace(0, len(pairs.same) - 1, COMPARED).astype(np.intp)  # of every kind of pair
    card: dict[str, Any] = {
        "device": asdict(find_device()),
        "seed": inputs.seed,
        "start": "universal head" if universal else "logistic regression on the negatives",
        "negatives": BUNDLED if inputs.strangers else "pictures",
        "captures": _capture_figures(inputs.captures, split),
        "people": _people_figures(sides, without_face=bank.without_face),
        **told,
        "training": training.to_card(),
        "head_deviation": keras_deviation(final, pairs.first[compared], pairs.second[compared]),
        "score": {"logistic_bias": head.bias, "bias": final.bias, "width": len(final.weights)},
        **judgement.card,
        **probes.to_card(),
    }
    return Bundle(
        recipe="head",
        input=inputs.backbone.input,
        normalise=True,
        backbone=BackboneReference(inputs.backbone.name, inputs.backbone.sha256),
        network=None,
        head=final,
        calibration=judgement.calibration,
        thresholds=judgement.thresholds,
        fitness=probes.fitness,
        card=card,
    )


def _computed_bank(
    inputs: TrainingInputs, backbone: Backbone, report: Report, is_cancelled: IsCancelled
) -> StrangerBank:
    negatives = inputs.pictures()
    bank = build_bank(
        inputs.paths, backbone, negatives.people(), root=negatives.root, report=report, is_cancelled=is_cancelled
    )
    shipped = backbone.strangers()
    return bank if shipped is None else mark_seen(bank, shipped)


def _strangers_to_show(
    inputs: TrainingInputs, sides: StrangerSplit, bank: StrangerBank, report: Report, is_cancelled: IsCancelled
) -> list[Portrait]:
    """Portraits of strangers for the probes; none where there are no pictures.

    Where the bank was computed from these pictures, they are of people who judge. The people of a bank that came with
    the backbone have no names, so that pictures of all of them are shown; its head was learned from none of them, and
    a training's changes are small and confirmed by others.
    """
    if inputs.negatives is None:
        return []
    people = inputs.negatives.people()
    if inputs.strangers is None:
        people = {name: people[name] for name in sides.judge_people}
    pictures = choose_pictures(people, count=STRANGERS, seed=inputs.seed)
    stage = Stage("strangers for the probes", of=len(pictures), report=report, is_cancelled=is_cancelled)
    return read_portraits(pictures, stage=stage)


def embed_captures(
    captures: Sequence[CapturePicture], embedder: Embedder, *, report: Report, is_cancelled: IsCancelled
) -> Embeddings:
    """Embed captures that have an aligned face: (n, d) float32. Raises NotEnoughCaptures for none."""
    if not captures:
        raise NotEnoughCaptures("usable", 0, 4)
    stage = Stage("captures", of=len(captures), report=report, is_cancelled=is_cancelled)
    rows = []
    for capture in captures:
        if capture.aligned is None:
            raise ValueError(f"The capture {capture.id} has no aligned face.")
        rows.append(
            embedder.embed(to_input(embedder.input, aligned=capture.aligned, portrait=capture.portrait)[None])[0]
        )
        stage.advance()
    return np.stack(rows)


def _rows(own: dict[str, Embeddings], captures: Sequence[CapturePicture]) -> Embeddings:
    return np.stack([own[capture.id] for capture in captures])


def _logistic_pairs(
    anchors: Embeddings, positives: Embeddings, strangers: Faces, *, generator: np.random.Generator
) -> tuple[Embeddings, Embeddings, Any]:
    """What slope and bias are fitted on: strangers with themselves and each other; the user's pairs only where none."""
    e = strangers.embeddings
    same = same_person_pairs(strangers.person, generator=generator)
    other = different_person_pairs(strangers.person, 4 * GROUP, generator=generator)
    first, second = [e[same[0]], e[other[0]]], [e[same[1]], e[other[1]]]
    count = len(same[0])
    if count == 0:
        a, b = (side.ravel() for side in np.indices((len(anchors), len(positives))))
        first[0], second[0], count = anchors[a], positives[b], len(a)
    labels = np.arange(count + len(other[0])) < count
    return np.concatenate(first), np.concatenate(second), labels


def _capture_figures(captures: Sequence[CapturePicture], split: CaptureSplit) -> dict[str, Any]:
    figures: dict[str, Any] = {role.value: sum(capture.role is role for capture in captures) for role in Role}
    figures |= {
        "without_face": sum(capture.aligned is None for capture in captures),
        "bursts": len({capture.burst for capture in captures}),
        "learned_from": len(split.train),
        "held_out": len(split.test),
        "by_burst": split.by_burst,
    }
    if not split.by_burst:
        figures["warning"] = (
            "All captures of a role come from one burst: the held-out ones were taken within seconds of those learned "
            "from, and their figures flatter."
        )
    return figures


def _people_figures(sides: StrangerSplit, *, without_face: int) -> dict[str, Any]:
    faces = {"learned_from": sides.learn, "confirming": sides.confirm, "judging": sides.judge}
    return {
        **{name: {"people": side.people, "pictures": len(side.person)} for name, side in faces.items()},
        "without_face": without_face,
    }
