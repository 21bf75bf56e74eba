"""A vault that opens quickly, and a profile in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault import passphrase
from faceid_app.storage.vault.draft import draft_vault
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore
from tests.helpers.fake_keyring import FakeKeyring

PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters that cost nothing; what the real ones cost is measured by tests/bench/vault.py."""
    monkeypatch.setattr(passphrase, "_COST", 16)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "people"


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def vault(root: Path, keyring: FakeKeyring) -> Vault:
    """An open vault with both ways in."""
    made = Vault(root)
    made.create(draft_vault(keyring, PASSPHRASE))
    return made


@pytest.fixture
def store(root: Path, vault: Vault) -> VaultStore:
    return VaultStore(PlainStore(root), vault)


@pytest.fixture
def profile(store: VaultStore) -> Profile:
    return Profiles(store).create("anna")


def opened(root: Path) -> VaultStore:
    """The store as another process opens it."""
    vault = Vault(root)
    vault.open_by_passphrase(PASSPHRASE)
    return VaultStore(PlainStore(root), vault)
