"""Importing beside other work: what is imported is there afterwards, and what goes wrong is told."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from faceid_app.errors import Cancelled
from faceid_app.learning.background_import import BackgroundImport
from faceid_app.progress import never


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules that can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_it_is_there_after_waiting(modules: Path):
    (modules / "imported_beside.py").write_text("VALUE = 7\n")
    beside = BackgroundImport("imported_beside")
    beside.wait(never)
    assert sys.modules["imported_beside"].VALUE == 7


def test_what_goes_wrong_is_told_to_who_waits(modules: Path):
    (modules / "broken_beside.py").write_text("raise RuntimeError('no such device')\n")
    beside = BackgroundImport("broken_beside")
    with pytest.raises(RuntimeError, match="no such device"):
        beside.wait(never)


def test_optional_libraries_are_kept_away_only_meanwhile(modules: Path):
    (modules / "extra_beside.py").write_text("")
    (modules / "optional_beside.py").write_text(
        "try:\n    import extra_beside\nexcept ImportError:\n    extra_beside = None\n"
    )
    BackgroundImport("optional_beside", without=["extra_beside"]).wait(never)
    assert sys.modules["optional_beside"].extra_beside is None
    importlib.import_module("extra_beside")
    assert sys.modules["extra_beside"] is not None


def test_a_library_that_is_there_already_stays(modules: Path):
    (modules / "there_beside.py").write_text("VALUE = 1\n")
    importlib.import_module("there_beside")
    (modules / "user_beside.py").write_text("import there_beside\n")
    BackgroundImport("user_beside", without=["there_beside"]).wait(never)
    assert sys.modules["there_beside"].VALUE == 1


def test_waiting_ends_when_asked_to(modules: Path):
    go_on = modules / "go on"
    (modules / "slow_beside.py").write_text(f"import pathlib\nwhile not pathlib.Path({str(go_on)!r}).exists(): pass\n")
    beside = BackgroundImport("slow_beside")
    with pytest.raises(Cancelled):
        beside.wait(lambda: True)
    go_on.touch()
    beside.wait(never)
