"""Runs commands in this process, as a shell would: arguments in, exit code and output out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from faceid_app.cli.main import main
from faceid_app.identity.bundle import Bundle
from faceid_app.paths import Paths
from tests.helpers.bundles import untrained_bundle
from tests.helpers.clips import write_clip


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object of stdout; fails where there is anything else."""
        parsed = json.loads(self.out)
        assert isinstance(parsed, dict)
        return parsed


Run = Callable[..., Outcome]


@pytest.fixture
def run(paths: Paths, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("profiles")` runs it with --json on the test's data directory; `human=True` without --json."""

    def call(*arguments: str, human: bool = False) -> Outcome:
        capsys.readouterr()
        code = main(["--data-dir", str(paths.root), *([] if human else ["--json"]), *arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def bundle() -> Bundle:
    """A bundle whose backbone is not installed."""
    return untrained_bundle()


@pytest.fixture
def blank_clip(tmp_path: Path) -> Path:
    """One second of a picture without a face, 10 frames."""
    return write_clip(tmp_path / "blank.mp4", frames=10, fps=10, width=320, height=240)
