"""Portraits that need no picture of a person: a room with a disc in it whose chequers are the identity."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.identity.preprocessing import Input
from faceid_app.learning.portraits import Portrait

CELLS = 6
_LEFT, _TOP, _SIDE = 96, 102, 60  # the chequers, inside the ellipse of the face


def portrait(*, person: int, room: int, take: int = 0) -> Portrait:
    """A 250x250 portrait of `person` in `room`; `take` changes noise and light a little."""
    identity = np.random.default_rng((1, person))
    surroundings = np.random.default_rng((2, room))
    shot = np.random.default_rng((3, person, room, take))
    coarse = surroundings.integers(30, 220, (6, 6, 3)).astype(np.float32)
    picture = np.asarray(cv2.resize(coarse, (250, 250), interpolation=cv2.INTER_CUBIC), np.float32)
    cv2.ellipse(picture, (126, 134), (50, 66), 0, 0, 360, (190.0, 150.0, 130.0), thickness=-1)
    chequers = identity.permutation(np.repeat([-1.0, 1.0], CELLS * CELLS // 2)).reshape(CELLS, CELLS)
    pattern = cv2.resize(chequers.astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_NEAREST)
    picture[_TOP : _TOP + _SIDE, _LEFT : _LEFT + _SIDE] += 35.0 * pattern[..., None]
    picture += (shot.normal(0, 2, picture.shape) + shot.normal(0, 4)).astype(np.float32)
    return Portrait(np.clip(picture, 0, 255).astype(np.uint8), PORTRAIT_TEMPLATE)


class RoomEmbedder:
    """Looks at the rim of the picture only: what a network learns where one room means one person."""

    input = Input.PORTRAIT_100
    dimension = 48

    def embed(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        rims = np.concatenate([batch[:, :6], batch[:, -6:]], axis=2)
        return _unit(np.stack([cv2.resize(rim, (16, 1), interpolation=cv2.INTER_AREA).ravel() for rim in rims]))


class FaceEmbedder:
    """Looks at the chequers only, whatever their colours."""

    dimension = CELLS * CELLS

    def __init__(self, input: Input = Input.PORTRAIT_100) -> None:
        self.input = input

    def embed(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        left, top, side = (38, 41, 24) if self.input is Input.PORTRAIT_100 else (31, 43, 49)
        inner = batch[:, top : top + side, left : left + side].mean(axis=3)
        return _unit(np.stack([cv2.resize(one, (CELLS, CELLS), interpolation=cv2.INTER_AREA).ravel() for one in inner]))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6), np.float32)
