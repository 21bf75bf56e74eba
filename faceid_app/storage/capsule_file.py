"""Owns the capsule's file: values behind a passphrase, opened whole and unchanged, or not at all.

All numbers are big-endian. Everything before the ciphertext is its associated data, so no byte can be changed unseen.

    16  magic `FACEID CAPSULE\\r\\n`
     2  version, 1
     4  scrypt (RFC 7914): log2 N, r, p, and a zero
    16  salt
    12  nonce
     8  bytes that follow
     …  AES-256-GCM (NIST SP 800-38D): the content, then the tag of 16 bytes

The content is 4 bytes that tell the length of an index, the index as JSON, and the values one after the other. The
index lists each value with its key, length and sha256, and what is told about the capsule as a whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faceid_app import strict_json
from faceid_app.storage.vault.passphrase import Stretching
from faceid_app.words import Words

MAGIC = b"FACEID CAPSULE\r\n"
VERSION = 1
LARGEST = 512 * 2**20
"""Bytes of a file that is read."""
_HEADER = struct.Struct(">16sHBBBx16s12sQ")
_LENGTH = struct.Struct(">I")
_TAG = 16
_COSTS = range(14, 19)  # scrypt's log2 N: up to 256 MiB and a second, whatever a file asks for
_PARALLEL = range(1, 5)
_BLOCK = 8


class Unopened(Exception):
    """Why a capsule does not open: a clause for an error's sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What is in a capsule: plain JSON values about it, and values by key."""

    about: Mapping[str, Any]
    values: Mapping[str, bytes]


def seal_capsule(content: Content, passphrase: str, *, cost: int = 17) -> bytes:
    """The file. `cost` is scrypt's log2 N: half a second and 128 MiB at 17."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    values = [
        {"key": key, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for key, data in content.values.items()
    ]
    index = json.dumps({"about": dict(content.about), "values": values}, allow_nan=False).encode()
    plain = b"".join([_LENGTH.pack(len(index)), index, *content.values.values()])
    salt, nonce = os.urandom(16), os.urandom(12)
    header = _HEADER.pack(MAGIC, VERSION, cost, _BLOCK, 1, salt, nonce, len(plain) + _TAG)
    return header + AESGCM(Stretching(salt, 2**cost).key(passphrase)).encrypt(nonce, plain, header)


def open_capsule(data: bytes, passphrase: str) -> Content:
    """What `seal_capsule` sealed. Raises Unopened; nothing a file says makes it take more than 256 MiB and its size."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(data) < _HEADER.size + _TAG or not data.startswith(MAGIC):
        raise Unopened(Words("it is no capsule, or only the beginning of one"))
    _magic, version, cost, block, parallel, salt, nonce, length = _HEADER.unpack_from(data)
    if version > VERSION:
        raise Unopened(
            Words("a newer version of this program wrote it (format {version})", version=version),
            Words("update this one"),
        )
    if version != VERSION or data[_HEADER.size - 37] or cost not in _COSTS or block != _BLOCK:
        raise Unopened(Words("its header is not valid"))
    if parallel not in _PARALLEL:
        raise Unopened(Words("its header is not valid"))
    if length != len(data) - _HEADER.size:
        raise Unopened(
            Words("it has {found} bytes and should have {told}", found=len(data), told=_HEADER.size + length)
        )
    key = Stretching(salt, 2**cost, block, parallel).key(passphrase)
    header = data[: _HEADER.size]
    try:
        plain = AESGCM(key).decrypt(nonce, memoryview(data)[_HEADER.size :], header)
    except InvalidTag:
        raise Unopened(
            Words("the passphrase is not the one it was made with, or the file was changed"), Words("type it again")
        ) from None
    return _content(plain)


def _content(plain: bytes) -> Content:
    """Whoever made it knew the passphrase; that does not make it sound."""
    try:
        (length,) = _LENGTH.unpack_from(plain)
        at = _LENGTH.size + length
        index = strict_json.loads(plain[_LENGTH.size : at])
        values: dict[str, bytes] = {}
        for entry in index["values"]:
            key, size = entry["key"], entry["bytes"]
            data = plain[at : at + size]
            if not isinstance(key, str) or key in values or size < 0 or len(data) != size:
                raise ValueError("not a value")
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                raise ValueError("another value")
            values[key] = data
            at += size
        if at != len(plain) or not isinstance(index["about"], dict):
            raise ValueError("not a content")
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise Unopened(Words("what is in it cannot be read")) from error
    return Content(index["about"], values)
