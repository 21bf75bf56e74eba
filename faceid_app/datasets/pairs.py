"""The pairs of LFW's View 2: ten folds of 300 pairs of one person and 300 pairs of two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from faceid_app.errors import DatasetMissing, ProtocolInvalid

FOLDS = 10
PAIRS_OF_A_KIND = 300
_PERSON = re.compile(r"(?!\.)[^/\\\s]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures, as paths below the folder of people (`Name/Name_0001.jpg`), and whether they show one person."""

    a: str
    b: str
    same: bool


def picture_name(person: str, number: int) -> str:
    """The official place of a picture: ("Ann_Lee", 7) -> "Ann_Lee/Ann_Lee_0007.jpg"."""
    return f"{person}/{person}_{number:04d}.jpg"


def read_pairs(path: Path) -> list[list[Pair]]:
    """The folds of a `pairs.txt`, each with 300 pairs of one person and then 300 of two.

    Raises DatasetMissing when there is no such file, ProtocolInvalid with the line's number when it is another format.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DatasetMissing(f"The list of pairs {str(path)!r}", "get the official pairs.txt") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise ProtocolInvalid(path, 1, "it is no text file") from None
    while lines and not lines[-1].strip():
        lines.pop()
    header = lines[0].split() if lines else []
    if header != [str(FOLDS), str(PAIRS_OF_A_KIND)]:
        raise ProtocolInvalid(path, 1, f"it must read '{FOLDS} {PAIRS_OF_A_KIND}', found {' '.join(header)[:40]!r}")
    expected = 1 + FOLDS * 2 * PAIRS_OF_A_KIND
    if len(lines) != expected:
        raise ProtocolInvalid(path, len(lines), f"the file ends with it, {expected} lines are needed")
    pairs = [
        _pair(path, number, line, same=(number - 2) // PAIRS_OF_A_KIND % 2 == 0)
        for number, line in enumerate(lines[1:], start=2)
    ]
    return [pairs[start : start + 2 * PAIRS_OF_A_KIND] for start in range(0, len(pairs), 2 * PAIRS_OF_A_KIND)]


def _pair(path: Path, line_number: int, line: str, *, same: bool) -> Pair:
    match line.split():
        case [person, first, second] if same:
            a, b = (person, first), (person, second)
        case [person, first, other, second] if not same:
            a, b = (person, first), (other, second)
        case fields:
            kind = "a name and two numbers" if same else "a name, a number, a name and a number"
            raise ProtocolInvalid(path, line_number, f"it must hold {kind}, found {len(fields)} fields")
    for person, number in (a, b):
        if not _PERSON.fullmatch(person):
            raise ProtocolInvalid(path, line_number, f"{person[:40]!r} is not the name of a folder")
        if not _NUMBER.fullmatch(number):
            raise ProtocolInvalid(path, line_number, f"{number[:40]!r} is not a picture's number from 1 to 9999")
    if a == b:
        raise ProtocolInvalid(path, line_number, "it pairs a picture with itself")
    if not same and a[0] == b[0]:
        raise ProtocolInvalid(path, line_number, f"a pair of two people names {a[0]!r} twice")
    return Pair(a=picture_name(a[0], int(a[1])), b=picture_name(b[0], int(b[1])), same=same)
