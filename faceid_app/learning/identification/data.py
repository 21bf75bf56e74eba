"""Owns what a report says of the study's data: counts, samples, labels that may be wrong, and who was learned from."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from faceid_app.camera.errors import PictureError
from faceid_app.camera.pixels import read_picture
from faceid_app.evaluation.label_collisions import search_suspects
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.stranger_bank import StrangerBank, mark_seen
from faceid_app.learning.identification.answers import Table
from faceid_app.learning.identification.people import HELD_OUT, LEARNED, STRANGER, Listed, Study
from faceid_app.progress import IsCancelled, Report

SAMPLES = 12
_SIDE = 96
_MOST_NAMED = 20


class Setting(Protocol):
    """How the job is watched."""

    @property
    def report(self) -> Report: ...
    @property
    def is_cancelled(self) -> IsCancelled: ...


def data_figures(
    listed: Listed,
    study: Study,
    readable: NDArray[np.bool_],
    embedded: tuple[Backbone, Table] | None,
    setting: Setting,
) -> dict[str, Any]:
    """Plain JSON values: "names" and "counts" of the gallery (learned from, judging), the sides, the strangers,
    "unreadable" pictures by name and number, "samples" as PNG in base64, "suspects" and "seen"; None of the last two
    without embeddings."""
    counts = [
        [int(((study.person == number) & (study.side == side)).sum()) for side in (LEARNED, HELD_OUT)]
        for number in range(len(study.names))
    ]
    lost = [listed.pictures[row] for row in np.flatnonzero(~readable)]
    strangers = study.on(STRANGER)
    return {
        "names": list(study.names), "counts": counts,
        "learned": len(study.on(LEARNED)), "judged": len(study.on(HELD_OUT)),
        "validation": int(study.validation.sum()),
        "strangers": len(np.unique(study.person[strangers])), "stranger_pictures": len(strangers),
        "unreadable": len(lost), "unreadable_names": [picture.name for picture in lost[:_MOST_NAMED]],
        "missing": listed.missing, "own_split": study.own_split, "digest": _digest(listed, study),
        "without_face": None if embedded is None else _without_face(study, embedded[1]),
        "samples": _samples(listed, study),
        "suspects": None if embedded is None else _suspects(listed, study, *embedded, setting),
        "seen": None if embedded is None else _seen(listed, study, *embedded),
    }  # fmt: skip


def _without_face(study: Study, table: Table) -> dict[str, int]:
    sides = {"learned": LEARNED, "judged": HELD_OUT, "strangers": STRANGER}
    return {name: int(((study.side == side) & ~table.found).sum()) for name, side in sides.items()}


def _suspects(
    listed: Listed, study: Study, backbone: Backbone, table: Table, setting: Setting
) -> dict[str, Any] | None:
    """Labels of the gallery that the embeddings doubt; None where there is too little to tell."""
    entries = np.flatnonzero(table.found & (study.side != STRANGER))
    person = study.person[entries]
    if len(np.unique(person)) < 2 or len(entries) == len(np.unique(person)):
        return None
    found = search_suspects(
        table.rows[entries], person, seed=0, report=setting.report, is_cancelled=setting.is_cancelled
    )
    picture = [listed.pictures[row].name for row in study.rows[entries]]
    return {
        "backbone": backbone.name, "limit": found.limit, "collisions_of": len(found.collisions),
        "unlike_of": len(found.unlike), "pictures": len(entries),
        "collisions": [
            [study.names[person[one.first]], picture[one.first], study.names[person[one.second]], picture[one.second],
             one.score] for one in found.collisions[:_MOST_NAMED]
        ],
        "unlike": [
            [study.names[person[one.picture]], picture[one.picture], one.best, one.others]
            for one in found.unlike[:_MOST_NAMED]
        ],
    }  # fmt: skip


def _seen(listed: Listed, study: Study, backbone: Backbone, table: Table) -> dict[str, Any] | None:
    """How many of the people the backbone learned from, as far as its own strangers tell; None where they do not."""
    shipped = backbone.strangers()
    if shipped is None or not shipped.seen:
        return None
    entries = np.flatnonzero(table.found)
    person = listed.person[study.rows[entries]]
    bank = StrangerBank(table.rows[entries], person, listed.names, entries.astype(np.int32), 0)
    seen = mark_seen(bank, shipped).seen
    gallery = set(study.names) & seen
    return {"backbone": backbone.name, "gallery": len(gallery), "strangers": len(seen - gallery)}


def _samples(listed: Listed, study: Study) -> list[list[str]]:
    """The first picture of some people, drawn evenly from the gallery: name and PNG in base64."""
    shown = []
    for number in np.unique(np.linspace(0, len(study.names) - 1, min(SAMPLES, len(study.names))).round().astype(int)):
        entry = int(np.flatnonzero((study.person == number) & (study.side == LEARNED))[0])
        try:
            picture = read_picture(listed.pictures[study.rows[entry]])
        except PictureError:  # it was there a moment ago
            continue
        side = min(picture.shape[:2])
        top, left = ((length - side) // 2 for length in picture.shape[:2])
        square = np.ascontiguousarray(picture[top : top + side, left : left + side])
        file = io.BytesIO()
        Image.fromarray(cv2.resize(square, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)).save(file, format="PNG")
        shown.append([study.names[number], base64.b64encode(file.getvalue()).decode()])
    return shown


def _digest(listed: Listed, study: Study) -> str:
    """Of the names and sizes of the pictures, who is on them and their sides: what a finished method belongs to."""
    digest = hashlib.sha256()
    for row, person, side, validation in zip(study.rows, study.person, study.side, study.validation, strict=True):
        picture = listed.pictures[row]
        digest.update(f"{picture.name} {picture.stat().st_size} {person} {side} {validation}\n".encode())
    return digest.hexdigest()
