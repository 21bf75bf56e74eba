"""From a passphrase to a key: scrypt, deliberately slow, with its parameters beside what the key opens."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import Any

from faceid_app.storage.vault.errors import PassphraseRefused

LEAST = 8
"""Characters."""
_MOST = 1024
_COST = 2**17
_MOST_MEMORY = 2**30
_MOST_TURNS = 100_000


@dataclass(frozen=True, slots=True)
class Stretching:
    """How a passphrase becomes a key: scrypt (RFC 7914) with these parameters, then `turns` turns.

    A turn cannot be undone. Whoever renews the master key without knowing the passphrase turns the key that wraps it
    once more, so that the new one opens nothing that the old one wrapped.
    """

    salt: bytes
    cost: int
    block: int = 8
    parallel: int = 1
    turns: int = 0

    @classmethod
    def new(cls) -> Stretching:
        """With a salt of its own."""
        return cls(os.urandom(16), _COST)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Stretching:
        """What `to_dict` wrote. Raises ValueError, KeyError, TypeError; also for what would take all memory."""
        made = cls(bytes.fromhex(told["salt"]), *(int(told[name]) for name in ("n", "r", "p", "turns")))
        powers_of_two = made.cost > 1 and made.cost & (made.cost - 1) == 0
        if not powers_of_two or not 0 < 128 * made.cost * made.block * made.parallel <= _MOST_MEMORY:
            raise ValueError("not parameters of scrypt")
        if not 0 <= made.turns <= _MOST_TURNS or made.block < 1 or made.parallel < 1:
            raise ValueError("not parameters of scrypt")
        return made

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"salt": self.salt.hex(), "n": self.cost, "r": self.block, "p": self.parallel, "turns": self.turns}

    def key(self, passphrase: str) -> bytes:
        """32 bytes; takes about half a second and 128 MB."""
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        scrypt = Scrypt(salt=self.salt, length=32, n=self.cost, r=self.block, p=self.parallel)
        key = scrypt.derive(unicodedata.normalize("NFKC", passphrase).encode())
        for _ in range(self.turns):
            key = turned(key)
        return key


def turned(key: bytes) -> bytes:
    """The key after one more turn."""
    return hmac.new(key, b"faceid vault turn", hashlib.sha256).digest()


def check_passphrase(passphrase: str) -> str:
    """`passphrase`, if it can be one. Raises PassphraseRefused."""
    if not LEAST <= len(passphrase) <= _MOST:
        raise PassphraseRefused(len(passphrase), LEAST, _MOST)
    return passphrase
