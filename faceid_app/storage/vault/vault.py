"""Owns the vault of one data folder: whether it is open, the key of each profile, and every change of the key file."""

from __future__ import annotations

import contextlib
import copy
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import filelock

from faceid_app.errors import Locked, NotWritable, StorageError
from faceid_app.files import FILE_MODE, as_storage_error, make_folder, overwrite, storage_errors, write_whole
from faceid_app.storage.vault import core_files
from faceid_app.storage.vault.draft import Draft
from faceid_app.storage.vault.errors import KeyringRefused, NoWayIn, SealBroken, WrongPassphrase, closed_because
from faceid_app.storage.vault.key_file import KEY_FILE, OWN, Entry, KeyFile, State, new_master, new_vault_id
from faceid_app.storage.vault.os_keyring import Keyring
from faceid_app.storage.vault.passphrase import check_passphrase
from faceid_app.storage.vault.sealing import KEY_BYTES, ProfileSeal, new_key
from faceid_app.words import Words

_LOCK_WAIT = 10.0  # seconds; who changes the file holds the lock for half a second, or while a keyring answers

Unlock = Callable[["Vault"], None]
"""Tries to open a vault. Raises WrongPassphrase where somebody typed one; else leaves it closed."""


@dataclass(frozen=True, slots=True)
class Place:
    """How a profile lies: `seal` opens it, None where it is plain; `mixed` where files may be of either kind."""

    seal: ProfileSeal | None
    mixed: bool = False


