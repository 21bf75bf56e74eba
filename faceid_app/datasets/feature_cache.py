"""Owns features of pictures kept between runs: blocks of rows as .npy, whole, and checked by the sum in their names."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.errors import StorageError
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.progress import Stage

BLOCK = 128
"""Pictures in a file: what an interruption costs at most, for each core."""
Row = NDArray[np.float32]
Read = Callable[[Path], Row | None]
"""The features of one picture (d,) float32, None where it shows no face. Raises PictureError. One thread each."""


class Seen(IntEnum):
    """What became of a picture."""

    FEATURES = 0
    NO_FACE = 1
    UNREADABLE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Of n pictures.

    Attributes:
        rows: (n, d) float32, 0 where there are none.
        seen: (n,) uint8, a `Seen` each.
        not_kept: why nothing more could be kept for the next run, or None.
    """

    rows: NDArray[np.float32]
    seen: NDArray[np.uint8]
    not_kept: StorageError | None


class FeatureCache:
    """Files in one folder. A file that was changed, or whose pictures were, is not read; its features are made anew.

    kind: what the features are and by which version of it: another kind never shares a file.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder, self._kind = folder, kind

    def features(
        self, pictures: Sequence[Path], new_read: Callable[[], Read], *, dimension: int, stage: Stage
    ) -> Features:
        """The features of `pictures` in their order, those that are kept from there; `stage` advances by one each.

        Where a block cannot be kept, for want of space for one, the work goes on and the answer says why.
        Raises Cancelled; finished blocks are kept.
        """
        starts = range(0, len(pictures), BLOCK)
        readers: SimpleQueue[Read] = SimpleQueue()
        refused: list[StorageError] = []

        def block(start: int) -> NDArray[np.float32]:
            part = pictures[start : start + BLOCK]
            key = self._key(part)
            kept = self._kept(key, (len(part), dimension + 1))
            if kept is not None:
                return kept
            read = new_read() if readers.empty() else readers.get()
            rows = np.zeros((len(part), dimension + 1), np.float32)
            for index, picture in enumerate(part):
                try:
                    row = read(picture)
                except PictureError:
                    rows[index, -1] = Seen.UNREADABLE
                else:
                    rows[index] = (*np.zeros(dimension), Seen.NO_FACE) if row is None else (*row, Seen.FEATURES)
            readers.put(read)
            if not refused:
                try:
                    self._keep(key, rows)
                except StorageError as error:
                    refused.append(error)
            return rows

        parts = []
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            try:
                for part in pool.map(block, starts):
                    parts.append(part)
                    stage.advance(len(part))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        rows = np.concatenate(parts) if parts else np.zeros((0, dimension + 1), np.float32)
        seen = rows[:, -1].astype(np.uint8)
        return Features(np.ascontiguousarray(rows[:, :-1]), seen, refused[0] if refused else None)

    def _key(self, pictures: Sequence[Path]) -> str:
        key = hashlib.sha256(f"{self._kind}\n".encode())
        for picture in pictures:
            try:
                state = picture.stat()
                key.update(f"{picture.resolve()} {state.st_size} {state.st_mtime_ns}\n".encode())
            except OSError:  # it will be counted as unreadable
                key.update(f"{picture} gone\n".encode())
        return key.hexdigest()[:32]

    def _kept(self, key: str, shape: tuple[int, int]) -> NDArray[np.float32] | None:
        for file in sorted(self._folder.glob(f"{key}-*.npy")):
            try:
                data = file.read_bytes()
                rows = np.load(io.BytesIO(data), allow_pickle=False)
            except (OSError, ValueError, EOFError):
                continue
            if file.stem == f"{key}-{_sum(data)}" and rows.shape == shape and rows.dtype == np.float32:
                return np.asarray(rows, np.float32)
        return None

    def _keep(self, key: str, rows: NDArray[np.float32]) -> None:
        stream = io.BytesIO()
        np.save(stream, rows, allow_pickle=False)
        data = stream.getvalue()
        file = self._folder / f"{key}-{_sum(data)}.npy"
        with storage_errors(file):
            make_folder(self._folder)
            write_whole(file, data)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
