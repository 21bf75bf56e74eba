"""Owns what an interrupted teaching had finished: its networks' weights and answers, until the whole is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from faceid_app.files import make_folder, remove_folder, storage_errors, write_whole
from faceid_app.identity.arrays import pack, unpack

Arrays = Mapping[str, NDArray[Any]]


class Kept:
    """Named parts in one folder. It holds numbers alone, no picture.

    Args:
        folder: named after all that the parts depend on, so that another teaching never takes them up.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, name: str) -> bool:
        """Whether that part was finished."""
        return self._file(name).is_file()

    def part(self, name: str, make: Callable[[], Arrays]) -> Arrays:
        """That part as it was kept, else made, and kept. A damaged one is made anew."""
        with storage_errors(self._folder):
            if self.has(name):
                try:
                    return unpack(self._file(name).read_bytes())
                except ValueError:
                    pass
            made = make()
            make_folder(self._folder)
            write_whole(self._file(name), pack(**made))
        return made

    def forget(self) -> None:
        """The whole is written: nothing is left to go on with."""
        if self._folder.is_dir():
            remove_folder(self._folder)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.npz"
