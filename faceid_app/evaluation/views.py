"""Owns embedding several views of each picture on every core, whatever the networks and whatever the views."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.progress import Stage

Rows = NDArray[np.float32]

EmbedFace = Callable[[RgbImage], tuple[Rows, ...]]
"""Aligned face, (112, 112, 3) uint8 RGB -> one embedding a network, each (d,) float32 of length 1. For one thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """Networks measured side by side on the same pictures: names, lengths of their embeddings, and how to start one
    `EmbedFace` for each thread."""

    names: tuple[str, ...]
    dimensions: tuple[int, ...]
    new_embed: Callable[[], EmbedFace]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One way to see a picture: its aligned face, None where there is none, and a number the measurement wants kept."""

    aligned: RgbImage | None
    note: float = 0.0


SeePicture = Callable[[Path], Iterable[View]]
"""A picture -> its views, always as many and in one order. For one thread."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was made of n pictures under v views.

    Attributes:
        rows: a network each, (v, n, d) float32, zero where no face was found.
        found: (v, n) bool.
        notes: (v, n) float64, 0 where the picture could not be read.
    """

    rows: tuple[Rows, ...]
    found: NDArray[np.bool_]
    notes: NDArray[np.float64]


def embed_views(
    pictures: Sequence[Path],
    *,
    views: int,
    new_see: Callable[[], SeePicture],
    networks: Networks,
    stage: Stage,
    workers: int | None = None,
) -> Seen:
    """Embed `views` views of each picture; `stage` advances by one a picture.

    The result depends on neither the number of `workers`, threads, nor their order. A picture that cannot be read shows
    no face. Raises Cancelled; what was started then ends with its picture.
    """
    count = len(pictures)
    rows = tuple(np.zeros((views, count, dimension), np.float32) for dimension in networks.dimensions)
    found = np.zeros((views, count), np.bool_)
    notes = np.zeros((views, count), np.float64)
    threads = workers or os.cpu_count() or 1
    chains: SimpleQueue[tuple[SeePicture, EmbedFace]] = SimpleQueue()
    for _ in range(threads):
        chains.put((new_see(), networks.new_embed()))

    def embed(column: int) -> None:
        see, embed_face = chains.get()
        try:
            seen = 0
            for view, look in enumerate(see(pictures[column])):
                seen += 1
                notes[view, column] = look.note
                if look.aligned is not None:
                    found[view, column] = True
                    for target, row in zip(rows, embed_face(look.aligned), strict=True):
                        target[view, column] = row
            if seen != views:
                raise ValueError(f"each picture needs {views} views. Received: {seen}")
        except PictureError:
            found[:, column] = False
        finally:
            chains.put((see, embed_face))

    with ThreadPoolExecutor(threads) as pool:
        try:
            for _ in pool.map(embed, range(count)):
                stage.advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return Seen(rows, found, notes)
