"""Arrays as bytes: .npz without pickled objects, and one error for whatever is wrong with it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def pack(**arrays: ArrayLike) -> bytes:
    """Named arrays as the bytes of an .npz file."""
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **{name: np.asarray(array) for name, array in arrays.items()})
    return stream.getvalue()


def unpack(data: bytes) -> dict[str, NDArray[Any]]:
    """The reverse of `pack`; ValueError where the data are not that. No pickled object is ever loaded.

    Together the arrays are never larger than `data`: a few bytes, compressed, cannot fill all memory.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if sum(entry.file_size for entry in arrays.zip.infolist()) > len(data):
                raise ValueError("it would unpack to more than itself")
            return {name: arrays[name] for name in arrays.files}
    except Exception as error:  # numpy and zipfile raise whatever a hostile header leads them to, MemoryError too
        raise ValueError(f"not an archive of arrays, or a damaged one ({error})") from error
