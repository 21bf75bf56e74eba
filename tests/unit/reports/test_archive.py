"""A whole report as bytes: it comes back the same, and nothing else is taken for one."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceid_app.reports.archive import report_from_bytes, report_to_bytes
from faceid_app.reports.plots import Bars, BarSeries, Histogram, Lines, Mark, Matrix, Pictures, Series
from faceid_app.reports.report import Report, Section, Table

_PLOTS = (
    Lines(
        title="DET",
        x_label="FMR",
        y_label="FNMR",
        series=(Series("one", np.array([0.01, 0.1]), [0.2, 0.02], low=[0.1, 0.01], high=[0.3, 0.03]),),
        x_scale="probit",
        y_scale="probit",
        x_limits=(1e-4, 0.2),
        marks=(Mark(label="here", x=0.05),),
    ),
    Bars(title="Bars", x_label="x", y_label="y", groups=("a", "b"), series=(BarSeries("one", [1.0, 2.0]),)),
    Histogram(title="Scores", x_label="x", y_label="y", edges=[0.0, 0.5, 1.0], series=(("own", np.array([3, 4])),)),
    Matrix(
        title="Confusion", x_label="x", y_label="y", columns=("a",), rows=("b", "c"), values=np.array([[1.0], [2.0]])
    ),
)
_REPORT = Report(
    "What was measured",
    {"data": "two faces", "seed": "0"},
    (
        Section(
            "First",
            ("A sentence.", "Another – with a dash."),
            (Table(("name", "n"), (("one", 1), ("two", None)), "A table."),),
            _PLOTS,
        ),
    ),
    {"far": {"1e-3": 0.5}, "counts": [1, 2]},
)


def test_a_report_comes_back_with_words_tables_and_plots() -> None:
    back = report_from_bytes(report_to_bytes(_REPORT))
    assert back.to_json() == _REPORT.to_json()
    assert back.to_text() == _REPORT.to_text()
    assert back.to_html() == _REPORT.to_html()
    assert report_to_bytes(back) == report_to_bytes(_REPORT)


def test_pictures_are_never_kept() -> None:
    faces = Pictures(title="Faces", pictures=(("one", np.zeros((4, 4, 3), np.uint8)),))
    kept = report_from_bytes(report_to_bytes(Report("With", {}, (Section("First", (), (), (faces, *_PLOTS)),))))
    assert [plot.title for plot in kept.sections[0].plots] == [plot.title for plot in _PLOTS]


def test_a_later_format_is_refused() -> None:
    whole = json.loads(report_to_bytes(_REPORT)) | {"format": 2}
    with pytest.raises(ValueError, match="format is 2"):
        report_from_bytes(json.dumps(whole).encode())


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any sentence will do
        report_from_bytes(data)
