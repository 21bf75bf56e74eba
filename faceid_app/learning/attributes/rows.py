"""Owns large arrays made row by row and kept in the cache: an interrupted run goes on, a full disk spoils nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.files import make_folder, storage_errors, sync_folder, write_all
from faceid_app.progress import Stage

BLOCK = 128
_PART = ".part"


def kept_rows(
    path: Path,
    make: Callable[[int, int], NDArray[Any]],
    *,
    rows: int,
    shape: tuple[int, ...],
    dtype: Any,
    stage: Stage,
) -> NDArray[Any]:
    """The array (rows, *shape) of `path`, read only and not in memory; what is missing of it is made first.

    Rows are appended to a file beside, which gets its name when it is whole: whatever ends the run between, the next
    goes on behind the last whole row.

    Args:
        path: whose name must say what the array depends on.
        make: rows from a first to before a last one, as (n, *shape).
        stage: advances by a row.

    Raises DiskFull, NotWritable and what `make` and `stage` raise.
    """
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    if path.is_file() and path.stat().st_size == rows * size:
        stage.advance(rows)
    else:
        with storage_errors(path):
            make_folder(path.parent)
        part = path.with_name(path.name + _PART)
        with storage_errors(part):
            descriptor = os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            done = min(os.fstat(descriptor).st_size // size, rows)
            os.ftruncate(descriptor, done * size)
            os.lseek(descriptor, 0, os.SEEK_END)
            stage.advance(done)
            while done < rows:
                last = min(done + BLOCK, rows)
                block = np.ascontiguousarray(make(done, last), dtype)
                if block.shape != (last - done, *shape):
                    raise ValueError(f"Expected {(last - done, *shape)}. Received: {block.shape}")
                with storage_errors(part):
                    write_all(descriptor, block.tobytes())
                stage.advance(last - done)
                done = last
            with storage_errors(part):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        with storage_errors(path):
            os.replace(part, path)
            sync_folder(path.parent)
    return np.memmap(path, dtype=dtype, mode="r", shape=(rows, *shape))
