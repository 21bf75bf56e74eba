"""Aligned faces of strangers, a bounded number, on sides that share no person."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.people import split_names
from faceid_app.errors import TrainingFailed
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.people_pairs import CONFIRM_SHARE, JUDGE_SHARE
from faceid_app.progress import IsCancelled, Report, Stage

_EACH = 4  # pictures of one person; more would be many pairs of few people


@dataclass(frozen=True, slots=True, eq=False)
class AlignedFaces:
    """(n, 112, 112, 3) uint8 RGB, whom each shows (n,) int32, and the names those numbers stand for."""

    aligned: NDArray[np.uint8]
    person: NDArray[np.int32]
    people: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.person)


def read_sides(
    people: Mapping[str, Sequence[Path]],
    *,
    sizes: tuple[int, int, int],
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[AlignedFaces, AlignedFaces, AlignedFaces]:
    """Faces to learn from, to confirm and to judge by: the people are those recipe head puts on each side.

    Args:
        people: pictures by name.
        sizes: the most pictures read of each side.
        seed: chooses.
        report, is_cancelled: as ever.

    Raises:
        TrainingFailed: a side without a face.
    """
    learn, held_out = split_names(people, seed=seed, share=CONFIRM_SHARE + JUDGE_SHARE)
    confirm, judge = split_names(held_out, seed=seed + 1, share=JUDGE_SHARE / (CONFIRM_SHARE + JUDGE_SHARE))
    generator = np.random.default_rng(seed)
    sides = [
        (names, choose(people, names, most=most, generator=generator))
        for names, most in zip((learn, confirm, judge), sizes, strict=True)
    ]
    stage = Stage("faces", of=sum(len(side[1]) for side in sides), report=report, is_cancelled=is_cancelled)
    first, second, third = (_read(names, chosen, stage) for names, chosen in sides)
    return first, second, third


def read_all(people: Mapping[str, Sequence[Path]], *, report: Report, is_cancelled: IsCancelled) -> AlignedFaces:
    """Every picture of `people` in which there is a face. Raises TrainingFailed where there is none."""
    names = sorted(people)
    chosen = [(index, path) for index, name in enumerate(names) for path in people[name]]
    return _read(names, chosen, Stage("faces", of=len(chosen), report=report, is_cancelled=is_cancelled))


def choose(
    people: Mapping[str, Sequence[Path]], names: Sequence[str], *, most: int, generator: np.random.Generator
) -> list[tuple[int, Path]]:
    """At most `most` pictures, each with the index of its name.

    Of people with several pictures up to four, and one each of the others, for whom up to half of the room is left.
    """
    order = generator.permutation(len(names))
    several = [index for index in order if len(people[names[index]]) > 1]
    single = [index for index in order if len(people[names[index]]) == 1]
    chosen = [(int(index), path) for index in several for path in people[names[index]][:_EACH]]
    rest = [(int(index), people[names[index]][0]) for index in single]
    return (chosen[: max(most // 2, most - len(rest))] + rest)[:most]


def _read(names: Sequence[str], chosen: Sequence[tuple[int, Path]], stage: Stage) -> AlignedFaces:
    observers: SimpleQueue[Observer] = SimpleQueue()
    workers = os.cpu_count() or 1
    for _ in range(workers):
        observers.put(Observer(limits=Limits.for_dataset()))

    def read(picture: Path) -> RgbImage | None:
        observer = observers.get()
        try:
            return observer.observe(read_picture(picture)).aligned
        except PictureError:
            return None
        finally:
            observers.put(observer)

    faces, person = [], []
    with ThreadPoolExecutor(workers) as pool:
        try:
            found = pool.map(read, [path for _, path in chosen])
            for (index, _), aligned in zip(chosen, found, strict=True):
                stage.advance()
                if aligned is not None:
                    faces.append(aligned)
                    person.append(index)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if not faces:
        raise TrainingFailed(f"{len(chosen)} pictures of strangers show no face; give pictures of more people")
    return AlignedFaces(np.stack(faces), np.array(person, np.int32), tuple(names))
