"""Fixtures shared by all tests: where the real data lies, and an isolated data directory."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.paths import PROJECT_ROOT, Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A data directory of the test's own."""
    return Paths(tmp_path / "data")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Real pictures and clips: FACEID_TEST_DATA, or the folder beside the checkout."""
    folder = Path(os.environ.get("FACEID_TEST_DATA", PROJECT_ROOT.parent / "shared" / "data"))
    if not (folder / "clips").is_dir():
        pytest.skip(f"no test data in {folder}: real faces are not tested (set FACEID_TEST_DATA)")
    return folder


@pytest.fixture(scope="session")
def clip(data_dir: Path) -> Callable[[str], Path]:
    """`clip("a_live")` is the path of that clip."""

    def path_of(name: str) -> Path:
        path = data_dir / "clips" / f"{name}.mp4"
        if not path.is_file():
            pytest.skip(f"the clip {path.name} is not there")
        return path

    return path_of
