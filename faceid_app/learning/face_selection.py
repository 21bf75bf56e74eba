"""Whose faces a backbone may learn from: nobody whom LFW's test shows, and nobody who has to judge the result."""

from __future__ import annotations

import hashlib
import io
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.face_sets import (
    UNKNOWN,
    FaceSet,
    join,
    outside_pairs,
    people_of_pairs,
    read_face_set,
    read_identities,
    resembling,
)
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.pairs import read_pairs
from faceid_app.errors import TrainingFailed
from faceid_app.files import make_folder, write_whole
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings, LiteRtEmbedder
from faceid_app.identity.preprocessing import Input
from faceid_app.identity.strangers import build_bank
from faceid_app.learning.aligned import read_all
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

RESEMBLANCE = 0.5
"""Cosine of SFace from which a face may be that of somebody tested: of random pairs one in 90,000 reaches it."""
HELD_OUT = 300
"""People with several pictures who say how good the network has become."""
_JUDGES = 0
"""Seed of their choice: that of the training of the network that comes with the program."""
_BLOCK = 64

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sources:
    """Folders of aligned faces, the identity file that names their people, LFW, and the pairs it is tested by."""

    faces: tuple[Path, ...]
    identities: Path | None
    lfw: Path
    pairs: Path


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Faces to learn from with what the teacher makes of them, faces held out likewise, and the counts for the card."""

    learn: FaceSet
    teacher_of_learn: Embeddings
    held_out: FaceSet
    teacher_of_held_out: Embeddings
    counts: dict[str, Any]


def select_faces(
    sources: Sources, paths: Paths, teacher: Backbone, *, report: Report, is_cancelled: IsCancelled
) -> Selection:
    """Read all faces and leave out those who are tested.

    Of LFW only people are taken who occur in no pair. The people of other sets bear other names or none, so they are
    told by their looks: faces whose cosine with any picture of somebody tested is `RESEMBLANCE` or more are left out,
    and with them all pictures of the same person.

    Raises:
        DatasetMissing: a folder without faces, or a list that is not there.
        TrainingFailed: fewer than two people are left to judge the result.
    """
    folds = read_pairs(sources.pairs)
    index = LfwIndex(sources.lfw)
    bank = build_bank(paths, teacher, index.people(), root=index.root, report=report, is_cancelled=is_cancelled)
    identities = read_identities(sources.identities) if sources.identities else None
    parts = [
        read_face_set(folder, identities=identities, report=report, is_cancelled=is_cancelled)
        for folder in sources.faces
    ]
    own = same_people(parts)
    everyone = join([own, _of_lfw(index, folds, report, is_cancelled)])
    embeddings = embed_once(paths, teacher, everyone.faces, report=report, is_cancelled=is_cancelled)
    tested = people_of_pairs(folds)
    names = np.array(bank.people)[bank.person]
    alike = resembling(embeddings, bank.embeddings[np.isin(names, sorted(tested))], threshold=RESEMBLANCE)
    left_out = alike | (np.isin(everyone.person, everyone.person[alike]) & (everyone.person != UNKNOWN))
    judging = choose_judges(everyone.person[: len(own)], left_out[: len(own)])
    is_held_out = np.isin(everyone.person, judging) & ~left_out
    is_learned = ~left_out & ~is_held_out
    learn = everyone.select(is_learned)
    counts = {
        "learned_from": learn.counts(),
        "left_out_for_resembling_somebody_tested": everyone.select(left_out).counts(),
        "held_out": {"people": len(judging), "pictures": int(is_held_out.sum())},
        "people_tested": len(tested),
        "of_them_with_pictures_to_compare_with": len(tested & set(names)),
    }
    return Selection(learn, embeddings[is_learned], everyone.select(is_held_out), embeddings[is_held_out], counts)


def same_people(parts: Sequence[FaceSet]) -> FaceSet:
    """Sets whose person numbers come from one list, as one."""
    starts = np.cumsum([0, *[len(part.origins) for part in parts]])
    return FaceSet(
        faces=np.concatenate([part.faces for part in parts]),
        person=np.concatenate([part.person for part in parts]),
        origin=np.concatenate([part.origin + int(start) for part, start in zip(parts, starts[:-1], strict=True)]),
        origins=tuple(name for part in parts for name in part.origins),
    )


def embed_once(
    paths: Paths, backbone: Backbone, faces: NDArray[np.uint8], *, report: Report, is_cancelled: IsCancelled
) -> Embeddings:
    """`embed_aligned` through a backbone, from the cache where these very pixels have been embedded by it before."""
    key = hashlib.sha256(f"{backbone.sha256} {faces.shape}\n".encode())
    key.update(np.ascontiguousarray(faces).data)
    cached = paths.cache / f"teacher-{key.hexdigest()[:24]}.npy"
    try:
        found = np.load(cached, allow_pickle=False)
        if found.shape == (len(faces), backbone.dimension) and found.dtype == np.float32:
            return np.asarray(found, np.float32)
    except (OSError, ValueError, EOFError):
        pass  # there is none, or it is damaged and made anew
    stage = Stage("teacher", of=len(faces), report=report, is_cancelled=is_cancelled)
    embeddings = embed_aligned(backbone.network(), faces, stage=stage)
    stream = io.BytesIO()
    np.save(stream, embeddings, allow_pickle=False)
    try:
        make_folder(cached.parent)
        write_whole(cached, stream.getvalue())
    except OSError:
        _log.warning("What the teacher said could not be cached", exc_info=True)
    return embeddings


def embed_aligned(network: bytes, faces: NDArray[np.uint8], *, stage: Stage) -> Embeddings:
    """(n, 112, 112, 3) uint8 -> (n, d) float32 of length 1, through LiteRT on every core."""
    workers = os.cpu_count() or 1
    embedders: SimpleQueue[LiteRtEmbedder] = SimpleQueue()
    for _ in range(workers):
        embedders.put(LiteRtEmbedder(network, input=Input.ALIGNED_112, normalise=True, threads=1))

    def embed(start: int) -> Embeddings:
        embedder = embedders.get()
        try:
            return embedder.embed(faces[start : start + _BLOCK].astype(np.float32))
        finally:
            embedders.put(embedder)

    blocks = []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for block in pool.map(embed, range(0, len(faces), _BLOCK)):
                blocks.append(block)
                stage.advance(len(block))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return np.concatenate(blocks)


def _of_lfw(index: LfwIndex, folds: Any, report: Report, is_cancelled: IsCancelled) -> FaceSet:
    people = outside_pairs(index.people(), folds)
    aligned = read_all(people, report=report, is_cancelled=is_cancelled)
    return FaceSet(aligned.aligned, aligned.person, np.zeros(len(aligned), np.int32), ("lfw, people in no pair",))


def choose_judges(person: NDArray[np.int32], left_out: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The people with several pictures, `HELD_OUT` or a fifth of them, who say how good the network becomes.

    The same folders of faces give the same people, whatever the seed of a training and whatever there is of LFW: so
    that a network can be taught further without learning from its judges.

    Args:
        person: (n,) of each face, `UNKNOWN` allowed.
        left_out: (n,) faces that are not to be used.

    Raises:
        TrainingFailed: there are fewer than ten to choose from.
    """
    people, pictures = np.unique(person[~left_out & (person != UNKNOWN)], return_counts=True)
    several = people[pictures > 1]
    count = min(HELD_OUT, len(several) // 5)
    if count < 2:
        raise TrainingFailed(
            f"{len(several)} people with several pictures are known, at least 10 are needed; "
            "give an identity file, or folders of more people"
        )
    return np.asarray(np.random.default_rng(_JUDGES).choice(several, count, replace=False), np.int32)
