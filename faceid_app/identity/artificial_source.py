"""Owns where pictures of photographed and artificial faces come from, and on which side each of them is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faceid_app.datasets.people import is_picture
from faceid_app.errors import DatasetMissing, UsageError
from faceid_app.guard.kinds import UNSURE, Kind

KNOWN_FOLDERS: Mapping[str, Kind] = MappingProxyType(
    {
        "real_ciplab": Kind.PHOTOGRAPH,
        "sketch_photo": Kind.PHOTOGRAPH,
        "anime": Kind.ANIME,
        "sketch": Kind.SKETCH,
        "edited_ciplab": Kind.EDITED,
        "gan_stylegan": Kind.GENERATED,
    }
)
"""Folders that --data is searched for, and the kind each holds."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_SUBJECT_OF_SKETCH = re.compile(r"([fm])2?-(\d+)-\d+", re.IGNORECASE)
_EDITED_PARTS = re.compile(r"((?:easy|mid|hard)_\d+)_[01]{4}")


class SideName(StrEnum):
    """What a picture is used for. The shares are 8:1:1."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Listed:
    """A picture, the kind of its face, the folder it is of, and the original it goes back to."""

    path: Path
    kind: str
    source: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtificialSource:
    """Where the pictures come from.

    Attributes:
        data: a folder with some of KNOWN_FOLDERS in it.
        kinds: further folders, each with the name of its kind.
        photographs: folders of photographs, searched with all folders in them.
        most: of each folder that are taken, those whose hash is lowest.
    """

    data: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    photographs: tuple[str, ...] = ()
    most: int = 2000

    def check(self) -> None:
        """Raise UsageError where it names no folder, a kind that cannot be one, or too few pictures."""
        if not (self.data or self.kinds or self.photographs):
            raise UsageError("There is nothing to learn from; give --data, --kind or --photographs.")
        for name, _ in self.kinds:
            if not _NAME.fullmatch(name) or name == UNSURE:
                raise UsageError(
                    f"A kind cannot be named {name!r}; choose up to 31 small letters, digits, '-' or '_', "
                    f"and not {UNSURE!r}."
                )
        if self.most < 10:
            raise UsageError(f"{self.most} pictures of a folder are too few to be split 8:1:1; choose at least 10.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; paths become absolute."""
        return {
            **asdict(self),
            "data": None if self.data is None else _absolute(self.data),
            "kinds": [[name, _absolute(folder)] for name, folder in self.kinds],
            "photographs": [_absolute(folder) for folder in self.photographs],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ArtificialSource:
        """Back from `to_dict`."""
        kinds = tuple((str(name), str(folder)) for name, folder in values["kinds"])
        return cls(**{**values, "kinds": kinds, "photographs": tuple(values["photographs"])})


def list_pictures(source: ArtificialSource) -> list[Listed]:
    """The pictures of every folder, at most `source.most` of each. Raises DatasetMissing for a folder without any."""
    folders = [(kind.value, Path(str(source.data)) / name) for name, kind in KNOWN_FOLDERS.items() if source.data]
    folders = [(kind, folder) for kind, folder in folders if folder.is_dir()]
    if source.data and not folders:
        known = ", ".join(KNOWN_FOLDERS)
        raise DatasetMissing(f"A folder named as one of {known} in {source.data!r}", "check --data")
    folders += [(name, Path(folder)) for name, folder in source.kinds]
    folders += [(Kind.PHOTOGRAPH.value, Path(folder)) for folder in source.photographs]
    listed: list[Listed] = []
    for kind, folder in folders:
        found = sorted(path for path in folder.rglob("*") if is_picture(path))
        if not found:
            raise DatasetMissing(f"A picture in the folder {str(folder)!r}", "check the folders that were given")
        pictures = [Listed(path, kind, folder.name, original_of(path, folder)) for path in found]
        chosen = sorted(pictures, key=lambda one: _hash(f"{one.source}/{one.path.relative_to(folder)}"))[: source.most]
        listed += sorted(chosen, key=lambda one: one.path)
    return listed


def original_of(path: Path, folder: Path) -> str:
    """What pictures that go back to one original have in common: a person's folder, the subject of a sketch and of its
    photograph, or the picture that was edited in several ways; else the picture itself."""
    if subject := _SUBJECT_OF_SKETCH.match(path.stem):
        return f"subject-{subject.group(1).lower()}-{subject.group(2)}"
    if edited := _EDITED_PARTS.fullmatch(path.stem):
        return f"edited-{edited.group(1)}"
    if path.parent != folder:
        return f"{folder.name}/{path.parent.name}"
    return f"{folder.name}/{path.stem}"


def side_of(original: str) -> SideName:
    """The side of all that goes back to `original`: 8 of 10 for training, one each for validation and test."""
    tenth = _hash(original) % 10
    return SideName.TRAINING if tenth < 8 else SideName.VALIDATION if tenth == 8 else SideName.TEST


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _absolute(path: str) -> str:
    return str(Path(path).resolve())
