"""Portraits with the place of the face in them: the user's own captures and strangers, all framed alike."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.errors import PictureError
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE, similarity
from faceid_app.faces.face import Landmarks
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.learning.recipes import CapturePicture
from faceid_app.progress import Stage


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A face with its surroundings: (250, 250, 3) uint8 RGB, and its five landmarks in pixels of that."""

    rgb: RgbImage
    landmarks: Landmarks


def portrait_of_capture(capture: CapturePicture, observer: Observer) -> Portrait:
    """A capture's stored portrait. Where no face is found in it again, the landmarks are those of the framing."""
    subject = observer.observe(capture.portrait).subject
    return Portrait(capture.portrait, PORTRAIT_TEMPLATE if subject is None else subject.landmarks)


def portrait_of_picture(rgb: RgbImage, observer: Observer) -> Portrait | None:
    """Any picture of a person, framed as a capture would be; None without a face."""
    seen = observer.observe(rgb)
    if seen.subject is None or seen.portrait is None:
        return None
    matrix = similarity(seen.subject.landmarks, PORTRAIT_TEMPLATE)
    moved = seen.subject.landmarks.astype(np.float64) @ matrix[:, :2].T + matrix[:, 2]
    return Portrait(seen.portrait, moved.astype(np.float32))


def choose_pictures(people: Mapping[str, Sequence[Path]], *, count: int, seed: int) -> list[Path]:
    """Up to `count` pictures, of as many people as possible: one of each before a second of anyone."""
    generator = np.random.default_rng(seed)
    names = sorted(people)
    shuffled = [names[index] for index in generator.permutation(len(names))]
    most = max((len(people[name]) for name in shuffled), default=0)
    rounds = [people[name][turn] for turn in range(most) for name in shuffled if turn < len(people[name])]
    return list(rounds[:count])


def read_portraits(pictures: Sequence[Path], *, stage: Stage) -> list[Portrait]:
    """The portraits of those pictures that can be read and show a face, in order, read on every core."""
    observers: SimpleQueue[Observer] = SimpleQueue()
    workers = os.cpu_count() or 1
    for _ in range(workers):
        observers.put(Observer(limits=Limits.for_dataset()))

    def read(picture: Path) -> Portrait | None:
        observer = observers.get()
        try:
            return portrait_of_picture(read_picture(picture), observer)
        except PictureError:
            return None
        finally:
            observers.put(observer)

    found = []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for portrait in pool.map(read, pictures):
                stage.advance()
                if portrait is not None:
                    found.append(portrait)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found
