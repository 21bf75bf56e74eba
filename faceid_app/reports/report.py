"""Owns the report of a measurement and its three forms: the figures as JSON, a text, and a page with plots."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from faceid_app.errors import ReportRefused
from faceid_app.files import storage_errors, write_whole
from faceid_app.reports.plots import Plot

Cell = str | int | float | None
SUFFIXES = (".html", ".json", ".txt")
_DIGITS = 10
"""Significant digits of a float in JSON: more than any figure here is known to, fewer than summation order disturbs."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. Cells are formatted when shown; where a unit matters, give them as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row needs {len(self.columns)} cells, as {self.columns}. Received: {len(row)}")

    def cells(self) -> list[list[str]]:
        """The rows as text."""
        return [[_shown(cell) for cell in row] for row in self.rows]

    def numeric(self) -> list[bool]:
        """For each column, whether it holds figures, which stand to the right."""
        return [any(row[i] is not None for row in self.rows) and all(map(_is_figure, self._column(i)))
                for i in range(len(self.columns))]  # fmt: skip

    def _column(self, index: int) -> list[Cell]:
        return [row[index] for row in self.rows]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Paragraphs, then tables, then plots, under a title."""

    title: str
    text: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What was measured.

    about: what on what, with n, seed and versions. figures: the raw numbers; they and `about` are the JSON, which
    holds no date, time or path, so that the same seed gives the same bytes.
    """

    title: str
    about: dict[str, str]
    sections: tuple[Section, ...]
    figures: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Title, about and figures as canonical JSON, see `canonical_json`."""
        return canonical_json({"title": self.title, "about": self.about, "figures": self.figures})

    def to_text(self) -> str:
        """Everything but the plots, for a terminal."""
        from faceid_app.reports.text import as_text

        return as_text(self)

    def to_html(self) -> bytes:
        """One UTF-8 page with everything in it; it loads nothing and runs nothing."""
        from faceid_app.reports.page import as_page

        return as_page(self).encode()

    def save(self, path: Path) -> None:
        """Write the form that the ending of `path` names, whole or not at all; ReportRefused, DiskFull, NotWritable."""
        check_target(path)
        match path.suffix.lower():
            case ".html":
                data = self.to_html()
            case ".json":
                data = self.to_json()
            case _:
                data = self.to_text().encode()
        with storage_errors(path):
            write_whole(path, data)


def check_target(path: Path) -> None:
    """ReportRefused where no report can be written to `path`; ask before minutes are spent on measuring."""
    if path.suffix.lower() not in SUFFIXES:
        raise ReportRefused(path, f"its ending is {path.suffix!r}")
    # Unlike pathlib's, it takes a name that no system can have for what it is: no folder.
    if not os.path.isdir(path.parent):
        raise ReportRefused(path, f"there is no folder {str(path.parent)!r}")
    if os.path.isdir(path):
        raise ReportRefused(path, "it is a folder")


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """JSON of which there is one form only: keys sorted, indent 1, floats with ten significant digits, a newline last.

    numpy's numbers and arrays become plain ones. ValueError for NaN, infinity, keys that are no text, and other types,
    with the place of it.
    """
    plain = _plain(value, "figures")
    return (json.dumps(plain, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _plain(value: object, place: str) -> Any:
    match value:
        case None | bool() | str() | int():
            return value
        case np.bool_() | np.integer():
            return value.item()
        case float() | np.floating():
            number = float(value)
            if not math.isfinite(number):
                raise ValueError(f"{place} must be finite to be reported. Received: {number}")
            # Adding 0 makes -0.0 the 0.0 it equals.
            return float(f"{number:.{_DIGITS - 1}e}") + 0.0
        case np.ndarray():
            return _plain(value.tolist(), place)
        case Mapping():
            strange = [key for key in value if not isinstance(key, str)]
            if strange:
                raise ValueError(f"the keys of {place} must be text. Received: {strange[0]!r}")
            return {key: _plain(inner, f"{place}.{key}") for key, inner in value.items()}
        case Sequence() if not isinstance(value, bytes):
            return [_plain(inner, f"{place}[{i}]") for i, inner in enumerate(value)]
    raise ValueError(f"{place} must be numbers, text, lists and mappings. Received: {type(value).__name__}")


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return "–"
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case int():
            return f"{cell:,}"
        case _:
            return f"{cell:.6g}"


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip().lstrip("+-−±<>≤≥~ ")[:1].isdigit() or cell.strip() in ("–", "")
    return not isinstance(cell, bool)
