"""The lock files pin everything with hashes, name no address, and agree with each other and with pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from faceid_app.paths import PROJECT_ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def text_of(lock: str) -> str:
    return (PROJECT_ROOT / "packaging" / lock).read_text(encoding="utf-8")


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


def test_the_tests_run_on_what_users_run():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize(("lock", "extra"), [("requirements.lock", None), ("requirements-dev.lock", "dev")])
def test_what_the_project_asks_for_is_pinned_within_its_bounds(lock: str, extra: str | None):
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    pinned = [Requirement(line) for line in pins(lock)]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        versions = [next(iter(pin.specifier)).version for pin in pinned if canonicalize_name(pin.name) == name]
        assert versions, f"{name} is not pinned: run packaging/renew-locks"
        assert all(version in requirement.specifier for version in versions), name
