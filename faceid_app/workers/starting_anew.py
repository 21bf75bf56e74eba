"""The way out for who has lost keyring and passphrase: nobody can read what is sealed, so it goes, with receipts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from faceid_app.errors import UsageError
from faceid_app.files import remove_folder, storage_errors
from faceid_app.paths import Paths
from faceid_app.storage.audit import AuditLog, Event
from faceid_app.storage.locks import hold
from faceid_app.storage.names import ABOUT
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.receipt import DeletionReceipt
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.errors import KeyringRefused
from faceid_app.storage.vault.key_file import OWN
from faceid_app.storage.vault.opening import vault_of
from faceid_app.storage.vault.os_keyring import Keyring, find_keyring
from faceid_app.storage.vault.sealing import is_sealed


class StillOpens(UsageError):
    """Nothing is lost: the profiles can be read."""

    def __init__(self) -> None:
        super().__init__(
            "The profiles can be opened here, so nothing is lost and nothing was deleted; open them, and delete those "
            "you do not want."
        )


def unreadable(paths: Paths) -> list[str]:
    """The names of the profiles that nobody can read without a way into the vault. Raises StorageError."""
    store = PlainStore(paths.personal)
    return [name for name in Profiles(store).names() if is_sealed(store.read(f"{name}/{ABOUT}"))]


def start_anew(paths: Paths, find: Callable[[], Keyring | None] = find_keyring) -> tuple[DeletionReceipt, ...]:
    """Delete every sealed profile and the vault itself; what is plain stays. The receipts tell what lay on disk.

    Killed in between, the vault is still there and this can be done again. May block. Raises StillOpens, Locked,
    StorageError.
    """
    vault = vault_of(paths)
    if vault.exists and not vault.is_open and (keyring := find()) is not None:
        with contextlib.suppress(KeyringRefused):
            vault.open_by_keyring(keyring)
    if vault.is_open or not vault.exists:
        raise StillOpens
    log = AuditLog(paths)
    people, receipts = Profiles(PlainStore(paths.personal), log), []
    for name in unreadable(paths):
        with hold(paths.root, f"profile {name}"):
            receipts.append(people.delete(name))
    # Copies that were being sealed lie beside the profiles, and the file of keys is the last to go.
    with storage_errors(paths.personal):
        for beside in paths.personal.glob(f"{OWN}-*"):
            remove_folder(beside)
    vault.erase()
    log.note(Event.VAULT_CHANGED, what="started anew")
    return tuple(receipts)
