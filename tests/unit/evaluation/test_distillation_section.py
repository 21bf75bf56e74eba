"""The report of distillations compared: every figure with its n, and a difference only where it leaves 0 out."""

from __future__ import annotations

from typing import Any

from faceid_app.evaluation.bootstrap import Interval
from faceid_app.evaluation.distillation_section import distillation_section
from faceid_app.evaluation.paired import Figure, Paired
from faceid_app.reports.report import Report


def figure(value: float, against: float, half: float) -> Figure:
    return Figure(value, Interval(value - 0.02, value + 0.02), against, Interval(against - half, against + half))


def told() -> dict[str, Any]:
    training = {"changed": "–", "views": 12_800, "loss": [{"step": 100, "loss": 0.2}, {"step": 400, "loss": 0.1}]}
    arms = {
        "base": Paired(figure(0.87, 0, 0), figure(0.78, 0, 0)),
        "cosine alone": Paired(figure(0.88, 0.01, 0.002), figure(0.77, -0.01, 0.02)),
        "start": Paired(figure(0.86, -0.01, 0.002), figure(0.76, -0.02, 0.01)),
        "teacher": Paired(figure(1.0, 0.13, 0.01), figure(0.89, 0.11, 0.01)),
    }
    return {
        "held_out": {"people": 300, "pictures": 1171, "mated": 5780, "nonmated": 679_255, "far": 1e-3},
        "faces": {"learned_from": {"a set": 30_000, "another": 7_000}},
        "people_to_name": {"people": 2_632, "pictures": 10_205},
        "arms": {name: one.to_dict() for name, one in arms.items()},
        "trainings": {"base": training, "cosine alone": {**training, "changed": "no relational loss"}},
    }


def test_the_table_tells_differences_with_their_verdict():
    section = distillation_section(told())
    rows = {row[0]: row for row in section.tables[0].rows}
    assert list(rows) == ["base", "cosine alone", "start", "teacher"]
    assert rows["cosine alone"][1:3] == ("no relational loss", 12_800)
    assert rows["cosine alone"][3] == "0.8800 (0.8600 to 0.9000)"
    assert rows["cosine alone"][4] == "+0.0100 (+0.0080 to +0.0120): better"
    assert rows["cosine alone"][6] == "-1.00% (-3.00% to +1.00%): undecided"
    assert rows["start"][6] == "-2.00% (-3.00% to -1.00%): worse"
    assert (rows["base"][4], rows["base"][6]) == ("–", "–")


def test_all_its_numbers_of_trials_are_in_the_report():
    section = distillation_section(told())
    report = Report("Comparing distillations", {}, (section,))
    for text in (report.to_text(), report.to_html().decode()):
        for count in ("1,171", "300", "5,780", "679,255", "37,000", "12,800", "2,632"):
            assert count in text, count
