"""From plain to sealed, once: a sealed copy beside, compared, put in its place, and the plain one erased.

Killed at any moment nothing is lost: until the copy is whole and compared the plain profile counts; from then on the
key file says so, and whoever opens the store next finishes the rest.
"""

from __future__ import annotations

import contextlib

from faceid_app.errors import Cancelled, NotStored
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never
from faceid_app.storage.vault.errors import SealBroken
from faceid_app.storage.vault.key_file import State
from faceid_app.storage.vault.sealing import ProfileSeal, Unsealable
from faceid_app.storage.vault.vault_store import VaultStore, beside
from faceid_app.words import Words

STAGE = "seal"
_LINES = ".jsonl"
"""How the names of all files of lines end."""


def seal_profile(store: VaultStore, name: str, *, report: Report = ignore, is_cancelled: IsCancelled = never) -> None:
    """Seal a plain profile; nothing is done for one that is sealed. Call with the profile held.

    Cancelled, the profile is plain as before. Raises Cancelled, VaultClosed, SealBroken, StorageError.
    """
    with store.exclusive():  # finishes what a killed process began
        place = store.vault.place(name)
    if place is None:
        raise SealBroken(Words("The profile {name!r}", name=name), Words("it has no key"))
    if place.seal is not None:
        return
    seal = store.vault.begin_sealing(name)
    sealing = _Sealing(store, name, seal)
    try:
        keys = store.plain.list(name)
        stage = Stage(STAGE, of=2 * max(1, len(keys)), report=report, is_cancelled=is_cancelled)
        for key in keys:
            with contextlib.suppress(NotStored):  # removed meanwhile
                sealing.copy(key)
            stage.advance()
        # Others may save for this person until here; what they did is among what is compared, and copied anew.
        with store.exclusive():
            sealing.compare(stage)
            store.vault.move_on(seal.vault_id, State.SWAPPING)
            file = store.vault.file()
            assert file is not None
            store.end_swap(seal.vault_id, file.profiles[seal.vault_id])
    except Cancelled:
        with store.exclusive():
            store.vault.move_on(seal.vault_id, State.PLAIN)
            store.plain.delete_tree(beside(seal.vault_id)[0])
        raise


class _Sealing:
    """The sealed copy of one profile, in the making."""

    def __init__(self, store: VaultStore, name: str, seal: ProfileSeal) -> None:
        self._plain, self._name, self._seal = store.plain, name, seal
        self._folder = beside(seal.vault_id)[0]

    def copy(self, key: str) -> None:
        """Seal what lies there, unless an earlier run did."""
        if not self._is_same(key):
            path = self._path(key)
            data = self._plain.read(key)
            sealed = (
                self._seal.seal_lines(path, _lines(data)) if _holds_lines(key) else self._seal.seal_value(path, data)
            )
            self._plain.write(self._place(key), sealed)

    def compare(self, stage: Stage) -> None:
        """Read everything back; what is not the same is copied anew and read again. Raises SealBroken."""
        keys = self._plain.list(self._name)
        for key in keys:
            if not self._is_same(key):
                self.copy(key)
                if not self._is_same(key):
                    raise SealBroken(
                        Words("The sealed copy of {key!r}", key=key), Words("it differs from what was written")
                    )
            stage.advance()
        wanted = {self._place(key) for key in keys}
        for copy in self._plain.list(self._folder):
            if copy not in wanted:
                self._plain.delete(copy)

    def _is_same(self, key: str) -> bool:
        path = self._path(key)
        try:
            copy = self._plain.read(self._place(key))
            data = self._plain.read(key)
            if _holds_lines(key):
                return self._seal.open_lines(path, copy) == _lines(data)
            return self._seal.open_value(path, copy) == data
        except (NotStored, Unsealable):
            return False

    def _path(self, key: str) -> str:
        return key.removeprefix(f"{self._name}/")

    def _place(self, key: str) -> str:
        return f"{self._folder}/{self._path(key)}"


def _holds_lines(key: str) -> bool:
    return key.endswith(_LINES)


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")[:-1]
