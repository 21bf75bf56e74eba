"""Owns how each kind of plot is laid on matplotlib's axes, and its colours."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.reports.plots import Bars, BarSeries, Histogram, Limits, Lines, Mark, Matrix, Series
from faceid_app.reports.scales import Scale, legible, positions, ticks

# Colours that occur nowhere else; `with_variables` puts the page's own in their place.
INK, MUTED, FAINT, LINE = "#fe0201", "#fe0202", "#fe0203", "#fe0204"
_LEGEND_CHARACTERS, _LEGEND_GAP = 110, 7
"""Of a line of a legend, and what line and space before each entry take of it."""
_SERIES = tuple(f"#fe01{i:02x}" for i in range(6))
_DASHES: tuple[Any, ...] = ("solid", (0, (6, 2)), (0, (2, 1.6)), (0, (7, 2, 2, 2)), (0, (10, 3)), (0, (1, 2.4)))
"""A second sign of each series, for those who see no colours and printers that print none."""
_MARKERS = ("o", "s", "^", "D", "v", "P")
# Points that the words of ticks take, and that an axis has at least.
_CHARACTER, _GAP, _LINE_HEIGHT = 5.4, 7.0, 12.5
_X_LENGTH, _Y_LENGTH = 330.0, 220.0

LIGHT = {
    "ink": "#1d1d1f", "muted": "#5c5c63", "faint": "#9a9aa2", "line": "#e5e5ea",
    "1": "#1560c6", "2": "#c2500a", "3": "#157a3c", "4": "#9b2f8a", "5": "#0b7285", "6": "#6b6b73",
}  # fmt: skip
DARK = {
    "ink": "#f0f0f3", "muted": "#a8a8b0", "faint": "#6d6d75", "line": "#34343a",
    "1": "#6aaeff", "2": "#ff9d5c", "3": "#4ccb80", "4": "#e58fd6", "5": "#4fc6d6", "6": "#b4b4bc",
}  # fmt: skip
_VARIABLE = {INK: "ink", MUTED: "muted", FAINT: "faint", LINE: "line"} | {
    colour: str(i) for i, colour in enumerate(_SERIES, start=1)
}


def with_variables(text: str) -> str:
    """The colours of a drawing as CSS variables, each with the colour for a light page as fallback."""

    def variable(found: re.Match[str]) -> str:
        name = _VARIABLE[found[0]]
        return f"var(--plot-{name}, {LIGHT[name]})"

    return re.sub("|".join(_VARIABLE), variable, text)


def lines(area: Any, plot: Lines) -> None:
    """Curves with their intervals."""
    for i, series in enumerate(plot.series):
        colour = _SERIES[i % len(_SERIES)]
        x, y = positions(series.x, plot.x_scale), positions(series.y, plot.y_scale)
        there = np.isfinite(x) & np.isfinite(y)
        style: dict[str, Any] = {"color": colour, "linestyle": _DASHES[i % len(_DASHES)], "label": series.label}
        if plot.points:
            style |= {"marker": _MARKERS[i % len(_MARKERS)], "markersize": 4.5}
        if plot.steps:
            style["drawstyle"] = "steps-post"
        area.plot(x[there], y[there], **style)
        if series.low is not None and series.high is not None:
            low, high = _band(series, plot, there)
            step = "post" if plot.steps else None
            area.fill_between(x[there], low, high, color=colour, alpha=0.16, linewidth=0, step=step)
    if plot.diagonal:
        area.axline((0, 0), slope=1, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0.5)
    _axis(area, "x", plot.x_scale, plot.x_limits, [series.x for series in plot.series])
    _axis(area, "y", plot.y_scale, plot.y_limits, [y for series in plot.series for y in _all_y(series)])
    if plot.square:
        area.set_aspect("equal", adjustable="box")
    _marks(area, plot.marks, plot.x_scale)
    _words(area, plot, "both", [series.label for series in plot.series])


def bars(area: Any, plot: Bars) -> None:
    """Groups of bars, each with its interval."""
    width = 0.8 / max(len(plot.series), 1)
    floor = 0.0 if plot.y_scale == "linear" else None
    tops = [y for series in plot.series for y in _all_y(series)]
    _axis(area, "y", plot.y_scale, plot.y_limits, tops if floor is None else [*tops, [floor]])
    bottom = floor if floor is not None else area.get_ylim()[0]
    for i, series in enumerate(plot.series):
        centre = np.arange(len(plot.groups)) + (i - (len(plot.series) - 1) / 2) * width
        top = positions(series.y, plot.y_scale)
        there = np.isfinite(top)
        colour = _SERIES[i % len(_SERIES)]
        area.bar(centre[there], top[there] - bottom, width * 0.86, bottom=bottom, color=colour, alpha=0.85,
                 label=series.label)  # fmt: skip
        if series.low is not None and series.high is not None:
            low, high = positions(series.low, plot.y_scale), positions(series.high, plot.y_scale)
            low = np.where(np.isfinite(low), low, bottom)
            area.vlines(centre[there], low[there], high[there], color=INK, linewidth=1.1)
    area.set_xticks(np.arange(len(plot.groups)), plot.groups)
    area.tick_params(axis="x", length=0)
    _words(area, plot, "y", [series.label for series in plot.series])


def histogram(area: Any, plot: Histogram) -> None:
    """The share of each series in every bin."""
    edges = np.asarray(plot.edges, np.float64)
    shares = []
    for label, counts in plot.series:
        values = np.asarray(counts, np.float64)
        total = values.sum()
        shares.append((label, values / total if total else values))
    seen = [share for _, values in shares for share in values if share > 0]
    if plot.y_scale == "linear":
        area.set_ylim(0, 1.06 * max(seen, default=1.0))
        bottom = 0.0
    else:
        _axis(area, "y", plot.y_scale, None, [np.array(seen or [0.1])])
        bottom = area.get_ylim()[0]
    for i, (label, values) in enumerate(shares):
        top = positions(values, plot.y_scale)
        colour = _SERIES[i % len(_SERIES)]
        heights = np.where(np.isfinite(top), top, bottom)
        area.stairs(heights, edges, baseline=bottom, fill=True, color=colour, alpha=0.2, linewidth=0)
        area.stairs(heights, edges, baseline=bottom, color=colour, linewidth=1.4,
                    linestyle=_DASHES[i % len(_DASHES)], label=label)  # fmt: skip
    area.set_xlim(edges[0], edges[-1])
    _marks(area, plot.marks, "linear")
    _words(area, plot, "y", [label for label, _ in plot.series])


def matrix(area: Any, plot: Matrix) -> None:
    """Shaded cells, each with its number."""
    from matplotlib.patches import Rectangle

    values = np.asarray(plot.values, np.float64)
    finite = values[np.isfinite(values)]
    low, high = plot.limits or ((float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0))
    for (row, column), value in np.ndenumerate(values):
        if math.isfinite(value):
            # At most just over a half, so that the number stays readable on light and on dark pages.
            shade = 0.03 + 0.52 * float(np.clip((value - low) / ((high - low) or 1.0), 0, 1))
            box = Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=_SERIES[0], alpha=shade, linewidth=0)
            area.add_patch(box)
        text = plot.cell_format.format(value) if math.isfinite(value) else "–"
        area.text(column, row, text, ha="center", va="center", fontsize=9)
    area.set_xlim(-0.5, len(plot.columns) - 0.5)
    area.set_ylim(len(plot.rows) - 0.5, -0.5)
    area.set_xticks(range(len(plot.columns)), plot.columns)
    area.set_yticks(range(len(plot.rows)), plot.rows)
    area.tick_params(length=0)
    area.spines[:].set_visible(False)
    area.set_xlabel(plot.x_label)
    area.set_ylabel(plot.y_label)


def _axis(area: Any, name: str, scale: Scale, limits: Limits | None, values: list[Any]) -> None:
    """Limits and ticks of one axis. `values` are what it has to show."""
    set_limits = area.set_xlim if name == "x" else area.set_ylim
    axis = area.xaxis if name == "x" else area.yaxis
    if scale == "linear":
        if limits is not None:
            set_limits(*limits)
        return
    given = np.concatenate([np.asarray(part, np.float64) for part in values]) if values else np.empty(0)
    shown = given[np.isfinite(positions(given, scale))]
    fallback = (0.1, 1.0) if scale == "log" else (0.01, 0.4)
    low, high = limits or ((float(shown.min()), float(shown.max())) if shown.size else fallback)
    places, names = ticks(low, high, scale)
    ends = limits if limits is not None else (places[0], places[-1])
    where = positions(places, scale)
    span = abs(float(np.diff(positions(ends, scale))[0]))
    if name == "x":
        names = legible(where, names, lambda text: (_CHARACTER * len(text) + _GAP) / _X_LENGTH * span)
    else:
        names = legible(where, names, lambda _text: _LINE_HEIGHT / _Y_LENGTH * span)
    axis.set_ticks(where, names)
    if scale == "log" and len(places) <= 8:
        minor = [digit * place for place in places[:-1] for digit in range(2, 10)]
        axis.set_ticks(positions(minor, scale), [""] * len(minor), minor=True)
    set_limits(*positions(ends, scale))


def _band(series: Series, plot: Lines, there: NDArray[np.bool_]) -> tuple[Any, Any]:
    low, high = (positions(values, plot.y_scale)[there] for values in (series.low, series.high) if values is not None)
    # What a scale cannot show, a lower bound of 0 for one, lies below everything shown.
    return np.where(np.isfinite(low), low, -1e3), np.where(np.isfinite(high), high, 1e3)


def _all_y(series: Series | BarSeries) -> list[Any]:
    return [values for values in (series.y, series.low, series.high) if values is not None]


def _marks(area: Any, marks: tuple[Mark, ...], scale: Scale) -> None:
    for mark in marks:
        place = float(positions([mark.x], scale)[0])
        area.axvline(place, color=MUTED, linewidth=0.9, linestyle=(0, (3, 2)))
        area.annotate(mark.label, (place, 1), xycoords=("data", "axes fraction"), xytext=(3, -2),
                      textcoords="offset points", va="top", fontsize=8.5, color=MUTED)  # fmt: skip


def _words(area: Any, plot: Lines | Bars | Histogram, grid: str, labels: list[str]) -> None:
    area.set_xlabel(plot.x_label)
    area.set_ylabel(plot.y_label)
    area.grid(axis=grid)
    area.set_axisbelow(True)
    if len(labels) > 1 or (labels and labels[0]):
        area.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=_side_by_side(labels), borderaxespad=0.2,
                    handlelength=2.6, columnspacing=1.4)  # fmt: skip


def _side_by_side(labels: list[str]) -> int:
    """How many entries of a legend stand in a line; one wider than the figure would leave no room for the plot."""
    return max(1, min(len(labels), 4, _LEGEND_CHARACTERS // (max(map(len, labels)) + _LEGEND_GAP)))
