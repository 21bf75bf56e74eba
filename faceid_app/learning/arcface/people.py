"""Owns who is learned from and who is not: the split by people, the pictures of each side, and reading them aligned."""

from __future__ import annotations

import hashlib
import io
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.face_sets import people_of_pairs, read_identities
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.pairs import read_pairs
from faceid_app.datasets.people import FolderIndex, is_picture, split_names
from faceid_app.errors import DatasetMissing
from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.files import make_folder, write_whole
from faceid_app.identity.arcface_options import FaceSource
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, Stage

Listed = Mapping[str, Sequence[Path]]
LEAST_UNSEEN = 4
"""People with two pictures or more: two folds of two people each are the least that verification can be judged on."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Names:
    """The people of each side with their pictures; `tested` were left out for being in the list of pairs."""

    learning: dict[str, list[Path]]
    unseen: dict[str, list[Path]]
    tested: int


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """(n, 112, 112, 3) uint8 RGB, and whom each shows, (n,) int32."""

    faces: NDArray[np.uint8]
    person: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """What is learned from, validated and verified with.

    Attributes:
        training, validation: other pictures of the same people, numbered from 0.
        unseen: of people of whom nothing was learned, numbered by themselves.
        people: how many the first two sides show.
        without_face: pictures that were listed and show none, or are no aligned face.
        tested: people left out of learning because a list of pairs names them.
        digest: of all pictures, people and sides: a checkpoint belongs to them.
    """

    training: Side
    validation: Side
    unseen: Side
    people: int
    without_face: int
    tested: int
    digest: str


def list_people(source: FaceSource) -> dict[str, list[Path]]:
    """The pictures of each person by name, sorted. Raises DatasetMissing."""
    if source.people is not None:
        folder = Path(source.people)
        return dict((LfwIndex(folder) if source.lfw else FolderIndex(folder)).people())
    identities = read_identities(Path(str(source.identities)))
    people: dict[str, list[Path]] = {}
    for folder in map(Path, source.aligned):
        for picture in sorted(path for path in folder.rglob("*") if is_picture(path)):
            if picture.stem in identities:
                # One list names the people of all folders, so a number is the same person in each.
                people.setdefault(f"{identities[picture.stem]:07d}", []).append(picture)
    if not people:
        raise DatasetMissing("A picture that the list of identities names", "check --aligned and --identities")
    return dict(sorted(people.items()))


def choose_names(people: Mapping[str, Sequence[Path]], source: FaceSource) -> Names:
    """Who is learned from and who is never seen; nobody is both.

    With a list of pairs, everybody in it is on the side never seen, as far as it is needed. Raises DatasetMissing
    where a side is too small.
    """
    tested = people_of_pairs(read_pairs(Path(source.pairs))) & people.keys() if source.pairs else frozenset()
    free = {name: files for name, files in people.items() if name not in tested}
    enough = _most([name for name in free if len(free[name]) >= source.least_pictures], source.most_people, source.seed)
    if tested:
        several = [name for name in tested if len(people[name]) >= 2]
        learning, unseen = enough, _most(several, max(LEAST_UNSEEN, len(enough) // 2), source.seed)
    else:
        learning, unseen = split_names(enough, seed=source.seed, share=source.unseen_share)
        if len(unseen) < LEAST_UNSEEN:
            learning, unseen = split_names(enough, seed=source.seed, share=min(1.0, LEAST_UNSEEN / max(len(enough), 1)))
    if len(learning) < 2 or len(unseen) < LEAST_UNSEEN:
        raise DatasetMissing(
            f"Enough people to learn from (found {len(learning)}, needed 2) and to verify with (found {len(unseen)}, "
            f"needed {LEAST_UNSEEN}) among {len(people)}, each with {source.least_pictures} pictures or more",
            "give more people or lower --least-pictures",
        )
    each = {name: _some(people[name], source, name) for name in (*learning, *unseen)}
    return Names({name: each[name] for name in learning}, {name: each[name] for name in unseen}, len(tested))


def read_sides(source: FaceSource, *, paths: Paths, report: Report, is_cancelled: IsCancelled) -> Sides:
    """Read and align all pictures of the chosen people, and keep some of each for validation.

    The pictures are split before any view of them is made. Raises DatasetMissing and Cancelled.
    """
    names = choose_names(list_people(source), source)
    listed = [(name, picture) for side in (names.learning, names.unseen) for name in side for picture in side[name]]
    pictures = [picture for _, picture in listed]
    faces, found = _faces(source, pictures, paths=paths, report=report, is_cancelled=is_cancelled)
    by_name: dict[str, list[int]] = {name: [] for name in (*names.learning, *names.unseen)}
    for row, index in enumerate(found):
        by_name[listed[index][0]].append(row)
    generator = np.random.default_rng(source.seed)
    training, validation, unseen = _Rows(), _Rows(), _Rows()
    people = 0
    for name in names.learning:
        rows = [by_name[name][index] for index in generator.permutation(len(by_name[name]))]
        if len(rows) < 2:
            continue  # so few of the pictures show a face
        held_out = max(1, round(source.validation_share * len(rows)))
        validation.add(rows[:held_out], people)
        training.add(rows[held_out:], people)
        people += 1
    strangers = [name for name in names.unseen if len(by_name[name]) >= 2]
    for number, name in enumerate(strangers):
        unseen.add(by_name[name], number)
    if people < 2 or len(strangers) < LEAST_UNSEEN:
        raise DatasetMissing(
            f"A face in enough pictures (2 of at least 2 people to learn from, found {people}; of {LEAST_UNSEEN} to "
            f"verify with, found {len(strangers)})",
            "give more pictures of people",
        )
    learned, validated, never_seen = (rows.side(faces) for rows in (training, validation, unseen))
    digest = hashlib.sha256()
    for side in (learned, validated, never_seen):
        digest.update(side.faces.tobytes())
        digest.update(side.person.tobytes())
    without_face = len(pictures) - len(found)
    return Sides(learned, validated, never_seen, people, without_face, names.tested, digest.hexdigest())


class _Rows:
    """Rows of one side as they come, with the person each shows."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._person: list[int] = []

    def add(self, rows: Sequence[int], person: int) -> None:
        self._rows += rows
        self._person += [person] * len(rows)

    def side(self, faces: NDArray[np.uint8]) -> Side:
        return Side(faces[self._rows], np.array(self._person, np.int32))


