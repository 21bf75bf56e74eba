"""Owns the file of keys: whose they are, wrapped by the master key, and sealed by it as a whole against changes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from faceid_app import strict_json
from faceid_app.errors import NewerFormat
from faceid_app.storage.names import folded
from faceid_app.storage.vault.errors import SealBroken
from faceid_app.storage.vault.passphrase import Stretching, turned
from faceid_app.storage.vault.sealing import ProfileSeal, Unsealable, new_key, seal, unseal

FORMAT = 1
OWN = ".vault"
"""How the names of all begin that the vault keeps for itself."""
KEY_FILE = f"{OWN}.json"
_WHAT = "The file of keys"


class State(StrEnum):
    """How a profile lies on disk. Whatever was begun is gone on with at the next start."""

    PLAIN = "plain"
    """Readable, from before there was a vault."""
    SEALING = "sealing"
    """Plain still; a sealed copy is being made beside it."""
    SWAPPING = "swapping"
    """The sealed copy is whole and compared: it is to take the place of the plain one, which then goes."""
    SEALED = "sealed"
    DELETING = "deleting"
    """Its key is gone for good; its files are to go."""


@dataclass(slots=True)
class Entry:
    """One profile: its name, what it is being renamed to, its state, and its key, wrapped by the master key."""

    name: str
    state: State
    wrapped: bytes = b""
    to: str | None = None

    def is_named(self, name: str) -> bool:
        """Whether the folder `name` is this one's, before or after a renaming under way."""
        return folded(name) in {folded(one) for one in (self.name, self.to) if one is not None}


@dataclass(frozen=True, slots=True)
class PassphraseWay:
    """The master key, wrapped by a key stretched from the passphrase; and that key, wrapped by the master key."""

    stretching: Stretching
    master: bytes
    stretched: bytes


