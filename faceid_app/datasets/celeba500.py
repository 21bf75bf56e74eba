"""CelebA-500 in its own layout: pictures, who is on them, and which of them are to learn from, validate and judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from faceid_app.datasets.people import is_picture
from faceid_app.errors import DatasetMissing

PICTURES_FOLDER = "celebA_imgs"
PEOPLE_FILE = "celebA_anno.txt"
SPLIT_FILE = "celebA_train_split.txt"
LEARN, VALIDATE, JUDGE = 0, 1, 2
"""The sides, by the numbers of the split file."""
_WHAT = f"give a folder with {PICTURES_FOLDER}, {PEOPLE_FILE} and {SPLIT_FILE}"


@dataclass(frozen=True, slots=True)
class CelebA500:
    """The set.

    Attributes:
        people: the pictures of each person, both sorted; a name is the number in the file of people.
        side: which side each picture is on: LEARN, VALIDATE or JUDGE.
        missing: pictures that are listed and are not there, or are on no side.
    """

    people: Mapping[str, list[Path]]
    side: Mapping[Path, int]
    missing: int


def read_celeba500(folder: Path) -> CelebA500:
    """Read the layout: a line of the two files is the name of a picture and a number.

    Raises DatasetMissing where a part is not there, a line is another, or nothing is left.
    """
    pictures = folder / PICTURES_FOLDER
    if not pictures.is_dir():
        raise DatasetMissing(f"The folder {str(pictures)!r}", _WHAT)
    person, side = _numbers(folder / PEOPLE_FILE), _numbers(folder / SPLIT_FILE)
    strange = sorted(set(side.values()) - {LEARN, VALIDATE, JUDGE})
    if strange:
        raise DatasetMissing(f"The side {strange[0]} of {SPLIT_FILE}", "sides are 0 learn, 1 validate, 2 judge")
    people: dict[str, list[Path]] = {}
    sides: dict[Path, int] = {}
    for name in sorted(person):
        path = pictures / name
        if name in side and is_picture(path):
            people.setdefault(f"{person[name]:05d}", []).append(path)
            sides[path] = side[name]
    if not people:
        raise DatasetMissing(f"A picture in {str(pictures)!r} that both lists name", _WHAT)
    return CelebA500(dict(sorted(people.items())), sides, len(person) - len(sides))


def _numbers(file: Path) -> dict[str, int]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DatasetMissing(f"The list {str(file)!r}", _WHAT) from None
    found = {}
    for number, line in enumerate(lines, start=1):
        match line.split():
            case []:
                continue
            case [name, value] if value.isdecimal() and Path(name).name == name:
                found[name] = int(value)
            case _:
                action = "a line must be the name of a picture and a number"
                raise DatasetMissing(f"Line {number} of {str(file)!r}", action)
    return found