def _most(names: Sequence[str], most: int | None, seed: int) -> list[str]:
    """At most so many of the names, by a hash: which ones depends on names and seed alone."""
    if most is None or len(names) <= most:
        return sorted(names)
    return sorted(sorted(names, key=lambda name: hashlib.sha256(f"{seed}\n{name}".encode()).digest())[:most])


def _some(pictures: Sequence[Path], source: FaceSource, name: str) -> list[Path]:
    if source.most_pictures is None or len(pictures) <= source.most_pictures:
        return list(pictures)
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    chosen = np.random.default_rng((source.seed, key)).permutation(len(pictures))[: source.most_pictures]
    return [pictures[index] for index in sorted(chosen)]


def _faces(
    source: FaceSource, pictures: Sequence[Path], *, paths: Paths, report: Report, is_cancelled: IsCancelled
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """(n, 112, 112, 3) faces and the index of each one's picture; pictures without are left out."""
    aligned = source.people is None
    cache = None if aligned else _cache_file(paths, pictures)
    if cache is not None and cache.is_file():
        try:
            with np.load(cache, allow_pickle=False) as arrays:
                return arrays["faces"], arrays["found"]
        except (ValueError, KeyError, OSError, EOFError):
            cache.unlink(missing_ok=True)
    stage = Stage("faces", of=len(pictures), report=report, is_cancelled=is_cancelled)
    faces, found = _read(pictures, _new_read if aligned else _new_align, stage)
    if not len(found):
        raise DatasetMissing(f"A face in the {len(pictures)} chosen pictures", "give pictures of people")
    if cache is not None:
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, faces=faces, found=found)
        try:
            make_folder(cache.parent)
            write_whole(cache, stream.getvalue())
        except OSError:  # the faces are there; the next training finds them again
            _log.warning("The aligned faces could not be cached", exc_info=True)
    return faces, found


def _cache_file(paths: Paths, pictures: Sequence[Path]) -> Path:
    key = hashlib.sha256(f"{PREPROCESSING_VERSION}\n".encode())
    for picture in pictures:
        state = picture.stat()
        key.update(f"{picture} {state.st_size} {state.st_mtime_ns}\n".encode())
    return paths.cache / f"aligned-{key.hexdigest()[:24]}.npz"


_Read = Callable[[Path], RgbImage | None]


def _new_read() -> _Read:
    def read(picture: Path) -> RgbImage | None:
        face = read_picture(picture)
        return face if face.shape == (ALIGNED_SIZE, ALIGNED_SIZE, 3) else None

    return read


def _new_align() -> _Read:
    observer = Observer(limits=Limits.for_dataset())
    return lambda picture: observer.observe(read_picture(picture)).aligned


def _read(
    pictures: Sequence[Path], new_read: Callable[[], _Read], stage: Stage
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    workers = os.cpu_count() or 1
    readers: SimpleQueue[_Read] = SimpleQueue()
    for _ in range(workers):
        readers.put(new_read())

    def read(picture: Path) -> RgbImage | None:
        reader = readers.get()
        try:
            return reader(picture)
        except PictureError:
            return None
        finally:
            readers.put(reader)

    faces, found = [], []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for index, face in enumerate(pool.map(read, pictures)):
                stage.advance()
                if face is not None:
                    faces.append(face)
                    found.append(index)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    size = (ALIGNED_SIZE, ALIGNED_SIZE, 3)
    return np.stack(faces) if faces else np.empty((0, *size), np.uint8), np.array(found, np.int32)
