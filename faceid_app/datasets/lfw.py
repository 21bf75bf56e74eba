"""Labeled Faces in the Wild, as index by person. `installation` brings it here."""

from __future__ import annotations

import os
import re
from pathlib import Path

from faceid_app import strict_json
from faceid_app.datasets.people import split_names
from faceid_app.errors import DatasetMissing
from faceid_app.paths import Paths

PICTURES = 13_233
PEOPLE = 5_749
_OFFICIAL_NAME = re.compile(r"(?P<person>.+)_(?P<number>[0-9]{4})\.jpg")
_FETCH = "fetch it with 'faceid data lfw', or give one you have: faceid data lfw --from FILE"


class LfwIndex:
    """The pictures of LFW in `root`, the folder of people or one that holds it (see `find_people_folder`).

    A file not named `Name/Name_0001.jpg` is none of them. Raises DatasetMissing when there is no such picture.
    """

    def __init__(self, root: Path) -> None:
        people_folder = find_people_folder(root)
        if people_folder is None:
            raise DatasetMissing(f"LFW in {str(root)!r}", _FETCH)
        self._root = people_folder
        self._people = _scan(people_folder)

    @classmethod
    def find(cls, paths: Paths) -> LfwIndex:
        """The installed data set. Raises DatasetMissing when it was never installed, or its folder has gone."""
        root = installed_root(paths)
        if root is None:
            raise DatasetMissing("The data set LFW", _FETCH)
        if not root.is_dir():
            raise DatasetMissing(f"The folder {str(root)!r} with LFW", f"bring it back, or {_FETCH}")
        return cls(root)

    @property
    def root(self) -> Path:
        """The folder of people."""
        return self._root

    def people(self) -> dict[str, list[Path]]:
        """Each person's pictures, by number; people are sorted by name."""
        return self._people

    def pictures(self) -> list[Path]:
        """All pictures, person after person."""
        return [picture for pictures in self._people.values() for picture in pictures]

    def split_people(self, *, seed: int, share: float) -> tuple[list[str], list[str]]:
        """The names of the people to learn from and of those held out, see `split_names`."""
        return split_names(self._people, seed=seed, share=share)


def find_people_folder(folder: Path) -> Path | None:
    """The folder of people: `folder` itself or one at most two levels below it, best the deep-funneled one."""
    level = [folder]
    for _ in range(3):
        for candidate in sorted(level, key=lambda path: ("deepfunneled" not in path.name, path.name)):
            if _holds_people(candidate):
                return candidate
        level = [inner for outer in level for inner in _folders(outer)]
    return None


def lfw_folder(paths: Paths) -> Path:
    """Where the data set is installed."""
    return paths.datasets / "lfw"


def pairs_file(paths: Paths) -> Path:
    """Where View 2's list of pairs is installed."""
    return lfw_folder(paths) / "pairs.txt"


def installed_root(paths: Paths) -> Path | None:
    """The folder of people that was installed or is referred to; None when there is no record or it is unreadable."""
    try:
        record = strict_json.loads(record_file(paths).read_text(encoding="utf-8"))
        # A relative path lies below the data set's folder, so that the data directory can be moved.
        return lfw_folder(paths) / str(record["root"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def record_file(paths: Paths) -> Path:
    """The note of what is installed and where from."""
    return lfw_folder(paths) / "installed.json"


def _scan(root: Path) -> dict[str, list[Path]]:
    people: dict[str, list[Path]] = {}
    for folder in sorted(_folders(root)):
        pictures = sorted(_official_names(folder))
        if pictures:
            people[folder.name] = [folder / name for name in pictures]
    return people


def _holds_people(folder: Path) -> bool:
    return any(_official_names(inner) for inner in _folders(folder))


def _official_names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file()]
    except OSError:  # the search may come by folders that are not for us
        return []
    matches = ((name, _OFFICIAL_NAME.fullmatch(name)) for name in names)
    return [name for name, match in matches if match and match["person"] == folder.name]


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    except OSError:
        return []
