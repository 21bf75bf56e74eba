"""Owns the receipt of a deletion: every file that went, with its size and checksum, and when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

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
    """What was removed.

    Attributes:
        name: of the profile.
        removed: every file.
        deleted_at: ISO 8601 in UTC.
        keys_renewed: whether the vault has another master key since, under which this person's key never was; None
            where there is no vault.
        keys_kept_because: the sentence for keys that should have been renewed and were not.
    """

    name: str
    removed: tuple[DeletedFile, ...]
    deleted_at: str
    keys_renewed: bool | None = None
    keys_kept_because: str = ""

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
            "keys_renewed": self.keys_renewed,
        }

    def to_text(self) -> str:
        """The same for people, a line a file as sha256sum writes it."""
        lines = [
            f"Deleted: {self.name}",
            f"At: {self.deleted_at}",
            f"Files: {self.files}, {self.size} bytes",
            *([] if self.keys_renewed is None else [self._keys()]),
            "",
            *(f"{file.sha256 or 'unreadable'.ljust(64)}  {file.place}" for file in self.removed),
        ]
        return "\n".join(lines) + "\n"

    def _keys(self) -> str:
        return "Keys: renewed" if self.keys_renewed else f"Keys: not renewed. {self.keys_kept_because}"


@runtime_checkable
class RenewsKeys(Protocol):
    """A store that seals what it keeps."""

    def renew_keys(self) -> bool:
        """Put all keys under a new master key; whether there are any."""
        ...


def list_files(store: Store, folder: str) -> Iterable[DeletedFile]:
    """Every file below a person's folder as it is now. What cannot be read can still be deleted, and is listed too."""
    for key in store.list(folder):
        try:
            data = store.read(key)
        except StorageError:
            yield DeletedFile(key.removeprefix(f"{folder}/"), None, None)
        else:
            yield DeletedFile(key.removeprefix(f"{folder}/"), len(data), hashlib.sha256(data).hexdigest())
