"""The licences of all packages and weights: looked up in `licences.toml`, checked, and written beside what is built."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sysconfig
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MODELS = ROOT / "assets" / "models"
TABLE = "LICENCES.txt"
COMMON_TEXTS = Path("/usr/share/common-licenses")
"""Where Debian keeps them."""
_LOCKS = (HERE / "requirements-app.lock", ROOT / "assets" / "training.lock")
_TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|copyright|(third.?party.?)?notice|authors)[^/]*$", re.IGNORECASE)


class UnknownLicence(Exception):
    """A package or a network whose licence is not known, or is none of those allowed."""


def load() -> dict[str, Any]:
    """The file `licences.toml`."""
    return tomllib.loads((HERE / "licences.toml").read_text(encoding="utf-8"))


def pinned(lock: Path) -> dict[str, list[str]]:
    """The versions that a lock file has of each package."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


def weights() -> list[str]:
    """The folders below assets/models that hold a manifest, as `licences.toml` names them."""
    return sorted(path.parent.relative_to(MODELS).as_posix() for path in MODELS.rglob("manifest.json"))


def problems(known: dict[str, Any] | None = None) -> list[str]:
    """What is wrong, a line each: licences that are missing, not allowed, or of what is no longer there."""
    known = load() if known is None else known
    allowed = set(known["allowed"])
    names = {name for lock in _LOCKS for name in pinned(lock)}
    found = [f"{name}: its licence is not in licences.toml" for name in sorted(names - known["packages"].keys())]
    found += [f"{name}: it is locked no more" for name in sorted(known["packages"].keys() - names)]
    found += [f"{name}: these weights have no licence" for name in weights() if name not in known["weights"]]
    stated = known["packages"] | known["frozen"] | {name: one["licence"] for name, one in known["weights"].items()}
    for name, expression in stated.items():
        choices = [set(re.findall(r"[\w.-]+", part)) - {"AND"} for part in expression.split(" OR ")]
        if not any(choice and choice <= allowed for choice in choices):
            found.append(f"{name}: {expression!r} is not allowed")
    return found


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the table and all texts that the packages bring into `folder`/licences. Raises UnknownLicence, OSError."""
    if wrong := problems():
        raise UnknownLicence("; ".join(wrong))
    known = load()
    target = folder / "licences" if folder.name != "licences" else folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    versions = pinned(_LOCKS[0])
    rows = [(name, ", ".join(versions.get(name, ())), known["packages"][name]) for name in sorted(names)]
    rows += [(name, "", licence) for name, licence in known["frozen"].items()]
    rows += [(f"weights: {name}", "", f"{one['licence']} ({one['origin']})") for name, one in known["weights"].items()]
    lines = ["What this program consists of, and under which licences. The texts lie beside this file.", ""]
    lines += [f"{name} {version}".strip().ljust(48) + licence for name, version, licence in rows]
    (target / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, target / name)
    for name in sorted(names):
        _copy_texts(name, target / name)
    for text in ("LGPL-3", "GPL-3", "LGPL-2.1"):  # which Qt's and OpenCV's packages do not bring
        if (COMMON_TEXTS / text).is_file():
            shutil.copyfile(COMMON_TEXTS / text, target / text)
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.is_file():
        (target / "Python").mkdir()
        shutil.copy(python, target / "Python")


def _copy_texts(name: str, target: Path) -> None:
    """The licence texts that a package installed here brings; nothing where it is one of another system."""
    try:
        files = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError:
        return
    for file in files:
        path = Path(str(file.locate()))
        if _TEXTS.search(file.as_posix()) and path.is_file() and path.suffix not in {".py", ".pyc", ".pyi", ".so"}:
            target.mkdir(exist_ok=True)
            shutil.copy(path, target / file.as_posix().split(".dist-info/")[-1].replace("/", "-"))
