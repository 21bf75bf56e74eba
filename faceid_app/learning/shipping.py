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
    INT8_FILES,
    KERAS_FILE,
    LOOKS_FILE,
    MANIFEST_FILE,
    NETWORK_FILE,
    STRANGERS_FILE,
    Backbone,
    digests,
    make_manifest,
)
from faceid_app.identity.head import L1Head, tempered
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.preprocessing import Input
from faceid_app.identity.side_by_side import build_banks
from faceid_app.identity.stranger_bank import pack_strangers, unpack_strangers
from faceid_app.learning.eight_bits import check_eight_bits, eight_bit_backbone, eight_bits, measure_eight_bits
from faceid_app.learning.look import Look, measure_traits
from faceid_app.learning.model_card import card_text
from faceid_app.learning.packing import MOST_MOVED, packing_moves
from faceid_app.learning.portraits import Portrait, choose_pictures, read_portraits
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

SEED = 20_961
"""Of the order of strangers and their numbers."""
LOOK_PEOPLE = 300
MOST_BYTES = 3_500_000
"""The strangers with the looks together."""
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
        source: holds backbone.tflite, backbone.keras, head.npz and card.json. Strangers and looks that its manifest
            says are of these very networks are taken as they are.
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
    people, folds = lfw.people(), read_pairs(pairs)
    seen = frozenset(outside_pairs(people, folds))
    Stage("int8", of=1, report=report, is_cancelled=is_cancelled)
    files[INT8_FILES[NETWORK_FILE]] = eight_bits(source / KERAS_FILE)
    made = _made_before(source, files)
    fresh = {name: pictures for name, pictures in people.items() if name not in seen}
    with eight_bit_backbone(backbone, files[INT8_FILES[NETWORK_FILE]]) as small:
        both = (backbone, small)
        banks = build_banks(paths, both, people, root=lfw.root, report=report, is_cancelled=is_cancelled)
        for one in both:
            strangers, looks = (one.own.get(file, file) for file in (STRANGERS_FILE, LOOKS_FILE))
            if strangers not in made:
                made[strangers] = pack_strangers(replace(banks[one.name], seen=seen), seed=SEED)
            if looks not in made:
                made[looks] = see_through_looks(one, fresh, report=report, is_cancelled=is_cancelled).to_bytes()
    files |= made
    Stage("calibration", of=1, report=report, is_cancelled=is_cancelled)
    bank, eight = (replace(banks[one.name], seen=seen) for one in both)
    packed, packed_eight = (unpack_strangers(files[name]) for name in (STRANGERS_FILE, INT8_FILES[STRANGERS_FILE]))
    through_looks, soft = LookBank.from_bytes(files[LOOKS_FILE]), tempered(head)
    figures: dict[str, Any] = {
        "strangers": {
            "pictures": len(bank.person),
            "people": len(bank.people),
            "people_the_network_learned_from": len(seen),
            "without_face": bank.without_face,
            "bytes": len(files[STRANGERS_FILE]),
            "packing": packing_moves(bank, packed, soft),
        },
        "looks": {
            "looks": len(through_looks.traits),
            "people": int(np.unique(through_looks.person).size),
            "faces": len(through_looks.person),
            "bytes": len(files[LOOKS_FILE]),
        },
        "int8": {
            "bytes": len(files[INT8_FILES[NETWORK_FILE]]),
            **measure_eight_bits(bank, eight, head, lfw, folds),
            "packing": packing_moves(eight, packed_eight, soft),
            "if_judged_by_the_strangers_of_float32": packing_moves(eight, packed, soft),
        },
    }
    _check(figures)
    check_eight_bits(figures["int8"])
    files[CARD_FILE] = json.dumps({**card, **figures}, indent=1, allow_nan=False).encode() + b"\n"
    files[CARD_TEXT_FILE] = card_text({**card, **figures}).encode()
    licence = str(card.get("licence", COMPACT.licence))
    manifest = make_manifest(files, name=COMPACT.name, input=Input.ALIGNED_112, dimension=dimension, licence=licence)
    files[MANIFEST_FILE] = json.dumps(manifest, indent=1).encode() + b"\n"
    return Shipment(files, figures)


def _made_before(source: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Strangers and looks that lie in `source` already, if its manifest says that they are of these very networks."""
    found: dict[str, bytes] = {}
    try:
        told = json.loads((source / MANIFEST_FILE).read_bytes())["sha256"]
        for own in ({}, INT8_FILES):
            network, *banks = (own.get(name, name) for name in (NETWORK_FILE, STRANGERS_FILE, LOOKS_FILE))
            kept = {name: (source / name).read_bytes() for name in banks}
            if digests({network: files[network], **kept}).items() <= told.items():
                found |= kept
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return found
    return found


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
    for moved in (figures["strangers"]["packing"], figures["int8"]["packing"]):
        change = moved["largest_threshold_change"]
        if not change <= MOST_MOVED:
            why = f"packing moves a threshold by {change:.4f}, {MOST_MOVED:g} may be"
            raise CorruptData("The bank of strangers", why, "pack it finer")
