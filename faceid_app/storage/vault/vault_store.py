"""A `Store` over ordinary files in which every value and every line of a profile is sealed with that profile's key."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from faceid_app.errors import NotStored, NotWritable
from faceid_app.storage.store import NO_LINES, Keys, Lines, PlainStore, Put, check_key
from faceid_app.storage.vault.errors import NotSealed, SealBroken
from faceid_app.storage.vault.key_file import OWN, Entry, State
from faceid_app.storage.vault.sealing import VALUE, ProfileSeal, Unsealable, is_sealed
from faceid_app.storage.vault.vault import Vault
from faceid_app.words import Words

_T = TypeVar("_T")
_Entries = list[tuple[str, Entry]]


class VaultStore:
    """Whom a folder belongs to is its first part; keys of one part belong together, to nobody.

    Names of folders and files, and how large they are, can be read without a key. Where there is no vault everything
    is plain. Where there is one, what cannot be opened is refused, never taken for something else:

    Raises:
        VaultClosed: by all that reads, writes or renames, while the vault is closed.
        SealBroken: for what is not what was sealed under that key: changed, moved, of another person, of before.
        NotSealed: for a plain profile that the vault does not know.
    """

    def __init__(self, plain: PlainStore, vault: Vault) -> None:
        self.plain, self.vault = plain, vault
        self._finish_swaps()

    def read(self, key: str) -> bytes:
        raw = self.plain.read(key)
        return self._opened(key, raw, lambda seal, path: _read(seal, path, raw), lambda: raw)

    def write(self, key: str, data: bytes) -> None:
        owner, path = _parts(key)
        seal = self._seal_to_write(owner)
        self.plain.write(key, data if seal is None else seal.seal_value(path, data))

    def read_lines(self, key: str) -> Lines:
        raw = self.plain.read(key)
        return self._opened(key, raw, lambda seal, path: _lines(seal, path, raw), lambda: raw.split(b"\n")[:-1])

    def append_line(self, key: str, line: bytes) -> None:
        owner, path = _parts(key)
        seal = self._seal_to_write(owner)
        if seal is None:
            self.plain.append_line(key, line)
            return
        if b"\n" in line:
            raise ValueError(f"a line holds no newline. Received: {line!r}")
        with self._told(key):
            self.plain.append_made(key, lambda before: seal.seal_next(path, before, line))

    def write_lines(self, key: str, lines: Sequence[bytes]) -> None:
        owner, path = _parts(key)
        seal = self._seal_to_write(owner)
        if seal is None:
            self.plain.write_lines(key, lines)
            return
        if any(b"\n" in line for line in lines):
            raise ValueError("a line holds no newline")
        self.plain.write(key, seal.seal_lines(path, lines))

    @contextlib.contextmanager
    def staged(
        self, values: Mapping[str, bytes], prefix: str, lines: Mapping[str, Sequence[bytes]] = NO_LINES
    ) -> Iterator[Put]:
        owner, _slash, within = prefix.partition("/")
        seal = self._seal_to_write(owner)
        if seal is not None:
            values = _Sealed(seal, f"{within}/" if within else "", values, lines)
            lines = NO_LINES

        with self.plain.staged(values, prefix, lines) as put:

            def put_if_unchanged() -> None:
                now = self._seal_to_write(owner)
                if (now and now.vault_id) != (seal and seal.vault_id):
                    raise NotWritable(prefix, Words("the profile was sealed meanwhile"))
                put()

            yield put_if_unchanged

    def delete(self, key: str) -> None:
        self.plain.delete(key)

    def delete_tree(self, prefix: str) -> Keys:
        """As `Store`; of a profile the key goes first, so that what the system keeps of its files opens no more."""
        file = self.vault.file() if len(check_key(prefix)) == 1 else None
        found = None if file is None else file.find(prefix)
        if found is None:
            return self.plain.delete_tree(prefix)
        if found[1].state is not State.DELETING:
            self.vault.move_on(found[0], State.DELETING)
        keys = self.plain.delete_tree(prefix)
        self._clear_beside(found[0])
        self.vault.forget(found[0])
        return keys

    def exists(self, key: str) -> bool:
        owner, _path = _parts(key)
        return self.plain.exists(key) and not self.vault.is_gone(owner)

    def list(self, prefix: str) -> Keys:
        return [key for key in self.plain.list(prefix) if not key.startswith(OWN)]

    def children(self, prefix: str) -> Keys:
        return [name for name in self.plain.children(prefix) if prefix or not name.startswith(OWN)]

    def rename_tree(self, source: str, target: str) -> None:
        """As `Store`, of whole profiles only: what is sealed knows its path within the profile."""
        if len(check_key(source)) != 1 or len(check_key(target)) != 1:
            raise ValueError(f"only a whole profile can be renamed. Received: {source!r}")
        if not self.vault.exists:
            self.plain.rename_tree(source, target)
            return
        if not self.plain.children(source):
            raise NotStored(source)
        if self.vault.place(source) is None:
            raise NotSealed(source)
        vault_id = self.vault.begin_renaming(source, target)
        there = source
        try:
            self.plain.rename_tree(source, target)
            there = target
        finally:
            self.vault.end_renaming(vault_id, there)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        with self.plain.exclusive():
            self._finish()
            yield

    def renew_keys(self) -> bool:
        """Put all keys under a new master key, so that those of who was deleted open nowhere; whether there is a vault.

        Raises as `Vault.renew`. Call without the store held.
        """
        if not self.vault.exists:
            return False
        self.vault.renew()
        return True

    # --- what was begun ----------------------------------------------------------------------------------------------

    def _finish_swaps(self) -> None:
        """Put sealed copies where a killed process left nobody: reading needs no lock and must find everybody."""
        if any(entry.state is State.SWAPPING for _vault_id, entry in self._entries()):
            with self.plain.exclusive():
                for vault_id, entry in self._entries():
                    if entry.state is State.SWAPPING:
                        self.swap(vault_id, entry)

    def _finish(self) -> None:
        """Go on with what a killed process began. Call with the store held."""
        if not self.vault.is_open:
            return
        for vault_id, entry in self._entries():
            if entry.state is State.DELETING:
                self.plain.delete_tree(entry.name)
                self._clear_beside(vault_id)
                self.vault.forget(vault_id)
            elif entry.state is State.SWAPPING:
                self.end_swap(vault_id, entry)
            if entry.to is not None and entry.state is not State.DELETING:
                there = self.plain.children("")
                self.vault.end_renaming(vault_id, entry.to if entry.to in there else entry.name)

    def swap(self, vault_id: str, entry: Entry) -> None:
        """Let the sealed copy, which is whole, take the place of the plain profile. Can be repeated at any point."""
        sealed, plain = beside(vault_id)
        if self.plain.list(sealed):
            if self.plain.children(entry.name):
                self.plain.rename_tree(entry.name, plain)
            self.plain.rename_tree(sealed, entry.name)

    def end_swap(self, vault_id: str, entry: Entry) -> None:
        """Swap, erase the plain copy, and note that the profile is sealed. Can be repeated at any point."""
        self.swap(vault_id, entry)
        _sealed, plain = beside(vault_id)
        self.plain.erase_tree(plain)
        self.vault.move_on(vault_id, State.SEALED)

    def _clear_beside(self, vault_id: str) -> None:
        sealed, plain = beside(vault_id)
        self.plain.erase_tree(plain)
        self.plain.delete_tree(sealed)

    def _entries(self) -> _Entries:
        file = self.vault.file()
        return [] if file is None else list(file.profiles.items())

    # --- keys --------------------------------------------------------------------------------------------------------

    def _opened(self, key: str, raw: bytes, opened: Callable[[ProfileSeal, str], _T], as_is: Callable[[], _T]) -> _T:
        owner, path = _parts(key)
        place = self.vault.place(owner)
        if place is None:
            raise NotStored(key) if self.vault.is_gone(owner) else NotSealed(owner)
        if place.seal is None or (place.mixed and not is_sealed(raw)):
            if is_sealed(raw):
                raise SealBroken(_what(key), Words("it is sealed, and there is no key for it any more"))
            return as_is()
        with self._told(key):
            return opened(place.seal, path)

    def _seal_to_write(self, owner: str) -> ProfileSeal | None:
        place = self.vault.place(owner)
        if place is None:
            if self.plain.list(owner) if owner else any(self.plain.exists(name) for name in self.children("")):
                raise NotSealed(owner)
            return self.vault.admit(owner)
        return place.seal

    @staticmethod
    @contextlib.contextmanager
    def _told(key: str) -> Iterator[None]:
        try:
            yield
        except Unsealable as error:
            why = Words("it is not what was sealed there, but was changed, moved or put back")
            raise SealBroken(_what(key), why) from error


class _Sealed(dict[str, bytes]):
    """Values and files of lines that are sealed one by one as they are written: a model is large."""

    def __init__(
        self, seal: ProfileSeal, within: str, values: Mapping[str, bytes], lines: Mapping[str, Sequence[bytes]]
    ) -> None:
        super().__init__(values)
        self._seal, self._within, self._lines = seal, within, lines

    def items(self) -> Iterator[tuple[str, bytes]]:  # type: ignore[override]
        for key, data in super().items():
            yield key, self._seal.seal_value(f"{self._within}{key}", data)
        for key, lines in self._lines.items():
            yield key, self._seal.seal_lines(f"{self._within}{key}", lines)


def beside(vault_id: str) -> tuple[str, str]:
    """Where the sealed copy of a profile is made, and where the plain one goes before it is erased."""
    return f"{OWN}-{vault_id}.sealed", f"{OWN}-{vault_id}.plain"


def _parts(key: str) -> tuple[str, str]:
    """Whom a key belongs to, and its path there; a bad key is for the plain store to refuse."""
    owner, slash, path = key.partition("/")
    return (owner, path) if slash else ("", key)


def _what(key: str) -> str:
    owner, path = _parts(key)
    return Words("The file {path!r} of {name!r}", path=path, name=owner)


def _read(seal: ProfileSeal, path: str, raw: bytes) -> bytes:
    if raw.startswith(VALUE):
        return seal.open_value(path, raw)
    return b"".join(line + b"\n" for line in seal.open_lines(path, raw))


def _lines(seal: ProfileSeal, path: str, raw: bytes) -> Lines:
    if raw.startswith(VALUE):
        return seal.open_value(path, raw).split(b"\n")[:-1]
    return seal.open_lines(path, raw)
