"""Who may use the data folder, or one profile, for longer: a lock that ends with the process that holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from faceid_app.errors import Locked
from faceid_app.files import FILE_MODE, as_storage_error, make_folder, storage_errors
from faceid_app.pointer import check_kept, lock_file
from faceid_app.storage.names import folded


@contextlib.contextmanager
def hold(root: Path, what: str) -> Iterator[None]:
    """Hold `what` ("window", "profile anna") of the data folder `root`. Raises Locked at once if another holds it.

    Spellings that differ in case or in how accents are composed are one thing, as they are one folder on some systems.
    Two holds of one thing exclude each other within a process too. Raises NotWritable, DiskFull, DataMoved; Locked
    also while the folder is being moved.
    """
    path = lock_file(root, folded(what))
    lock = filelock.FileLock(path, timeout=0, mode=FILE_MODE)
    with storage_errors(root):
        check_kept(root)
    try:
        make_folder(path.parent)
        lock.acquire()
    except filelock.Timeout as error:
        raise Locked(f"The {what} of {str(root)!r}") from error
    except OSError as error:
        raise as_storage_error(path, error) from error
    try:
        with storage_errors(root):
            check_kept(root)  # again: whoever moves it says so first, and looks who holds something then
        yield
    finally:
        lock.release()
