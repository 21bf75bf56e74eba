"""Computes the stranger bank, the embeddings of a public set of people, once a backbone."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.pixels import read_picture
from faceid_app.errors import DatasetMissing
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.files import make_folder, write_whole
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings, LiteRtEmbedder
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION, to_input
from faceid_app.identity.stranger_bank import StrangerBank as StrangerBank
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

_BLOCK = 64

_log = logging.getLogger(__name__)


class PictureEmbedder:
    """Embeds picture files on every core: read, find the face, align, embed. One face a picture, the subject."""

    def __init__(self, backbone: Backbone, *, workers: int | None = None) -> None:
        self._workers = workers or os.cpu_count() or 1
        network = backbone.network()
        self._dimension = backbone.dimension
        # One thread a network and a network a core: for single pictures that is the faster split.
        self._chains: SimpleQueue[tuple[LiteRtEmbedder, Observer]] = SimpleQueue()
        for _ in range(self._workers):
            embedder = LiteRtEmbedder(network, input=backbone.input, normalise=True, threads=1)
            self._chains.put((embedder, Observer(limits=Limits.for_dataset())))

    def embed(self, pictures: Sequence[Path], *, stage: Stage) -> tuple[Embeddings, NDArray[np.bool_]]:
        """Embed `pictures`, advancing `stage` by one each.

        Returns:
            (n, d) float32 embeddings, zero where no face was found, and (n,) bool, whether one was.
        """
        embeddings = np.zeros((len(pictures), self._dimension), np.float32)
        found = np.zeros(len(pictures), np.bool_)

        def embed_block(start: int) -> int:
            embedder, observer = self._chains.get()
            try:
                rows = range(start, min(start + _BLOCK, len(pictures)))
                for row in rows:
                    try:
                        aligned = observer.observe(read_picture(pictures[row])).aligned
                    except PictureError:
                        aligned = None
                    if aligned is not None:
                        embeddings[row], found[row] = (
                            embedder.embed(to_input(embedder.input, aligned=aligned)[None])[0],
                            True,
                        )
                return len(rows)
            finally:
                self._chains.put((embedder, observer))

        with ThreadPoolExecutor(self._workers) as pool:
            try:
                for count in pool.map(embed_block, range(0, len(pictures), _BLOCK)):
                    stage.advance(count)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return embeddings, found


def bank_file(paths: Paths, backbone: Backbone, pictures: Sequence[Path], root: Path) -> Path:
    """Where the bank of these pictures and this backbone is cached: its name depends on both."""
    key = hashlib.sha256(f"{backbone.sha256} {PREPROCESSING_VERSION}\n".encode())
    for picture in pictures:
        key.update(f"{picture.relative_to(root)} {picture.stat().st_size}\n".encode())
    return paths.cache / f"strangers-{key.hexdigest()[:24]}.npz"


def build_bank(
    paths: Paths,
    backbone: Backbone,
    people: dict[str, list[Path]],
    *,
    root: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> StrangerBank:
    """The bank of `people` (name -> pictures below `root`), from the cache where it is there.

    Raises:
        Cancelled: when asked to stop; nothing half is left.
        DatasetMissing: no picture shows a face.
    """
    names = tuple(sorted(people))
    listed = [(index, picture) for index, name in enumerate(names) for picture in people[name]]
    pictures = [picture for _, picture in listed]
    cached = bank_file(paths, backbone, pictures, root)
    if cached.is_file():
        try:
            return StrangerBank.from_bytes(cached.read_bytes())
        except (ValueError, KeyError, OSError):
            cached.unlink(missing_ok=True)
    stage = Stage("strangers", of=len(pictures), report=report, is_cancelled=is_cancelled)
    embeddings, found = PictureEmbedder(backbone).embed(pictures, stage=stage)
    if not found.any():
        raise DatasetMissing(f"A face in the {len(pictures)} pictures of {str(root)!r}", "give pictures of people")
    bank = StrangerBank(
        embeddings=embeddings[found],
        person=np.array([index for index, _ in listed], np.int32)[found],
        people=names,
        picture=np.flatnonzero(found).astype(np.int32),
        without_face=int((~found).sum()),
    )
    try:
        make_folder(cached.parent)
        write_whole(cached, bank.to_bytes())
    except OSError:
        # Minutes of work are worth more than their cache: training goes on, and the next one computes it again.
        _log.warning("The stranger bank could not be cached", exc_info=True)
    return bank
