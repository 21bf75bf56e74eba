"""The training environment: found where it is, started without this one's packages, made whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faceid_app import __version__
from faceid_app.errors import Cancelled, TrainingNotInstallable, TrainingNotInstalled, TrainingOutdated
from faceid_app.paths import PACKAGE
from faceid_app.workers import training_environment, training_software
from faceid_app.workers.training_environment import TRAINING_LOCK, Place, find_place, python_of, start_in

IMPOSSIBLE = "no-such-package-anywhere==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this were the frozen program, which has nothing to train with."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An environment as an installation leaves it."""
    folder = tmp_path / "environment"
    python_of(folder).parent.mkdir(parents=True)
    python_of(folder).touch()
    shutil.copy(TRAINING_LOCK, folder / TRAINING_LOCK.name)
    return folder


def test_a_checkout_trains_with_its_own_packages(made: Path):
    assert find_place(made) is Place.OWN


@pytest.mark.usefixtures("frozen")
def test_the_frozen_program_trains_with_the_environment_made_for_this_very_version(
    made: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(training_environment, "training_folder", lambda: made)
    assert find_place() is Place.APART
    assert training_environment.training_start().command[0] == str(python_of(made))
    (made / TRAINING_LOCK.name).write_text("another==1\n", "utf-8")
    assert find_place() is Place.OUTDATED
    with pytest.raises(TrainingOutdated):
        training_environment.training_start()
    shutil.rmtree(made)
    assert find_place() is Place.NOWHERE
    with pytest.raises(TrainingNotInstalled):
        training_environment.training_start()


@pytest.mark.usefixtures("frozen")
def test_another_interpreter_gets_this_program_and_nothing_that_leads_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {
        "PYTHONHOME": "/here", "_PYI_APPLICATION_HOME_DIR": "/here", "LD_LIBRARY_PATH": "/here",
        "LD_LIBRARY_PATH_ORIG": "/before",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    variables = start_in(tmp_path).variables
    assert variables["LD_LIBRARY_PATH"] == "/before"
    assert not {"PYTHONHOME", "_PYI_APPLICATION_HOME_DIR", "LD_LIBRARY_PATH_ORIG"} & variables.keys()
    program = "import faceid_app; print(faceid_app.__version__, faceid_app.__path__[0])"
    variables = {**variables, "LD_LIBRARY_PATH": ""}
    told = subprocess.run(
        [sys.executable, "-S", "-c", program], env=variables, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [__version__, str(PACKAGE)]


def test_where_no_python_fits_the_sentence_says_what_to_install():
    with pytest.raises(TrainingNotInstallable, match=r"Python 3\.11, 3\.12 or 3\.13 .*; nothing was changed\."):
        training_software.find_python([["no-such-python"]])


def test_a_cancelled_installation_leaves_nothing(tmp_path: Path):
    folder = tmp_path / "training" / "environment"
    with pytest.raises(Cancelled):
        training_software.install(folder, is_cancelled=lambda: True)
    assert [path.name for path in folder.parent.iterdir()] == ["locks"]


@pytest.mark.slow
def test_a_failed_installation_is_one_sentence_and_keeps_what_was_there(
    tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock = tmp_path / "impossible.lock"
    lock.write_text(IMPOSSIBLE, "utf-8")
    with pytest.raises(TrainingNotInstallable, match="no-such-package-anywhere") as failed:
        training_software.install(made, lock=lock)
    assert "\n" not in str(failed.value)
    assert (made / TRAINING_LOCK.name).read_bytes() == TRAINING_LOCK.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"environment", "locks", "impossible.lock"}


def test_no_password_of_an_index_is_told():
    told = training_software._why(["ERROR: no answer from https://me:secret@index.example/simple"], 1)
    assert told == "no answer from https://index.example/simple"


def test_what_is_removed_is_gone_and_counted(made: Path):
    (made / "file").write_bytes(b"x" * 1000)
    assert training_software.remove(made) >= 1000
    assert not made.exists()
    assert training_software.remove(made) == 0
