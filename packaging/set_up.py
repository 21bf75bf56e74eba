"""Builds `.venv` from the lock file; the start scripts call it when they find `.venv` missing, outdated or unfinished.

Runs under the system's Python with the standard library only. The environment is built beside and renamed into place
when it is whole. What it was built from lies in it as copies of the lock files, written last, so that a set-up that was
interrupted anywhere is recognised as unfinished. A lock lets simultaneous starts wait for each other.
"""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT_ROOT))

from faceid_app.libraries import install_command, install_line, is_root, missing_libraries, package_tool  # noqa: E402

RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
LIBRARIES_CHECKED = "libraries-checked"
PYTHONS = ((3, 11), (3, 13))


class SetUpError(Exception):
    """The environment could not be made; `str(error)` says why and what to do."""


def say(sentence: str) -> None:
    """Tell the user what happens. Standard output belongs to the program that is started afterwards."""
    sys.stderr.write(f"faceid: {sentence}\n")
    sys.stderr.flush()


def python_of(venv: Path) -> Path:
    """The interpreter inside an environment."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def site_packages(venv: Path) -> Path:
    """Where the interpreter of `venv` looks for packages; absent once the system's Python is of another version."""
    if os.name == "nt":
        return venv / "Lib" / "site-packages"
    answer = subprocess.run([python_of(venv), "-V"], capture_output=True, text=True, check=False).stdout.split()
    return venv / "lib" / f"python{'.'.join(answer[-1].split('.')[:2]) if answer else ''}" / "site-packages"


def is_installed(root: Path, venv: Path, lock: str) -> bool:
    """Whether `venv` was finished from the lock file as it is now."""
    copy = venv / lock
    return (
        copy.is_file()
        and filecmp.cmp(root / "packaging" / lock, copy, shallow=False)
        and python_of(venv).exists()
        and site_packages(venv).is_dir()
    )


def clean_environment() -> dict[str, str]:
    """The variables for Python and pip, without what leads out of the environment that is built."""
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIREMENT")
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return kept | {"PYTHONSAFEPATH": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def call(*command: str | Path) -> bool:
    """Run a command whose output goes where our own messages go; True when it succeeded."""
    return subprocess.run(command, env=clean_environment(), stdout=sys.stderr, check=False).returncode == 0


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages as root, refreshing the package list only if the first try finds nothing."""
    apt = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Dpkg::Use-Pty=0",
    ]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return call(*install) or (call(*apt, "update") and call(*install))


def ensure_venv_module() -> None:
    """Debian splits `venv` off; install it as root, else say how."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if package_tool() == "apt-get":
        if is_root():
            say(f"installing {package}, which this Python needs to make an environment.")
            if apt_install([package]):
                return
        line = ("" if is_root() else "sudo ") + install_command([package], "apt-get")
        raise SetUpError(f"this Python cannot make an environment; run: {line}")
    raise SetUpError("this Python has no 'venv' module; install it with your system's package tool and start again.")


def ensure_libraries(venv: Path) -> None:
    """Check the shared libraries of the window once; as root on Debian install them, else print the line and go on.

    Going on is right: the command line works without a window system, and only a complete check is remembered.
    """
    missing = missing_libraries()
    if missing and package_tool() == "apt-get" and is_root():
        say("installing the shared libraries that the window needs.")
        apt_install([library.packages["apt-get"] for library in missing])
        missing = missing_libraries()
    if missing:
        say(f"the window needs shared libraries that are missing; run: {install_line(missing, package_tool())}")
    else:
        (venv / LIBRARIES_CHECKED).touch()


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold an exclusive lock that the system releases even if this process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        waiting = False
        while not _try_lock(file.fileno()):
            if not waiting:
                say("another start is setting things up; waiting for it.")
                waiting = True
            time.sleep(0.1)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def install(root: Path, venv: Path, lock: str) -> None:
    """Install a lock file into an environment: exactly its versions, each checked against its hash, wheels only."""
    exactly = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
    if not call(python_of(venv), "-m", "pip", "install", *exactly, "-r", root / "packaging" / lock):
        raise SetUpError(
            "the packages could not be installed (the reason stands above); check the network and start again."
        )


def remember(root: Path, venv: Path, lock: str) -> None:
    """Leave the copy of the lock file that marks `venv` as finished, at once or not at all."""
    part = venv / f"{lock}.part"
    shutil.copyfile(root / "packaging" / lock, part)
    part.replace(venv / lock)


def relocate(built: Path, final: Path) -> None:
    """Make the scripts of an environment that was built at `built` right for `final`."""
    old, new = os.fsencode(built), os.fsencode(final)
    for script in python_of(built).parent.iterdir():
        if script.is_file() and not script.is_symlink() and script.stat().st_size < 1 << 20:
            content = script.read_bytes()
            if old in content:
                script.write_bytes(content.replace(old, new))


def build(root: Path, venv: Path, lock: str) -> None:
    """Build an environment beside `venv` and put it in its place when it is whole."""
    ensure_venv_module()
    beside, old = root / "build" / "venv", root / "build" / "venv-old"
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    if not call(sys.executable, "-m", "venv", "--clear", beside):
        raise SetUpError("no Python environment could be made (the reason stands above).")
    install(root, beside, lock)
    if lock == DEVELOPMENT_LOCK:
        remember(root, beside, DEVELOPMENT_LOCK)
    remember(root, beside, RUNTIME_LOCK)
    relocate(beside, venv)
    try:
        if venv.exists():
            venv.rename(old)
        beside.rename(venv)
    except OSError as error:
        why = f"{venv} could not be replaced ({error.strerror}); close the program and start again."
        raise SetUpError(why) from error
    shutil.rmtree(old, ignore_errors=True)


def set_up(root: Path, *, development: bool) -> None:
    """Make `.venv` what the lock files say; does nothing where it is that already."""
    venv = root / ".venv"
    with held(root / "build" / "set-up.lock"):
        if not is_installed(root, venv, RUNTIME_LOCK):
            say("setting up; the first time this takes some minutes and about 3 GB of disk.")
            build(root, venv, DEVELOPMENT_LOCK if development else RUNTIME_LOCK)
        elif development and not is_installed(root, venv, DEVELOPMENT_LOCK):
            say("adding the packages that the tests need.")
            install(root, venv, DEVELOPMENT_LOCK)
            remember(root, venv, DEVELOPMENT_LOCK)
        if not (venv / LIBRARIES_CHECKED).exists():
            ensure_libraries(venv)


def main() -> int:
    """Set up; the exit code is 0 when the environment is ready."""
    parser = argparse.ArgumentParser(description="Build the environment of faceid_app.")
    parser.add_argument("--development", action="store_true", help="with the packages that the tests need")
    arguments = parser.parse_args()
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        say(f"Python {sys.version.split()[0]} does not fit; 3.11, 3.12 or 3.13 is needed.")
        return 1
    try:
        set_up(PROJECT_ROOT, development=arguments.development)
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("the set-up was stopped; the next start takes it up again.")
        return 130
    except OSError as error:
        say(f"the set-up failed: {error}; free some space or check the permissions of {PROJECT_ROOT}, and start again.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
