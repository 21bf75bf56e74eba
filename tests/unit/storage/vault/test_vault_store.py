"""The sealed store: all that a plain one does, and what it refuses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.errors import NotStored, NotWritable, StorageError
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.errors import NotSealed, SealBroken, VaultClosed
from faceid_app.storage.vault.key_file import KEY_FILE, State
from faceid_app.storage.vault.sealing import is_sealed
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore
from tests.unit.storage.vault.conftest import opened

SECRET = b"\x89PNG and what makes a face"


@pytest.fixture
def captured(profile: Profile) -> Profile:
    """Anna with a capture, a value and lines."""
    profile.captures.add(
        role=Role.ANCHOR, portrait_jpeg=b"\xff\xd8\xff" + SECRET, aligned_png=SECRET, burst="b", camera="0", clock=0.0,
        measurements={},
    )  # fmt: skip
    profile.bundles.save({"head.npz": SECRET, "templates.npz": SECRET}, manifest={"recipe": "head"})
    profile.write("gallery.npz", SECRET)
    return profile


def test_nothing_of_a_person_can_be_read_on_disk(captured: Profile, root: Path) -> None:
    files = [path for path in root.rglob("*") if path.is_file() and not path.name.startswith((".vault", ".lock"))]
    assert len(files) == 9
    for path in files:
        content = path.read_bytes()
        assert is_sealed(content), path
        assert SECRET not in content
        assert b"anchor" not in content
        assert b"created_at" not in content
    again = Profiles(opened(root)).get("anna")
    assert again.captures.picture(again.captures.records()[0].id).endswith(SECRET)
    assert again.bundles.current()[1]["templates.npz"] == SECRET


Tamper = Callable[[Path], object]


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(bytes(content))


TAMPERS: list[Tamper] = [
    _flip,
    lambda path: path.write_bytes(path.read_bytes()[:-1] + (b"" if path.suffix != ".jsonl" else b"\n")),
    lambda path: path.write_bytes(SECRET),
    lambda path: path.write_bytes(b""),
]


@pytest.mark.parametrize("tamper", TAMPERS)
@pytest.mark.parametrize("name", ["profile.json", "gallery.npz", "captures.jsonl", "bundle.json"])
def test_what_was_changed_is_refused_and_the_others_are_not(
    captured: Profile, store: VaultStore, root: Path, name: str, tamper: Tamper
) -> None:
    bob = Profiles(store).create("bob")
    bob.write("gallery.npz", b"his")
    if name == "captures.jsonl" and tamper is TAMPERS[1]:
        pytest.skip("a torn last line is left out, as in a plain store")
    tamper(root / "anna" / name)
    with pytest.raises(SealBroken, match="not what was sealed there"):
        (store.read_lines if name.endswith("l") else store.read)(f"anna/{name}")
    assert (root / "anna" / name).exists()
    assert Profiles(opened(root)).get("bob").read("gallery.npz") == b"his"


def test_one_person_s_template_under_another_name_is_refused(captured: Profile, store: VaultStore, root: Path) -> None:
    bob = Profiles(store).create("bob")
    bob.write("gallery.npz", b"his")
    shutil.copy(root / "anna" / "gallery.npz", root / "bob" / "gallery.npz")
    with pytest.raises(SealBroken, match=r"'gallery\.npz' of 'bob'"):
        bob.read("gallery.npz")
    shutil.copy(root / "bob" / "profile.json", root / "bob" / "gallery.npz")
    with pytest.raises(SealBroken):
        bob.read("gallery.npz")
    assert captured.read("gallery.npz") == SECRET


def test_folders_that_changed_names_are_refused(captured: Profile, store: VaultStore, root: Path) -> None:
    Profiles(store).create("bob")
    os.rename(root / "anna", root / "aside")
    os.rename(root / "bob", root / "anna")
    os.rename(root / "aside", root / "bob")
    for name in ("anna", "bob"):
        with pytest.raises(SealBroken):
            Profiles(store).get(name)
    os.rename(root / "bob", root / "carl")
    with pytest.raises(NotSealed):
        Profiles(opened(root)).get("carl")


def test_a_plain_profile_that_somebody_put_there_is_refused(captured: Profile, store: VaultStore, root: Path) -> None:
    Profiles(PlainStore(root)).create("eve").write("gallery.npz", b"hers")
    for action in (
        lambda: Profiles(store).get("eve"),
        lambda: store.read("eve/gallery.npz"),
        lambda: store.write("eve/gallery.npz", b"x"),
        lambda: Profiles(store).rename("eve", "anne"),
        lambda: store.append_line("eve/x.jsonl", b"x"),
    ):
        with pytest.raises(NotSealed, match="'eve'"):
            action()
    assert Profiles(store).get("anna").read("gallery.npz") == SECRET
    Profiles(store).delete("eve")
    assert Profiles(store).names() == ["anna"]


def test_a_closed_vault_refuses_everything_and_changes_nothing(captured: Profile, root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    store = VaultStore(PlainStore(root), Vault(root))
    people = Profiles(store)
    assert people.names() == ["anna"]
    for action in (
        lambda: people.get("anna"),
        lambda: people.create("bob"),
        lambda: people.rename("anna", "bob"),
        lambda: people.delete("anna"),
        lambda: store.read_lines("anna/captures.jsonl"),
        lambda: store.write("anna/x", b"x"),
        lambda: store.write_lines("anna/captures.jsonl", []),
        lambda: store.append_line("anna/captures.jsonl", b"x"),
        lambda: store.staged({"a": b"1"}, "anna/bundles/x").__enter__(),
    ):
        with pytest.raises(VaultClosed):
            action()
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert after == before


def test_without_its_key_file_nothing_sealed_is_taken_for_damage(captured: Profile, root: Path) -> None:
    (root / KEY_FILE).unlink()
    with pytest.raises(SealBroken, match="no key for it"):
        Profiles(VaultStore(PlainStore(root), Vault(root))).get("anna")


def test_what_was_staged_before_a_change_of_hands_is_not_put(captured: Profile, store: VaultStore) -> None:
    with store.staged({"a": SECRET}, "anna/bundles/x") as put:
        Profiles(store).delete("anna")
        Profiles(store).create("anna")
        with pytest.raises(NotWritable, match="meanwhile"):
            put()
    assert not store.list("anna/bundles")


def test_deleting_takes_the_key_first(captured: Profile, store: VaultStore, root: Path) -> None:
    vault_id = store.vault.file().find("anna")[0]  # type: ignore[union-attr, index]
    kept = (root / "anna" / "gallery.npz").read_bytes()

    class Stubborn(PlainStore):
        def delete_tree(self, prefix: str) -> list[str]:
            raise NotWritable(prefix, "it was asked not to")

    with pytest.raises(NotWritable):
        VaultStore(Stubborn(root), store.vault).delete_tree("anna")
    assert store.vault.file().profiles[vault_id].wrapped == b""  # type: ignore[union-attr]
    assert Profiles(store).names() == []
    with pytest.raises(NotStored):
        store.read("anna/gallery.npz")
    assert (root / "anna" / "gallery.npz").read_bytes() == kept
    with opened(root).exclusive():  # the next start finishes it
        assert not (root / "anna").exists()
    assert Vault(root).file().profiles == {}  # type: ignore[union-attr]
    fresh = Profiles(store).create("anna")
    (root / "anna" / "gallery.npz").write_bytes(kept)
    with pytest.raises(SealBroken):
        fresh.read("gallery.npz")


@pytest.mark.parametrize("moved", [False, True])
def test_a_renaming_cut_short_is_finished_or_taken_back(captured: Profile, root: Path, moved: bool) -> None:
    store = opened(root)
    store.vault.begin_renaming("anna", "bob")
    if moved:
        os.rename(root / "anna", root / "bob")
    name = "bob" if moved else "anna"
    assert Profiles(opened(root)).get(name).read("gallery.npz") == SECRET
    with opened(root).exclusive():
        pass
    entry = Vault(root).file().find(name)[1]  # type: ignore[union-attr, index]
    assert (entry.name, entry.to, entry.state) == (name, None, State.SEALED)


def test_a_renaming_that_the_system_refuses_changes_nothing(captured: Profile, store: VaultStore) -> None:
    Profiles(store).create("bob")
    with pytest.raises(StorageError):
        store.rename_tree("anna", "bob")
    assert Profiles(store).get("anna").read("gallery.npz") == SECRET
    with pytest.raises(ValueError, match="whole profile"):
        store.rename_tree("anna/bundles", "anna/other")
