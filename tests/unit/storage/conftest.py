"""A store, a profile, other processes, and a folder the system keeps to itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.storage.crashes import Start

NOBODY = 65534


@pytest.fixture
def root(paths: Paths) -> Path:
    return paths.personal


@pytest.fixture
def store(root: Path) -> PlainStore:
    return PlainStore(root)


@pytest.fixture
def profile(store: PlainStore) -> Profile:
    return Profiles(store).create("anna")


@pytest.fixture
def start() -> Iterator[Start]:
    """`start(code, *arguments)` runs Python code in another process; none outlives the test."""
    running: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [*before, sys.executable, "-c", code, *arguments],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT_ROOT,
            env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
        )
        running.append(child)
        return child

    yield run
    for child in running:
        child.kill()
        child.communicate()


@pytest.fixture
def refused_folder() -> Iterator[Path]:
    """A folder in which the system lets this process read but not write."""
    if os.name != "posix":
        pytest.skip("permissions are tested on POSIX systems")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            folder.chmod(0o500)
            yield folder
            folder.chmod(0o700)
        finally:
            if is_root:
                os.seteuid(0)
