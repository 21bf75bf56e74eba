"""Owns the HTML form of a report: one page, readable on light and dark screens and on paper, that loads nothing."""

from __future__ import annotations

import re
from html import escape
from itertools import count
from typing import TYPE_CHECKING

from faceid_app.reports import axes
from faceid_app.reports.plots import Plot, svg

if TYPE_CHECKING:
    from faceid_app.reports.report import Report, Section, Table

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The browser holds the page to its promise to load nothing."""
_WIDE, _WIDE_TEXT = 7, 95
"""A table of more columns, or characters in its widest cells, is set smaller and its cells may break into lines."""
_UNBROKEN = 24


def as_page(report: Report) -> str:
    """See `Report.to_html`. The page is well-formed XML too."""
    tables, figures = count(1), count(1)
    parts = [_section(i, section, tables, figures) for i, section in enumerate(report.sections, start=1)]
    contents = "".join(
        f'<li><a href="#s{i}">{escape(section.title)}</a></li>' for i, section in enumerate(report.sections, start=1)
    )
    about = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in report.about.items())
    navigation = f'<nav aria-label="Contents"><h2>Contents</h2><ol>{contents}</ol></nav>' if len(parts) > 1 else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="en"><head><meta charset="utf-8"/><title>{escape(report.title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        '<meta name="color-scheme" content="light dark"/>'
        f"<style>{_style()}</style></head>\n"
        f"<body><main><header><h1>{escape(report.title)}</h1>{f'<dl>{about}</dl>' if about else ''}</header>\n"
        f"{navigation}\n{''.join(parts)}</main></body></html>\n"
    )


def _section(number: int, section: Section, tables: count[int], figures: count[int]) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in section.text)
    shown = "".join(_table(next(tables), table) for table in section.tables)
    drawn = "".join(_figure(next(figures), plot) for plot in section.plots)
    return (
        f'<section id="s{number}" aria-labelledby="h{number}"><h2 id="h{number}">'
        f'<span class="n">{number}</span>{escape(section.title)}</h2>\n{text}{shown}{drawn}</section>\n'
    )


def _table(number: int, table: Table) -> str:
    kind = ["num" if numeric else "word" for numeric in table.numeric()]
    head = "".join(
        f'<th scope="col" class="{name}">{escape(column)}</th>'
        for name, column in zip(kind, table.columns, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row" class="{name}">{_cell(cell)}</th>' if i == 0 else f'<td class="{name}">{_cell(cell)}</td>'
            for i, (name, cell) in enumerate(zip(kind, cells, strict=True))
        )
        + "</tr>\n"
        for cells in table.cells()
    )
    width = sum(max((len(row[i]) for row in table.cells()), default=0) for i in range(len(table.columns)))
    name = "table wide" if len(table.columns) > _WIDE or width > _WIDE_TEXT else "table"
    return (
        f'<div class="{name}"><table><caption><b>Table {number}.</b> {escape(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    )


def _cell(text: str) -> str:
    """Breaks, where there must be any, before a bracket, before "of", and within a path."""
    pieces = re.split(r" (?=\(|of |; )", text)
    return " ".join(
        f"<span>{escape(piece)}</span>" if len(piece) <= _UNBROKEN else escape(piece).replace("/", "/<wbr/>")
        for piece in pieces
    )


def _figure(number: int, plot: Plot) -> str:
    return (
        f'<figure id="f{number}">{svg(plot, prefix=f"f{number}-")}<figcaption><b>Figure {number}.</b> '
        f"{escape(plot.title)}. {escape(plot.caption)}</figcaption></figure>\n"
    )


def _style() -> str:
    light = _variables(axes.LIGHT) + "--page:#fff;--soft:#f6f6f8;--rule:#d8d8de;--strong:#1d1d1f;--link:#1560c6;"
    dark = _variables(axes.DARK) + "--page:#161618;--soft:#1f1f23;--rule:#3a3a41;--strong:#f0f0f3;--link:#6aaeff;"
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"@media print{{:root{{color-scheme:light;{light}}}}}{_RULES}"
    )


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--plot-{name}:{colour};" for name, colour in colours.items())


_RULES = """
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--plot-ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:66rem;margin:0 auto;padding:3.5rem 1.5rem 5rem}
h1{font-size:2rem;line-height:1.2;font-weight:650;letter-spacing:-.015em;margin:0 0 1.5rem}
h2{font-size:1.3rem;line-height:1.3;font-weight:640;letter-spacing:-.01em;margin:3.25rem 0 .75rem;
padding-top:1.25rem;border-top:1px solid var(--rule)}
h2 .n{color:var(--plot-muted);font-weight:400;margin-right:.7em;font-variant-numeric:tabular-nums}
p{margin:.7rem 0;max-width:44rem}
a{color:var(--link);text-decoration:none}
a:hover{text-decoration:underline}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.5rem;margin:0;font-size:.9rem}
dt{color:var(--plot-muted)}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
nav{margin:2rem 0 0;padding:1rem 1.25rem;background:var(--soft);border-radius:8px;font-size:.95rem}
nav h2{font-size:.8rem;font-weight:600;letter-spacing:.02em;color:var(--plot-muted);margin:0 0 .4rem;
padding:0;border:0}
nav ol{margin:0;padding-left:1.4rem}
nav li::marker{color:var(--plot-muted)}
.table{overflow-x:auto;margin:1.6rem 0 2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums lining-nums}
caption,figcaption{text-align:left;color:var(--plot-muted);font-size:.85rem;line-height:1.45;max-width:44rem}
caption{padding-bottom:.55rem}
caption b,figcaption b{color:var(--strong);font-weight:600}
th,td{padding:.4rem 0 .4rem 1.4rem;text-align:left;vertical-align:baseline;white-space:nowrap}
th:first-child,td:first-child{padding-left:0}
.wide table{font-size:.77rem}
.wide th,.wide td{white-space:normal;padding-left:.75rem}
.wide th:first-child{padding-left:0}
.wide tbody th,.wide td span{white-space:nowrap}
thead th{font-weight:500;color:var(--plot-muted);font-size:.92em;border-bottom:1px solid var(--plot-muted);
vertical-align:bottom;white-space:normal}
tbody th{font-weight:500}
tbody tr{border-bottom:1px solid var(--plot-line)}
tbody tr:last-child{border-bottom:1px solid var(--plot-muted)}
.num{text-align:right}
figure{margin:2rem 0 2.5rem;break-inside:avoid}
figure svg{display:block;width:100%;height:auto;max-width:44rem;overflow:visible}
figcaption{margin-top:.6rem}
@media (max-width:36rem){main{padding:2rem 1rem 3rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
@media print{body{font-size:10pt}.wide table{font-size:.7rem}
main{max-width:none;padding:0}nav{background:none;padding:0}
h2{break-after:avoid;margin-top:2rem}tr{break-inside:avoid}.table{overflow:visible}a{color:inherit}}
"""
