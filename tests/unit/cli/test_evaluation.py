"""`faceid evaluate lfw` and `all`, on embeddings for which every figure is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faceid_app.paths import Paths
from tests.helpers.small_lfw import SmallLfw, install, make_small_lfw, one_axis_each
from tests.unit.cli.conftest import Run

PAIRS = 6000


@pytest.fixture
def small_lfw(tmp_path: Path, paths: Paths) -> SmallLfw:
    """With two backbones: a perfect one, and one that finds no face in the second picture of one person."""
    made = make_small_lfw(tmp_path)
    install(paths, "sface", made, one_axis_each())
    worse = one_axis_each()
    worse[3] = 0.0  # Person_B's second picture
    install(paths, "compact", made, worse)
    return made


def arguments(lfw: SmallLfw) -> list[str]:
    return ["--lfw", str(lfw.root), "--pairs-file", str(lfw.pairs), "--backbone", "sface", "--backbone", "compact"]


def test_the_topic_lists_its_commands(run: Run):
    listed = run("evaluate", "--help", human=True).out
    for command in ("lfw", "pairs", "robustness", "alignment", "speed", "all"):
        assert f" {command} " in listed


def test_two_backbones_side_by_side(run: Run, small_lfw: SmallLfw, tmp_path: Path):
    reports = [tmp_path / f"report.{ending}" for ending in ("html", "json", "txt")]
    outcome = run("evaluate", "lfw", *arguments(small_lfw), *(f"--report={report}" for report in reports))
    assert outcome.code == 0, outcome.out
    view2 = outcome.json["figures"]["view2"]
    assert list(view2) == ["compact", "sface"]  # sorted, as everything in the JSON
    for way in ("head", "cosine"):
        perfect, worse = view2["sface"][way], view2["compact"][way]
        assert (perfect["accuracy"], perfect["auc"], perfect["eer"], perfect["right"]) == (1.0, 1.0, 0.0, PAIRS)
        # Person_B's 150 mated pairs are lost, and of 150 non-mated ones with the picture none is accepted.
        assert (worse["right"], worse["pairs_without_face"], worse["not_found"]) == (PAIRS - 150, 300, 1)
        assert worse["accuracy"] == pytest.approx(1 - 150 / PAIRS)
        assert worse["std_error"] == pytest.approx(150 / 600 / 10)
        tar = worse["points"]["1e-3"]["tar"]
        assert (tar["count"], tar["of"]) == (2850, 3000)
        assert tar["low"] < 0.95 < tar["high"]
    assert json.loads(reports[1].read_bytes()) == outcome.json
    page = reports[0].read_text(encoding="utf-8")
    assert page.count("<svg") == 2 + 4  # DET, ROC, and a histogram for each backbone and way
    assert "ISO/IEC 19795-1" in page
    assert "150 of 3,000" in reports[2].read_text(encoding="utf-8")
    assert str(tmp_path) not in outcome.out + page


def test_the_same_again_to_the_byte(run: Run, small_lfw: SmallLfw, tmp_path: Path):
    written = []
    for name in ("one.json", "other.json"):
        chosen = ["--part", "view2", "--part", "pairs", "--resamples", "5", "--seed", "3"]
        outcome = run("evaluate", "all", *arguments(small_lfw), *chosen, "--report", str(tmp_path / name))
        assert outcome.code == 0, outcome.out
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    report = json.loads(written[0])
    assert sorted(report["figures"]) == ["pairs", "view2"]
    assert report["figures"]["pairs"]["sface"]["mated"] == 20
    assert report["about"]["parts"] == "view2, pairs"
    assert report["about"]["seed"] == "3"
    assert "5 resamples" in report["about"]["pairs"]


def test_a_part_alone(run: Run, small_lfw: SmallLfw):
    outcome = run("evaluate", "all", *arguments(small_lfw), "--part", "view2")
    assert list(outcome.json["figures"]) == ["view2"]


def test_as_text(run: Run, small_lfw: SmallLfw):
    text = run("evaluate", "lfw", *arguments(small_lfw), human=True).out
    assert "97.50%" in text
    assert "100.00%" in text
    assert "n = 6,000 comparison trials" in text


@pytest.mark.parametrize("command", ["lfw", "all"])
def test_what_is_refused_before_anything_is_measured(run: Run, small_lfw: SmallLfw, tmp_path: Path, command: str):
    good = arguments(small_lfw)
    for wrong, told in (
        (["--report", str(tmp_path / "report.pdf")], "ends in .html"),
        (["--report", str(tmp_path / "none" / "report.html")], "there is no folder"),
        (["--backbone", "other"], "'other' is not there"),
        (["--pairs-file", str(tmp_path / "none.txt")], "list of pairs"),
        (["--lfw", str(tmp_path / "none")], "faceid data lfw"),
    ):
        outcome = run("evaluate", command, *good, *wrong)
        assert outcome.code == 4, wrong
        assert told in outcome.json["error"]["message"]


def test_a_part_that_is_none(run: Run, small_lfw: SmallLfw):
    assert run("evaluate", "all", *arguments(small_lfw), "--part", "beauty").code == 4
