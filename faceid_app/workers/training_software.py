"""Owns the software that only training needs, where it is no part of the program: installing it, and removing it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from faceid_app import sockets
from faceid_app.errors import Cancelled, FaceIdError, TrainingNotInstallable
from faceid_app.files import make_folder, replace_folder, storage_errors, sweep, temporary_folder
from faceid_app.location import extent_of
from faceid_app.progress import IsCancelled, Progress, Report, ignore, never
from faceid_app.storage.locks import hold
from faceid_app.words import Words
from faceid_app.workers.child import run_child
from faceid_app.workers.training_environment import (
    TRAINING_LOCK,
    Place,
    clean_variables,
    find_place,
    is_frozen,
    python_of,
    start_in,
    training_folder,
)

DOWNLOAD_BYTES = 507_000_000
"""Of all wheels on Linux x86_64 with Python 3.11; other systems' differ."""
DISK_BYTES = 2_150_000_000
"""Of the environment there, when it is made."""
_SPARE_BYTES = 200_000_000
_POLL_SECONDS = 0.25
_CHECK_SECONDS = 180.0
_LAST_LINES = 60
_TRY = "import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
_EXACTLY = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--no-color")
_INDEX = re.compile(r"Base URL of the Python\s+Package Index\s+\(default\s+(\S+?)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an installation would do: what a user is told before."""

    packages: int
    download: int
    """In bytes."""
    disk: int
    """In bytes."""
    folder: Path
    index: str
    """Where pip asks, as this computer has it set up; without passwords."""


@dataclass(frozen=True, slots=True)
class Status:
    """What there is."""

    place: Place
    folder: Path
    size: int
    """In bytes, 0 unless there is an environment of its own."""


def status(folder: Path | None = None) -> Status:
    """What there is, with the size on disk, for which every file is looked at."""
    folder = folder or training_folder()
    place = find_place(folder)
    own = place in (Place.OWN, Place.NOWHERE)
    return Status(place, folder, 0 if own else extent_of(folder).size)


def offer(folder: Path | None = None, *, is_cancelled: IsCancelled = never) -> Offer:
    """What an installation would do. Uses no network. Raises TrainingNotInstallable, StorageError, Cancelled."""
    folder = folder or training_folder()
    with storage_errors(folder):
        make_folder(folder.parent)
        with temporary_folder(folder.parent) as beside:
            python = _make_environment(beside / folder.name, is_cancelled)
            told = subprocess.run(
                [str(python), "-m", "pip", "install", "--help"], capture_output=True, text=True, check=False,
                env=_variables(beside),
            )  # fmt: skip
    found = _INDEX.search(told.stdout)
    return Offer(
        packages=_packages(),
        download=DOWNLOAD_BYTES,
        disk=DISK_BYTES,
        folder=folder,
        index=found[1] if found else "pip",
    )


def install(
    folder: Path | None = None,
    *,
    lock: Path = TRAINING_LOCK,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> None:
    """Make the environment for training, beside its place, and put it there when it is whole and has answered.

    Exactly the versions of the lock, each file checked against its hash, from the index that pip is set up for.
    Raises TrainingNotInstallable, StorageError, Locked, Cancelled; then everything is as it was.
    """
    folder = folder or training_folder()
    with storage_errors(folder):
        make_folder(folder.parent)
        with hold(folder.parent, "training software"):
            sweep(folder.parent)
            _check_space(folder.parent)
            with temporary_folder(folder.parent) as beside:
                made = beside / folder.name
                report(Progress(stage="environment"))
                python = _make_environment(made, is_cancelled)
                sockets.add(1)  # pip opens its own, at least this one
                pip = [str(python), "-m", "pip", "install", *_EXACTLY, "-r", str(lock)]
                _run(pip, beside, report=_Growth(beside, report), is_cancelled=is_cancelled)
                report(Progress(stage="check"))
                _check(made, is_cancelled)
                shutil.copyfile(lock, made / TRAINING_LOCK.name)
                replace_folder(made, folder)


def remove(folder: Path | None = None) -> int:
    """Remove the environment for training; the bytes that became free. Raises StorageError, Locked."""
    folder = folder or training_folder()
    if not folder.exists():
        return 0
    with storage_errors(folder), hold(folder.parent, "training software"):
        size = extent_of(folder).size
        with temporary_folder(folder.parent) as aside:  # a half removed one is never found in its place
            os.replace(folder, aside / folder.name)
    return size


def find_python(candidates: Sequence[Sequence[str]] | None = None) -> list[str]:
    """An interpreter that can make the environment: this one, or where this is the frozen program the system's.

    Raises TrainingNotInstallable.
    """
    if candidates is None:
        candidates = _candidates() if is_frozen() else [[sys.executable]]
    for command in candidates:
        if shutil.which(command[0]) is None:
            continue
        tried = subprocess.run([*command, "-c", _TRY], capture_output=True, check=False, env=clean_variables())
        if tried.returncode == 0:
            return list(command)
    raise TrainingNotInstallable(
        Words(
            "it needs Python 3.11, 3.12 or 3.13 with its module venv, and none was found (on Debian or Ubuntu: "
            "sudo apt-get install -y python3-venv)"
        )
    )


def _candidates() -> list[list[str]]:
    versions = ("3.13", "3.12", "3.11")
    named = [[f"python{version}"] for version in versions] + [["python3"], ["python"]]
    return [["py", f"-{version}"] for version in versions] + named if os.name == "nt" else named


def _make_environment(folder: Path, is_cancelled: IsCancelled) -> Path:
    _run([*find_python(), "-m", "venv", str(folder)], folder.parent, report=None, is_cancelled=is_cancelled)
    return python_of(folder)


def _variables(beside: Path) -> dict[str, str]:
    """For pip: what the user has set up, but nothing that would lead out of the environment."""
    unwanted = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIREMENT", "PIP_ROOT")
    kept = {name: value for name, value in clean_variables().items() if name not in unwanted}
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(beside))
    return {**kept, **temporary, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


class _Growth:
    """Tells how far it is by what lies on disk: first what is fetched, then what is unpacked from it."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self._started = time.monotonic()
        self._most = 0

    def __call__(self) -> None:
        # What was fetched goes when it is unpacked, which must not look like a step back.
        self._most = max(self._most, min(_bytes_below(self._folder), DISK_BYTES))
        seconds = time.monotonic() - self._started
        share = self._most / DISK_BYTES
        eta = seconds / share * (1 - share) if share > 0.02 else None
        self._report(Progress(stage="install", step=round(self._most / 1e6), of=round(DISK_BYTES / 1e6), eta=eta))


def _bytes_below(folder: Path) -> int:
    size = 0
    for here, _names, files in os.walk(folder):
        for name in files:
            try:
                size += os.lstat(os.path.join(here, name)).st_size
            except OSError:  # gone meanwhile
                continue
    return size


def _run(command: list[str], beside: Path, *, report: _Growth | None, is_cancelled: IsCancelled) -> None:
    """Run to its end, looking after it. Raises Cancelled, TrainingNotInstallable with the last error that it told."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_variables(beside),
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise TrainingNotInstallable(str(error.strerror or error)) from error
    lines: deque[str] = deque(maxlen=_LAST_LINES)
    stream = process.stdout
    assert stream is not None
    reader = threading.Thread(target=lambda: lines.extend(stream), name="installation words", daemon=True)
    reader.start()
    try:
        _attend(process, report, is_cancelled)
    except BaseException:
        _end(process)
        raise
    reader.join(5.0)
    stream.close()
    if process.returncode != 0:
        raise TrainingNotInstallable(_why(lines, process.returncode))


def _attend(process: subprocess.Popen[str], report: _Growth | None, is_cancelled: IsCancelled) -> None:
    """Return when it has ended. Raises Cancelled."""
    pause = _POLL_SECONDS
    while process.poll() is None:
        if is_cancelled():
            raise Cancelled("The installation")
        try:
            process.wait(pause)
        except subprocess.TimeoutExpired:
            if report is not None:
                started = time.monotonic()
                report()
                pause = max(_POLL_SECONDS, 5 * (time.monotonic() - started))  # looking costs a sixth at most


def _end(process: subprocess.Popen[str]) -> None:
    """End it with all it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _why(lines: Sequence[str], code: int) -> str:
    """The reason in pip's last words, without addresses that may hold a password."""
    told = [line.strip() for line in lines if line.strip()]
    errors = [line.partition("ERROR:")[2].strip() for line in told if line.startswith("ERROR:")]
    reason = (errors or told or [f"exit code {code}"])[-1]
    return re.sub(r"://[^/@\s]+@", "://", reason)[:240].rstrip(". ")


def _check(made: Path, is_cancelled: IsCancelled) -> None:
    """Have the new environment answer. Raises TrainingNotInstallable, Cancelled."""
    deadline = time.monotonic() + _CHECK_SECONDS
    try:
        run_child(
            {"job": "device"},
            report=ignore,
            is_cancelled=lambda: is_cancelled() or time.monotonic() > deadline,
            command=start_in(made),
            grace_seconds=0.0,
        )
    except Cancelled:
        if is_cancelled():
            raise
        raise TrainingNotInstallable(Words("what was installed did not answer")) from None
    except FaceIdError as error:
        raise TrainingNotInstallable(str(error.words).rstrip(".")) from error


def _check_space(folder: Path) -> None:
    free, needed = shutil.disk_usage(folder).free, DISK_BYTES + DOWNLOAD_BYTES + _SPARE_BYTES
    if free < needed:
        raise TrainingNotInstallable(
            Words("{free:.1f} GB are free and {needed:.1f} GB needed", free=free / 1e9, needed=needed / 1e9)
        )


def _packages() -> int:
    names = re.findall(r"^([a-z0-9-]+)==", TRAINING_LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return len(set(names))
