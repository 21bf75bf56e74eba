"""Files that are there whole or not at all, readable by their owner only, with the system's refusals as our errors."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from faceid_app.errors import DiskFull, NotWritable, StorageError
from faceid_app.pointer import check_kept

if sys.platform != "win32":
    import fcntl

FILE_MODE = 0o600
FOLDER_MODE = 0o700
TEMP_PREFIX = ".tmp-"
"""How files and folders that are being made or unmade begin; those that nobody works on any more are swept."""

_FOLDER_SUFFIX = ".d"
"""Of a folder that is being made. Its lock is the temporary file of the same name without this."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES})
_WINDOWS_GRACE = 60.0  # seconds; Windows cannot tell a temporary file in use from one left over


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the system says about `path` into DiskFull or NotWritable."""
    try:
        yield
    except OSError as error:
        raise as_storage_error(path, error) from error


def as_storage_error(path: Path, error: OSError) -> StorageError:
    """The error to raise for `error`, which befell `path`."""
    if error.errno in _FULL:
        return DiskFull(path)
    return NotWritable(path, (error.strerror or str(error)).lower())


def make_folder(path: Path) -> None:
    """Make `path` and what is missing above it, all for the owner only; whatever the umask. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with contextlib.suppress(FileExistsError):
        path.mkdir(FOLDER_MODE)
        path.chmod(FOLDER_MODE)
        sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: after a crash or an error at any moment there is either the old content or all of the new.

    The folder must be there. Raises OSError; the earlier content stays. Raises DataMoved, Locked where everything is
    moved away from there.
    """
    check_kept(path)
    temp, descriptor = _open_temp(path.parent)
    try:
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
            if sys.platform != "win32":
                # Before the descriptor, and with it the lock that keeps sweepers away, is given up.
                os.replace(temp, path)
        finally:
            os.close(descriptor)
        if sys.platform == "win32":
            _replace_patiently(temp, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    sync_folder(path.parent)
    check_kept(path)  # again: what was written while a move began may not be part of it


def append_whole(path: Path, line: bytes | Callable[[bytes], bytes]) -> None:
    """Add `line` and a newline to `path`; an unfinished last line, left by a crash, is cut off first.

    A function makes the line out of the complete ones before it; nobody adds another meanwhile. Several processes may
    append to one file. The folder must be there. Raises OSError; what was there stays. Raises as `write_whole`.
    """
    check_kept(path)
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    is_new = not path.exists()
    descriptor = _open_locked(path, flags)
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        end = _end_of_last_line(descriptor)
        if end != os.fstat(descriptor).st_size:
            os.ftruncate(descriptor, end)
        made = line(_read_until(descriptor, end)) if callable(line) else line
        try:
            write_all(descriptor, made + b"\n")
            os.fsync(descriptor)
        except BaseException:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, end)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(path.parent)
    check_kept(path)


def overwrite(path: Path) -> None:
    """Put zeros over what is in `path`. Disks that write elsewhere, and snapshots, keep the old. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        write_all(descriptor, bytes(os.fstat(descriptor).st_size))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, in pieces if the system takes only pieces. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in `folder` survive a power cut, where the system can. Raises OSError."""
    if sys.platform != "win32":
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise


def temp_name() -> str:
    """A name for something that is being made or unmade."""
    return f"{TEMP_PREFIX}{secrets.token_hex(8)}"


@contextlib.contextmanager
def temporary_folder(parent: Path, name: str | None = None) -> Iterator[Path]:
    """A new folder in `parent` for what is to be renamed into place whole; what is left of it goes at the end.

    Nobody sweeps it meanwhile, and a killed process leaves it to the sweepers, or to `remove_temporary_folder` where it
    has a `name` (of `temp_name`). Raises OSError.
    """
    # The lock is there before the folder and goes after it: a folder without its lock is always abandoned.
    lock, descriptor = _open_temp(parent, name)
    folder = lock.with_name(lock.name + _FOLDER_SUFFIX)
    try:
        make_folder(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)
        with contextlib.suppress(OSError):
            lock.unlink()


def has_temporary_folder(parent: Path, name: str) -> bool:
    """Whether the temporary folder of that name was made in `parent` and did not go. Raises OSError."""
    return any(entry.name in (name, name + _FOLDER_SUFFIX) for entry in parent.iterdir())


def remove_temporary_folder(parent: Path, name: str) -> None:
    """Remove the temporary folder of that name, whose process was killed. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        remove_folder(parent / (name + _FOLDER_SUFFIX))
    (parent / name).unlink(missing_ok=True)
    sync_folder(parent)


