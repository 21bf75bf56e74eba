"""What a report says of View 2."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.bootstrap import Interval
from faceid_app.evaluation.lfw_protocol import LfwPoint, LfwResult
from faceid_app.evaluation.lfw_section import view2_figures, view2_section
from faceid_app.evaluation.metrics import roc
from faceid_app.evaluation.rates import Rate
from faceid_app.reports.plots import Histogram, Lines
from faceid_app.reports.report import Report


def result(threshold: float = 0.5) -> LfwResult:
    mated, nonmated = np.array([0.4, 0.8, 0.9, 0.9]), np.array([0.1, 0.2, 0.3, 0.6])
    point = LfwPoint(far=1e-2, threshold=threshold, false_matches=0, nonmated=4, tar=Rate(3, 4, 0.19, 0.99))
    return LfwResult(
        accuracy=0.75,
        std_error=0.05,
        accuracy_interval=Interval(0.6, 0.9),
        right=6,
        eer=0.25,
        eer_interval=Interval(0.1, 0.4),
        auc=0.9375,
        auc_interval=Interval(0.8, 1.0),
        points={"1e-2": point},
        thresholds=(0.5, 0.5),
        pairs=8,
        pictures=12,
        not_found=1,
        pairs_without_face=2,
        curve=roc(mated, nonmated),
        mated=mated,
        nonmated=nonmated,
    )


RESULTS = {"compact": {"head": result(), "cosine": result()}, "sface": {"head": result()}}


def test_a_row_a_backbone_and_way():
    section = view2_section(RESULTS)
    accuracy, points = section.tables
    assert [row[:2] for row in accuracy.rows] == [("compact", "L1 head"), ("compact", "cosine"), ("sface", "L1 head")]
    assert accuracy.rows[0][2:] == (
        "75.00%", "5.00%", "60.00% to 90.00%", 2, "25.00%", "10.00% to 40.00%", "0.93750", "0.80000 to 1.00000", 2,
    )  # fmt: skip
    assert points.rows[0][2:] == ("1e-2", "0.5000", "0 of 4", "75.00%", "19.00% to 99.00%", "1 of 4")


def test_every_caption_of_figures_says_n():
    section = view2_section(RESULTS)
    captions = [table.caption for table in section.tables]
    captions += [plot.caption for plot in section.plots if isinstance(plot, Lines)]
    assert len(captions) == 4
    assert all("n = " in caption for caption in captions)
    for plot in section.plots:
        if isinstance(plot, Histogram):
            assert [label for label, _ in plot.series] == ["mated, n = 4", "non-mated, n = 4"]
            assert [int(np.sum(counts)) for _, counts in plot.series] == [4, 4]


def test_the_plots():
    det, roc_plot, *histograms = view2_section(RESULTS).plots
    assert isinstance(det, Lines)
    assert isinstance(roc_plot, Lines)
    assert (det.x_scale, det.y_scale, roc_plot.x_scale) == ("probit", "probit", "log")
    assert [series.label for series in det.series] == ["compact, L1 head", "compact, cosine", "sface, L1 head"]
    np.testing.assert_array_equal(det.series[0].y, 1 - np.asarray(roc_plot.series[0].y))
    assert len(histograms) == 3


def test_the_standards_words_are_related_to_the_programs():
    text = " ".join(view2_section(RESULTS).text)
    for word in ("ISO/IEC 19795-1", "false match rate (FMR)", "false non-match rate (FNMR)", "FAR and FRR"):
        assert word in text


def test_figures_are_numbers_only():
    figures = view2_figures({"one": {"head": result(threshold=-np.inf)}})
    assert b'"threshold": null' in Report("t", {}, (), figures).to_json()


def test_nothing_measured():
    with pytest.raises(ValueError, match="at least one backbone"):
        view2_section({})
