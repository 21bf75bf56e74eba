"""What `evaluate robustness`, `alignment` and `speed` ask for before they start measuring."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from faceid_app.cli import evaluation_robustness
from faceid_app.cli.console import Console
from faceid_app.errors import DatasetMissing, FaceIdError, ModelMissing, ReportRefused
from faceid_app.paths import Paths

COMMANDS = ("robustness", "alignment", "speed")


@pytest.fixture
def topic() -> typer.Typer:
    topic = typer.Typer()
    evaluation_robustness.register(topic)
    return topic


@pytest.fixture
def pairs_txt(tmp_path: Path) -> Path:
    """A list of pairs that is whole, of pictures that are not there."""
    people = iter(range(100_000))
    lines = ["10\t300"]
    for _ in range(10):
        lines += [f"P{next(people)}\t1\t2" for _ in range(300)]
        lines += [f"P{next(people)}\t1\tP{next(people)}\t1" for _ in range(300)]
    path = tmp_path / "pairs.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def error_of(topic: typer.Typer, paths: Paths, *arguments: str) -> BaseException | None:
    return CliRunner().invoke(topic, list(arguments), obj=Console(paths, True)).exception


@pytest.mark.parametrize("command", COMMANDS)
def test_a_report_that_cannot_be_written_is_refused_at_once(topic, paths, command):
    error = error_of(topic, paths, command, "--report", "report.pdf")
    assert isinstance(error, ReportRefused)


@pytest.mark.parametrize("command", ["robustness", "alignment"])
def test_without_a_list_of_pairs_it_says_where_to_get_one(topic, paths, command):
    error = error_of(topic, paths, command)
    assert isinstance(error, DatasetMissing)
    assert "--pairs-file" in str(error)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_backbone_is_told(topic, paths, pairs_txt, command):
    given = () if command == "speed" else ("--pairs-file", str(pairs_txt))
    error = error_of(topic, paths, command, *given, "--backbone", "nobody")
    assert isinstance(error, ModelMissing)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_pictures_it_says_how_to_get_them(topic, paths, pairs_txt, command, tmp_path):
    given = () if command == "speed" else ("--pairs-file", str(pairs_txt))
    error = error_of(topic, paths, command, *given, "--backbone", "sface", "--lfw", str(tmp_path))
    assert isinstance(error, FaceIdError)


@pytest.mark.parametrize(
    "arguments",
    [
        ("robustness", "--pairs", "0"),
        ("robustness", "--pairs", "6001"),
        ("robustness", "--turned-pairs", "-1"),
        ("alignment", "--pairs", "many"),
        ("speed", "--rounds", "0"),
        ("speed", "--threads", "0"),
        ("robustness", "--seed", "-1"),
    ],
)
def test_numbers_out_of_range_are_wrong_usage(topic, paths, arguments):
    assert CliRunner().invoke(topic, list(arguments), obj=Console(paths, True)).exit_code == 2