@dataclass(slots=True)
class KeyFile:
    """What the file says.

    Attributes:
        master_id: names the master key, also in the keyring.
        in_keyring: whether the keyring has it.
        passphrase: how a passphrase leads to it, or None.
        profiles: entries by vault id, which never changes and is not used again.
        retired: ids of master keys that the keyring has to forget.
        sealed_by: the seal over all of this.
    """

    master_id: str
    in_keyring: bool
    passphrase: PassphraseWay | None = None
    profiles: dict[str, Entry] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)
    sealed_by: bytes = b""

    def find(self, name: str) -> tuple[str, Entry] | None:
        """Vault id and entry of the folder `name`."""
        return next(((one, entry) for one, entry in self.profiles.items() if entry.is_named(name)), None)

    # --- under the master key ----------------------------------------------------------------------------------------

    def is_sealed_by(self, master: bytes) -> bool:
        """Whether this master key sealed the file as it is."""
        try:
            return unseal(master, self.sealed_by, "file", self._signed()) == b""
        except Unsealable:
            return False

    def wrap(self, master: bytes, vault_id: str, key: bytes) -> bytes:
        """The key of a profile, wrapped."""
        return seal(master, key, "profile key", vault_id)

    def seal_of(self, master: bytes, vault_id: str) -> ProfileSeal:
        """What seals and opens that profile. Raises SealBroken."""
        try:
            return ProfileSeal(vault_id, unseal(master, self.profiles[vault_id].wrapped, "profile key", vault_id))
        except Unsealable as error:
            raise SealBroken(_WHAT, "the key of a profile was changed") from error

    def set_passphrase(self, master: bytes, passphrase: str) -> None:
        """Let this passphrase, and no other, lead to the master key; takes half a second."""
        stretching = Stretching.new()
        self._wrap_master(master, stretching, stretching.key(passphrase))

    def renew_master(self, old: bytes, new: bytes, new_id: str) -> None:
        """Put everything under another master key; what this file said before opens nothing from then on."""
        for vault_id, entry in self.profiles.items():
            if entry.wrapped:
                entry.wrapped = self.wrap(new, vault_id, self.seal_of(old, vault_id).key)
        way, earlier = self.passphrase, self.master_id
        self.master_id = new_id
        if way is not None:
            key = turned(_unwrapped(old, way.stretched, "stretched", earlier))
            self._wrap_master(new, replace(way.stretching, turns=way.stretching.turns + 1), key)

    def _wrap_master(self, master: bytes, stretching: Stretching, key: bytes) -> None:
        self.passphrase = PassphraseWay(
            stretching,
            seal(key, master, "master", self.master_id),
            seal(master, key, "stretched", self.master_id),
        )

    # --- ways to the master key --------------------------------------------------------------------------------------

    def master_by_passphrase(self, passphrase: str) -> bytes | None:
        """The master key, None if it is not the passphrase; takes half a second."""
        return self._master_by(None if self.passphrase is None else self.passphrase.stretching.key(passphrase))

    def master_after(self, earlier: KeyFile, master: bytes) -> bytes | None:
        """The master key, if it came after that of `earlier` and a passphrase leads to both; None if not."""
        if self.passphrase is None or earlier.passphrase is None:
            return None
        before, now = earlier.passphrase.stretching, self.passphrase.stretching
        if before.salt != now.salt or before.turns > now.turns:
            return None
        key = _unwrapped(master, earlier.passphrase.stretched, "stretched", earlier.master_id)
        for _ in range(now.turns - before.turns):
            key = turned(key)
        return self._master_by(key)

    def _master_by(self, key: bytes | None) -> bytes | None:
        if key is None or self.passphrase is None:
            return None
        try:
            return unseal(key, self.passphrase.master, "master", self.master_id)
        except Unsealable:
            return None

    # --- the file ----------------------------------------------------------------------------------------------------

    def encoded(self, master: bytes) -> bytes:
        """The file, sealed."""
        self.sealed_by = seal(master, b"", "file", self._signed())
        return json.dumps(self._told() | {"seal": self.sealed_by.hex()}, indent=1).encode()

    @classmethod
    def decoded(cls, data: bytes) -> Self:
        """The file as it is; whether it is what was sealed is for `is_sealed_by`. Raises SealBroken, NewerFormat."""
        try:
            told = strict_json.loads(data)
            if int(told["format"]) > FORMAT:
                raise NewerFormat(_WHAT, told["format"], FORMAT)
            return cls(
                master_id=str(told["master"]),
                in_keyring=bool(told["keyring"]),
                passphrase=None if told["passphrase"] is None else _way(told["passphrase"]),
                profiles={str(one): _entry(entry) for one, entry in told["profiles"].items()},
                retired=[str(one) for one in told["retired"]],
                sealed_by=bytes.fromhex(told["seal"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SealBroken(_WHAT, "it cannot be read") from error

    def _told(self) -> dict[str, Any]:
        way = self.passphrase
        return {
            "format": FORMAT,
            "master": self.master_id,
            "keyring": self.in_keyring,
            "passphrase": None
            if way is None
            else way.stretching.to_dict() | {"master": way.master.hex(), "stretched": way.stretched.hex()},
            "profiles": {
                one: {"name": entry.name, "to": entry.to, "state": entry.state.value, "key": entry.wrapped.hex()}
                for one, entry in self.profiles.items()
            },
            "retired": self.retired,
        }

    def _signed(self) -> str:
        return json.dumps(self._told(), sort_keys=True, ensure_ascii=True)


def new_master() -> tuple[str, bytes]:
    """A master key with the id that names it."""
    return new_key()[:8].hex(), new_key()


def new_vault_id() -> str:
    """An id that no other profile has."""
    return new_key()[:16].hex()


def _unwrapped(master: bytes, wrapped: bytes, *about: str) -> bytes:
    try:
        return unseal(master, wrapped, *about)
    except Unsealable as error:
        raise SealBroken(_WHAT, "the way by passphrase was changed") from error


def _way(told: dict[str, Any]) -> PassphraseWay:
    return PassphraseWay(Stretching.from_dict(told), bytes.fromhex(told["master"]), bytes.fromhex(told["stretched"]))


def _entry(told: dict[str, Any]) -> Entry:
    to = told["to"]
    return Entry(str(told["name"]), State(told["state"]), bytes.fromhex(told["key"]), None if to is None else str(to))
