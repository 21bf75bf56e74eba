"""Makes a vault that is yet to be put in place: the slow part, with nothing held."""

from __future__ import annotations

from dataclasses import dataclass

from faceid_app.storage.vault.errors import NoWayIn
from faceid_app.storage.vault.key_file import KeyFile, new_master
from faceid_app.storage.vault.os_keyring import Keyring
from faceid_app.storage.vault.passphrase import check_passphrase


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A vault that is yet to be put in place: its file, its master key, and the keyring that has that."""

    file: KeyFile
    master: bytes
    keyring: Keyring | None


def draft_vault(keyring: Keyring | None = None, passphrase: str | None = None) -> Draft:
    """The slow part of making a vault: half a second for a passphrase, and a keyring may block.

    Raises NoWayIn without either; KeyringRefused, PassphraseRefused.
    """
    if keyring is None and passphrase is None:
        raise NoWayIn
    master_id, master = new_master()
    file = KeyFile(master_id, in_keyring=keyring is not None)
    if passphrase is not None:
        file.set_passphrase(master, check_passphrase(passphrase))
    if keyring is not None:
        keyring.put(master_id, master)
    return Draft(file, master, keyring)
