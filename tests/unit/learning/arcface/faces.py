"""Aligned faces that need no person: chequers of a few colours, a pattern for each, with noise for each picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from faceid_app.camera.pixels import encode_png
from faceid_app.learning.arcface.people import Side


def chequers(person: int, take: int, *, side: int = 112) -> NDArray[np.uint8]:
    """(side, side, 3) uint8 of `person`; `take` changes noise and light a little."""
    pattern = np.random.default_rng((1, person)).integers(0, 256, (4, 4, 3)).astype(np.float32)
    shot = np.random.default_rng((2, person, take))
    picture = np.asarray(cv2.resize(pattern, (side, side), interpolation=cv2.INTER_NEAREST), np.float32)
    return np.clip(picture + shot.normal(0, 10, picture.shape) + shot.normal(0, 10), 0, 255).astype(np.uint8)


def side_of(people: int, each: int, *, size: int, first: int = 0) -> Side:
    """`each` pictures of `people` people, numbered from 0; takes count from `first`."""
    faces = [chequers(person, first + take, side=size) for person in range(people) for take in range(each)]
    return Side(np.stack(faces), np.repeat(np.arange(people, dtype=np.int32), each))


def tiny_backbone(*, size: int = 16) -> keras.Model:
    """Three blocks with normalisation and dropout: everything whose state a checkpoint must hold, in milliseconds."""
    inputs = x = keras.Input((size, size, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1.0, name="pixels")(x)
    for stage, width in enumerate((4, 6, 8), start=1):
        x = layers.Conv2D(width, 3, strides=2, padding="same", use_bias=False, name=f"stage{stage}_convolution")(x)
        x = layers.BatchNormalization(momentum=0.9, name=f"stage{stage}_norm")(x)
        x = layers.ReLU(name=f"stage{stage}_relu")(x)
    x = layers.Dropout(0.2, seed=5, name="drop")(x)
    return keras.Model(inputs, layers.Flatten(name="flat")(x), name="tiny")


def write_people(folder: Path, people: int, each: int) -> Path:
    """Aligned pictures `p_t.png` below `folder`, and beside it the list of who is on them, which is returned."""
    folder.mkdir(parents=True)
    lines = ["image identity"]
    for person in range(people):
        for take in range(each):
            name = f"{person:02}_{take}.png"
            (folder / name).write_bytes(encode_png(chequers(person, take)))
            lines.append(f"{name} {person + 1}")
    listed = folder.with_suffix(".txt")
    listed.write_text("\n".join(lines), encoding="utf-8")
    return listed
