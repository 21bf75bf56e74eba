"""Draws batches of eyes: open, closing, covered and missing, each as one of many cameras would see it."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.guard.eyes import PATCH, to_network
from faceid_app.learning.eyes.lids import closed_by
from faceid_app.learning.eyes.material import EYES_APART, WIDE, EyeMaterial

_SIZE = 96
_CLOSING, _COVERED, _MISSING = 0.4, 0.12, 0.12
"""Shares of the views: eyes whose lid is rendered further down, eyes that something covers, and pieces without eyes."""
_BINS = 12

Batch = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
"""Pictures as the network takes them, (n,) openness, (n,) 1 where an eye is to be seen."""


class EyeBatches:
    """So many batches when it is walked through. Rare openness is drawn oftener: open eyes are the rule.

    Args:
        material: what to draw from; what is held out is not.
        count: batches.
        seed: of order and variation.
    """

    def __init__(self, material: EyeMaterial, *, count: int, seed: int) -> None:
        self.count = count
        self._material, self._rng = material, np.random.default_rng(seed)
        self._rows = np.flatnonzero(~material.held_out)
        self._pieces = np.flatnonzero(~material.piece_held_out)
        openness = material.openness[self._rows]
        edges = np.quantile(openness, (0.002, 0.998))
        placed = np.clip(((openness - edges[0]) / np.ptp(edges) * _BINS).astype(int), 0, _BINS - 1)
        chance = 1.0 / np.sqrt(np.bincount(placed, minlength=_BINS)[placed])
        self._chance = chance / chance.sum()

    def __iter__(self) -> Iterator[Batch]:
        """Batches of _SIZE."""
        for _ in range(self.count):
            rows = self._rng.choice(self._rows, _SIZE, p=self._chance)
            drawn = [self._drawn(int(row)) for row in rows]
            patches, openness, is_eye = zip(*drawn, strict=True)
            yield to_network(np.stack(patches)), np.array(openness, np.float32), np.array(is_eye, np.float32)

    def _drawn(self, row: int) -> tuple[NDArray[np.uint8], float, float]:
        rng, material = self._rng, self._material
        way = rng.random()
        if way < _MISSING:
            return self._seen(material.pieces[self._piece()]), 0.0, 0.0
        if way < _MISSING + _COVERED:
            return self._seen(covered(rng, material.eyes[row], material.pieces[self._piece()])), 0.0, 0.0
        patch, openness = material.eyes[row], float(material.openness[row])
        if way < _MISSING + _COVERED + _CLOSING:
            share = float(rng.beta(1.6, 0.8))
            patch = closed_by(patch, material.lids[row], share, distance=EYES_APART)
            openness *= 1 - share
        return self._seen(patch), openness, 1.0

    def _piece(self) -> int:
        return int(self._rng.choice(self._pieces))

    def _seen(self, wide: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Moved, turned and scaled as a detector errs; coarser, blurred, noisy and compressed as cameras are."""
        rng = self._rng
        angle, scale = float(rng.normal(0, 5)), float(np.exp(rng.normal(0, 0.06)))
        matrix = np.asarray(cv2.getRotationMatrix2D(((WIDE - 1) / 2,) * 2, angle, scale), np.float64)
        matrix[:, 2] += rng.normal(0, 1.2, 2) - (WIDE - PATCH) / 2
        patch = cv2.warpAffine(wide, matrix, (PATCH, PATCH), borderMode=cv2.BORDER_REPLICATE)
        if rng.random() < 0.4:
            coarse = int(rng.integers(14, PATCH))
            small = cv2.resize(patch, (coarse, coarse), interpolation=cv2.INTER_AREA)
            patch = cv2.resize(small, (PATCH, PATCH), interpolation=cv2.INTER_LINEAR)
        if rng.random() < 0.4:
            patch = cv2.GaussianBlur(patch, (0, 0), rng.uniform(0.3, 1.3))
        light = (patch.astype(np.float32) / 255) ** np.float32(np.exp(rng.normal(0, 0.25))) * 255
        if rng.random() < 0.5:
            light = light + rng.normal(0, rng.uniform(0, 8), light.shape)
        seen = np.clip(light, 0, 255).astype(np.uint8)
        if rng.random() < 0.4:
            packed = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])[1]
            seen = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
        return seen


def covered(rng: np.random.Generator, eye: NDArray[np.uint8], piece: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An eye behind a finger, a pen, paper or hair: (WIDE, WIDE) uint8 both; the lids' middle is never to be seen."""
    middle = (WIDE - 1) / 2 + rng.normal(0, 1.5, 2)
    mask = np.zeros((WIDE, WIDE), np.float32)
    if rng.random() < 0.5:  # a strip, at any angle
        along = np.array([np.cos(angle := rng.uniform(0, np.pi)), np.sin(angle)])
        ends = [tuple(int(value) for value in middle + sign * 2 * WIDE * along) for sign in (-1, 1)]
        # Flat strips hide an eye when they are as high as it is open, upright ones only when as wide as it is.
        least = 0.28 + 0.32 * abs(float(along[1]))
        cv2.line(mask, ends[0], ends[1], 1.0, int(EYES_APART * rng.uniform(least, 0.9)))
    else:
        axes = tuple(int(EYES_APART * value) for value in rng.uniform((0.3, 0.2), (0.6, 0.5)))
        cv2.ellipse(mask, tuple(int(value) for value in middle), axes, float(rng.uniform(-30, 30)), 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 2.0))
    cover = piece.astype(np.float32) * 0.5 + piece.mean() * 0.5 if rng.random() < 0.5 else piece.astype(np.float32)
    if rng.random() < 0.5:  # as bright as the skin it lies on
        cover = cover - cover.mean() + eye.mean() + rng.normal(0, 12)
    return np.asarray(np.clip(eye * (1 - soft) + cover * soft, 0, 255), np.uint8)
