"""A whole report, words, tables and plots included, as bytes that can be read back."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from faceid_app import strict_json
from faceid_app.reports.plots import Bars, BarSeries, Histogram, Lines, Mark, Matrix, Series
from faceid_app.reports.report import Report, Section, Table

FORMAT = 1
_KINDS: dict[str, type] = {
    kind.__name__: kind for kind in (Section, Table, Lines, Bars, Histogram, Matrix, Mark, Series, BarSeries)
}
"""What may lie in an archive. Pictures may not: they are of people, and a report is not where those are kept."""
_KIND = "kind"


def report_to_bytes(report: Report) -> bytes:
    """JSON, UTF-8. Plots of pictures are left out. ValueError for what no report holds."""
    sections = [
        {
            "title": section.title,
            "text": list(section.text),
            "tables": [_plain(table) for table in section.tables],
            "plots": [_plain(plot) for plot in section.plots if type(plot).__name__ in _KINDS],
        }
        for section in report.sections
    ]
    whole = {"format": FORMAT, "title": report.title, "about": report.about, "sections": sections}
    return json.dumps({**whole, "figures": _plain(report.figures)}, ensure_ascii=False).encode()


def report_from_bytes(data: bytes) -> Report:
    """The reverse of `report_to_bytes`; ValueError where the bytes are not that, or of a later format."""
    try:
        whole = strict_json.loads(data)
        if whole["format"] != FORMAT:
            raise ValueError(f"its format is {whole['format']!r}, {FORMAT} is known")
        sections = tuple(
            Section(
                title=str(section["title"]),
                text=tuple(map(str, section["text"])),
                tables=tuple(_made(table) for table in section["tables"]),
                plots=tuple(_made(plot) for plot in section["plots"]),
            )
            for section in whole["sections"]
        )
        about = {str(name): str(value) for name, value in whole["about"].items()}
        return Report(str(whole["title"]), about, sections, whole["figures"])
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"it is no report ({error})") from error


def _plain(value: object) -> Any:
    if is_dataclass(value) and type(value).__name__ in _KINDS:
        return {_KIND: type(value).__name__, **{one.name: _plain(getattr(value, one.name)) for one in fields(value)}}
    match value:
        case None | bool() | str() | int() | float():
            return value
        case np.generic():
            return value.item()
        case np.ndarray():
            return value.tolist()
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    raise ValueError(f"a report holds numbers, text, lists and mappings. Received: {type(value).__name__}")


def _made(value: Mapping[str, Any]) -> Any:
    """The dataclass in `value`, its parts made likewise: lists become tuples, but numbers arrays."""
    kind = _KINDS[value[_KIND]]
    hints = typing.get_type_hints(kind)
    return kind(**{one.name: _part(value[one.name], hints[one.name]) for one in fields(kind) if one.name in value})


def _part(value: Any, hint: Any) -> Any:
    if isinstance(value, Mapping):
        return _made(value)
    if isinstance(value, list):
        if _takes_array(hint):
            return np.asarray(value, np.float64)
        return tuple(_part(inner, None) for inner in value)
    return value


def _takes_array(hint: Any) -> bool:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return any(_takes_array(one) for one in typing.get_args(hint))
    return typing.get_origin(hint) is np.ndarray
