"""Which interpreter trains, and how it is started: the program's own, or that of the environment made for training."""

from __future__ import annotations

import filecmp
import importlib.util
import os
import sys
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import platformdirs

from faceid_app.errors import TrainingNotInstalled, TrainingOutdated
from faceid_app.paths import ASSETS, PACKAGE, PROJECT_ROOT

TRAINING_LOCK = ASSETS / "training.lock"
"""What the environment for training consists of: exact versions with hashes, without addresses."""
WORKER_MODULE = "faceid_app.learning.worker"
_NEEDED = ("keras", "sklearn", "onnx")
_APART = PACKAGE / "learning" / "apart"
_STARTER_PREFIX = "_PYI_"


class Place(Enum):
    """Where what trains is installed."""

    OWN = "own"
    """With the program itself."""
    APART = "apart"
    """In the environment made for it."""
    OUTDATED = "outdated"
    """In one that was made for another version of the program."""
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Start:
    """How the training process is started: program and first arguments, and all its variables."""

    command: tuple[str, ...]
    variables: dict[str, str]


def is_frozen() -> bool:
    """Whether this process is the frozen program, which is no interpreter for anything else."""
    return bool(getattr(sys, "frozen", False))


def training_folder() -> Path:
    """Where the environment for training is made: one for each user, beside the data folder and not in it, for an
    environment does not survive being moved."""
    return Path(platformdirs.user_data_dir("faceid_app_training", appauthor=False)) / "environment"


def find_place(folder: Path | None = None) -> Place:
    """Where what trains is installed; `folder` stands for `training_folder()`."""
    if not is_frozen() and _are_here(_NEEDED):
        return Place.OWN
    folder = folder or training_folder()
    copy = folder / TRAINING_LOCK.name
    if not copy.is_file() or not python_of(folder).exists():
        return Place.NOWHERE
    return Place.APART if filecmp.cmp(TRAINING_LOCK, copy, shallow=False) else Place.OUTDATED


@cache
def _are_here(packages: tuple[str, ...]) -> bool:
    """Asked once a process: while another thread imports, the answer keeps the window waiting."""
    return all(importlib.util.find_spec(name) is not None for name in packages)


def python_of(folder: Path) -> Path:
    """The interpreter of the environment in `folder`."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def training_start() -> Start:
    """How to start the training process. Raises TrainingNotInstalled, TrainingOutdated."""
    place = find_place()
    if place is Place.OWN:
        return own_start()
    if place is Place.APART:
        return start_in(training_folder())
    raise TrainingOutdated if place is Place.OUTDATED else TrainingNotInstalled


def own_start() -> Start:
    """With this very interpreter."""
    own = os.pathsep.join(filter(None, (str(PROJECT_ROOT), os.environ.get("PYTHONPATH"))))
    return Start((sys.executable, "-m", WORKER_MODULE), {**os.environ, "PYTHONPATH": own, **_ESSENTIALS})


def start_in(folder: Path) -> Start:
    """With the interpreter of the environment in `folder`, which finds this program and no other package of its."""
    variables = {
        **clean_variables(),
        "PYTHONPATH": str(_APART),
        # The program may lie where nothing can be written beside it, and would be compiled anew at every start.
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        **_ESSENTIALS,
    }
    return Start((str(python_of(folder)), "-m", WORKER_MODULE), variables)


def clean_variables() -> dict[str, str]:
    """This process' variables for another Python: without what leads back here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((_STARTER_PREFIX, "PYTHON"))}
    if is_frozen():  # the starter of the frozen program puts its own libraries before the system's, and keeps what was
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            before = kept.pop(f"{name}_ORIG", None)
            kept.pop(name, None)
            if before:
                kept[name] = before
    return kept


_ESSENTIALS = {
    "PYTHONSAFEPATH": "1",  # no module from the folder the user happens to stand in
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
}
