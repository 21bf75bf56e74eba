"""Where the command line gets passphrases: from a terminal, or from a file descriptor; never from arguments."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable

from faceid_app.errors import UsageError
from faceid_app.storage.vault.errors import WrongPassphrase
from faceid_app.storage.vault.opening import by_keyring
from faceid_app.storage.vault.os_keyring import find_keyring
from faceid_app.storage.vault.vault import Unlock, Vault

_TRIES = 3
_MOST_BYTES = 8192
Ask = Callable[[str], str | None]
"""Asks for a passphrase; None where nobody can be asked."""


def read_passphrase(descriptor: int) -> str:
    """The first line of a file descriptor that whoever started this process left open. Raises UsageError."""
    line = b""
    try:
        while b"\n" not in line and len(line) < _MOST_BYTES and (data := os.read(descriptor, 1024)):
            line += data
        return line.partition(b"\n")[0].rstrip(b"\r").decode()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "No passphrase can be read from file descriptor {number}; give the number of one that is open.",
            number=descriptor,
        ) from error


def ask_at_terminal(words: str) -> str | None:
    """What somebody types, unseen; None where this process has no terminal."""
    if os.name == "posix":
        try:
            os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        except OSError:
            return None
    elif not sys.stdin.isatty():
        return None
    return getpass.getpass(f"{words}: ")


def ask_twice(option: str, ask: Ask = ask_at_terminal) -> str:
    """A new passphrase, typed twice; `option` is how to give it without a terminal. Raises UsageError."""
    first = ask("New passphrase")
    if first is None:
        raise UsageError("There is no terminal to type a passphrase at; give it with {option}.", option=option)
    if ask("Repeat the passphrase") != first:
        raise UsageError("The two passphrases differ; nothing was changed, try again.")
    return first


def unlock_by(descriptor: int | None, *, may_ask: bool, ask: Ask = ask_at_terminal) -> Unlock:
    """Opens a vault with the passphrase from a descriptor where one is given, else by keyring, else by asking."""

    def unlock(vault: Vault) -> None:
        file = vault.file()
        can_type = file is not None and file.passphrase is not None
        if descriptor is not None and can_type:
            vault.open_by_passphrase(read_passphrase(descriptor), find_keyring())
            return
        by_keyring(vault)
        for number in range(_TRIES if can_type and may_ask and not vault.is_open else 0):
            typed = ask("Passphrase of the profiles")
            if typed is None:
                return
            try:
                vault.open_by_passphrase(typed, find_keyring())
                return
            except WrongPassphrase:
                if number == _TRIES - 1:
                    raise
                sys.stderr.write(
                    "That passphrase does not open the profiles. If it is lost, see: faceid vault start-anew --help\n"
                )

    return unlock
