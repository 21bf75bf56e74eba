"""The lock files pin everything with hashes, name no address, and agree with each other and with pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from faceid_app import __version__
from faceid_app.paths import PROJECT_ROOT

EXTRAS_OF = {
    "packaging/requirements-app.lock": None,
    "packaging/requirements.lock": "training",
    "packaging/requirements-dev.lock": "dev",
    "assets/training.lock": "training",
}
LOCKS = tuple(EXTRAS_OF)
WITHOUT_WINDOW = {"pyside6-essentials", "shiboken6", "pyqtgraph", "lucide"}
"""Not in the environment that the program makes for training."""
PROJECT = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text_of(lock: str) -> str:
    return (PROJECT_ROOT / lock).read_text(encoding="utf-8")


def asked(extra: str | None) -> list[Requirement]:
    """What the project asks for, with the extras that an extra includes."""
    found = []
    for requirement in map(Requirement, PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]):
        own = requirement.name == PROJECT["name"]
        found += [one for inner in requirement.extras for one in asked(inner)] if own else [requirement]
    return found if extra is None else [*asked(None), *found]


def pins(lock: str) -> dict[str, str]:
    """Each pinned line with its marker, and its hashes."""
    entries = re.split(r"\n(?=\S)", text_of(lock).strip())
    return {entry.partition(" \\\n")[0]: entry.partition(" \\\n")[2] for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_one_version_with_hashes_and_no_address(lock: str):
    for line, hashes in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line), line
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64}( \\)?\n?)+", hashes), line
    assert not re.search(r"://|index|find-links|\bfile:", text_of(lock))


def test_all_run_on_what_the_tests_run_on():
    for lock in LOCKS:
        assert pins(lock).items() <= pins("packaging/requirements-dev.lock").items(), lock


@pytest.mark.parametrize(("lock", "extra"), EXTRAS_OF.items())
def test_what_the_project_asks_for_is_pinned_within_its_bounds(lock: str, extra: str | None):
    pinned = [Requirement(line) for line in pins(lock)]
    left_out = WITHOUT_WINDOW if lock.startswith("assets/") else set()
    for requirement in asked(extra):
        name = canonicalize_name(requirement.name)
        versions = [next(iter(pin.specifier)).version for pin in pinned if canonicalize_name(pin.name) == name]
        assert bool(versions) == (name not in left_out), f"{name}: run packaging/renew-locks"
        assert all(version in requirement.specifier for version in versions), name


def test_the_program_alone_is_free_of_what_only_training_needs():
    names = {Requirement(line).name for line in pins("packaging/requirements-app.lock")}
    heavy = {"keras", "tensorflow", "tensorflow-cpu", "onnx", "scikit-learn", "h5py", "grpcio", "jax", "torch"}
    assert not names & (heavy | {"scikit-image", "catboost", "pandas"})


def test_the_version_stands_in_one_place():
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]
    stated = [
        path.relative_to(PROJECT_ROOT).as_posix()
        for folder in ("faceid_app", "packaging")
        for path in (PROJECT_ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".spec", ".toml", ".in", ".xml", ".desktop"}
        and f'"{__version__}"' in path.read_text("utf-8")
    ]
    assert stated == ["faceid_app/__init__.py"]
