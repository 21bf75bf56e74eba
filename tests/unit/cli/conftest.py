"""Runs commands in this process, as a shell would: arguments in, exit code and output out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.cli.main import main
from faceid_app.identity.bundle import BackboneReference, Bundle, Fitness
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.head import start_head
from faceid_app.identity.preprocessing import Input
from faceid_app.paths import Paths
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
    impostor = np.linspace(0.0, 0.6, 40_000, dtype=np.float32)
    genuine = np.linspace(0.4, 1.0, 500, dtype=np.float32)
    return Bundle(
        recipe="head",
        input=Input.ALIGNED_112,
        normalise=True,
        backbone=BackboneReference("sface", "ab" * 32),
        network=None,
        head=start_head(128, slope=20.0, bias=3.0),
        calibration=calibrate(genuine, impostor),
        thresholds=Thresholds(0.6, 0.5),
        fitness=Fitness(True),
        card={},
    )


@pytest.fixture
def blank_clip(tmp_path: Path) -> Path:
    """One second of a picture without a face, 10 frames."""
    return write_clip(tmp_path / "blank.mp4", frames=10, fps=10, width=320, height=240)