class Vault:
    """The keys of the profiles below `root`. Safe to use from several threads; other processes may change the file.

    Without a key file there is no vault, and every profile is plain. With one, and while it is closed, nothing of
    anybody can be read. The master key and those of profiles are in memory only.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._path = root, root / KEY_FILE
        self._mutex = threading.RLock()
        self._stamp: tuple[int, int, int] | None = None
        self._file: KeyFile | None = None
        self._master: bytes | None = None
        self._keyring: Keyring | None = None
        self._places: dict[str, Place | None] = {}
        """As long as the file is the same and the vault open."""

    # --- how it is ---------------------------------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        """Whether there is a vault. Raises SealBroken, NewerFormat, NotWritable."""
        return self._current() is not None

    @property
    def is_open(self) -> bool:
        """Whether there is one and its master key is known here. Raises as `exists`."""
        return self._current() is not None and self._master is not None

    def file(self) -> KeyFile | None:
        """What the key file says; while the vault is closed nobody vouches for it. Not to be changed."""
        return self._current()

    def place(self, owner: str) -> Place | None:
        """How the folder `owner` lies; None where it has no key yet. Raises VaultClosed, SealBroken."""
        with self._mutex:
            file = self._current()
            if file is None:
                return Place(None)
            master = self._need(file)
            if owner not in self._places:
                self._places[owner] = self._find_place(file, master, owner)
            return self._places[owner]

    def _find_place(self, file: KeyFile, master: bytes, owner: str) -> Place | None:
        found = file.find(owner)
        if found is None or found[1].state is State.DELETING:
            return None
        vault_id, entry = found
        if entry.state in (State.PLAIN, State.SEALING):
            return Place(None)
        return Place(file.seal_of(master, vault_id), mixed=entry.state is State.SWAPPING)

    def is_gone(self, owner: str) -> bool:
        """Whether the folder `owner` is what a deletion has left over."""
        file = self._current()
        if file is None or all(entry.state is not State.DELETING for entry in file.profiles.values()):
            return False
        found = file.find(owner)
        return found is not None and found[1].state is State.DELETING

    # --- opening -----------------------------------------------------------------------------------------------------

    def create(self, draft: Draft, plain: Iterable[str] = ()) -> None:
        """Make a vault, open; `plain` are the profiles that lie there already and stay plain until they are sealed.

        Call with the store held, so that nobody else is enrolled meanwhile. Raises DiskFull, NotWritable.
        """
        with self._mutex, self._locked():
            if self._current() is not None:
                raise NotWritable(self._path, Words("it is there already"))
            core_files.write_none()
            draft.file.profiles = {new_vault_id(): Entry(name, State.PLAIN) for name in plain}
            self._keyring = draft.keyring
            self._save(draft.file, draft.master)

    def open_by_keyring(self, keyring: Keyring) -> bool:
        """Open it with what the keyring has; whether it had it. May block. Raises KeyringRefused, SealBroken."""
        file = self._current()
        while file is not None and file.in_keyring:
            master = keyring.get(file.master_id)
            if master is not None and len(master) == KEY_BYTES and self._take(file, master, keyring):
                self._retire()
                return True
            # Renewed meanwhile, another key opens it; damaged there, the passphrase is the other way in.
            asked, file = file.master_id, self._current()
            if file is not None and file.master_id == asked:
                return False
        return False

    def open_by_passphrase(self, passphrase: str, keyring: Keyring | None = None) -> None:
        """Open it; takes half a second. A keyring that has lost the key gets it again. Raises WrongPassphrase."""
        is_open = False
        while not is_open:
            file = self._current()
            master = None if file is None else file.master_by_passphrase(passphrase)
            if file is None or master is None:
                raise WrongPassphrase
            is_open = self._take(file, master)
        if keyring is not None:
            with contextlib.suppress(KeyringRefused):
                self._give(keyring)
                self._retire()

    def set_passphrase(self, passphrase: str) -> None:
        """Let this passphrase, and no other, open it from now on. Raises PassphraseRefused, VaultClosed."""
        check_passphrase(passphrase)
        with self._changing() as (file, master):
            file.set_passphrase(master, passphrase)

    def remove_passphrase(self) -> None:
        """Let the keyring alone open it. Raises NoWayIn where that could not, VaultClosed, KeyringRefused."""
        with self._changing() as (file, master):
            if self._keyring is None or not file.in_keyring or self._keyring.get(file.master_id) != master:
                raise NoWayIn
            file.passphrase = None

    def renew(self) -> None:
        """Put all under a new master key, for good: what an earlier key file said opens nothing any more.

        Whoever has the earlier file and the passphrase of then is the exception. Killed at any moment, the vault opens
        with the earlier key or the new one, and the next opening has the keyring forget the other. Raises VaultClosed,
        KeyringRefused, StorageError; then all is as it was.
        """
        with self._mutex, self._locked():
            file = self._current()
            if file is None:
                return
            old, (new_id, new) = self._need(file), new_master()
            file = copy.deepcopy(file)
            if file.in_keyring:
                if self._keyring is None:
                    raise KeyringRefused("keyring", Words("it was not asked when the profiles were opened"))
                file.retired.append(new_id)
                self._save(file, old)
                self._keyring.put(new_id, new)
                file = copy.deepcopy(file)
                file.retired = [one for one in file.retired if one != new_id] + [file.master_id]
            file.renew_master(old, new, new_id)
            self._save(file, new)
        self._retire()

    def erase(self) -> None:
        """Erase the file of keys: what is sealed opens nowhere any more. Raises Locked, NotWritable."""
        with self._mutex, self._locked(), storage_errors(self._path):
            overwrite(self._path)
            self._path.unlink()

    # --- profiles ----------------------------------------------------------------------------------------------------

    def admit(self, owner: str) -> ProfileSeal:
        """The key of a profile that begins now; made once, whoever asks first. Raises VaultClosed, StorageError."""
        with self._changing() as (file, master):
            found = file.find(owner)
            if found is not None and found[1].state is State.SEALED:
                return file.seal_of(master, found[0])
            vault_id, key = new_vault_id(), new_key()
            file.profiles[vault_id] = Entry(owner, State.SEALED, file.wrap(master, vault_id, key))
        return ProfileSeal(vault_id, key)

    def take_in(self, names: list[str]) -> None:
        """From now on these folders, which have no key, are known as plain profiles."""
        with self._changing() as (file, _master):
            file.profiles |= {new_vault_id(): Entry(name, State.PLAIN) for name in names if file.find(name) is None}

    def begin_sealing(self, name: str) -> ProfileSeal:
        """What to seal the copy of a plain profile with, which stays plain meanwhile; the same when asked again."""
        with self._changing() as (file, master):
            vault_id, entry = self._entry(file, name)
            if entry.state is State.PLAIN:
                entry.state, entry.wrapped = State.SEALING, file.wrap(master, vault_id, new_key())
            return file.seal_of(master, vault_id)

    def move_on(self, vault_id: str, state: State) -> None:
        """Note that a profile is in the next state. Its key goes for good where that is DELETING."""
        with self._changing() as (file, _master):
            entry = file.profiles[vault_id]
            entry.state = state
            if state is State.DELETING:
                entry.wrapped = b""

    def forget(self, vault_id: str) -> None:
        """Its files are gone."""
        with self._changing() as (file, _master):
            file.profiles.pop(vault_id, None)

    def begin_renaming(self, old: str, new: str) -> str:
        """From now on the profile may lie under either name; its vault id."""
        with self._changing() as (file, _master):
            vault_id, entry = self._entry(file, old)
            entry.to = new
        return vault_id

    def end_renaming(self, vault_id: str, name: str) -> None:
        """It lies under this name."""
        with self._changing() as (file, _master):
            file.profiles[vault_id].name, file.profiles[vault_id].to = name, None

    def lend(self, name: str) -> Mapping[str, str]:
        """What `LentVault` needs for that one profile, for a child process; empty where there is no vault."""
        if not self.exists:
            return {}
        place = self.place(name)
        if place is None:
            raise SealBroken(f"The profile {name!r}", Words("it has no key"))
        return {"name": name} if place.seal is None else {
            "name": name, "id": place.seal.vault_id, "key": place.seal.key.hex(),
        }  # fmt: skip

    # --- inside ------------------------------------------------------------------------------------------------------

    def _current(self) -> KeyFile | None:
        """The file as it is now, read anew when another process has changed it."""
        with self._mutex:
            try:
                stamp = self._stamp_now()
                if stamp == self._stamp:
                    return self._file
                file, master = KeyFile.decoded(self._path.read_bytes()), self._master
                if master is not None:
                    master = self._followed(file, master)
                    if master is None and self._stamp_now() != stamp:  # renewed once more meanwhile
                        return self._current()
            except (FileNotFoundError, NotADirectoryError):
                self._file = self._stamp = self._master = None
                self._places.clear()
                return None
            except OSError as error:
                raise as_storage_error(self._path, error) from error
            self._places.clear()
            self._file, self._master, self._stamp = file, master, stamp
            return file

    def _followed(self, file: KeyFile, master: bytes) -> bytes | None:
        """The key of a file that another process wrote: the same, or one that came after it; None where unknown."""
        if self._file is None or file.master_id == self._file.master_id:
            if not file.is_sealed_by(master):
                raise SealBroken("The file of keys", Words("it is not as it was saved"))
            return master
        after = file.master_after(self._file, master)
        if after is None and self._keyring is not None:
            with contextlib.suppress(KeyringRefused):
                after = self._keyring.get(file.master_id)
        return after if after is not None and file.is_sealed_by(after) else None

    def _take(self, file: KeyFile, master: bytes, keyring: Keyring | None = None) -> bool:
        """Open it with the key that `file` had, and follow to what the file is by now; whether that went well."""
        if not file.is_sealed_by(master):
            raise SealBroken("The file of keys", Words("it is not as it was saved"))
        core_files.write_none()
        with self._mutex:
            self._keyring = keyring or self._keyring
            if self._current() is not None and self._master is None:  # else another thread has opened it
                self._stamp, self._file, self._master = None, file, master
                self._current()
            return self._master is not None

    def _give(self, keyring: Keyring) -> None:
        """Let a keyring have the key, and not keep one that a renewal elsewhere leaves in that moment.

        Nothing is held: a keyring may wait for its user. Raises KeyringRefused.
        """
        given: str | None = None
        while True:
            with self._mutex:
                file, master = self._current(), self._master
            if given is not None and (file is None or file.master_id != given):
                keyring.delete(given)
            if file is None or master is None or not file.in_keyring or file.master_id == given:
                return
            given = file.master_id
            keyring.put(given, master)
            self._keyring = keyring

    def _need(self, file: KeyFile) -> bytes:
        if self._master is None:
            raise closed_because(keyring=file.in_keyring, passphrase=file.passphrase is not None)
        return self._master

    @staticmethod
    def _entry(file: KeyFile, name: str) -> tuple[str, Entry]:
        found = file.find(name)
        if found is None:
            raise SealBroken(f"The profile {name!r}", Words("it has no key"))
        return found

    def _retire(self) -> None:
        """Have the keyring forget master keys that a renewal has left; what cannot be done now is done later."""
        file, keyring = self._current(), self._keyring
        if file is None or keyring is None or not file.retired:
            return
        # As the file is with its lock held: while another process renews, it lists the key that is about to come.
        with contextlib.suppress(StorageError), self._changing() as (changed, _master):
            for one in changed.retired:
                if one != changed.master_id:
                    keyring.delete(one)
            changed.retired = []

    @contextlib.contextmanager
    def _changing(self) -> Iterator[tuple[KeyFile, bytes]]:
        with self._mutex, self._locked():
            file = self._current()
            if file is None:
                raise SealBroken("The file of keys", Words("it is gone"))
            master, changed = self._need(file), copy.deepcopy(file)
            yield changed, master
            self._save(changed, master)

    def _save(self, file: KeyFile, master: bytes) -> None:
        with storage_errors(self._path):
            make_folder(self._root)
            write_whole(self._path, file.encoded(master))
            stamp = self._stamp_now()
        self._places.clear()
        self._file, self._master, self._stamp = file, master, stamp

    def _stamp_now(self) -> tuple[int, int, int]:
        status = os.stat(self._path)
        return status.st_mtime_ns, status.st_size, status.st_ino

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        path = self._root / f"{OWN}.lock"
        with storage_errors(path):
            make_folder(self._root)
        lock = filelock.FileLock(path, timeout=_LOCK_WAIT, mode=FILE_MODE, poll_interval=0.005)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise Locked("The file of keys") from error
        except OSError as error:
            raise as_storage_error(path, error) from error
        try:
            yield
        finally:
            lock.release()