def replace_folder(new: Path, folder: Path) -> None:
    """Put the folder `new` in the place of `folder`, which may be there; both lie on one disk. Raises OSError.

    A folder that is not empty cannot be renamed over: the old one steps aside, and goes.
    """
    if not os.path.lexists(folder):
        os.replace(new, folder)
        return
    with temporary_folder(folder.parent) as aside:
        os.replace(folder, aside / folder.name)
        try:
            os.replace(new, folder)
        except OSError:
            os.replace(aside / folder.name, folder)
            raise


def remove_folder(folder: Path) -> None:
    """Remove `folder` and all in it, also where a sweeper of another process removes it too. Raises OSError."""
    shutil.rmtree(folder, onerror=_raise_unless_missing)


def sweep(root: Path, *, deep: bool = True) -> None:
    """Remove the temporary files and folders that killed processes left below `root`, or only in it. Best effort."""
    for folder, names, files in os.walk(root):
        for name in [name for name in names if name.startswith(TEMP_PREFIX)]:
            names.remove(name)
            if not _is_being_made(Path(folder) / name):
                _remove_tree(Path(folder) / name)
        for name in files:
            if name.startswith(TEMP_PREFIX):
                _remove_if_abandoned(Path(folder) / name)
        if not deep:
            return


def _raise_unless_missing(_function: object, _path: str, raised: tuple[type, BaseException, object]) -> None:
    if not isinstance(raised[1], FileNotFoundError):
        raise raised[1]


def _is_being_made(folder: Path) -> bool:
    if not folder.name.endswith(_FOLDER_SUFFIX):
        return False
    lock = folder.with_name(folder.name.removesuffix(_FOLDER_SUFFIX))
    _remove_if_abandoned(lock)
    return os.path.lexists(lock)


def _remove_tree(path: Path) -> None:
    if path.is_symlink():
        with contextlib.suppress(OSError):
            path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _remove_if_abandoned(path: Path) -> None:
    with contextlib.suppress(OSError):
        status = path.lstat()
        if sys.platform == "win32":
            if time.time() - status.st_mtime > _WINDOWS_GRACE:
                path.unlink()
        elif not stat.S_ISREG(status.st_mode):
            path.unlink()
        else:
            descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(descriptor)


def _open_temp(folder: Path, name: str | None = None) -> tuple[Path, int]:
    path = folder / (name or temp_name())
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return path, _open_locked(path, flags)


def _open_locked(path: Path, flags: int) -> int:
    """Open and, where the system can, lock for as long as it is open, so that nobody sweeps it or writes between."""
    while True:
        descriptor = os.open(path, flags, FILE_MODE)
        try:
            if sys.platform != "win32":
                os.fchmod(descriptor, FILE_MODE)
                with contextlib.suppress(OSError):  # a file system without locks
                    fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink:
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # it was removed between opening and locking


def _read_until(descriptor: int, end: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while end > 0 and (part := os.read(descriptor, end)):
        parts.append(part)
        end -= len(part)
    return b"".join(parts)


def _end_of_last_line(descriptor: int) -> int:
    end = os.fstat(descriptor).st_size
    while end > 0:
        start = max(0, end - 65536)
        os.lseek(descriptor, start, os.SEEK_SET)
        block = os.read(descriptor, end - start)
        newline = block.rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        end = start
    return 0


def _replace_patiently(source: Path, target: Path) -> None:
    # Windows refuses while another process, a virus scanner for one, has the target open.
    for wait in (0.01, 0.03, 0.1, 0.3, 1.0):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            time.sleep(wait)
    os.replace(source, target)
