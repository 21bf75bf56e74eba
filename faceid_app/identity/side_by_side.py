"""Owns embedding a public set of people with several backbones in one pass over the pictures.

Finding and aligning the faces costs most of the time, and is the same for all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing
from faceid_app.evaluation.views import EmbedFace, Networks, SeePicture, View, embed_views
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.files import make_folder, write_whole
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings, LiteRtEmbedder
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.strangers import bank_file, build_bank
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

_log = logging.getLogger(__name__)


def networks_of(backbones: Sequence[Backbone]) -> Networks:
    """The backbones side by side; each file is read and checked once, however many threads embed with it."""
    files = [(backbone, backbone.network()) for backbone in backbones]

    def new_embed() -> EmbedFace:
        # One thread a network and a network a core: for single pictures that is the faster split.
        embedders = [
            LiteRtEmbedder(network, input=backbone.input, normalise=True, threads=1) for backbone, network in files
        ]

        def embed(aligned: RgbImage) -> tuple[Embeddings, ...]:
            return tuple(one.embed(to_input(one.input, aligned=aligned)[None])[0] for one in embedders)

        return embed

    return Networks(
        names=tuple(backbone.name for backbone in backbones),
        dimensions=tuple(backbone.dimension for backbone in backbones),
        new_embed=new_embed,
    )


class Lookup:
    """Embeddings of pictures out of the bank of the whole set they are of."""

    def __init__(self, bank: StrangerBank, index: PeopleIndex) -> None:
        people = index.people()
        listed = [picture for name in sorted(people) for picture in people[name]]
        self._row = {listed[picture]: row for row, picture in enumerate(bank.picture)}
        self._embeddings = bank.embeddings

    def embed(self, pictures: list[Path]) -> tuple[Embeddings, NDArray[np.bool_]]:
        """(n, d) float32, zero where no face was found, and (n,) bool, whether one was."""
        rows = np.array([self._row.get(picture, -1) for picture in pictures])
        found = rows >= 0
        return np.where(found[:, None], self._embeddings[rows], np.float32(0.0)), found


def build_banks(
    paths: Paths,
    backbones: Sequence[Backbone],
    people: Mapping[str, Sequence[Path]],
    *,
    root: Path,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, StrangerBank]:
    """The bank of each backbone by its name, as `build_bank` makes it, in one pass for all that are not cached.

    Raises Cancelled, after which nothing half is left, and DatasetMissing where no picture shows a face.
    """
    listed = {name: list(pictures) for name, pictures in people.items()}
    pictures = [picture for name in sorted(listed) for picture in listed[name]]
    new = [backbone for backbone in backbones if not bank_file(paths, backbone, pictures, root).is_file()]
    made = {}
    if len(new) > 1:
        stage = Stage("strangers", of=len(pictures), report=report, is_cancelled=is_cancelled)
        made = _in_one_pass(new, listed, pictures, root=root, stage=stage)
        for backbone in new:
            _keep(bank_file(paths, backbone, pictures, root), made[backbone.name])
    for backbone in backbones:
        if backbone.name not in made:
            made[backbone.name] = build_bank(
                paths, backbone, listed, root=root, report=report, is_cancelled=is_cancelled
            )
    return {backbone.name: made[backbone.name] for backbone in backbones}


def _in_one_pass(
    backbones: Sequence[Backbone], people: Mapping[str, list[Path]], pictures: list[Path], *, root: Path, stage: Stage
) -> dict[str, StrangerBank]:
    def new_see() -> SeePicture:
        observer = Observer(limits=Limits.for_dataset())
        return lambda picture: (View(observer.observe(read_picture(picture)).aligned),)

    seen = embed_views(pictures, views=1, new_see=new_see, networks=networks_of(backbones), stage=stage)
    found = seen.found[0]
    if not found.any():
        raise DatasetMissing(f"A face in the {len(pictures)} pictures of {str(root)!r}", "give pictures of people")
    names = tuple(sorted(people))
    person = np.repeat(np.arange(len(names), dtype=np.int32), [len(people[name]) for name in names])
    return {
        backbone.name: StrangerBank(
            embeddings=np.ascontiguousarray(rows[0][found]),
            person=person[found],
            people=names,
            picture=np.flatnonzero(found).astype(np.int32),
            without_face=int((~found).sum()),
        )
        for backbone, rows in zip(backbones, seen.rows, strict=True)
    }


def _keep(file: Path, bank: StrangerBank) -> None:
    try:
        make_folder(file.parent)
        write_whole(file, bank.to_bytes())
    except OSError:
        # Minutes of work are worth more than their cache: the evaluation goes on, and the next one computes it again.
        _log.warning("The stranger bank could not be cached", exc_info=True)
