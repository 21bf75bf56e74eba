"""Owns the receipt of a deletion: every file that went, with its size and checksum, and when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faceid_app.errors import StorageError
from faceid_app.storage.store import Store


@dataclass(frozen=True, slots=True)
class DeletedFile:
    """One file: its place below the person's folder, bytes, and sha256; the last two are None if it was unreadable."""

    place: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class DeletionReceipt:
    """What was removed. `deleted_at` is ISO 8601 in UTC."""

    name: str
    removed: tuple[DeletedFile, ...]
    deleted_at: str

    @property
    def files(self) -> int:
        """How many files went."""
        return len(self.removed)

    @property
    def size(self) -> int:
        """Bytes of all that could be read."""
        return sum(file.size or 0 for file in self.removed)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        removed = [{"place": file.place, "bytes": file.size, "sha256": file.sha256} for file in self.removed]
        return {
            "name": self.name,
            "deleted_at": self.deleted_at,
            "files": self.files,
            "bytes": self.size,
            "removed": removed,
        }

    def to_text(self) -> str:
        """The same for people, a line a file as sha256sum writes it."""
        lines = [
            f"Deleted: {self.name}",
            f"At: {self.deleted_at}",
            f"Files: {self.files}, {self.size} bytes",
            "",
            *(f"{file.sha256 or 'unreadable'.ljust(64)}  {file.place}" for file in self.removed),
        ]
        return "\n".join(lines) + "\n"


def list_files(store: Store, folder: str) -> Iterable[DeletedFile]:
    """Every file below a person's folder as it is now. What cannot be read can still be deleted, and is listed too."""
    for key in store.list(folder):
        try:
            data = store.read(key)
        except StorageError:
            yield DeletedFile(key.removeprefix(f"{folder}/"), None, None)
        else:
            yield DeletedFile(key.removeprefix(f"{folder}/"), len(data), hashlib.sha256(data).hexdigest())
