"""Owns the way from a plot to SVG: matplotlib's vector output, made the same on every machine and free of colours.

matplotlib costs half a second and is loaded when the first plot is drawn.
"""

from __future__ import annotations

import base64
import html
import io
import logging
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from faceid_app.reports import axes
from faceid_app.reports.plots import Bars, Histogram, Lines, Matrix, Pictures, Plot, description

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_WIDTH, _HEIGHT = 6.6, 4.1
_SETTINGS = {
    "svg.hashsalt": "faceid",
    "svg.fonttype": "none",
    # It comes with matplotlib: the layout does not depend on the fonts of this machine.
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "figure.constrained_layout.use": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.linewidth": 0.8,
    "axes.labelpad": 7.0,
    "lines.linewidth": 1.7,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "legend.fontsize": 9.0,
    "text.color": axes.INK,
    "axes.labelcolor": axes.INK,
    "axes.edgecolor": axes.FAINT,
    "xtick.color": axes.FAINT,
    "ytick.color": axes.FAINT,
    "xtick.labelcolor": axes.MUTED,
    "ytick.labelcolor": axes.MUTED,
    "grid.color": axes.LINE,
    "grid.linewidth": 0.7,
}
_CELL = 150
"""Width of a picture with its margin, in user units."""


def draw(plot: Plot, *, prefix: str) -> str:
    """See `plots.svg`."""
    if isinstance(plot, Pictures):
        return _pictures(plot)
    with _matplotlib() as new_figure:
        figure = new_figure(plot)
        area = figure.add_subplot()
        match plot:
            case Lines():
                axes.lines(area, plot)
            case Bars():
                axes.bars(area, plot)
            case Histogram():
                axes.histogram(area, plot)
            case Matrix():
                axes.matrix(area, plot)
        written = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    return _tidy(written.getvalue(), plot, prefix)


@contextmanager
def _matplotlib() -> Iterator[Any]:
    # Told once after a fresh installation: that its list of fonts takes seconds. No matter of the user's.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib
    from matplotlib.figure import Figure

    def new_figure(plot: Plot) -> Any:
        height = _HEIGHT
        if isinstance(plot, Matrix):
            height = 1.1 + 0.42 * len(plot.rows)
        elif isinstance(plot, Lines) and plot.square:
            height = 5.6
        return Figure(figsize=(_WIDTH, height), dpi=72)

    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever the user's own settings of matplotlib are
        matplotlib.rcParams.update(_SETTINGS)
        yield new_figure


def _tidy(text: str, plot: Plot, prefix: str) -> str:
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    # A page's fonts are its reader's; the rule for every line would hold for the whole page around the drawing.
    text = text.replace("'DejaVu Sans'", _FONT)
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", text, count=1, flags=re.DOTALL)
    text = axes.with_variables(text)
    used = set(re.findall(r"(?:href=\"|url\()#([^\")]+)", text))
    text = re.sub(r' id="([^"]+)"', lambda found: f' id="{prefix}{found[1]}"' if found[1] in used else "", text)
    text = re.sub(r"(href=\"|url\()#", rf"\g<1>#{prefix}", text)
    label = html.escape(description(plot), quote=True)
    return (
        text.replace("<svg ", f'<svg role="img" aria-label="{label}" style="stroke-linejoin: round" ', 1).rstrip()
        + "\n"
    )


def _pictures(plot: Pictures) -> str:
    from PIL import Image

    columns = max(1, min(plot.columns, len(plot.pictures)))
    rows = math.ceil(len(plot.pictures) / columns)
    side, line = _CELL - 14, 26
    parts = []
    for i, (label, picture) in enumerate(plot.pictures):
        x, y = i % columns * _CELL, i // columns * (side + line + 8)
        file = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(picture)).save(file, format="PNG", optimize=False)
        data = base64.b64encode(file.getvalue()).decode()
        parts.append(
            f'<image x="{x}" y="{y}" width="{side}" height="{side}" xlink:href="data:image/png;base64,{data}"/>'
            f'<text x="{x + side / 2:g}" y="{y + side + 19}" style="font: 15px {_FONT}; text-anchor: middle; '
            f'fill: {axes.INK}">{html.escape(label)}</text>'
        )
    width, height = columns * _CELL - 14, rows * (side + line + 8)
    label = html.escape(description(plot), quote=True)
    return axes.with_variables(
        f'<svg role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" version="1.1">{"".join(parts)}</svg>\n'
    )
