"""The templates of a profile: its captures as embeddings, computed once a bundle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from faceid_app.camera.pixels import read_picture
from faceid_app.errors import NotEnoughCaptures
from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.embedder import Embedder, Embeddings
from faceid_app.identity.preprocessing import to_input
from faceid_app.storage.captures import CaptureRecord
from faceid_app.storage.profiles import Profile

TEMPLATES_FILE = "templates.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """Capture ids and their embeddings (t, d) float32, row by row."""

    ids: tuple[str, ...]
    embeddings: Embeddings


class _Pictures(Protocol):
    def picture(self, id: str) -> bytes: ...

    def aligned(self, id: str) -> bytes | None: ...


def embed_captures(captures: _Pictures, records: list[CaptureRecord], embedder: Embedder) -> Embeddings:
    """Embed saved captures: (n, d) float32."""
    rows = np.empty((len(records), embedder.dimension), np.float32)
    for row, record in enumerate(records):
        aligned = captures.aligned(record.id)
        if aligned is None:
            raise ValueError(f"The capture {record.id} has no aligned face.")
        prepared = to_input(
            embedder.input,
            aligned=read_picture(aligned, name=f"{record.id}.png"),
            portrait=read_picture(captures.picture(record.id), name=f"{record.id}.jpg"),
        )
        rows[row] = embedder.embed(prepared[None])[0]
    return rows


def load_templates(profile: Profile, bundle_id: str, embedder: Embedder) -> Templates:
    """The templates of every capture, from the profile's cache where they were computed by this very bundle."""
    records = [record for record in profile.captures.records() if record.aligned]
    if not records:
        raise NotEnoughCaptures("usable", 0, 1)
    cached = _cached(profile, bundle_id)
    missing = [record for record in records if record.id not in cached]
    if missing:
        rows = embed_captures(profile.captures, missing, embedder)
        cached.update({record.id: row for record, row in zip(missing, rows, strict=True)})
    ids = tuple(record.id for record in records)
    templates = Templates(ids, np.stack([cached[id] for id in ids]).astype(np.float32))
    if missing or len(cached) != len(ids):
        kept = pack(bundle=np.array(bundle_id), ids=np.array(ids), embeddings=templates.embeddings)
        profile.write(TEMPLATES_FILE, kept)
    return templates


def _cached(profile: Profile, bundle_id: str) -> dict[str, Embeddings]:
    if not profile.exists(TEMPLATES_FILE):
        return {}
    try:
        arrays = unpack(profile.read(TEMPLATES_FILE))
        if str(arrays["bundle"]) != bundle_id:
            return {}
        return {str(id): row for id, row in zip(arrays["ids"], arrays["embeddings"], strict=True)}
    except (ValueError, KeyError):
        return {}  # a cache: what cannot be read is computed again
