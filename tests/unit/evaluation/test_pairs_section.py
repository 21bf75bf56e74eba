"""What figures, report and page say of all pairs."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.all_pairs import measure_all_pairs
from faceid_app.evaluation.pairs_figures import NamedPairs, histogram, pairs_figures, thinned
from faceid_app.evaluation.pairs_section import pairs_section
from faceid_app.reports.plots import Histogram, Lines
from faceid_app.reports.report import Report, Section, canonical_json
from tests.unit.evaluation.brute import random_set


def named(seed: int = 5, *, without_face: int = 3) -> NamedPairs:
    given = random_set(seed, people=40, dimension=16)
    found = measure_all_pairs(given.embeddings, given.person, seed=0, resamples=3)
    return NamedPairs(found, [f"Person/Picture_{row:04d}.jpg" for row in range(found.pictures)], without_face)


@pytest.fixture(scope="module")
def one() -> NamedPairs:
    return named()


@pytest.fixture(scope="module")
def section(one: NamedPairs) -> Section:
    return pairs_section({"fast": one, "accurate": named(6)})


def test_figures_are_plain_and_complete(one: NamedPairs):
    figures = pairs_figures(one)
    found = one.measured
    assert canonical_json(figures) == canonical_json(pairs_figures(one))
    assert (figures["mated"], figures["nonmated"], figures["pictures_without_face"]) == (found.mated, found.nonmated, 3)
    assert [point["far"] for point in figures["points"]] == [1e-2, 1e-3, 1e-4, 1e-5, 1e-6] * 2
    first = figures["points"][0]
    interval = found.intervals[0].tar
    assert interval is not None
    assert first["tar"] == found.points[0].tar
    assert first["tar_interval"] == [interval.low, interval.high]
    assert figures["suspects"]["unlike"][0]["picture"].startswith("Person/Picture_")
    assert len(figures["suspects"]["unlike"]) == len(found.suspects.unlike)
    assert np.sum(figures["histogram"]["mated"]) == found.mated
    assert np.sum(figures["histogram"]["nonmated"]) == found.nonmated


def test_an_interval_that_is_not_known_is_null():
    rows = np.eye(3, dtype=np.float32)[[0, 0, 1]]
    # One seed whose only draw lacks one of the two people.
    for seed in range(20):
        found = measure_all_pairs(rows, np.array([0, 0, 1]), seed=seed, resamples=1)
        if found.intervals[0].tar is None:
            break
    figures = pairs_figures(NamedPairs(found, ["a", "b", "c"], 0))
    assert figures["points"][0]["tar_interval"] is None
    assert figures["points"][0]["supported"] is False
    assert figures["calibration"] is None
    shown = pairs_section({"fast": NamedPairs(found, ["a", "b", "c"], 0)})
    assert shown.tables[0].rows[0][4] == "100.00%"
    assert "no: fewer" in str(shown.tables[0].rows[0][-1])


def test_the_thinned_curve_keeps_both_ends(one: NamedPairs):
    curve = thinned(one.measured.curves["balanced"])
    assert (curve.false_match_rate[0], curve.false_non_match_rate[0]) == (1.0, 0.0)
    assert (np.diff(curve.false_match_rate) <= 0).all()
    assert (np.diff(curve.false_non_match_rate) >= 0).all()
    assert set(np.diff(curve.threshold)) == {1 / 256}
    assert set(curve.false_match_rate) <= set(one.measured.curves["balanced"].false_match_rate)


def test_the_histogram_covers_all_scores_and_no_empty_end(one: NamedPairs):
    bars, counts = histogram(one.measured)
    assert len(bars) == counts.shape[1] + 1
    assert counts.sum(axis=1).tolist() == [one.measured.mated, one.measured.nonmated]
    assert counts[:, 0].any()
    assert counts[:, -1].any()


def test_every_table_names_both_backbones(section: Section, one: NamedPairs):
    for table in section.tables[:2] + section.tables[4:8]:
        assert {row[0] for row in table.rows} == {"fast", "accurate"}, table.caption
    assert len(section.tables[0].rows) == 20
    first = one.measured.points[0]
    assert section.tables[0].rows[0][6] == f"{first.false_matches:,} of {first.nonmated:,}"
    assert "a false match rate" not in " ".join(section.text)
    assert "FMR" in section.text[0]
    assert f"{one.measured.nonmated:,} non-mated" in section.text[0]


def test_plots_show_det_roc_scores_closest_strangers_and_calibration(section: Section):
    titles = [plot.title for plot in section.plots]
    assert titles == [
        "DET, all pairs",
        "ROC, all pairs",
        "Scores of fast",
        "Scores of accurate",
        "Closest stranger",
        "Calibration",
    ]
    det, roc, scores, _, closest, calibration = section.plots
    assert isinstance(det, Lines)
    assert (det.x_scale, det.y_scale) == ("probit", "probit")
    assert [series.label for series in det.series] == [
        "fast, pooled", "fast, balanced", "accurate, pooled", "accurate, balanced",
    ]  # fmt: skip
    assert isinstance(roc, Lines)
    assert roc.x_scale == "log"
    assert isinstance(scores, Histogram)
    assert isinstance(closest, Histogram)
    assert all(sum(counts) == 40 for _, counts in closest.series)
    assert isinstance(calibration, Lines)
    assert calibration.diagonal


def test_the_whole_report_can_be_written(section: Section, one: NamedPairs):
    report = Report("All pairs", {"data": "made up"}, (section,), {"fast": pairs_figures(one)})
    assert "Suspected label collisions" in report.to_text()
    assert report.to_html().startswith(b"<!")
    again = named()
    measured_anew = Report(
        "All pairs", {"data": "made up"}, (pairs_section({"fast": again}),), {"fast": pairs_figures(again)}
    )
    assert measured_anew.to_json() == report.to_json()


def test_nothing_measured_is_no_section():
    with pytest.raises(ValueError, match="at least one backbone"):
        pairs_section({})
