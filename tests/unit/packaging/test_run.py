"""`./run` in a copy of the project whose lock files ask for nothing: it sets up once and repairs itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faceid_app.paths import PROJECT_ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="./run is for POSIX systems; run.cmd is its twin")

MAIN = """
import os, sys
print(sys.argv[1:], os.getcwd(), sys.prefix)
raise SystemExit(7)
"""
PYTEST = """
import os, sys
print("pytest", sys.argv[1:], os.getcwd(), os.environ["QT_QPA_PLATFORM"])
"""


Ready = tuple[Path, subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """See `make_project`."""
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    """A project that has been set up, for all tests that need one, and what its first start said."""
    folder = tmp_path_factory.mktemp("ready")
    root = make_project(folder)
    return root, run(root, "verify", "anna k", "--camera", "*", cwd=folder)


def make_project(folder: Path) -> Path:
    """The start script, the set-up and a program that tells how it was started."""
    root = folder / "a project"
    (root / "packaging").mkdir(parents=True)
    (root / "faceid_app").mkdir()
    shutil.copy(PROJECT_ROOT / "run", root / "run")
    shutil.copy(PROJECT_ROOT / "packaging" / "set_up.py", root / "packaging")
    shutil.copy(PROJECT_ROOT / "faceid_app" / "libraries.py", root / "faceid_app")
    (root / "faceid_app" / "__init__.py").touch()
    (root / "faceid_app" / "__main__.py").write_text(MAIN, encoding="utf-8")
    (root / "pytest.py").write_text(PYTEST, encoding="utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (root / "packaging" / lock).write_text("# nothing\n", encoding="utf-8")
    return root


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The user's own folder; it holds files named like modules of the standard library."""
    folder = tmp_path / "else where"
    folder.mkdir()
    (folder / "argparse.py").write_text("raise SystemError", encoding="utf-8")
    (folder / "pip.py").write_text("raise SystemError", encoding="utf-8")
    return folder


def command(project: Path, *arguments: str) -> list[str]:
    return ["sh", str(project / "run"), *arguments]


def environment() -> dict[str, str]:
    """What a user's shell has: nothing of the environment the tests themselves run in."""
    own = {"PYTHONPATH", "PYTHONSAFEPATH", "QT_QPA_PLATFORM", "VIRTUAL_ENV"}
    base = os.path.dirname(os.path.realpath(sys.executable))
    kept = {key: value for key, value in os.environ.items() if key not in own}
    return kept | {"PATH": f"{base}{os.pathsep}{os.environ['PATH']}"}


def run(project: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(project, *arguments), cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )


def test_the_first_start_sets_up_and_every_start_passes_arguments_folder_and_exit_code(ready: Ready, elsewhere: Path):
    project, first = ready
    told = f"['verify', 'anna k', '--camera', '*'] {{}} {project / '.venv'}\n"
    assert (first.stdout, first.returncode) == (told.format(project.parent), 7), first.stderr
    assert "setting up" in first.stderr
    built = (project / ".venv").stat().st_ino
    assert [path.name for path in (project / "build").iterdir()] == ["set-up.lock"]
    scripts = project / ".venv" / "bin"
    assert not [path.name for path in scripts.iterdir() if path.is_file() and b"build/venv" in path.read_bytes()]

    second = run(project, "verify", "anna k", "--camera", "*", cwd=elsewhere)
    assert (second.stdout, second.returncode) == (told.format(elsewhere), 7)
    assert "setting up" not in second.stderr
    assert (project / ".venv").stat().st_ino == built

    tests = run(project, "tests", "-k", "two words", cwd=elsewhere)
    assert tests.stdout == f"pytest ['-k', 'two words'] {project} offscreen\n"
    assert "adding the packages that the tests need" in tests.stderr
    assert (project / ".venv").stat().st_ino == built
    assert "adding" not in run(project, "tests", cwd=elsewhere).stderr


def test_a_failing_installation_says_so_and_leaves_the_old_environment(ready: Ready, elsewhere: Path):
    project, _ = ready
    built = (project / ".venv").stat().st_ino
    lock = project / "packaging" / "requirements.lock"
    asked = lock.read_text(encoding="utf-8")
    lock.write_text("no-hash-no-installation==1.0\n", encoding="utf-8")

    failed = run(project, cwd=elsewhere)
    assert (failed.stdout, failed.returncode) == ("", 1)
    assert "the packages could not be installed" in failed.stderr
    assert (project / ".venv").stat().st_ino == built

    lock.write_text(asked, encoding="utf-8")
    assert "setting up" not in run(project, cwd=elsewhere).stderr


def test_an_outdated_environment_is_built_anew(ready: Ready, elsewhere: Path):
    project, _ = ready
    (project / "packaging" / "requirements.lock").write_text("# still nothing\n", encoding="utf-8")
    again = run(project, cwd=elsewhere)
    assert "setting up" in again.stderr
    assert again.returncode == 7


def test_two_starts_at_once_build_one_environment_in_place_of_an_unfinished_one(project: Path, elsewhere: Path):
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / "build" / "venv" / "lib").mkdir(parents=True)
    starts = [
        subprocess.Popen(
            command(project),
            cwd=elsewhere,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _start in range(2)
    ]
    said = [start.communicate()[1] for start in starts]
    assert [start.returncode for start in starts] == [7, 7], said
    assert sum("setting up;" in text for text in said) == 1


def test_without_a_fitting_python_it_says_which_is_needed(project: Path, elsewhere: Path, tmp_path: Path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "cmp", "id", "env", "dirname"):
        tool = shutil.which(name)
        assert tool
        (tools / name).symlink_to(tool)
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    answer = subprocess.run(
        command(project), cwd=elsewhere, env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("faceid: Python 3.11, 3.12 or 3.13 is needed and none was found")
