"""Embeds the files of pictures with several backbones in one pass, and keeps what it computed for the next run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.feature_cache import FeatureCache, Read, Row
from faceid_app.datasets.feature_cache import Seen as Seen
from faceid_app.errors import StorageError
from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.identity.side_by_side import networks_of
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.strangers import bank_file
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedPictures:
    """Of n pictures.

    Attributes:
        embeddings: by backbone, (n, d) float32 rows of length 1; 0 where there is none.
        seen: (n,) uint8, a `Seen` each.
        not_kept: why nothing more could be kept, or None.
    """

    embeddings: Mapping[str, Embeddings]
    seen: NDArray[np.uint8]
    not_kept: StorageError | None


def embed_pictures(
    paths: Paths,
    backbones: Sequence[Backbone],
    pictures: Sequence[Path],
    *,
    aligned: bool,
    root: Path | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> EmbeddedPictures:
    """Embed the subject of each picture.

    Args:
        paths: whose cache keeps the embeddings.
        backbones: at least one.
        pictures: files; where `aligned`, of faces of 112x112 that are not looked for again, and others show none.
        root: the folder all pictures lie below, where an evaluation may have embedded these very ones before.
        report, is_cancelled: as ever.

    Raises Cancelled.
    """
    before = None if aligned or root is None else _by_an_evaluation(paths, backbones, pictures, root)
    if before is not None:
        return before
    networks = networks_of(backbones)
    kind = " ".join(["embeddings", str(PREPROCESSING_VERSION), str(aligned), *(one.sha256 for one in backbones)])

    def new_read() -> Read:
        see = aligned_face_reader(aligned=aligned)
        embed = networks.new_embed()

        def read(picture: Path) -> Row | None:
            face = see(picture)
            return None if face is None else np.concatenate(embed(face))

        return read

    stage = Stage("embeddings", of=len(pictures), report=report, is_cancelled=is_cancelled)
    cache = FeatureCache(paths.cache / "features", kind)
    found = cache.features(pictures, new_read, dimension=sum(networks.dimensions), stage=stage)
    ends = np.cumsum(networks.dimensions)[:-1]
    parts = (np.ascontiguousarray(part) for part in np.split(found.rows, ends, axis=1))
    return EmbeddedPictures(dict(zip(networks.names, parts, strict=True)), found.seen, found.not_kept)


def _by_an_evaluation(
    paths: Paths, backbones: Sequence[Backbone], pictures: Sequence[Path], root: Path
) -> EmbeddedPictures | None:
    """What `evaluate` keeps of all these pictures with all these backbones; None where anything is missing."""
    embeddings = {}
    seen = np.full(len(pictures), Seen.NO_FACE, np.uint8)
    for backbone in backbones:
        try:
            bank = StrangerBank.from_bytes(bank_file(paths, backbone, list(pictures), root).read_bytes())
        except (OSError, ValueError, KeyError):
            return None
        rows = np.zeros((len(pictures), backbone.dimension), np.float32)
        rows[bank.picture] = bank.embeddings
        seen[bank.picture] = Seen.FEATURES
        embeddings[backbone.name] = rows
    return EmbeddedPictures(embeddings, seen, None)


def aligned_face_reader(*, aligned: bool) -> Callable[[Path], NDArray[np.uint8] | None]:
    """Reads the aligned face of a picture, or of one that is `aligned` already; None where there is none.

    For one thread. It raises PictureError.
    """
    if aligned:
        size = (ALIGNED_SIZE, ALIGNED_SIZE, 3)

        def take(picture: Path) -> NDArray[np.uint8] | None:
            face = read_picture(picture)
            return face if face.shape == size else None

        return take
    observer = Observer(limits=Limits.for_dataset())
    return lambda picture: observer.observe(read_picture(picture)).aligned
