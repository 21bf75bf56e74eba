"""The one way to personal data: values and lines under keys; callers open no files, so encryption can lie beneath."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import filelock

from faceid_app.errors import Locked, NotStored, NotWritable
from faceid_app.files import (
    FILE_MODE,
    FOLDER_MODE,
    TEMP_PREFIX,
    append_whole,
    as_storage_error,
    make_folder,
    overwrite,
    remove_folder,
    storage_errors,
    sweep,
    sync_folder,
    temp_name,
    temporary_folder,
    write_whole,
)
from faceid_app.pointer import check_kept

Keys = list[str]
Lines = list[bytes]
Put = Callable[[], None]
NO_LINES: Mapping[str, Sequence[bytes]] = MappingProxyType({})

_LOCK_FILE = ".lock"
_LOCK_WAIT = 10.0  # seconds; whoever writes holds the lock for well under one


class Store(Protocol):
    """Values and line files under keys. A key is a relative path with forward slashes, such as `anna/anchor/1.jpg`.

    Every method raises DiskFull or NotWritable when the system refuses; what was there before stays. Whatever changes
    something raises DataMoved or Locked where everything was, or is being, moved away from there. A key holds either
    a value (`read`, `write`) or lines (`read_lines`, `append_line`, `write_lines`), never both in turn.
    """

    def read(self, key: str) -> bytes:
        """The value. Raises NotStored."""
        ...

    def write(self, key: str, data: bytes) -> None:
        """Set the value, whole or not at all; it is on disk when this returns."""
        ...

    def read_lines(self, key: str) -> Lines:
        """The complete lines, without newlines; an unfinished last line is left out. Raises NotStored."""
        ...

    def append_line(self, key: str, line: bytes) -> None:
        """Add a line (no newline in it); it is on disk when this returns. Makes the key if it is not there."""
        ...

    def write_lines(self, key: str, lines: Sequence[bytes]) -> None:
        """Set all lines, whole or not at all."""
        ...

    def staged(
        self, values: Mapping[str, bytes], prefix: str, lines: Mapping[str, Sequence[bytes]] = NO_LINES
    ) -> AbstractContextManager[Put]:
        """Write `values`, and files of `lines`, by keys within the folder `prefix`, where nobody sees them; `put()`
        makes them that folder.

        Writing may take long and needs no lock, putting is one step; what was not put is gone when the block ends.
        `put` raises NotWritable if the folder is there.
        """
        ...

    def delete(self, key: str) -> None:
        """Remove the key; no error if it is not there."""
        ...

    def delete_tree(self, prefix: str) -> Keys:
        """Remove the folder `prefix`, out of sight in one step; the keys that were in it."""
        ...

    def exists(self, key: str) -> bool:
        """Whether the key holds something."""
        ...

    def list(self, prefix: str) -> Keys:
        """All keys below the folder `prefix`, sorted; below everything for an empty one."""
        ...

    def children(self, prefix: str) -> Keys:
        """The names directly in the folder `prefix`, sorted; folders and keys alike."""
        ...

    def rename_tree(self, source: str, target: str) -> None:
        """Rename a folder in one step. Raises NotStored without a source, NotWritable if the target is there."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold while several steps belong together; one holder among all threads and processes. Not to be nested.

        Raises Locked when another holds it for 10 s, DataMoved.
        """
        ...


def check_key(key: str) -> tuple[str, ...]:
    """The parts of a valid key. Raises ValueError: keys are made from checked names, so a bad one is a defect."""
    parts = tuple(key.split("/"))
    for part in parts:
        if part in ("", ".", "..") or part.startswith(TEMP_PREFIX) or part == _LOCK_FILE:
            raise ValueError(f"not a storage key. Received: {key!r}")
        if any(char in "\\:\0" or ord(char) < 32 for char in part):
            raise ValueError(f"not a storage key. Received: {key!r}")
    return parts


def joined(lines: Sequence[bytes]) -> bytes:
    """The file of these lines. Raises ValueError for a line with a newline in it."""
    if any(b"\n" in line for line in lines):
        raise ValueError("a line holds no newline")
    return b"".join(line + b"\n" for line in lines)


class PlainStore:
    """A `Store` of ordinary files below `root`: files 0600, folders 0700, links inside are refused."""

    def __init__(self, root: Path) -> None:
        with storage_errors(root):
            make_folder(root)
            self._root = root.resolve()
            if self._root.stat().st_mode & 0o077:
                with contextlib.suppress(OSError):  # somebody else's folder; what we put in is private all the same
                    self._root.chmod(FOLDER_MODE)
        sweep(self._root)

    def read(self, key: str) -> bytes:
        path = self._path(key)
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise NotStored(key) from error
        except OSError as error:
            raise as_storage_error(path, error) from error

    def write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with storage_errors(path):
            make_folder(path.parent)
            write_whole(path, data)

    def read_lines(self, key: str) -> Lines:
        return self.read(key).split(b"\n")[:-1]

    def append_line(self, key: str, line: bytes) -> None:
        if b"\n" in line:
            raise ValueError(f"a line holds no newline. Received: {line!r}")
        self.append_made(key, line)

    def append_made(self, key: str, line: bytes | Callable[[bytes], bytes]) -> None:
        """Add a line that may be made out of the file as it is, complete lines; for stores above this one."""
        path = self._path(key)
        with storage_errors(path):
            make_folder(path.parent)
            append_whole(path, line)

    def write_lines(self, key: str, lines: Sequence[bytes]) -> None:
        self.write(key, joined(lines))

    @contextlib.contextmanager
    def staged(
        self, values: Mapping[str, bytes], prefix: str, lines: Mapping[str, Sequence[bytes]] = NO_LINES
    ) -> Iterator[Put]:
        target = self._path(prefix)
        with contextlib.ExitStack() as stack:
            with storage_errors(self._root):
                folder = stack.enter_context(temporary_folder(self._root))
            for key, data in chain(values.items(), ((key, joined(given)) for key, given in lines.items())):
                path = folder.joinpath(*check_key(key))
                with storage_errors(path):
                    make_folder(path.parent)
                    write_whole(path, data)
            yield lambda: self._rename(folder, target)

    def delete(self, key: str) -> None:
        path = self._path(key)
        with storage_errors(path), contextlib.suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
            sync_folder(path.parent)
        self._check_kept(path)

    def delete_tree(self, prefix: str) -> Keys:
        folder = self._path(prefix)
        keys = self.list(prefix)
        if not folder.is_dir():
            return keys
        # First out of sight in one step; a crash while the files go leaves nothing that is listed.
        doomed = self._root / temp_name()
        with storage_errors(folder):
            os.rename(folder, doomed)
            sync_folder(folder.parent)
            sync_folder(self._root)
        with storage_errors(doomed):
            remove_folder(doomed)  # another process that opens the store sweeps it at the same time
            sync_folder(self._root)
        self._check_kept(folder)
        return keys

    def erase_tree(self, prefix: str) -> None:
        """Remove the folder `prefix` after overwriting all in it, as far as disk and file system let that count."""
        for key in self.list(prefix):
            path = self._path(key)
            with storage_errors(path):
                overwrite(path)
        self.delete_tree(prefix)

    def exists(self, key: str) -> bool:
        path = self._path(key)
        with storage_errors(path):
            return path.is_file()

    def list(self, prefix: str) -> Keys:
        folder = self._folder(prefix)
        found: Keys = []
        with storage_errors(folder):
            for here, names, files in os.walk(folder, onerror=_raise_unless_gone):
                names[:] = [name for name in names if not name.startswith(TEMP_PREFIX)]
                found += [self._key(Path(here) / name) for name in files if self._is_ours(Path(here) / name)]
        return sorted(found)

    def children(self, prefix: str) -> Keys:
        folder = self._folder(prefix)
        with storage_errors(folder), contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return sorted(path.name for path in folder.iterdir() if self._is_ours(path))
        return []

    def rename_tree(self, source: str, target: str) -> None:
        old, new = self._path(source), self._path(target)
        if not old.is_dir():
            raise NotStored(source)
        self._rename(old, new)

    @staticmethod
    def _rename(old: Path, new: Path) -> None:
        with storage_errors(new):
            # A change of case only is the same folder on systems that fold case, and allowed.
            if new.exists() and not new.samefile(old):
                raise NotWritable(new, "it is there already")
            make_folder(new.parent)
            os.rename(old, new)
            sync_folder(new.parent)
            sync_folder(old.parent)
            check_kept(new)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        path = self._root / _LOCK_FILE
        lock = filelock.FileLock(path, timeout=_LOCK_WAIT, mode=FILE_MODE, poll_interval=0.005)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise Locked(f"The data folder {str(self._root)!r}") from error
        except OSError as error:
            raise as_storage_error(path, error) from error
        try:
            self._check_kept(self._root)
            yield
        finally:
            lock.release()

    @staticmethod
    def _check_kept(path: Path) -> None:
        with storage_errors(path):
            check_kept(path)

    def _folder(self, prefix: str) -> Path:
        return self._path(prefix) if prefix else self._root

    def _path(self, key: str) -> Path:
        path = self._root
        for part in check_key(key):
            path = path / part
            with storage_errors(path):
                is_link = path.is_symlink()
            if is_link:
                raise NotWritable(path, "it is a link, and links inside the data folder are not followed")
        return path

    def _key(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    @staticmethod
    def _is_ours(path: Path) -> bool:
        return not path.name.startswith(TEMP_PREFIX) and path.name != _LOCK_FILE and not path.is_symlink()


def _raise_unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error
