"""All pairs of some hundred people of LFW, with SFace, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from faceid_app.cli import evaluation_pairs
from faceid_app.cli.console import Console
from faceid_app.errors import DatasetMissing
from faceid_app.paths import Paths

pytestmark = pytest.mark.real


def run(paths: Paths, *arguments: str) -> Result:
    app = typer.Typer()
    evaluation_pairs.register(app)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["pairs", "--backbone", "sface", *arguments], obj=Console(paths, True))


def test_all_pairs_of_a_few_people(trained: Paths, few_strangers: Path, tmp_path: Path):
    arguments = ["--lfw", str(few_strangers), "--resamples", "10"]
    reports = [argument for end in ("json", "html", "txt") for argument in ("--report", str(tmp_path / f"all.{end}"))]
    result = run(trained, *arguments, *reports)
    assert result.exit_code == 0, result.exception
    figures = json.loads(result.stdout)["figures"]["sface"]
    assert figures["people"] == 200
    assert figures["mated_people"] == 100
    assert figures["pictures"] * (figures["pictures"] - 1) // 2 == figures["mated"] + figures["nonmated"]
    points = {(point["weighing"], point["far"]): point for point in figures["points"]}
    for weighing in ("pooled", "balanced"):
        assert points[weighing, 1e-3]["tar"] > 0.97
        assert points[weighing, 1e-3]["supported"]
        assert not points[weighing, 1e-6]["supported"]
        low, high = points[weighing, 1e-3]["threshold_interval"]
        assert 0.3 < low < high < 0.5
    assert figures["eer"]["balanced"] < 0.02
    assert figures["calibration"]["cllr"] < 0.1
    written = (tmp_path / "all.json").read_bytes()
    assert json.loads(written)["figures"]["sface"] == figures
    assert "All pairs of LFW" in (tmp_path / "all.txt").read_text(encoding="utf-8")
    page = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 5
    assert str(few_strangers) not in page + written.decode()

    assert run(trained, *arguments, "--report", str(tmp_path / "again.json")).exit_code == 0
    assert (tmp_path / "again.json").read_bytes() == written


def test_a_folder_that_is_not_lfw_is_told(paths_with_sface: Paths, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert isinstance(run(paths_with_sface, "--lfw", str(empty)).exception, DatasetMissing)
