"""Puts a backbone together for shipping: its strangers, the looks for the probes, the card, and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.datasets.face_sets import outside_pairs
from faceid_app.datasets.pairs import read_pairs
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.faces.alignment import align
from faceid_app.identity.backbones import (
    CARD_FILE,
    CARD_TEXT_FILE,
    COMPACT,
    HEAD_FILE,
    KERAS_FILE,
    LOOKS_FILE,
    MANIFEST_FILE,
    NETWORK_FILE,
    STRANGERS_FILE,
    Backbone,
    make_manifest,
)
from faceid_app.identity.head import L1Head, tempered
from faceid_app.identity.judging import judge_head
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.preprocessing import Input
from faceid_app.identity.stranger_bank import StrangerBank, pack_strangers, unpack_strangers
from faceid_app.identity.strangers import build_bank
from faceid_app.learning.look import Look, measure_traits
from faceid_app.learning.model_card import card_text
from faceid_app.learning.portraits import Portrait, choose_pictures, read_portraits
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

SEED = 20_961
"""Of the order of strangers and their numbers."""
LOOK_PEOPLE = 300
MOST_BYTES = 3_500_000
"""The strangers with the looks together."""
MOST_MOVED = 0.002
"""So far may a threshold move by what packing does to the strangers."""
_USERS = 7
_EXPOSURES = (0.45, 0.8, 1.25)
_TINTS = {"neutral": (1.0, 1.0, 1.0), "warm": (1.12, 1.0, 0.72), "cold": (0.85, 1.0, 1.15)}
_CAMERAS = {"sharp": (0.0, 0.0, 92), "soft and noisy": (1.5, 5.0, 90)}  # blur in pixels, noise in grey levels, JPEG


@dataclass(frozen=True, slots=True)
class Shipment:
    """What was put together: all files by name, and figures for the user as plain JSON values."""

    files: Mapping[str, bytes]
    figures: dict[str, Any]


def made_looks() -> list[Look]:
    """The looks that strangers are seen through: every exposure in every tint by every camera."""
    nothing = np.zeros(3)
    return [
        Look(np.diag(np.array(tint) * exposure), nothing, nothing, blur, noise, quality)
        for exposure in _EXPOSURES
        for tint in _TINTS.values()
        for blur, noise, quality in _CAMERAS.values()
    ]


def ship_backbone(
    source: Path,
    lfw: PeopleIndex,
    *,
    pairs: Path,
    paths: Paths,
    report: Report,
    is_cancelled: IsCancelled,
) -> Shipment:
    """All files of a backbone as it comes with the program.

    Args:
        source: holds backbone.tflite, backbone.keras, head.npz and card.json.
        lfw: the strangers.
        pairs: LFW's list of pairs. Networks are made with LFW's people who occur in no pair, so those count as seen.
        paths: whose cache keeps the strangers' embeddings as they were computed.
        report, is_cancelled: as ever.

    Raises:
        ModelMissing, CorruptData: a file of `source` is not there, or not what it should be.
        DatasetMissing: no face in the pictures.
    """
    files = {name: _read(source, name) for name in (NETWORK_FILE, KERAS_FILE, HEAD_FILE, CARD_FILE)}
    card, head = _card(files[CARD_FILE]), _head(files[HEAD_FILE])
    dimension = len(head.weights) if head.frame is None else len(head.frame)
    manifest = make_manifest(files, name=COMPACT.name, input=Input.ALIGNED_112, dimension=dimension, licence="")
    backbone = Backbone.from_manifest(COMPACT.name, manifest, folder=source, bundled=False)
    people = lfw.people()
    seen = frozenset(outside_pairs(people, read_pairs(pairs)))
    bank = build_bank(paths, backbone, people, root=lfw.root, report=report, is_cancelled=is_cancelled)
    bank = replace(bank, seen=seen)
    files[STRANGERS_FILE] = pack_strangers(bank, seed=SEED)
    fresh = {name: pictures for name, pictures in people.items() if name not in seen}
    looks = see_through_looks(backbone, fresh, report=report, is_cancelled=is_cancelled)
    files[LOOKS_FILE] = looks.to_bytes()
    Stage("calibration", of=1, report=report, is_cancelled=is_cancelled)
    moved = packing_moves(bank, unpack_strangers(files[STRANGERS_FILE]), tempered(head))
    figures = {
        "strangers": {
            "pictures": len(bank.person),
            "people": len(bank.people),
            "people_the_network_learned_from": len(seen),
            "without_face": bank.without_face,
            "bytes": len(files[STRANGERS_FILE]),
            "packing": moved,
        },
        "looks": {
            "looks": len(looks.traits),
            "people": int(np.unique(looks.person).size),
            "faces": len(looks.person),
            "bytes": len(files[LOOKS_FILE]),
        },
    }
    _check(figures)
    files[CARD_FILE] = json.dumps({**card, **figures}, indent=1, allow_nan=False).encode() + b"\n"
    files[CARD_TEXT_FILE] = card_text({**card, **figures}).encode()
    licence = str(card.get("licence", COMPACT.licence))
    manifest = make_manifest(files, name=COMPACT.name, input=Input.ALIGNED_112, dimension=dimension, licence=licence)
    files[MANIFEST_FILE] = json.dumps(manifest, indent=1).encode() + b"\n"
    return Shipment(files, figures)


def see_through_looks(
    backbone: Backbone,
    people: Mapping[str, Sequence[Path]],
    *,
    report: Report,
    is_cancelled: IsCancelled,
    count: int = LOOK_PEOPLE,
) -> LookBank:
    """`count` strangers, one picture each where there are so many, through every look that `made_looks` makes."""
    pictures = choose_pictures(people, count=count, seed=SEED)
    reading = Stage("strangers for the looks", of=len(pictures), report=report, is_cancelled=is_cancelled)
    portraits = read_portraits(pictures, stage=reading)
    looks = made_looks()
    stage = Stage("looks", of=len(looks) * len(portraits), report=report, is_cancelled=is_cancelled)
    embedder = backbone.embedder()
    rows, traits = [], []
    for number, look in enumerate(looks):
        seen = [_through(look, portrait, seed=(SEED, number, index)) for index, portrait in enumerate(portraits)]
        traits.append(measure_traits(seen))
        for rgb, portrait in zip(seen, portraits, strict=True):
            rows.append(embedder.embed(align(rgb, portrait.landmarks)[None].astype(np.float32))[0])
            stage.advance()
    return LookBank(
        embeddings=np.stack(rows),
        look=np.repeat(np.arange(len(looks), dtype=np.int32), len(portraits)),
        person=np.tile(np.arange(len(portraits), dtype=np.int32), len(looks)),
        traits=np.stack(traits).astype(np.float32),
    )


def packing_moves(bank: StrangerBank, packed: StrangerBank, head: L1Head) -> dict[str, Any]:
    """How far thresholds and counts move when users are judged by the packed strangers and not by the computed ones.

    The users are the people with the most pictures, all of whose faces are taken out of both banks.
    """
    packed = _in_order_of(bank, packed)
    users = np.argsort(-np.bincount(bank.person), kind="stable")[:_USERS]
    largest, changed = 0.0, 0
    for user in users:
        own, others = np.flatnonzero(bank.person == user)[:40], bank.person != user
        half = len(own) // 2
        calibrations, counts = [], []
        for embeddings in (bank.embeddings, packed.embeddings):
            judged = judge_head(
                head,
                held_out=Faces(embeddings[others], bank.person[others]),
                everyone=Faces(embeddings[others], bank.person[others]),
                learned=bank.embeddings[own[:half]],
                unseen=bank.embeddings[own[half:]],
                generator=np.random.default_rng(SEED),
            )
            calibrations.append([point.threshold for point in judged.calibration.points])
            counts.append([point["accepted"] for point in judged.card["strangers"]["points"]])
        largest = max(largest, float(np.abs(np.subtract(calibrations[0], calibrations[1])).max()))
        changed += int(np.abs(np.subtract(counts[0], counts[1])).sum())
    return {"users": len(users), "largest_threshold_change": round(largest, 6), "stranger_counts_changed": changed}


def _in_order_of(bank: StrangerBank, packed: StrangerBank) -> StrangerBank:
    """The packed rows in the order of `bank`: each row is its own nearest neighbour by far."""
    order = np.concatenate(
        [(block @ packed.embeddings.T).argmax(axis=1) for block in np.array_split(bank.embeddings, 16)]
    )
    return StrangerBank(packed.embeddings[order], bank.person, packed.people, bank.picture, packed.without_face)


def _through(look: Look, portrait: Portrait, *, seed: tuple[int, int, int]) -> RgbImage:
    return look.render(portrait.rgb, generator=np.random.default_rng(seed))


def _read(source: Path, name: str) -> bytes:
    try:
        return (source / name).read_bytes()
    except FileNotFoundError:
        raise ModelMissing(f"{str(source / name)!r}", "give a folder that faceid lab has made") from None


def _card(data: bytes) -> dict[str, Any]:
    try:
        card = json.loads(data)
        if isinstance(card, dict):
            return card
        why = "it is no object"
    except ValueError as error:
        why = str(error)
    raise CorruptData(repr(CARD_FILE), why, "make it anew")


def _head(data: bytes) -> L1Head:
    try:
        return L1Head.from_bytes(data)
    except ValueError as error:
        raise CorruptData(repr(HEAD_FILE), str(error), "make it anew") from error


def _check(figures: Mapping[str, Any]) -> None:
    size = figures["strangers"]["bytes"] + figures["looks"]["bytes"]
    if size > MOST_BYTES:
        raise CorruptData("The bank of strangers", f"it takes {size:,} bytes, {MOST_BYTES:,} may be", "use fewer")
    moved = figures["strangers"]["packing"]["largest_threshold_change"]
    if not moved <= MOST_MOVED:
        why = f"packing moves a threshold by {moved:.4f}, {MOST_MOVED:g} may be"
        raise CorruptData("The bank of strangers", why, "pack it finer")
