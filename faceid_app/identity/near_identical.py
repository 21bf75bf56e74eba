"""Finds pictures that are one picture twice among many thousand: candidates by their fingerprints, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.feature_cache import FeatureCache, Read, Row, Seen
from faceid_app.identity.leak_check import LIKENESS_LIMIT, fingerprint
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

SIDE = 32
"""Of the coarse fingerprint by which candidates are found: 13,233 of them take 54 MB."""
CANDIDATE_LIMIT = 0.95
"""Of the coarse likeness. The fine one is computed for those pairs alone."""
VERSION = 1
_BLOCK = 512
_MOST_CANDIDATES = 200_000


@dataclass(frozen=True, slots=True)
class SamePicture:
    """Two pictures, given rows, first < second, that are one. likeness: LIKENESS_LIMIT to 1."""

    first: int
    second: int
    likeness: float
    mirrored: bool


def find_same_pictures(
    paths: Paths, pictures: Sequence[Path], *, report: Report, is_cancelled: IsCancelled
) -> list[SamePicture]:
    """The pairs of files that show one picture, perhaps mirrored, brightened, made smaller or compressed anew.

    Turned and cut copies are not found (ADR 8). What cannot be read is like nothing. Most alike first. Raises
    Cancelled, and ValueError where so many pictures are nearly alike that it cannot be told.
    """
    stage = Stage("fingerprints", of=len(pictures), report=report, is_cancelled=is_cancelled)
    cache = FeatureCache(paths.cache / "features", f"fingerprints {VERSION} {SIDE}")
    found = cache.features(pictures, _new_read, dimension=2 * SIDE * SIDE, stage=stage)
    rows = np.flatnonzero(found.seen == Seen.FEATURES)
    straight, turned = np.split(found.rows[rows], 2, axis=1)
    candidates = []
    for start in range(0, len(rows), _BLOCK):
        part = slice(start, start + _BLOCK)
        alike = np.maximum(straight[part] @ straight[start:].T, straight[part] @ turned[start:].T)
        first, second = np.nonzero(alike >= CANDIDATE_LIMIT)
        candidates += [(rows[start + i], rows[start + j]) for i, j in zip(first, second, strict=True) if j > i]
        if len(candidates) > _MOST_CANDIDATES:
            raise ValueError(f"over {_MOST_CANDIDATES:,} pairs of pictures are nearly alike")
    stage = Stage("compare copies", of=len(candidates), report=report, is_cancelled=is_cancelled)
    same = []
    for first_row, second_row in candidates:
        one, other = (read_picture(pictures[row]) for row in (first_row, second_row))
        fine = fingerprint(one)
        likenesses = [float(fine @ fingerprint(view)) for view in (other, np.ascontiguousarray(other[:, ::-1]))]
        if max(likenesses) >= LIKENESS_LIMIT:
            mirrored = likenesses[1] > likenesses[0]
            same.append(SamePicture(int(first_row), int(second_row), min(max(likenesses), 1.0), mirrored))
        stage.advance()
    return sorted(same, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _new_read() -> Read:
    def read(picture: Path) -> Row:
        pixels = read_picture(picture)
        return np.concatenate([_coarse(pixels), _coarse(np.ascontiguousarray(pixels[:, ::-1]))])

    return read


def _coarse(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(SIDE * SIDE,) float32 of length 1 and mean 0: the picture without its widest shades."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    fine = small - cv2.GaussianBlur(small, (0, 0), SIDE / 8)
    fine -= fine.mean()
    return np.asarray(fine.ravel() / max(float(np.linalg.norm(fine)), 1e-6), np.float32)
