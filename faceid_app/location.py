"""Owns where the data folder lies: the platform's place or one the user chose; and the move from one to the other."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from faceid_app import strict_json
from faceid_app.errors import StorageError
from faceid_app.files import (
    FILE_MODE,
    TEMP_PREFIX,
    make_folder,
    storage_errors,
    sync_folder,
    temporary_folder,
    write_whole,
)
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never
from faceid_app.words import Words

POINTER = "data-folder.json"
LEFT_BEHIND = frozenset({"locks", "logs", POINTER})
"""Not worth moving, or not to be moved; directly below the data folder."""
_CHUNK = 1 << 20
_SPARE = 50_000_000  # bytes that stay free on the target


class DataFolderGone(StorageError):
    """The folder that was chosen for all data is not there."""

    def __init__(self, folder: Path | str) -> None:
        super().__init__(
            "The data folder {folder!r} is not there; connect the disk it lies on, or name another with --data-dir.",
            folder=str(folder),
        )


class MoveRefused(StorageError):
    """The data folder cannot be moved there."""

    def __init__(self, target: Path | str, why: str) -> None:
        super().__init__(
            "Your data cannot be moved to {target!r}: {why}; choose another folder, everything is where it was.",
            target=str(target),
            why=why,
        )


@dataclass(frozen=True, slots=True)
class Location:
    """The data folder, and where it lay before if that copy is still there."""

    folder: Path
    old: Path | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much lies below a folder."""

    files: int
    size: int
    """In bytes."""


def find_location() -> Location:
    """The chosen folder, or the platform's usual place for an application's data."""
    usual = Path(platformdirs.user_data_dir("faceid_app", appauthor=False))
    try:
        told = strict_json.loads(_pointer().read_bytes())
        folder, old = Path(told["folder"]), told.get("old")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Location(usual)
    if not folder.is_absolute():
        return Location(usual)
    old = Path(old) if isinstance(old, str) and Path(old).is_dir() else None
    return Location(folder, old)


def check_location(root: Path) -> None:
    """Raise DataFolderGone if `root` is the folder the user chose and its disk is not there: a new, empty one in its
    place would look as if everything were lost."""
    if root == find_location().folder and _pointer().is_file() and not root.is_dir():
        raise DataFolderGone(root)


def extent_of(folder: Path, is_cancelled: IsCancelled = never) -> Extent:
    """Files and bytes below `folder`; zero if it is not there. Raises Cancelled."""
    stage = Stage("counting", of=0, report=ignore, is_cancelled=is_cancelled)
    files = size = 0
    for path in _files(folder):
        stage.advance()
        with contextlib.suppress(OSError):  # gone meanwhile
            size += path.stat().st_size
            files += 1
    return Extent(files, size)


def check_target(source: Path, target: Path) -> None:
    """Raise MoveRefused unless `target` can take what lies in `source`."""
    here, there = source.resolve(), target.resolve()
    if not target.is_absolute() or here == there:
        raise MoveRefused(target, Words("everything lies there already"))
    if here in there.parents or there in here.parents:
        raise MoveRefused(target, Words("one folder would lie inside the other"))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise MoveRefused(target, Words("it is not empty"))
    near = next(folder for folder in (there, *there.parents) if folder.is_dir())
    if not os.access(near, os.W_OK):
        raise MoveRefused(target, Words("nothing can be written there"))
    needed, free = extent_of(source).size, shutil.disk_usage(near).free
    if free < needed + _SPARE:
        raise MoveRefused(
            target, Words("{free:.1f} GB are free and {needed:.1f} GB needed", free=free / 1e9, needed=needed / 1e9)
        )


def move(source: Path, target: Path, *, report: Report = ignore, is_cancelled: IsCancelled = never) -> None:
    """Copy all of `source` to `target`, compare every file, and only then make `target` the data folder.

    The old folder stays as it is until `remove_old`. Nobody else may write below `source` meanwhile.
    Raises MoveRefused, DiskFull, NotWritable, Cancelled; then everything is as it was.
    """
    with storage_errors(source):
        check_target(source, target)
        before = _state(source)
    moved: list[Path] = []
    size = sum(state[0] for state in before.values())
    stage = Stage("moving", of=max(size, 1), report=report, is_cancelled=is_cancelled)
    with storage_errors(target):
        make_folder(target)
        try:
            with temporary_folder(target) as made:
                for name in before:
                    _copy(source / name, made / name, stage)
                if _state(source) != before:
                    raise MoveRefused(target, Words("something was written to the old folder meanwhile"))
                for child in sorted(made.iterdir()):
                    os.replace(child, target / child.name)
                    moved.append(target / child.name)
            sync_folder(target)
            _point(Location(target, source))
        except BaseException:
            for path in moved:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            raise


def remove_old() -> Extent:
    """Remove what lies in the folder that everything was moved from; how much that was. Raises NotWritable."""
    location = find_location()
    if location.old is None or location.old.resolve() == location.folder.resolve():
        return Extent(0, 0)
    gone = extent_of(location.old)
    pointer = _pointer()
    with storage_errors(location.old):
        for child in location.old.iterdir():
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child)
            elif child != pointer:
                child.unlink()
        with contextlib.suppress(OSError):  # on some systems the pointer lies in it
            location.old.rmdir()
        _point(Location(location.folder))
    return gone


def _pointer() -> Path:
    return Path(platformdirs.user_config_dir("faceid_app", appauthor=False)) / POINTER


def _point(location: Location) -> None:
    pointer = _pointer()
    told = {"folder": str(location.folder)} | ({} if location.old is None else {"old": str(location.old)})
    make_folder(pointer.parent)
    write_whole(pointer, json.dumps(told, ensure_ascii=False).encode() + b"\n")


def _files(folder: Path) -> Iterator[Path]:
    for here, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith(TEMP_PREFIX))
        if Path(here) == folder:
            names[:] = [name for name in names if name not in LEFT_BEHIND]
            files = [name for name in files if name not in LEFT_BEHIND]
        for name in sorted(files):
            path = Path(here) / name
            if not name.startswith(TEMP_PREFIX) and name != ".lock" and path.is_file() and not path.is_symlink():
                yield path


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    """Size and time of every file, by its path below `folder`."""
    found = {}
    for path in _files(folder):
        status = path.stat()
        found[path.relative_to(folder)] = (status.st_size, status.st_mtime_ns)
    return found


def _copy(source: Path, target: Path, stage: Stage) -> None:
    make_folder(target.parent)
    written = hashlib.sha256()
    with source.open("rb") as old, open(target, "xb", opener=_private) as new:
        while chunk := old.read(_CHUNK):
            new.write(chunk)
            written.update(chunk)
            stage.advance(len(chunk))
        new.flush()
        os.fsync(new.fileno())
    shutil.copystat(source, target)
    target.chmod(FILE_MODE)
    with target.open("rb") as read:
        if hashlib.file_digest(read, "sha256").digest() != written.digest():
            raise MoveRefused(target, Words("the copy differs from what was written"))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)
