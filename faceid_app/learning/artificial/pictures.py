"""Owns reading the pictures: every face aligned and cut alike, with kind, source and side; cached."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.errors import DatasetMissing
from faceid_app.faces.alignment import ALIGNED_SIZE, align
from faceid_app.faces.detector import Detector
from faceid_app.faces.face import Landmarks
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.guard.artificial_frame import FRAME, framed
from faceid_app.identity.artificial_judging import DRAWN_THRESHOLD
from faceid_app.identity.artificial_source import ArtificialSource, Listed, SideName, list_pictures, side_of
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.learning.artificial.likeness import THUMBNAIL, joined, thumbnail
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

_CACHE_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Faces with what is known of them.

    Attributes:
        frames: (n, 96, 96, 3) uint8 RGB, see `artificial_frame.framed`.
        kind: (n,) int32, index into `kinds`.
        source: (n,) int32, index into `sources`.
        side: (n,) of SideName.
        names: of the files, without folder.
        found: (n,) bool, false where no face was found and the median place of its folder's faces was taken.
        kinds, sources: names.
    """

    frames: NDArray[np.uint8]
    kind: NDArray[np.int32]
    source: NDArray[np.int32]
    side: NDArray[np.str_]
    names: tuple[str, ...]
    found: NDArray[np.bool_]
    kinds: tuple[str, ...]
    sources: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.kind)

    def where(self, chosen: NDArray[np.bool_]) -> Faces:
        """Those of the rows that are true; kinds and sources keep their numbers."""
        rows = np.flatnonzero(chosen)
        return Faces(
            self.frames[rows], self.kind[rows], self.source[rows], self.side[rows],
            tuple(self.names[row] for row in rows), self.found[rows], self.kinds, self.sources,
        )  # fmt: skip

    def on(self, side: SideName) -> Faces:
        """Those of that side."""
        return self.where(self.side == side.value)

    @property
    def digest(self) -> str:
        """SHA-256 of pixels, kinds and sides."""
        told = hashlib.sha256(np.ascontiguousarray(self.frames).tobytes())
        told.update(self.kind.tobytes() + "|".join((*self.side.tolist(), *self.kinds)).encode())
        return told.hexdigest()


def read_faces(source: ArtificialSource, *, paths: Paths, report: Report, is_cancelled: IsCancelled) -> Faces:
    """Read, align and cut every picture, once: the faces are kept in the cache of `paths`.

    A picture of 112x112 is taken as an aligned face. Where no face is found in another, the median place of those found
    in its folder stands for it, so that drawings which the detector does not know are not only the photographic ones.

    Raises DatasetMissing and Cancelled.
    """
    listed = list_pictures(source)
    frames, thumbnails, found = _frames(listed, paths=paths, report=report, is_cancelled=is_cancelled)
    kept = [row for row, frame in enumerate(frames) if frame is not None]
    if not kept:
        raise DatasetMissing(f"A face in {len(listed):,} pictures", "check the folders that were given")
    listed, frames = [listed[row] for row in kept], [frames[row] for row in kept]
    originals = joined([one.original for one in listed], thumbnails[kept])
    kinds, sources = (tuple(dict.fromkeys(getattr(one, name) for one in listed)) for name in ("kind", "source"))
    return Faces(
        frames=np.stack([frame for frame in frames if frame is not None]),
        kind=np.array([kinds.index(one.kind) for one in listed], np.int32),
        source=np.array([sources.index(one.source) for one in listed], np.int32),
        side=np.array([side_of(original).value for original in originals]),
        names=tuple(one.path.name for one in listed),
        found=found[kept],
        kinds=kinds,
        sources=sources,
    )


_Read = tuple[list[RgbImage | None], NDArray[np.uint8], NDArray[np.bool_]]


def _frames(listed: Sequence[Listed], *, paths: Paths, report: Report, is_cancelled: IsCancelled) -> _Read:
    """A frame or None for each picture, folder by folder; what was read before comes from the cache."""
    folder = paths.cache / "artificial"
    stage = Stage("faces", of=len(listed), report=report, is_cancelled=is_cancelled)
    frames: list[RgbImage | None] = []
    thumbnails, found = [], []
    for start, end in _folders(listed):
        part = listed[start:end]
        told = "\n".join(f"{one.path} {one.path.stat().st_size}" for one in part)
        key = hashlib.sha256(f"{_CACHE_VERSION} {PREPROCESSING_VERSION} {DRAWN_THRESHOLD}\n{told}".encode()).hexdigest()
        kept = folder / f"{key[:32]}.npz"
        if kept.is_file():
            with np.load(kept, allow_pickle=False) as archive:
                read, there = archive["frames"], archive["there"]
                frames += [frame if is_there else None for frame, is_there in zip(read, there, strict=True)]
                thumbnails.append(archive["thumbnails"])
                found.append(archive["found"])
            stage.advance(len(part))
            continue
        of_folder, small, seen = _read_folder(part, stage)
        data = io.BytesIO()
        blank = np.zeros((FRAME, FRAME, 3), np.uint8)
        np.savez(
            data, frames=np.stack([blank if one is None else one for one in of_folder]), thumbnails=small, found=seen,
            there=np.array([one is not None for one in of_folder]),
        )  # fmt: skip
        with storage_errors(kept):
            make_folder(folder)
            write_whole(kept, data.getvalue())
        frames += of_folder
        thumbnails.append(small)
        found.append(seen)
    return frames, np.concatenate(thumbnails), np.concatenate(found)


def _folders(listed: Sequence[Listed]) -> list[tuple[int, int]]:
    starts = [row for row in range(len(listed)) if row == 0 or listed[row].source != listed[row - 1].source]
    return list(zip(starts, [*starts[1:], len(listed)], strict=True))


def _read_folder(part: Sequence[Listed], stage: Stage) -> _Read:
    detector = Detector(score_threshold=DRAWN_THRESHOLD)
    frames: list[RgbImage | None] = []
    missing: list[int] = []
    places: list[Landmarks] = []
    thumbnails = np.zeros((len(part), THUMBNAIL, THUMBNAIL), np.uint8)
    found = np.zeros(len(part), np.bool_)
    for row, one in enumerate(part):
        stage.advance()
        frames.append(None)
        try:
            rgb = read_picture(one.path)
        except PictureError:
            continue
        if rgb.shape[:2] == (ALIGNED_SIZE, ALIGNED_SIZE):
            frames[row], found[row] = framed(rgb), True
            continue
        thumbnails[row] = thumbnail(rgb)
        faces = detector.detect(rgb)
        if not faces:
            missing.append(row)
            continue
        tallest = max(faces, key=lambda face: face.box[3])
        landmarks = detector.refine(rgb, tallest).landmarks
        frames[row], found[row] = framed(align(rgb, landmarks)), True
        places.append(np.asarray(landmarks / np.array([rgb.shape[1], rgb.shape[0]]), np.float32))
    if places:
        usual = np.median(np.stack(places), axis=0).astype(np.float32)
        for row in missing:
            rgb = read_picture(part[row].path)
            scaled = usual * np.array([rgb.shape[1], rgb.shape[0]], np.float32)
            frames[row] = framed(align(rgb, scaled))
    return frames, thumbnails, found


def single_threaded() -> None:
    """One thread for OpenCV: many small pictures gain nothing from more."""
    cv2.setNumThreads(1)
