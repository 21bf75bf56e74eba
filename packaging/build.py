"""Builds what is given away: the frozen program, the Debian package, the wheel, the bill of materials, the licences.

    .venv/bin/python packaging/build.py app|deb|wheel|sbom|licences|all [--to FOLDER]

The same script on Linux, Windows and macOS; it builds for the system it runs on. Everything lies in `build/dist`, or in
the folder that is named.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import debian  # noqa: E402
import licences  # noqa: E402
import materials  # noqa: E402
from frozen import NAME, RUNTIME_LOCK, locked  # noqa: E402

from faceid_app import __version__  # noqa: E402

STRIPPED_ALREADY = (".libs", "PySide6")
"""Parts of paths: files that were moved together by a tool that strip breaks, and Qt's, which hold nothing to strip."""


def say(sentence: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"build: {sentence}\n")
    sys.stderr.flush()


def build_app(to: Path) -> Path:
    """The frozen program: one folder that runs where no Python is. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
        where = ["--distpath", str(to), "--workpath", work, str(HERE / "faceid.spec")]
        variables = {**os.environ, "FACEID_BUILD_WORK": work, "PYTHONPATH": str(ROOT)}
        subprocess.run([*command, *where], check=True, env=variables, cwd=work)
    folder = to / NAME
    if sys.platform == "linux":
        strip(folder)
    licences.write(folder, locked(RUNTIME_LOCK))
    say(f"{folder}: {size_of(folder) / 1e6:.0f} MB")
    return folder


def strip(folder: Path) -> None:
    """Take names for debuggers out of libraries; one that strip refuses stays as it is."""
    for path in sorted(folder.rglob("*.so*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not any(part in inside for part in STRIPPED_ALREADY):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=False, capture_output=True)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder, each counted once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def build_deb(to: Path) -> Path:
    """The Debian package of the frozen program, which is built first where it is not there."""
    folder = to / NAME
    if not folder.is_dir():
        build_app(to)
    package = debian.build(folder, to)
    say(f"{package}: {package.stat().st_size / 1e6:.0f} MB")
    return package


def build_wheel(to: Path) -> Path:
    """The wheel, built from a copy so that nothing left from before gets in."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        source, made = Path(temporary) / "source", Path(temporary) / "made"
        source.mkdir()
        for name in ("faceid_app", "assets"):
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE"):
            shutil.copy(ROOT / name, source)
        for path in source.rglob("*"):  # what was made here may be for its maker only, and some installers keep that
            path.chmod(0o755 if path.is_dir() else 0o644)
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*pip, "--wheel-dir", str(made), str(source)], check=True)
        built = next(made.glob("*.whl"))
        shutil.copy(built, to)
    say(f"{to / built.name}: {(to / built.name).stat().st_size / 1e6:.1f} MB")
    return to / built.name


def write_sbom(to: Path) -> Path:
    """The bill of materials of the program as it is given away, CycloneDX."""
    path = to / f"faceid-app-{__version__}.cdx.json"
    materials.write(path, HERE / RUNTIME_LOCK)
    say(str(path))
    return path


def write_licences(to: Path) -> Path:
    """The licences of all packages and weights, as a table and as the texts that come with the packages."""
    folder = to / "licences"
    licences.write(folder, locked(RUNTIME_LOCK))
    say(str(folder))
    return folder


def build_all(to: Path) -> Path:
    """Everything; the Debian package on Linux only."""
    build_app(to)
    if shutil.which("dpkg-deb"):
        build_deb(to)
    for verb in (build_wheel, write_sbom, write_licences):
        verb(to)
    return to


VERBS: dict[str, Callable[[Path], Path]] = {
    "app": build_app,
    "deb": build_deb,
    "wheel": build_wheel,
    "sbom": write_sbom,
    "licences": write_licences,
    "all": build_all,
}


def main() -> int:
    """Build; 0 when it is done, 1 with one sentence when it is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "dist")
    arguments = parser.parse_args()
    started = time.monotonic()
    target: Path = arguments.to.resolve()
    target.mkdir(parents=True, exist_ok=True)
    try:
        VERBS[arguments.verb](target)
    except (subprocess.CalledProcessError, OSError, licences.UnknownLicence, debian.CannotBuild) as error:
        say(f"{arguments.verb} failed: {error}")
        return 1
    say(f"{arguments.verb} took {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
