"""Owns the text form of a report: what a terminal shows, tables aligned, plots left out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faceid_app.reports.report import Report, Table

_WIDTH = 100


def as_text(report: Report) -> str:
    """See `Report.to_text`."""
    blocks = [f"{report.title}\n{'=' * len(report.title)}"]
    if report.about:
        width = max(len(name) for name in report.about)
        blocks.append("\n".join(f"{name:{width}}  {value}" for name, value in report.about.items()))
    for section in report.sections:
        blocks.append(f"{section.title}\n{'-' * len(section.title)}")
        blocks += [textwrap.fill(paragraph, _WIDTH) for paragraph in section.text]
        blocks += [table_text(table) for table in section.tables]
    return "\n\n".join(blocks) + "\n"


def table_text(table: Table) -> str:
    """A table with its caption above: words to the left, figures to the right."""
    lines = [list(table.columns), *table.cells()]
    widths = [max(len(line[i]) for line in lines) for i in range(len(table.columns))]
    numeric = table.numeric()

    def joined(cells: list[str]) -> str:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    shown = [joined(lines[0]), rule, *(joined(line) for line in lines[1:])]
    return "\n".join([*([textwrap.fill(table.caption, _WIDTH)] if table.caption else []), *shown])
