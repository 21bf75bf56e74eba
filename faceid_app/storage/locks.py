"""Who may use the data folder, or one profile, for longer: a lock that ends with the process that holds it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from faceid_app.errors import Locked
from faceid_app.files import FILE_MODE, as_storage_error, make_folder
from faceid_app.storage.names import folded


@contextlib.contextmanager
def hold(root: Path, what: str) -> Iterator[None]:
    """Hold `what` ("window", "profile anna") of the data folder `root`. Raises Locked at once if another holds it.

    Spellings that differ in case or in how accents are composed are one thing, as they are one folder on some systems.
    Two holds of one thing exclude each other within a process too. Raises NotWritable, DiskFull.
    """
    folder = root / "locks"
    # Hashed: the file stays behind, and the name of a deleted person must not.
    path = folder / f"{hashlib.sha256(folded(what).encode()).hexdigest()[:16]}.lock"
    lock = filelock.FileLock(path, timeout=0, mode=FILE_MODE)
    try:
        make_folder(folder)
        lock.acquire()
    except filelock.Timeout as error:
        raise Locked(f"The {what} of {str(root)!r}") from error
    except OSError as error:
        raise as_storage_error(path, error) from error
    try:
        yield
    finally:
        lock.release()
