"""Ending a lock-out by the passphrase, which always works: the window and the command line both start it. No Qt."""

from __future__ import annotations

from faceid_app.paths import Paths
from faceid_app.storage.audit import Event
from faceid_app.storage.profiles import Profile
from faceid_app.storage.vault.errors import NoPassphrase
from faceid_app.storage.vault.opening import vault_of
from faceid_app.storage.vault.vault import Vault


def can_end_lockout(paths: Paths) -> bool:
    """Whether there is a passphrase that could. Raises SealBroken, NewerFormat, NotWritable."""
    file = vault_of(paths).file()
    return file is not None and file.passphrase is not None


def end_lockout(paths: Paths, profile: Profile, passphrase: str) -> None:
    """Forget the failed attempts and the delays of a person; takes half a second, on purpose.

    Who gives the passphrase may do more than be verified, so nothing is weakened by it; trying passphrases is slow
    whoever does it. Raises NoPassphrase, WrongPassphrase, StorageError.
    """
    if not can_end_lockout(paths):
        raise NoPassphrase
    # Another vault than the one of this process: that may be open, and must not be believed instead.
    Vault(paths.personal).open_by_passphrase(passphrase)
    profile.history.record(Event.LOCKOUT_ENDED, by="passphrase")
    profile.lockout.erase()
