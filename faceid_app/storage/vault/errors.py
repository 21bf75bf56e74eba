"""What goes wrong with what is sealed; each class builds its own sentence, as those of `faceid_app.errors`."""

from __future__ import annotations

from faceid_app.errors import CorruptData, StorageError, UsageError
from faceid_app.words import Words


class VaultClosed(StorageError):
    """What is sealed cannot be read: the key to it was not given."""

    def __init__(self, why: str, action: str) -> None:
        super().__init__(
            "What is kept of people is sealed and cannot be opened: {why}; {action}.", why=why, action=action
        )


class SealBroken(CorruptData):
    """What lies there is not what was sealed there."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(what, why, "restore it from a backup, or delete the profile and enrol again")


class NotSealed(StorageError):
    """A profile without protection lies among sealed ones, and nobody said that it may."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The profile {name!r} is not sealed as the others are, so somebody else may have put it there; delete it, "
            "or, if it is yours, run: faceid vault seal.",
            name=name,
        )


class WrongPassphrase(UsageError):
    """The passphrase opens nothing."""

    def __init__(self) -> None:
        super().__init__("This passphrase does not open the profiles; type it again.")


class NoPassphrase(UsageError):
    """Nothing here knows a passphrase."""

    def __init__(self) -> None:
        super().__init__(
            "A lock-out is ended by the passphrase of the profiles, and there is none; wait until it is over, or set "
            "one with: faceid vault set-passphrase."
        )


class PassphraseRefused(UsageError):
    """It cannot become a passphrase."""

    def __init__(self, length: int, least: int, most: int) -> None:
        super().__init__(
            "The passphrase has {length} characters, {least} to {most} are possible; choose another.",
            length=length,
            least=least,
            most=most,
        )


class KeyringRefused(StorageError):
    """The system's keyring did not do what was asked."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(
            "The keyring ({title}) refused: {why}; unlock it and try again, or use the passphrase.",
            title=title,
            why=why,
        )


class NoWayIn(UsageError):
    """Nothing would open the vault any more, or nothing could from the start."""

    def __init__(self) -> None:
        super().__init__(
            "There is no keyring here, so only a passphrase can open the profiles; set one with: "
            "faceid vault set-passphrase."
        )


def closed_because(*, keyring: bool, passphrase: bool) -> VaultClosed:
    """What is missing, and what to do, where `keyring` or `passphrase` would open the vault."""
    if not keyring:
        why = Words("the passphrase is needed")
        return VaultClosed(why, Words("give it when you are asked, or with --passphrase-fd"))
    if not passphrase:
        return VaultClosed(Words("the keyring of your session is needed"), Words("unlock it and try again"))
    return VaultClosed(
        Words("the keyring of your session is needed, or the passphrase"),
        Words("unlock the one, or give the other when you are asked or with --passphrase-fd"),
    )
