"""The gallery of everybody enrolled here: templates by one backbone, and what the strangers score against each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from faceid_app.errors import CorruptData, FaceIdError, ModelMissing, NotEnoughCaptures
from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.backbones import NETWORK_FILE, Backbone, find_backbone
from faceid_app.identity.embedder import Embedder, Embeddings
from faceid_app.identity.gallery import Enrolled, Gallery, against_strangers, parted
from faceid_app.identity.head import Array, L1Head
from faceid_app.identity.identification import OnAnswer
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.identity.templates import embed_captures
from faceid_app.identity.untrained import can_serve
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never
from faceid_app.storage.audit import Event
from faceid_app.storage.profiles import Profile, Profiles

LEAST_CAPTURES = 4
"""With a usable face; fewer say too little of how somebody looks."""
GALLERY_FILE = "gallery.npz"
_FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class OpenedGallery:
    """A gallery with the network for its embeddings, and who is missing from it, each with the error that says why.

    `told` records an answer, a name or None for unknown; it raises StorageError for a name that cannot be recorded.
    """

    gallery: Gallery
    embedder: Embedder
    missing: tuple[tuple[str, FaceIdError], ...]
    told: OnAnswer


def open_gallery(
    paths: Paths, profiles: Profiles, *, report: Report = ignore, is_cancelled: IsCancelled = never
) -> OpenedGallery:
    """Everybody enrolled who has enough captures. What is counted for a person is kept with their profile.

    Raises:
        NotEnoughCaptures: nobody can be told apart yet.
        ModelMissing, CorruptData: of the backbone.
        Cancelled: as asked for.
    """
    backbone = find_backbone(paths)
    head = backbone.universal_head() if can_serve(backbone) else None
    strangers = backbone.strangers()
    if head is None or strangers is None:
        raise ModelMissing(f"the universal head of {backbone.name!r}", "choose the network that comes with the program")
    embedder = backbone.embedder()
    rows = strangers.unseen_rows()
    unseen = strangers.embeddings[rows]
    people, missing = list[Enrolled](), list[tuple[str, FaceIdError]]()
    names = profiles.names()
    stage = Stage("gallery", of=len(names), report=report, is_cancelled=is_cancelled)
    for name in names:
        try:
            people.append(_enrolled(profiles.get(name), backbone, head, embedder, unseen))
        except FaceIdError as error:  # one damaged profile must not keep the others from being known
            missing.append((name, error))
        stage.advance()
    return OpenedGallery(
        Gallery(head, people, parted(strangers.person[rows])),
        embedder,
        tuple(missing),
        lambda name: _record(profiles, name),
    )


def _record(profiles: Profiles, name: str | None) -> None:
    if name is not None:
        profiles.get(name).history.record(Event.IDENTIFIED)
    elif profiles.log is not None:
        profiles.log.note(Event.IDENTIFIED, unknown=True)


def keep_for_gallery(profile: Profile, backbone: Backbone) -> None:
    """Compute now what recognises this person among others, while the pictures are there. Raises FaceIdError."""
    head = backbone.universal_head() if can_serve(backbone) else None
    strangers = backbone.strangers()
    if head is not None and strangers is not None:
        _enrolled(profile, backbone, head, backbone.embedder(), strangers.embeddings[strangers.unseen_rows()])


def _enrolled(
    profile: Profile, backbone: Backbone, head: L1Head, embedder: Embedder, strangers: Embeddings
) -> Enrolled:
    records = [record for record in profile.captures.records() if record.aligned]
    if len(records) < LEAST_CAPTURES:
        raise NotEnoughCaptures("usable", len(records), LEAST_CAPTURES)
    parts = [backbone.files[NETWORK_FILE], *sorted(backbone.files.values()), str(PREPROCESSING_VERSION), str(_FORMAT)]
    key = hashlib.sha256("\n".join([*parts, *(record.id for record in records)]).encode()).hexdigest()
    kept = _kept(profile, key, len(records), len(strangers), embedder.dimension)
    if kept is None:
        templates = embed_captures(profile.captures, records, embedder)
        kept = templates, against_strangers(head, templates, strangers)
        profile.write(GALLERY_FILE, pack(key=np.array(key), templates=kept[0], strangers=kept[1]))
    return Enrolled(profile.name, head, *kept)


def _kept(profile: Profile, key: str, captures: int, strangers: int, dimension: int) -> tuple[Embeddings, Array] | None:
    """What was counted for these very captures; None where it is not there or not whole: then it is counted again."""
    if not profile.exists(GALLERY_FILE):
        return None
    try:
        arrays = unpack(profile.read(GALLERY_FILE))
        templates, scores = arrays["templates"], arrays["strangers"]
        if str(arrays["key"]) != key:
            return None
    except (CorruptData, KeyError, ValueError):
        return None
    sound = templates.shape == (captures, dimension) and scores.shape == (strangers,)
    return (templates, scores) if sound and np.isfinite(templates).all() and np.isfinite(scores).all() else None
