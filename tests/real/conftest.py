"""A person enrolled and trained once for all tests of this folder, with two hundred strangers of LFW."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.settings import Settings

Faceid = Callable[..., tuple[int, dict[str, Any]]]
STRANGERS, PICTURES = 200, 2


@pytest.fixture(scope="session")
def few_strangers(lfw_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Links to the first people of LFW, half of them with two pictures, so that a bank takes seconds."""
    folder = tmp_path_factory.mktemp("negatives")
    people = sorted(path for path in lfw_dir.iterdir() if path.is_dir())
    several = [person for person in people if len(list(person.iterdir())) > 1][: STRANGERS // 2]
    single = [person for person in people if person not in several][: STRANGERS // 2]
    for person in several + single:
        (folder / person.name).mkdir()
        for picture in sorted(person.iterdir())[:PICTURES]:
            (folder / person.name / picture.name).symlink_to(picture)
    return folder


@pytest.fixture(scope="session")
def faceid() -> Faceid:
    """`faceid(paths, "verify", …)` runs the program in a process of its own: exit code and JSON."""

    def run(paths: Paths, *arguments: str) -> tuple[int, dict[str, Any]]:
        command = [sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), "--json", *arguments]
        finished = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
        assert finished.stdout, finished.stderr[-2000:]
        return finished.returncode, json.loads(finished.stdout)

    return run


@pytest.fixture(scope="session")
def trained(
    sface: Path,
    few_strangers: Path,
    clip: Callable[[str], Path],
    faceid: Faceid,
    tmp_path_factory: pytest.TempPathFactory,
) -> Paths:
    """Person `a`, enrolled on the first half of their clip, trained with recipe head on SFace. Copy it to change it."""
    paths = Paths(tmp_path_factory.mktemp("trained"))
    shutil.copytree(sface, paths.models / "sface")
    settings = Settings()
    settings.backbone = "sface"
    settings.save(paths)
    code, enrolled = faceid(paths, "enroll", "a", "--camera", str(clip("a_live")), "--end", "10.3", "--fast")
    assert code == 0, enrolled
    assert enrolled["captured"] == {"anchor": 20, "positive": 20}
    code, trained = faceid(paths, "train", "a", "--negatives", str(few_strangers))
    assert code == 0, trained
    assert trained["fit"], trained["why"]
    return paths


@pytest.fixture
def own_copy(trained: Paths, tmp_path: Path) -> Paths:
    """A copy of `trained` that a test may change."""
    shutil.copytree(trained.root, tmp_path / "copy")
    return Paths(tmp_path / "copy")
