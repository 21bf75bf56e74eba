"""`faceid evaluate pairs`: what is refused before minutes are spent."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from faceid_app.cli import evaluation_pairs
from faceid_app.cli.console import Console
from faceid_app.errors import ModelMissing, ReportRefused
from faceid_app.paths import Paths


def run(paths: Paths, *arguments: str) -> BaseException | None:
    app = typer.Typer()
    evaluation_pairs.register(app)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["pairs", *arguments], obj=Console(paths, True)).exception


def test_a_report_of_another_kind_is_refused(paths: Paths, tmp_path: Path):
    assert isinstance(run(paths, "--report", str(tmp_path / "report.pdf")), ReportRefused)


def test_a_backbone_that_is_not_there_is_told(paths: Paths, tmp_path: Path):
    assert isinstance(run(paths, "--backbone", "sface", "--report", str(tmp_path / "report.json")), ModelMissing)
    assert not list(tmp_path.glob("report*"))


@pytest.mark.parametrize("option", [("--resamples", "0"), ("--seed", "-1")])
def test_numbers_out_of_range_are_refused(paths: Paths, option: tuple[str, str]):
    assert isinstance(run(paths, *option), SystemExit)
