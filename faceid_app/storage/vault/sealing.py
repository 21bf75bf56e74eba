"""AES-256-GCM over what a profile keeps: what is sealed opens in its own place only, and only as it was.

A value is `FIDV`, a format byte, a nonce of 96 random bits, and ciphertext with its tag of 128 bits (NIST SP 800-38D).
Its associated data name the format, the profile's vault id and the key's path within the profile.

A file of lines begins with a line that carries the sealed, random id of this file; each further line is base64 of nonce
and ciphertext, bound to that id and to the number of the line. So no line opens elsewhere, in another order, twice, or
after its file was rewritten. What nothing here can tell: lines cut off the end, and a whole file put back as it once
was. Random nonces allow 2**32 seals under one key; a profile makes some thousands.
"""

from __future__ import annotations

import base64
import binascii
import os
import unicodedata
from collections.abc import Sequence

FORMAT = 1
KEY_BYTES = 32
VALUE = b"FIDV" + bytes([FORMAT])
"""How a sealed value begins."""
LINES = b"FIDL%d " % FORMAT
"""How a sealed file of lines begins."""
_MARK = f"faceid vault\0{FORMAT}"
_NONCE = 12
_FILE_ID = 16


class Unsealable(Exception):
    """It was not sealed with this key for this place, or has changed since."""


def is_sealed(data: bytes) -> bool:
    """Whether `data` claims to be sealed, in this or another format."""
    return data[:4] in (VALUE[:4], LINES[:4])


def new_key() -> bytes:
    """32 bytes from the system's generator."""
    return os.urandom(KEY_BYTES)


class Cipher:
    """AES-256-GCM under one key."""

    def __init__(self, key: bytes) -> None:
        # Here and not above: without a vault nobody waits 40 ms for the library.
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher, self._refused = AESGCM(key), (InvalidTag, ValueError)

    def seal(self, data: bytes, *about: str) -> bytes:
        """Nonce and ciphertext of `data`; it opens with the same key and the same `about` only."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data, _associated(about))

    def open(self, sealed: bytes, *about: str) -> bytes:
        """What `seal` sealed. Raises Unsealable."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _associated(about))
        except self._refused as error:
            raise Unsealable from error


def seal(key: bytes, data: bytes, *about: str) -> bytes:
    """As `Cipher.seal`, once."""
    return Cipher(key).seal(data, *about)


def unseal(key: bytes, sealed: bytes, *about: str) -> bytes:
    """As `Cipher.open`, once."""
    return Cipher(key).open(sealed, *about)


class ProfileSeal:
    """Seals and opens what one profile keeps. Paths are those within the profile, with forward slashes."""

    def __init__(self, vault_id: str, key: bytes) -> None:
        self.vault_id, self.key, self._cipher = vault_id, key, Cipher(key)

    def seal_value(self, path: str, data: bytes) -> bytes:
        """The file of a value."""
        return VALUE + self._cipher.seal(data, "value", self.vault_id, path)

    def open_value(self, path: str, file: bytes) -> bytes:
        """What `seal_value` sealed. Raises Unsealable."""
        if not file.startswith(VALUE):
            raise Unsealable
        return self._cipher.open(file[len(VALUE) :], "value", self.vault_id, path)

    def seal_lines(self, path: str, lines: Sequence[bytes]) -> bytes:
        """The file of these lines, complete with its first one and all newlines."""
        name = os.urandom(_FILE_ID)
        first = LINES + _packed(self._cipher.seal(name, "lines", self.vault_id, path))
        sealed = [self._seal_line(path, name, number, line) for number, line in enumerate(lines)]
        return b"".join(line + b"\n" for line in (first, *sealed))

    def seal_next(self, path: str, before: bytes, line: bytes) -> bytes:
        """What to add to the file `before`, complete lines, for one more; a whole file where that is empty.

        Raises Unsealable where `before` is no such file.
        """
        if not before:
            return self.seal_lines(path, [line])[:-1]
        name = self._name_of(path, before.partition(b"\n")[0])
        return self._seal_line(path, name, before.count(b"\n") - 1, line)

    def open_lines(self, path: str, file: bytes) -> list[bytes]:
        """What was sealed as lines, without newlines; an unfinished last line is left out. Raises Unsealable."""
        first, *lines = file.split(b"\n")[:-1] or [b""]
        name = self._name_of(path, first)
        return [
            self._cipher.open(_unpacked(line), "line", self.vault_id, path, name.hex(), str(number))
            for number, line in enumerate(lines)
        ]

    def _seal_line(self, path: str, name: bytes, number: int, line: bytes) -> bytes:
        return _packed(self._cipher.seal(line, "line", self.vault_id, path, name.hex(), str(number)))

    def _name_of(self, path: str, first: bytes) -> bytes:
        if not first.startswith(LINES):
            raise Unsealable
        return self._cipher.open(_unpacked(first[len(LINES) :]), "lines", self.vault_id, path)


def _associated(about: Sequence[str]) -> bytes:
    # No part holds a zero byte, so no two lists come to the same.
    text = "\0".join((_MARK, *about))
    return text.encode() if text.isascii() else unicodedata.normalize("NFC", text).encode()


def _packed(data: bytes) -> bytes:
    return base64.b64encode(data)


def _unpacked(line: bytes) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise Unsealable from error
