"""The vault as a child process knows it: one profile's key, which its parent lent it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faceid_app.storage.vault import core_files
from faceid_app.storage.vault.errors import VaultClosed
from faceid_app.storage.vault.sealing import ProfileSeal
from faceid_app.storage.vault.vault import Place, Vault
from faceid_app.words import Words


class LentVault(Vault):
    """The vault as a child process knows it: the key of one profile, lent by its parent, and no other."""

    def __init__(self, root: Path, lent: Mapping[str, Any]) -> None:
        super().__init__(root)
        core_files.write_none()
        self._name = str(lent["name"])
        self._place = Place(ProfileSeal(lent["id"], bytes.fromhex(lent["key"])) if "key" in lent else None)

    def place(self, owner: str) -> Place | None:
        if owner != self._name:
            raise VaultClosed(Words("this process was lent another profile only"), Words("start it for this one"))
        return self._place
