"""Owns who is in the study: the gallery with the pictures that are learned from and those that judge, and strangers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.celeba500 import JUDGE, VALIDATE, read_celeba500
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import DatasetMissing
from faceid_app.identity.arcface_options import FaceSource
from faceid_app.identity.identify_options import IdentifySource
from faceid_app.learning.arcface.people import list_people

LEARNED, HELD_OUT, STRANGER = 0, 1, 2
VALIDATION_SHARE = 0.1
"""Of what is learned from, for networks that choose their best weights: those pictures judge nothing in the end."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Pictures before any of them is read.

    Attributes:
        pictures: of everybody, person after person.
        person: (n,) int32 into `names`.
        names: sorted.
        given: (n,) int8, the side that the set itself names, -1 where it names none.
        aligned: whether they are aligned faces.
        root: the folder that an index of people found, where there is one.
        missing: pictures that the set lists and that are not there.
    """

    pictures: tuple[Path, ...]
    person: NDArray[np.int32]
    names: tuple[str, ...]
    given: NDArray[np.int8]
    aligned: bool
    root: Path | None
    missing: int


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Who is searched for among whom.

    Attributes:
        names: of the gallery.
        rows: (n,) of the pictures that take part, into `Listed.pictures`.
        person: (n,) int32: of the gallery into `names`, of strangers numbers from 0 of their own.
        side: (n,) int8: LEARNED, HELD_OUT or STRANGER.
        validation: (n,) bool, of those LEARNED.
        own_split: whether the set brought the split.
    """

    names: tuple[str, ...]
    rows: NDArray[np.intp]
    person: NDArray[np.int32]
    side: NDArray[np.int8]
    validation: NDArray[np.bool_]
    own_split: bool

    def on(self, side: int) -> NDArray[np.intp]:
        """Which entries are on a side."""
        return np.flatnonzero(self.side == side)


def list_source(source: IdentifySource) -> Listed:
    """The pictures of the people who can be in the gallery, and of strangers. Raises DatasetMissing."""
    sides: Mapping[Path, int] = {}
    missing, root = 0, None
    if source.celeba500 is not None:
        layout = read_celeba500(Path(source.celeba500))
        people, sides, missing = dict(layout.people), layout.side, layout.missing
    elif source.people is not None:
        folder = Path(source.people)
        index = LfwIndex(folder) if source.lfw else FolderIndex(folder)
        people, root = dict(index.people()), index.root
    else:
        people = list_people(FaceSource(aligned=source.aligned, identities=source.identities))
    able = [name for name in people if len(people[name]) >= source.least_pictures]
    _enough(able, len(people), source)
    if source.most_people is not None:
        able = sorted(sorted(able, key=lambda name: _draw(source.seed, name))[: source.most_people])
    chosen = {name: _some(people[name], source.most_pictures, source.seed) for name in able}
    strangers = {
        name: people[name] for name in people.keys() - chosen.keys() if len(people[name]) < source.least_pictures
    }
    chosen |= _few(strangers, source.most_strangers, source.seed)
    names = tuple(sorted(chosen))
    pictures = tuple(picture for name in names for picture in chosen[name])
    person = np.repeat(np.arange(len(names), dtype=np.int32), [len(chosen[name]) for name in names])
    given = np.array([sides.get(picture, -1) for picture in pictures], np.int8)
    return Listed(pictures, person, names, given, bool(source.aligned), root, missing)


def split_study(listed: Listed, readable: NDArray[np.bool_], source: IdentifySource) -> Study:
    """Gallery, sides and strangers among the pictures that can be read, (n,) bool.

    A share of each person's pictures, one at least, judges; which ones depends on seed and name alone, or on the set
    that brings a split. Raises DatasetMissing where fewer than two people are left.
    """
    gallery: list[str] = []
    rows, person, side, validation = [], [], [], []
    strangers = 0
    fewest = 2 if source.celeba500 is not None else source.least_pictures
    for number, name in enumerate(listed.names):
        own = np.flatnonzero((listed.person == number) & readable)
        told = listed.given[own]
        if len(own) >= fewest and (told[0] < 0 or ((told == JUDGE).any() and (told < JUDGE).any())):
            where, held_for_choice = _sides(told, source, name)
            person.append(np.full(len(own), len(gallery)))
            gallery.append(name)
        else:
            where, held_for_choice = np.full(len(own), STRANGER), np.zeros(len(own), np.bool_)
            person.append(np.full(len(own), strangers))
            strangers += 1
        rows.append(own)
        side.append(where)
        validation.append(held_for_choice)
    _enough(gallery, len(listed.names), source)
    return Study(
        names=tuple(gallery),
        rows=np.concatenate(rows),
        person=np.concatenate(person).astype(np.int32),
        side=np.concatenate(side).astype(np.int8),
        validation=np.concatenate(validation),
        own_split=bool((listed.given >= 0).any()),
    )


def _sides(told: NDArray[np.int8], source: IdentifySource, name: str) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    count = len(told)
    if told[0] >= 0:
        return np.where(told == JUDGE, HELD_OUT, LEARNED).astype(np.int8), told == VALIDATE
    order = np.random.default_rng(int.from_bytes(_draw(source.seed, name)[:8])).permutation(count)
    held_out = min(count - 1, max(1, round(source.test_share * count)))
    side = np.full(count, LEARNED, np.int8)
    side[order[:held_out]] = HELD_OUT
    validation = np.zeros(count, np.bool_)
    left = count - held_out
    if left >= 3:
        validation[order[held_out : held_out + max(1, round(VALIDATION_SHARE * left))]] = True
    return side, validation


def _enough(gallery: Sequence[str], people: int, source: IdentifySource) -> None:
    if len(gallery) < 2:
        raise DatasetMissing(
            f"Enough people to tell apart (2 with {source.least_pictures} readable pictures or more, found "
            f"{len(gallery)} among {people})",
            "give pictures of more people or lower --least-pictures",
        )


def _some(pictures: Sequence[Path], most: int | None, seed: int) -> list[Path]:
    if most is None or len(pictures) <= most:
        return list(pictures)
    return sorted(sorted(pictures, key=lambda picture: _draw(seed, picture.name))[:most])


def _few(people: Mapping[str, list[Path]], most: int | None, seed: int) -> dict[str, list[Path]]:
    """As many whole people as have at most so many pictures together."""
    if most is None:
        return dict(people)
    kept, pictures = {}, 0
    for name in sorted(people, key=lambda name: _draw(seed, name)):
        if pictures + len(people[name]) <= most:
            kept[name] = people[name]
            pictures += len(people[name])
    return kept


def _draw(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{name}".encode()).digest()
