"""Portraits with the place of the face in them: the user's own captures and strangers, all framed alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

import numpy as np

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE, similarity
from faceid_app.faces.face import Landmarks
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.learning.recipes import CapturePicture
from faceid_app.progress import Stage

Item = TypeVar("Item")
Found = TypeVar("Found")


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


def portraits_of_captures(captures: Sequence[CapturePicture]) -> list[Portrait]:
    """As `portrait_of_capture`, in order, on every core."""
    return _on_every_core(portrait_of_capture, captures)


def read_portraits(pictures: Sequence[Path], *, stage: Stage) -> list[Portrait]:
    """The portraits of those pictures that can be read and show a face, in order, read on every core."""

    def read(picture: Path, observer: Observer) -> Portrait | None:
        try:
            return portrait_of_picture(read_picture(picture), observer)
        except PictureError:
            return None

    found = _on_every_core(read, pictures, done=stage.advance)
    return [portrait for portrait in found if portrait is not None]


def _on_every_core(
    work: Callable[[Item, Observer], Found], items: Sequence[Item], *, done: Callable[[], object] | None = None
) -> list[Found]:
    """`work` on each item with an observer of its thread's own; `done` is called after each, and may raise."""
    observers: SimpleQueue[Observer] = SimpleQueue()
    workers = os.cpu_count() or 1
    for _ in range(workers):
        observers.put(Observer(limits=Limits.for_dataset()))

    def one(item: Item) -> Found:
        observer = observers.get()
        try:
            return work(item, observer)
        finally:
            observers.put(observer)

    found = []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for result in pool.map(one, items):
                if done is not None:
                    done()
                found.append(result)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found
