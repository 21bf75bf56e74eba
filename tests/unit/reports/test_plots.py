"""Plots as SVG: alike on every run, free of anything from outside, and with their data where they belong."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from faceid_app.paths import PROJECT_ROOT
from faceid_app.reports.axes import DARK, LIGHT
from faceid_app.reports.plots import (
    Bars,
    BarSeries,
    Histogram,
    Lines,
    Matrix,
    Pictures,
    Plot,
    Series,
    description,
    svg,
)
from faceid_app.reports.scales import positions
from tests.unit.reports.plots_of_each_kind import BARS, DET, EACH, MATRIX, PICTURES

SVG = "{http://www.w3.org/2000/svg}"


def name(plot: Plot) -> str:
    return f"{type(plot).__name__}-{plot.title}"


@pytest.mark.parametrize("plot", EACH, ids=name)
def test_each_kind_is_drawn_alike_each_time(plot):
    first = svg(plot, prefix="p-")
    assert svg(plot, prefix="p-") == first
    root = ElementTree.fromstring(first)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == description(plot)


@pytest.mark.parametrize("plot", EACH, ids=name)
def test_nothing_comes_from_outside_and_no_date_is_told(plot):
    text = svg(plot)
    loads = re.findall(r'(?:href|src)="([^"]*)"|url\(([^)]*)\)|@import', text)
    assert all((first or second).startswith(("#", "data:image/png;base64,")) for first, second in loads)
    assert "<metadata" not in text
    assert "<style" not in text  # it would hold for the whole page around
    assert "<!DOCTYPE" not in text
    assert "DejaVu" not in text


@pytest.mark.parametrize("plot", EACH, ids=name)
def test_ids_are_only_those_that_are_used_and_bear_the_prefix(plot):
    text = svg(plot, prefix="f7-")
    ids = re.findall(r' id="([^"]+)"', text)
    used = re.findall(r'(?:href="|url\()#([^")]+)', text)
    assert set(ids) == set(used)
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("f7-") for one in ids)


@pytest.mark.parametrize("plot", EACH, ids=name)
def test_every_colour_can_be_changed_by_the_page(plot):
    text = svg(plot)
    assert set(re.findall(r"var\(--plot-(\w+), (#\w{6})\)", text)) <= set(LIGHT.items())
    outside = re.sub(r"var\([^)]*\)|base64,[^\"]*", "", text)
    assert re.findall(r"#[0-9a-f]{6}\b", outside) == []


def test_light_and_dark_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()


def test_words_are_text_not_outlines():
    text = svg(DET)
    for word in ("false match rate", "false non-match rate", "one", "two", "1 %"):
        assert f">{word}</text>" in text


def test_the_plot_does_not_depend_on_the_process():
    program = "from faceid_app.reports.plots import svg\nfrom tests.unit.reports.plots_of_each_kind import DET\n"
    run = subprocess.run(
        [sys.executable, "-c", program + "import sys; sys.stdout.buffer.write(svg(DET).encode())"],
        capture_output=True, check=True, cwd=PROJECT_ROOT,
    )  # fmt: skip
    assert run.stdout.decode() == svg(DET)


def points_of(text: str, colour: str) -> list[tuple[float, float]]:
    """The corners of the one path drawn in that colour, x to the right and y upwards."""
    (path,) = (
        node.get("d", "")
        for node in ElementTree.fromstring(text).iter(f"{SVG}path")
        if f"stroke: var(--plot-{colour}," in node.get("style", "")
        and node.get("clip-path")
        and "fill: none" in node.get("style", "")
    )
    return [(float(x), -float(y)) for x, y in re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", path)]


def test_points_of_a_det_stand_at_their_normal_deviates():
    rates = [1e-3, 5e-3, 2e-2, 0.4]
    plot = Lines(
        title="t",
        x_label="x",
        y_label="y",
        series=(Series("", rates, rates[::-1]),),
        x_scale="probit",
        y_scale="probit",
    )
    corners = np.array(points_of(svg(plot), "1"))
    deviates = np.column_stack([positions(rates, "probit"), positions(rates[::-1], "probit")])
    for axis in (0, 1):
        drawn, exact = corners[:, axis], deviates[:, axis]
        np.testing.assert_allclose(
            (drawn - drawn.min()) / np.ptp(drawn), (exact - exact.min()) / np.ptp(exact), rtol=0, atol=1e-6
        )


def test_rates_of_0_and_1_are_left_out_of_a_det():
    plot = Lines(
        title="t",
        x_label="x",
        y_label="y",
        series=(Series("", [0.0, 0.01, 0.1, 1.0], [0.3, 0.2, 0.1, 0.0]),),
        x_scale="probit",
        y_scale="probit",
    )
    assert len(points_of(svg(plot), "1")) == 2


def test_a_plot_with_nothing_to_show_is_drawn_all_the_same():
    empty = Lines(
        title="t",
        x_label="x",
        y_label="y",
        series=(Series("all right", [0.0], [0.0]),),
        x_scale="probit",
        y_scale="probit",
    )
    assert "all right" in svg(empty)
    assert svg(Pictures(title="none", pictures=())).startswith("<svg")


def test_the_number_of_each_cell_is_written():
    text = svg(MATRIX)
    for cell in ("1", "0.25", "0.5", "0.75", "0", "–"):
        assert f">{cell}</text>" in text


def test_pictures_are_inside():
    text = svg(PICTURES)
    assert text.count("data:image/png;base64,") == 3
    assert "&lt;2&gt;</text>" in text


def test_a_description_names_what_is_compared():
    assert description(BARS) == "Accuracy. accuracy against blur, for one, two."
    assert description(MATRIX) == "Clips. 2 rows (profile) by 3 columns (clip)."
    assert description(PICTURES) == "Distortions. 3 pictures: <0>, <1>, <2>."


WORDS: dict[str, Any] = {"title": "", "x_label": "", "y_label": ""}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Series("a", [1, 2], [1]), "'a' needs as many values"),
        (lambda: BarSeries("a", [1, 2], [1]), "'a' needs as many values"),
        (lambda: Bars(**WORDS, groups=("a",), series=(BarSeries("b", [1, 2]),)), "one bar a group"),
        (lambda: Histogram(**WORDS, edges=[1, 0], series=()), "edges must be at least 2 and rise"),
        (lambda: Histogram(**WORDS, edges=[0, 1], series=(("a", [1, 2]),)), "needs 1 counts"),
        (lambda: Matrix(**WORDS, columns=("a",), rows=("b",), values=np.zeros((2, 1))), "1 rows of 1"),
        (lambda: Pictures(title="", pictures=(("a", np.zeros((2, 2), np.uint8)),)), r"\(h, w, 3\) uint8"),
    ],
)
def test_data_that_do_not_fit_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_matplotlib_is_loaded_only_to_draw_and_says_nothing():
    program = (
        "import sys, faceid_app.cli.main, faceid_app.reports.report\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from tests.unit.reports.plots_of_each_kind import DET\nfrom faceid_app.reports.plots import svg\nsvg(DET)\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=PROJECT_ROOT)
    assert (run.returncode, run.stderr) == (0, "")
    svg(DET)
    assert logging.getLogger("matplotlib").level == logging.ERROR
