"""The one way to the store of everything personal, and how this process opens the vault beneath it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faceid_app.files import sweep
from faceid_app.paths import Paths
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.errors import KeyringRefused
from faceid_app.storage.vault.lent_vault import LentVault
from faceid_app.storage.vault.os_keyring import find_keyring
from faceid_app.storage.vault.vault import Unlock, Vault
from faceid_app.storage.vault.vault_store import VaultStore

_vaults: dict[Path, Vault] = {}
_unlock: list[Unlock] = []
_mutex = threading.Lock()


def open_personal(paths: Paths, unlock: Unlock | None = None) -> VaultStore:
    """The store of everything personal below `paths`, the same vault for all stores of this process.

    A vault that is closed is tried by `unlock`, or else by what `unlock_with` chose, or else by the keyring; where that
    does not open it the store refuses what is sealed. Not on a window's thread unless `unlock` is `leave_closed`: a
    keyring may wait for the user. Raises WrongPassphrase, NotWritable, SealBroken, NewerFormat.
    """
    # The store sweeps its own folder. Beside it lie what was about to replace settings or the log's head record, and
    # what a killed training computed of a face.
    sweep(paths.root, deep=False)
    sweep(paths.training)
    vault = vault_of(paths)
    if vault.exists and not vault.is_open:
        (unlock or (_unlock[-1] if _unlock else by_keyring))(vault)
    return VaultStore(PlainStore(paths.personal), vault)


def open_lent(paths: Paths, lent: Mapping[str, Any]) -> VaultStore:
    """The store as a child process sees it that was lent one profile's key; everything where there is no vault."""
    vault = LentVault(paths.personal, lent) if lent else Vault(paths.personal)
    return VaultStore(PlainStore(paths.personal), vault)


def lend(paths: Paths, name: str) -> Mapping[str, str]:
    """The key of one profile for a child process, to be told over a pipe. Raises VaultClosed, SealBroken."""
    return vault_of(paths).lend(name)


def vault_of(paths: Paths) -> Vault:
    """The vault of this data folder; nothing is read or asked yet."""
    root = paths.personal.absolute()
    with _mutex:
        return _vaults.setdefault(root, Vault(root))


def unlock_with(unlock: Unlock) -> None:
    """Have this process open vaults in that way from now on."""
    _unlock[:] = [unlock]


def by_keyring(vault: Vault) -> None:
    """Open it if the keyring of this session can; stay silent where there is none. May block."""
    file = vault.file()
    keyring = find_keyring() if file is not None and file.in_keyring else None
    if keyring is not None:
        with contextlib.suppress(KeyringRefused):
            vault.open_by_keyring(keyring)


def leave_closed(_vault: Vault) -> None:
    """For a window's thread: whoever shows it opens the vault elsewhere."""
