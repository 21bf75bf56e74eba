"""Which parts of a picture a model looks at: a grey patch covers place after place, and the score falls or does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.errors import NotEnoughCaptures
from faceid_app.faces.alignment import (
    ALIGNED_SIZE,
    ALIGNED_TEMPLATE,
    PORTRAIT_SIZE,
    PORTRAIT_TEMPLATE,
    check_rgb,
    similarity,
)
from faceid_app.faces.portrait_mask import aligned_mask, portrait_mask
from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.head import Array
from faceid_app.identity.preprocessing import Input, to_input
from faceid_app.identity.templates import load_templates
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage
from faceid_app.storage.profiles import Profile

Score = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""(n, h, w, 3) uint8 RGB -> (n,) float32: how much each speaks for the person; any scale, more is better."""

PLACES = 12
"""Places the patch takes along each side: 144 pictures to embed for one map."""
PATCH = 0.22
"""Side of the patch, as a share of the picture's: an eye with its brow."""
PICTURES = 2
"""Captures a map is the mean of, where the network is quick; one where it sees the whole portrait."""
OCCLUSION_FILE = "occlusion.npz"
_GREY = 127
_BATCH = 49


@dataclass(frozen=True, slots=True, eq=False)
class OcclusionMap:
    """How much covering each place lowers the score.

    Attributes:
        falls: (PLACES, PLACES) float32, what a patch centred there takes off the score, mean over `pictures`; below 0
            where covering raises it. Logits, for a score near 1 hides every fall.
        input: what the places lie in: the aligned face, or the whole portrait.
        pictures: captures tried.
        capture: id of the one to show the map over.
    """

    falls: NDArray[np.float32]
    input: Input
    pictures: int
    capture: str

    @property
    def tried(self) -> int:
        """Covered pictures that were embedded."""
        return self.falls.size * self.pictures

    @property
    def on_face(self) -> float | None:
        """The share of all falls that lies on the face, 0..1; None where nothing falls. Chance: `face_area`."""
        fall = np.maximum(self.falls, 0.0)
        total = float(fall.sum())
        return float((fall * _face_of(self.input)).sum()) / total if total > 1e-6 else None

    @property
    def face_area(self) -> float:
        """The share of the places that lie on the face, 0..1: what `on_face` is for a model that looks everywhere."""
        return float(_face_of(self.input).mean())

    def heat(self) -> NDArray[np.float32]:
        """(250, 250) float32 over the portrait: 0 nothing, 1 the greatest fall; NaN where the network does not see."""
        strongest = float(self.falls.max())
        share = np.clip(self.falls / strongest, 0.0, 1.0) if strongest > 1e-6 else np.zeros_like(self.falls)
        side = PORTRAIT_SIZE if self.input is Input.PORTRAIT_100 else ALIGNED_SIZE
        smooth = cv2.resize(share, (side, side), interpolation=cv2.INTER_CUBIC)
        if self.input is not Input.PORTRAIT_100:
            matrix = similarity(ALIGNED_TEMPLATE, PORTRAIT_TEMPLATE)
            smooth = cv2.warpAffine(
                smooth, matrix, (PORTRAIT_SIZE, PORTRAIT_SIZE), flags=cv2.INTER_LINEAR, borderValue=float("nan")
            )
        return np.asarray(np.clip(smooth, 0.0, 1.0), np.float32)

    def to_bytes(self) -> bytes:
        """An .npz without pickled objects."""
        return pack(
            falls=self.falls, input=np.array(self.input.value), pictures=self.pictures, capture=np.array(self.capture)
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> OcclusionMap:
        """The reverse of `to_bytes`; ValueError where the data are not that."""
        arrays = unpack(data)
        try:
            falls = arrays["falls"].astype(np.float32)
            if falls.shape != (PLACES, PLACES) or not np.isfinite(falls).all():
                raise ValueError(f"not a map of falls. Received: {falls.shape}")
            return cls(falls, Input(str(arrays["input"])), int(arrays["pictures"]), str(arrays["capture"]))
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError(f"not a map of falls ({error})") from error


def falls_of(picture: RgbImage, score: Score, *, done: Callable[[int], object] = int) -> NDArray[np.float32]:
    """What a grey patch at each of PLACES x PLACES places takes off the score.

    The occlusion test of Zeiler and Fergus (ECCV 2014, section 4.2). The patches' centres are spread evenly, the first
    and last half a step from the edge.

    Args:
        picture: (h, w, 3) uint8 RGB.
        score: asked for batches; the larger its answer, the more a picture speaks for the person.
        done: told of the number of pictures scored, after each batch; may raise.

    Returns:
        (PLACES, PLACES) float32, rows from top to bottom.
    """
    check_rgb(picture)
    height, width = picture.shape[:2]
    whole = float(score(picture[None])[0])
    boxes = [
        (*_span(row, height), *_span(column, width)) for row in range(PLACES) for column in range(PLACES)
    ]  # fmt: skip
    falls = np.empty(len(boxes), np.float32)
    for start in range(0, len(boxes), _BATCH):
        part = boxes[start : start + _BATCH]
        covered = np.repeat(picture[None], len(part), axis=0)
        for copy, (top, bottom, left, right) in zip(covered, part, strict=True):
            copy[top:bottom, left:right] = _GREY
        falls[start : start + len(part)] = whole - score(covered)
        done(len(part))
    return falls.reshape(PLACES, PLACES)


def load_map(
    paths: Paths, profile: Profile, bundle_id: str, bundle: Bundle, *, report: Report, is_cancelled: IsCancelled
) -> OcclusionMap:
    """The map of a profile's current model, kept beside it once it is computed (a second or two).

    Raises:
        NotEnoughCaptures: fewer than two captures with an aligned face: a picture is not compared with itself.
        ModelMissing, CorruptData, Cancelled: as ever.
    """
    kept = profile.bundles.beside(bundle_id, OCCLUSION_FILE)
    known = {record.id for record in profile.captures.records() if record.aligned}
    if kept is not None:
        try:
            found = OcclusionMap.from_bytes(kept)
        except ValueError:
            pass  # a cache: what cannot be read is computed again
        else:
            if found.capture in known:
                return found
    made = compute_map(
        profile, bundle_id, bundle, bundle.embedder(paths, threads=1), report=report, is_cancelled=is_cancelled
    )
    profile.bundles.keep_beside(bundle_id, OCCLUSION_FILE, made.to_bytes())
    return made


def map_over_portrait(
    paths: Paths, profile: Profile, bundle_id: str, bundle: Bundle, *, report: Report, is_cancelled: IsCancelled
) -> tuple[RgbImage, OcclusionMap]:
    """As `load_map`, with the portrait, (250, 250, 3) uint8 RGB, to show it over."""
    seen = load_map(paths, profile, bundle_id, bundle, report=report, is_cancelled=is_cancelled)
    return read_picture(profile.captures.picture(seen.capture), name=f"{seen.capture}.jpg"), seen


def compute_map(
    profile: Profile,
    bundle_id: str,
    bundle: Bundle,
    embedder: Embedder,
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> OcclusionMap:
    """As `load_map`, without looking for what is kept. Shown and covered are the captures most like the others."""
    templates = load_templates(profile, bundle_id, embedder)
    if len(templates.ids) < 2:
        raise NotEnoughCaptures("usable", len(templates.ids), 2)
    projected = bundle.head.project(templates.embeddings)
    typical = np.argsort(-bundle.head.cross_logits(projected, projected).mean(axis=1), kind="stable")
    count = PICTURES if embedder.input is Input.ALIGNED_112 else 1
    chosen = [int(index) for index in typical[:count]]
    stage = Stage("occlusion", of=len(chosen) * PLACES**2, report=report, is_cancelled=is_cancelled)
    maps = []
    for index in chosen:
        score = _scorer(embedder, bundle, np.delete(projected, index, axis=0))
        maps.append(falls_of(_picture(profile, templates.ids[index], embedder.input), score, done=stage.advance))
    return OcclusionMap(np.mean(maps, axis=0, dtype=np.float32), embedder.input, len(chosen), templates.ids[chosen[0]])


def _scorer(embedder: Embedder, bundle: Bundle, templates: Array) -> Score:
    """The median logit against the templates: what half of them reach, which is what a frame is judged by."""

    def score(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        # Of an aligned face the embedder wants the very pixels, of a portrait its own size.
        batch = np.stack([to_input(embedder.input, aligned=one, portrait=one) for one in pictures])
        probes = bundle.head.project(embedder.embed(batch))
        return np.asarray(np.median(bundle.head.cross_logits(probes, templates), axis=1), np.float32)

    return score


def _picture(profile: Profile, capture: str, kind: Input) -> RgbImage:
    if kind is Input.PORTRAIT_100:
        return read_picture(profile.captures.picture(capture), name=f"{capture}.jpg")
    aligned = profile.captures.aligned(capture)
    assert aligned is not None  # templates are of captures that have one
    return read_picture(aligned, name=f"{capture}.png")


def _span(place: int, length: int) -> tuple[int, int]:
    centre, half = (place + 0.5) * length / PLACES, PATCH * length / 2
    return max(0, round(centre - half)), min(length, round(centre + half))


def _face_of(kind: Input) -> NDArray[np.float32]:
    """How much of each place's middle lies on the face: (PLACES, PLACES) float32, 0..1."""
    mask = portrait_mask() if kind is Input.PORTRAIT_100 else aligned_mask()
    return np.asarray(cv2.resize(mask, (PLACES, PLACES), interpolation=cv2.INTER_AREA), np.float32)
