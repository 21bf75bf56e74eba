"""What any set of pictures of people offers, and the index of a plain folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from faceid_app.camera.pixels import PICTURE_SUFFIXES
from faceid_app.errors import DatasetMissing

STRANGERS, LFW = "strangers", "lfw"
"""Negatives by name: the embeddings that came with the backbone, and the installed data set. Others are folders."""


class PeopleIndex(Protocol):
    """Pictures sorted by person."""

    @property
    def root(self) -> Path:
        """The folder all pictures lie below."""

    def people(self) -> dict[str, list[Path]]:
        """Each person's pictures; names and pictures are sorted. The caller must not change them."""

    def pictures(self) -> list[Path]:
        """All pictures, person after person."""

    def split_people(self, *, seed: int, share: float) -> tuple[list[str], list[str]]:
        """The names of the people to learn from and of those held out, see `split_names`."""


def split_names(names: Iterable[str], *, seed: int, share: float) -> tuple[list[str], list[str]]:
    """The names to learn from and those held out, each sorted; `share` (0..1) of them, rounded, are held out.

    No name is in both. Whether one is held out depends on name and seed, not on the order in which a disk lists
    them: the order is that of a hash, so that the same seed gives the same split on every system.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie in 0..1. Received: {share}")
    shuffled = sorted(names, key=lambda name: hashlib.sha256(f"{seed}\n{name}".encode()).digest())
    held_out = round(share * len(shuffled))
    return sorted(shuffled[held_out:]), sorted(shuffled[:held_out])


class FolderIndex:
    """Any folder of pictures: a sub-folder is one person with all pictures below it, a loose picture one of its own.

    A folder that holds nothing but one folder of folders is looked through: that is how archives unpack. Raises
    DatasetMissing when there is no such folder or no picture in it.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise DatasetMissing(f"The folder {str(root)!r}", "check its name")
        self._root = _unwrapped(root)
        self._people = _scan(self._root)
        if not self._people:
            raise DatasetMissing(
                f"A picture in {str(root)!r}", f"put {', '.join(sorted(PICTURE_SUFFIXES))} files there"
            )

    @property
    def root(self) -> Path:
        """The folder that holds the people."""
        return self._root

    def people(self) -> dict[str, list[Path]]:
        """Each person's pictures; a loose picture's person bears the name of the file."""
        return self._people

    def pictures(self) -> list[Path]:
        """All pictures, person after person."""
        return [picture for pictures in self._people.values() for picture in pictures]

    def split_people(self, *, seed: int, share: float) -> tuple[list[str], list[str]]:
        """The names of the people to learn from and of those held out, see `split_names`."""
        return split_names(self._people, seed=seed, share=share)


def _unwrapped(root: Path) -> Path:
    entries = [entry for entry in root.iterdir() if not entry.name.startswith(".")]
    while len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink():
        inner = [entry for entry in entries[0].iterdir() if not entry.name.startswith(".")]
        if not any(entry.is_dir() for entry in inner):
            break
        root, entries = entries[0], inner
    return root


def _scan(root: Path) -> dict[str, list[Path]]:
    people: dict[str, list[Path]] = {}
    for entry in sorted(root.iterdir()):
        if entry.is_dir():
            # A link could lead round in a circle or out of the folder; Path.rglob does not follow links to folders.
            pictures = sorted(path for path in entry.rglob("*") if is_picture(path))
            if pictures:
                people[entry.name] = pictures
        elif is_picture(entry):
            people[entry.name] = [entry]
    return people


def is_picture(path: Path) -> bool:
    """Whether the name is that of a picture; hidden files (a Mac leaves `._x.jpg` beside x.jpg) are none."""
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".") and path.is_file()
