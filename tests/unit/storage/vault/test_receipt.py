"""After a deletion the vault's keys are others, and the receipt says so; a capsule carries people between vaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.paths import Paths
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import entries
from faceid_app.storage.capsule import read_capsule, take_in, write_capsule
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore
from tests.helpers.fake_keyring import FakeKeyring


@pytest.fixture
def people(paths: Paths, root: Path, vault: Vault) -> Profiles:
    return Profiles(VaultStore(PlainStore(root), vault), AuditLog(paths))


def test_a_deletion_renews_the_keys_and_its_receipt_says_so(
    paths: Paths, people: Profiles, vault: Vault, keyring: FakeKeyring
):
    anna, bo = people.create("anna"), people.create("bo")
    anna.write("templates.npz", b"numbers" * 50)
    before = vault.file()
    receipt = people.delete("anna")
    after = vault.file()
    assert before is not None
    assert after is not None
    assert before.master_id != after.master_id
    assert receipt.keys_renewed is True
    assert "Keys: renewed" in receipt.to_text()
    assert bo.consent == people.get("bo").consent
    assert [entry.event for entry in entries(AuditLog(paths))][-2:] == ["profile deleted", "vault changed"]


def test_a_person_travels_sealed_and_their_captures_can_go_on_there(tmp_path: Path, people: Profiles):
    anna = people.create("anna")
    anna.captures.add(
        role=Role.ANCHOR, portrait_jpeg=b"p" * 99, aligned_png=b"a" * 99, burst="b", camera="c", clock=0.0,
        measurements={},
    )  # fmt: skip
    target = tmp_path / "anna.faceid"
    write_capsule(anna, target, "a long enough secret", about={}, pictures=True, cost=14)
    bo = take_in(people, read_capsule(target, "a long enough secret"), "bo")
    bo.captures.add(
        role=Role.POSITIVE, portrait_jpeg=b"p", aligned_png=b"a", burst="b", camera="c", clock=0.0, measurements={}
    )
    assert [bo.captures.picture(record.id) for record in bo.captures.records()] == [b"p" * 99, b"p"]
