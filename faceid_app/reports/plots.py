"""Owns what a plot is: the data, the axes and the words of it. `drawing` makes pictures of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.reports.scales import Scale

Numbers = Sequence[float] | NDArray[np.floating] | NDArray[np.integer]
Limits = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Mark:
    """A vertical line at `x` with a word, for example a threshold."""

    label: str
    x: float


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line: (n,) `x` and (n,) `y`, and where given the interval `low` to `high` (n,) of each y."""

    label: str
    x: Numbers
    y: Numbers
    low: Numbers | None = None
    high: Numbers | None = None

    def __post_init__(self) -> None:
        _same_length(self.label, {"x": self.x, "y": self.y, "low": self.low, "high": self.high})


@dataclass(frozen=True, slots=True, eq=False)
class BarSeries:
    """One colour of bars: (groups,) heights `y`, and where given the interval `low` to `high` of each."""

    label: str
    y: Numbers
    low: Numbers | None = None
    high: Numbers | None = None

    def __post_init__(self) -> None:
        _same_length(self.label, {"y": self.y, "low": self.low, "high": self.high})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Lines:
    """Curves. Points that a scale cannot show (a rate of 0 on a probit axis) are left out.

    caption: a sentence below the plot that says n. points: mark every point. steps: y holds until the next x.
    diagonal: a thin line where x equals y. square: both axes have one length and one scale. Limits are those of the
    data where none are given.
    """

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    x_scale: Scale = "linear"
    y_scale: Scale = "linear"
    x_limits: Limits | None = None
    y_limits: Limits | None = None
    points: bool = False
    steps: bool = False
    diagonal: bool = False
    square: bool = False
    marks: tuple[Mark, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Bars:
    """Groups of bars, named below the axis; in each group one bar a series."""

    title: str
    x_label: str
    y_label: str
    groups: tuple[str, ...]
    series: tuple[BarSeries, ...]
    y_scale: Scale = "linear"
    y_limits: Limits | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.y) != len(self.groups):
                raise ValueError(
                    f"{series.label!r} needs one bar a group, {len(self.groups)}. Received: {len(series.y)}"
                )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Histogram:
    """Counts between common edges: `edges` (k + 1,) rising, each series a label and its (k,) counts.

    Drawn as the share of each series, so that many non-mated comparisons do not hide the few mated ones. On a log
    axis empty bins stay empty.
    """

    title: str
    x_label: str
    y_label: str
    edges: Numbers
    series: tuple[tuple[str, Numbers], ...]
    y_scale: Scale = "linear"
    marks: tuple[Mark, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        if len(self.edges) < 2 or not bool((np.diff(np.asarray(self.edges, np.float64)) > 0).all()):
            raise ValueError(f"edges must be at least 2 and rise. Received: {len(self.edges)} edges")
        for label, counts in self.series:
            if len(counts) != len(self.edges) - 1:
                raise ValueError(f"{label!r} needs {len(self.edges) - 1} counts. Received: {len(counts)}")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Matrix:
    """A table of numbers in shades: `values` (rows, columns), each written into its cell by `cell_format`.

    limits: the values of no shade and of the full one; those of the data where none are given.
    """

    title: str
    x_label: str
    y_label: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    values: NDArray[np.floating] | NDArray[np.integer]
    cell_format: str = "{:.3g}"
    limits: Limits | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        if np.shape(self.values) != (len(self.rows), len(self.columns)):
            raise ValueError(
                f"values must be {len(self.rows)} rows of {len(self.columns)}. Received: {np.shape(self.values)}"
            )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pictures:
    """Pictures with a word below each: `pictures` are labels and (h, w, 3) uint8 RGB, `columns` of them in a row."""

    title: str
    pictures: tuple[tuple[str, NDArray[np.uint8]], ...]
    columns: int = 6
    caption: str = ""

    def __post_init__(self) -> None:
        for label, picture in self.pictures:
            if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
                raise ValueError(
                    f"{label!r} must be (h, w, 3) uint8. Received: {picture.dtype} of shape {picture.shape}"
                )


Plot = Lines | Bars | Histogram | Matrix | Pictures


def description(plot: Plot) -> str:
    """What the plot shows, in words for those who cannot see it."""
    match plot:
        case Pictures():
            return f"{plot.title}. {len(plot.pictures)} pictures: {', '.join(label for label, _ in plot.pictures)}."
        case Matrix():
            size = f"{len(plot.rows)} rows ({plot.y_label}) by {len(plot.columns)} columns ({plot.x_label})"
            return f"{plot.title}. {size}."
        case Histogram():
            names = [label for label, _ in plot.series]
        case Lines() | Bars():
            names = [series.label for series in plot.series]
    return f"{plot.title}. {plot.y_label} against {plot.x_label}, for {', '.join(names)}."


def svg(plot: Plot, *, prefix: str = "") -> str:
    """The plot as an `<svg>` element that needs nothing from outside: one plot, one text, on every machine.

    Colours are CSS variables (`--plot-ink`, `--plot-1`, ...) with those for a light page as fallback. `prefix` goes
    before every id, so that several plots fit into one page.
    """
    from faceid_app.reports.drawing import draw

    return draw(plot, prefix=prefix)


def _same_length(label: str, given: dict[str, Numbers | None]) -> None:
    lengths = {name: len(values) for name, values in given.items() if values is not None}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"{label!r} needs as many values in each. Received: {lengths}")
