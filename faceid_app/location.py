"""Owns where the data folder lies: the platform's place or one the user chose; and the move from one to the other."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import filelock
import platformdirs

from faceid_app.errors import Locked, StorageError
from faceid_app.files import (
    FILE_MODE,
    TEMP_PREFIX,
    has_temporary_folder,
    make_folder,
    remove_folder,
    remove_temporary_folder,
    storage_errors,
    sync_folder,
    temp_name,
    temporary_folder,
    write_whole,
)
from faceid_app.pointer import (
    LOCKS,
    POINTER,
    Pointer,
    Unfinished,
    as_document,
    check_not_left,
    is_below,
    is_held,
    moving,
    pointer_path,
    read_pointer,
)
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never
from faceid_app.words import Words

LEFT_BEHIND = frozenset({LOCKS, "logs", POINTER})
"""Not worth moving, or not to be moved; directly below the data folder. Nor are locks, wherever they lie."""
PEOPLE = "people"
"""What a data folder has whatever else it has."""
_POINTER_LOCK = f"{POINTER}.lock"
_CHUNK = 1 << 20
_SPARE = 50_000_000  # bytes that stay free on the target
_LOCK_WAIT = 10.0

log = logging.getLogger(__name__)

_State = dict[Path, tuple[int, int]]
"""Size and time of every file, by its path below the folder."""


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


class OldCopyKept(StorageError):
    """The copy at the old place may hold what is nowhere else."""

    def __init__(self, folder: Path | str, target: Path | str) -> None:
        super().__init__(
            "The old copy in {folder!r} was not removed: it is not what was moved to {target!r}; look through it, and "
            "remove the folder yourself.",
            folder=str(folder),
            target=str(target),
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
    told = _told()
    return Location(told.folder or _usual(), told.old if told.old is not None and told.old.is_dir() else None)


def check_location(root: Path) -> None:
    """Raise DataFolderGone if `root` is the folder the user chose and its disk is not there: a new, empty one in its
    place would look as if everything were lost. Raise DataMoved if everything was moved away from it.

    What a killed move left at its target goes.
    """
    told = _told()
    if root == told.folder and not root.is_dir():
        raise DataFolderGone(root)
    check_not_left(root)
    if told.unfinished:
        _clear_unfinished()


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
    """Raise MoveRefused unless `target` can take what lies in `source`. What a killed move left there goes."""
    _clear_unfinished()
    here, there = source.resolve(), target.resolve()
    if not target.is_absolute() or here == there:
        raise MoveRefused(target, Words("everything lies there already"))
    if here in there.parents or there in here.parents:
        raise MoveRefused(target, Words("one folder would lie inside the other"))
    if target.exists() and (not target.is_dir() or _has_something(target)):
        raise MoveRefused(target, Words("it is not empty"))
    near = next(folder for folder in (there, *there.parents) if folder.is_dir())
    if not os.access(near, os.W_OK):
        raise MoveRefused(target, Words("nothing can be written there"))
    needed, free = extent_of(source).size, shutil.disk_usage(near).free
    if free < needed + _SPARE:
        raise MoveRefused(
            target, Words("{free:.1f} GB are free and {needed:.1f} GB needed", free=free / 1e9, needed=needed / 1e9)
        )


def move(
    source: Path, target: Path, *, mine: str = "", report: Report = ignore, is_cancelled: IsCancelled = never
) -> None:
    """Copy all of `source` to `target`, compare every file, and only then make `target` the data folder.

    The old folder stays as it is until `remove_old`, and nobody saves there any more. Call with the store held, and
    with nothing of `storage.locks` but `mine`. Raises MoveRefused, Locked, DiskFull, NotWritable, Cancelled; then
    everything is as it was.
    """
    with storage_errors(source):
        check_target(source, target)
        make_folder(source / LOCKS)
    begun = Unfinished(source.resolve(), target, temp_name())
    with moving(begun.source) as is_alone:
        if not is_alone:
            raise Locked(f"The data folder {str(source)!r}")
        try:
            # From now on who saves or holds something is refused; whoever did before is seen below.
            _note(begun)
            with storage_errors(source):
                if is_held(begun.source, but=mine):
                    raise Locked(f"The data folder {str(source)!r}")
                before = _state(source)
            size = sum(state[0] for state in before.values())
            stage = Stage("moving", of=max(size, 1), report=report, is_cancelled=is_cancelled)
            with storage_errors(target):
                make_folder(target)
                with temporary_folder(target, begun.temp) as made:
                    for name in before:
                        _copy(source / name, made / name, stage)
                    if _state(source) != before:
                        raise MoveRefused(target, Words("something was written to the old folder meanwhile"))
                    _put(made, source, begun, _checksum(before))
                sync_folder(target)
        except BaseException as error:
            if not _may_name(target):
                with contextlib.suppress(OSError, StorageError):
                    _forget(begun)
                raise
            if not isinstance(error, OSError | StorageError) or find_location().folder != target:
                raise
            # Everything is there and the pointer says so: to undo anything now would lose what is saved there next.
            log.warning("The last of a move failed (%s)", type(error).__name__)


def remove_old() -> Extent:
    """Remove what lies in the folder that everything was moved from; how much that was.

    Raises OldCopyKept where that is not what was moved, or what was moved is not there; NotWritable.
    """
    with storage_errors(pointer_path()):
        told, location = read_pointer(), find_location()
    if location.old is None or location.old.resolve() == location.folder.resolve():
        return Extent(0, 0)
    with storage_errors(location.old):
        gone = extent_of(location.old)
        if told.state != "" and told.state != _checksum(_state(location.old)):
            raise OldCopyKept(location.old, location.folder)
        if not (location.folder / PEOPLE).is_dir():
            raise OldCopyKept(location.old, location.folder)
    # Killed while the files go, the rest may go without being compared. And where this cannot be written, it is not
    # known either that what says where everything lies would outlast a power cut.
    _change(lambda told: replace(told, state=""))
    with storage_errors(location.old):
        for child in location.old.iterdir():
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child)
            elif child not in (pointer_path(), _pointer_lock()):  # on some systems they lie in it
                child.unlink()
        with contextlib.suppress(OSError):
            location.old.rmdir()
    _change(lambda told: replace(told, old=None, state=None))
    return gone


def _put(made: Path, source: Path, begun: Unfinished, state: str) -> None:
    """Let all that was made take its place in the target, and say that everything lies there now."""
    for folder, _names, _files in os.walk(made):
        sync_folder(Path(folder))
    begun = replace(begun, names=tuple(sorted(child.name for child in made.iterdir())))
    _note(begun)
    try:
        for name in begun.names:
            os.replace(made / name, begun.target / name)
        sync_folder(begun.target)
        _point(source, begun, state)
    except BaseException:
        if not _may_name(begun.target):
            _clear(begun)
        raise


def _point(source: Path, begun: Unfinished, state: str) -> None:
    """Everything lies at the target from now on."""
    there = begun.target.resolve()

    def pointed(told: Pointer) -> Pointer:
        left = {begun.source, *told.left}
        return Pointer(
            begun.target,
            source,
            state,
            tuple(sorted(one for one in left if not is_below(one, there) and not is_below(there, one))),
            tuple(one for one in told.unfinished if one.target != begun.target),
        )

    _change(pointed)


def _note(begun: Unfinished) -> None:
    """Say how far a move is."""
    _change(lambda told: replace(told, unfinished=(*_others(told, begun), begun)))


def _forget(begun: Unfinished) -> None:
    """Say that nothing is left of it."""
    _change(lambda told: replace(told, unfinished=_others(told, begun)))


def _others(told: Pointer, begun: Unfinished) -> tuple[Unfinished, ...]:
    # Of an earlier move to the same place nothing is left: it was looked whether there is.
    return tuple(one for one in told.unfinished if one.target != begun.target)


def _clear_unfinished() -> None:
    """Remove what killed moves left at their targets; best effort: where a disk is not there, another time."""
    for begun in _told().unfinished:
        with moving(begun.source) as is_over, contextlib.suppress(OSError, StorageError):
            if is_over and begun in read_pointer().unfinished and begun.target.is_dir():
                _clear(begun)
                _forget(begun)


def _clear(begun: Unfinished) -> None:
    """Remove what a move put at its target, which is not the data folder. Raises OSError."""
    # Whoever works in that folder sweeps what is unfinished in it; all in it is theirs then.
    folder = read_pointer().folder or _usual()
    if begun.target.resolve() != folder.resolve() and has_temporary_folder(begun.target, begun.temp):
        for name in begun.names:
            path = begun.target / name
            remove_folder(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        remove_temporary_folder(begun.target, begun.temp)


def _change(change: Callable[[Pointer], Pointer]) -> None:
    """Write the pointer anew, one process after the other. Raises DiskFull, NotWritable, Locked."""
    path = pointer_path()
    with storage_errors(path):
        make_folder(path.parent)
        lock = filelock.FileLock(_pointer_lock(), timeout=_LOCK_WAIT, mode=FILE_MODE, poll_interval=0.005)
        try:
            with lock:
                document = as_document(change(read_pointer()))
                write_whole(path, json.dumps(document, ensure_ascii=False).encode() + b"\n")
        except filelock.Timeout as error:
            raise Locked(f"The file {str(path)!r}") from error


def _told() -> Pointer:
    try:
        return read_pointer()
    except OSError:
        return Pointer()


def _may_name(target: Path) -> bool:
    """Whether the pointer names it, as far as can be known."""
    try:
        return read_pointer().folder == target
    except OSError:
        return True


def _usual() -> Path:
    return Path(platformdirs.user_data_dir("faceid_app", appauthor=False))


def _pointer_lock() -> Path:
    return pointer_path().with_name(_POINTER_LOCK)


def _has_something(folder: Path) -> bool:
    return any(child.name not in (POINTER, _POINTER_LOCK) for child in folder.iterdir())


def _files(folder: Path) -> Iterator[Path]:
    for here, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith(TEMP_PREFIX))
        if Path(here) == folder:
            names[:] = [name for name in names if name not in LEFT_BEHIND]
            files = [name for name in files if name not in LEFT_BEHIND]
        for name in sorted(files):
            path = Path(here) / name
            if (
                not name.startswith(TEMP_PREFIX)
                and not name.endswith(".lock")
                and path.is_file()
                and not path.is_symlink()
            ):
                yield path


def _state(folder: Path) -> _State:
    found = {}
    for path in _files(folder):
        status = path.stat()
        found[path.relative_to(folder)] = (status.st_size, status.st_mtime_ns)
    return found


def _checksum(state: _State) -> str:
    lines = sorted(f"{path.as_posix()!r} {size} {time}" for path, (size, time) in state.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


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
