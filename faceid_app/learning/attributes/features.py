"""Owns what the backbone makes of every labelled face, once as it is and once mirrored and changed; cached."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.identity.backbones import DEFAULT_BACKBONE, KERAS_FILE, find_backbone
from faceid_app.learning.attributes.faces import LabelledFaces, folder_of
from faceid_app.learning.attributes.networks import MAPS, feature_network, map_features
from faceid_app.learning.attributes.rows import kept_rows
from faceid_app.learning.augmentation import Augmentation
from faceid_app.learning.export import litert_bytes
from faceid_app.learning.network import load_network
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

CHANGED = replace(Augmentation().times(0.5), flip=1.0)
"""How the second view of a face differs from the first: mirrored always, everything else by half of what distillation
takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the backbone makes of faces.

    Attributes:
        plain: (n, features) float16, of each face as it is: of the maps, then the embedding.
        changed: (m, features) float16, of the m faces that are learned from, mirrored and changed, in their order.
        maps: how many of the features are of maps.
        backbone: the network they are of.
    """

    plain: NDArray[np.float16]
    changed: NDArray[np.float16]
    maps: int
    backbone: keras.Model

    @property
    def embeddings(self) -> NDArray[np.float32]:
        """(n, d) float32 of length 1."""
        rows = self.plain[:, self.maps :].astype(np.float32)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))


def read_features(
    faces: LabelledFaces, *, paths: Paths, seed: int, report: Report, is_cancelled: IsCancelled
) -> Features:
    """The features of all faces by the compact backbone, from the cache or computed. Raises what `kept_rows` does."""
    found = find_backbone(paths, DEFAULT_BACKBONE)
    backbone = load_network(found)
    network = feature_network(backbone)
    key = hashlib.sha256(f"{found.files[KERAS_FILE]} {MAPS} {CHANGED} {seed}".encode()).hexdigest()[:16]
    folder, count = folder_of(paths, faces.digest), int(network.output_shape[-1])
    run = LiteRtNetwork(litert_bytes(network), shape=(ALIGNED_SIZE, ALIGNED_SIZE, 3), threads=1).run
    learned = np.flatnonzero(faces.learned)

    def plain(first: int, last: int) -> NDArray[np.float32]:
        return run(faces.aligned[first:last].astype(np.float32))

    def changed(first: int, last: int) -> NDArray[np.float32]:
        views = [
            CHANGED.view(np.ascontiguousarray(faces.aligned[row]), np.random.default_rng((seed, int(row))))
            for row in learned[first:last]
        ]
        return run(np.stack(views).astype(np.float32))

    kept = {}
    for name, make, rows in (("plain", plain, len(faces)), ("changed", changed, len(learned))):
        stage = Stage(f"features, {name}", of=rows, report=report, is_cancelled=is_cancelled)
        kept[name] = kept_rows(
            folder / f"features-{key}-{name}", make, rows=rows, shape=(count,), dtype=np.float16, stage=stage
        )
    return Features(kept["plain"], kept["changed"], map_features(backbone), backbone)
