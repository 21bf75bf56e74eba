"""Ways into the vault, its key file, and renewing the master key."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from faceid_app import files
from faceid_app.errors import Locked, NewerFormat
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.vault.draft import draft_vault
from faceid_app.storage.vault.errors import (
    KeyringRefused,
    NoWayIn,
    PassphraseRefused,
    SealBroken,
    VaultClosed,
    WrongPassphrase,
)
from faceid_app.storage.vault.key_file import KEY_FILE, KeyFile, State
from faceid_app.storage.vault.lent_vault import LentVault
from faceid_app.storage.vault.passphrase import Stretching
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore
from tests.helpers.fake_keyring import FakeKeyring
from tests.unit.storage.crashes import PowerCut
from tests.unit.storage.vault.conftest import PASSPHRASE, opened


def test_either_way_opens_it(profile: Profile, root: Path, keyring: FakeKeyring) -> None:
    profile.write("model", b"a model")
    by_keyring, by_passphrase = Vault(root), Vault(root)
    assert by_keyring.open_by_keyring(keyring)
    by_passphrase.open_by_passphrase(PASSPHRASE)
    for vault in (by_keyring, by_passphrase):
        assert vault.is_open
        assert Profiles(VaultStore(profile.store.plain, vault)).get("anna").read("model") == b"a model"  # type: ignore[attr-defined]


def test_a_wrong_way_leaves_it_closed(vault: Vault, root: Path) -> None:
    other = Vault(root)
    for wrong in ("", "correct hors", "correct horse ", "Correct horse", PASSPHRASE * 2):
        with pytest.raises(WrongPassphrase):
            other.open_by_passphrase(wrong)
    assert not other.open_by_keyring(FakeKeyring())
    assert not other.is_open
    with pytest.raises(VaultClosed, match="passphrase"):
        other.place("anna")
    damaged = FakeKeyring()
    damaged.kept[vault.file().master_id] = b"short"  # type: ignore[union-attr]
    assert not other.open_by_keyring(damaged)
    swapped = FakeKeyring()
    swapped.kept[vault.file().master_id] = b"\1" * 32  # type: ignore[union-attr]
    with pytest.raises(SealBroken):
        other.open_by_keyring(swapped)
    assert not other.is_open


def test_there_must_be_a_way_in(root: Path, vault: Vault, keyring: FakeKeyring) -> None:
    with pytest.raises(NoWayIn):
        draft_vault()
    with pytest.raises(PassphraseRefused, match="3 characters, 8 to"):
        vault.set_passphrase("abc")
    keyring.kept.clear()
    with pytest.raises(NoWayIn):
        vault.remove_passphrase()
    by_passphrase = Vault(root)
    by_passphrase.open_by_passphrase(PASSPHRASE)
    with pytest.raises(NoWayIn):
        by_passphrase.remove_passphrase()


def test_a_keyring_that_refuses_makes_no_vault(keyring: FakeKeyring) -> None:
    keyring.locked = True
    with pytest.raises(KeyringRefused):
        draft_vault(keyring)


def test_another_passphrase_takes_the_place_of_the_first(vault: Vault, root: Path) -> None:
    vault.set_passphrase("battery staple")
    other = Vault(root)
    with pytest.raises(WrongPassphrase):
        other.open_by_passphrase(PASSPHRASE)
    other.open_by_passphrase("battery staple")
    vault.remove_passphrase()
    with pytest.raises(WrongPassphrase):
        Vault(root).open_by_passphrase("battery staple")
    assert not other.file().passphrase  # type: ignore[union-attr]


def test_one_spelling_of_a_passphrase_is_as_good_as_another(vault: Vault, root: Path) -> None:
    vault.set_passphrase("schl\u00fcsselbund")
    Vault(root).open_by_passphrase("schlu\u0308sselbund")


def test_a_keyring_that_lost_the_key_gets_it_again(vault: Vault, root: Path, keyring: FakeKeyring) -> None:
    before = dict(keyring.kept)
    keyring.kept.clear()
    Vault(root).open_by_passphrase(PASSPHRASE, keyring)
    assert keyring.kept == before


Change = Callable[[dict[str, Any]], object]
CHANGES: list[Change] = [
    lambda told: told.update(keyring=False),
    lambda told: told.update(passphrase=None),
    lambda told: told.update(retired=["00"]),
    lambda told: told["profiles"].clear(),
    lambda told: _entry(told).update(name="bob"),
    lambda told: _entry(told).update(to="bob"),
    lambda told: _entry(told).update(state="plain"),
    lambda told: _entry(told).update(key=_entry(told)["key"][::-1]),
    lambda told: told["profiles"].update({"c" * 32: {"name": "eve", "to": None, "state": "plain", "key": ""}}),
    lambda told: told["passphrase"].update(n=32),
    lambda told: told.update(seal="00" * 28),
    lambda told: told.update(seal=""),
]


def _entry(told: dict[str, Any]) -> dict[str, Any]:
    return next(iter(told["profiles"].values()))


@pytest.mark.parametrize("change", CHANGES)
def test_a_key_file_that_was_changed_opens_nothing(
    profile: Profile, root: Path, keyring: FakeKeyring, vault: Vault, change: Change
) -> None:
    told = json.loads((root / KEY_FILE).read_bytes())
    change(told)
    (root / KEY_FILE).write_text(json.dumps(told), "utf-8")
    fresh = Vault(root)
    with pytest.raises((SealBroken, WrongPassphrase)):
        fresh.open_by_passphrase(PASSPHRASE)
    assert not fresh.is_open
    if fresh.file().in_keyring:  # type: ignore[union-attr]
        with pytest.raises(SealBroken):
            fresh.open_by_keyring(keyring)
    with pytest.raises(SealBroken):  # also for who had it open
        vault.place("anna")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"format": 1}', b"null"])
def test_a_key_file_of_something_else_is_told(profile: Profile, root: Path, content: bytes) -> None:
    (root / KEY_FILE).write_bytes(content)
    with pytest.raises(SealBroken, match="file of keys"):
        Profiles(profile.store).get("anna")


def test_a_newer_key_file_is_refused(profile: Profile, root: Path) -> None:
    told = json.loads((root / KEY_FILE).read_bytes()) | {"format": 2}
    (root / KEY_FILE).write_text(json.dumps(told), "utf-8")
    with pytest.raises(NewerFormat):
        Profiles(profile.store).get("anna")


@pytest.mark.parametrize("told", [{"n": 2**31}, {"n": 3}, {"r": 0}, {"p": 10**9}, {"turns": -1}, {"turns": 10**9}])
def test_parameters_that_would_take_all_memory_are_refused(told: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="scrypt"):
        Stretching.from_dict(Stretching.new().to_dict() | told)


def test_no_key_lies_in_the_key_file(profile: Profile, root: Path, vault: Vault, keyring: FakeKeyring) -> None:
    text = (root / KEY_FILE).read_text("utf-8")
    keys = [*keyring.kept.values(), vault.place("anna").seal.key]  # type: ignore[union-attr]
    assert len(keys) == 2
    assert not [key for key in keys if key.hex() in text]
    assert (root / KEY_FILE).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
@pytest.mark.parametrize("way", ["made", "opened", "lent"])
def test_who_knows_a_key_leaves_no_core_file(root: Path, vault: Vault, profile: Profile, way: str) -> None:
    import resource

    lent = vault.lend("anna")
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        if way == "made":
            Vault(root.parent / "another").create(draft_vault(FakeKeyring()))
        elif way == "opened":
            Vault(root).open_by_passphrase(PASSPHRASE)
        else:
            LentVault(root, lent)
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


# --- renewal ---------------------------------------------------------------------------------------------------------


def test_after_a_renewal_the_earlier_key_opens_nothing(profile: Profile, root: Path, keyring: FakeKeyring) -> None:
    profile.write("model", b"a model")
    earlier_file, earlier_master = (root / KEY_FILE).read_bytes(), dict(keyring.kept)
    store = opened(root)
    store.vault.open_by_keyring(keyring)
    store.vault.renew()
    assert list(keyring.kept) == [store.vault.file().master_id]  # type: ignore[union-attr]
    assert not keyring.kept.items() & earlier_master.items()
    for reader in (store, opened(root), profile.store):  # who knew the first, who comes anew, another process
        assert Profiles(reader).get("anna").read("model") == b"a model"
    (root / KEY_FILE).write_bytes(earlier_file)
    assert not Vault(root).open_by_keyring(keyring)


def test_another_process_follows_a_renewal_by_passphrase_alone(root: Path) -> None:
    first = Vault(root)
    first.create(draft_vault(passphrase=PASSPHRASE))
    second = Vault(root)
    second.open_by_passphrase(PASSPHRASE)
    for _ in range(3):
        second.renew()
    first.admit("anna")
    second.renew()
    assert first.place("anna").seal.key == second.place("anna").seal.key  # type: ignore[union-attr]
    third = Vault(root)
    third.open_by_passphrase(PASSPHRASE)
    assert third.file().passphrase.stretching.turns == 4  # type: ignore[union-attr]


def test_the_key_that_wraps_the_master_cannot_be_turned_back(root: Path) -> None:
    vault = Vault(root)
    vault.create(draft_vault(passphrase=PASSPHRASE))
    before = vault.file()
    vault.renew()
    after, master = vault.file(), vault._master
    assert before is not None
    assert after is not None
    assert master is not None
    assert before.master_after(after, master) is None


def test_a_renewal_cut_short_anywhere_opens_and_loses_nothing(
    profile: Profile, root: Path, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.write("model", b"a model")
    whole = files.write_whole
    for steps in range(20):
        left = [steps]

        def step(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCut

        def write(path: Path, data: bytes, step: Callable[[], None] = step) -> None:
            step()
            whole(path, data)

        class Mortal(FakeKeyring):
            def put(self, name: str, secret: bytes, step: Callable[[], None] = step) -> None:
                step()
                super().put(name, secret)

            def delete(self, name: str, step: Callable[[], None] = step) -> None:
                step()
                super().delete(name)

        mortal = Mortal()
        mortal.kept = keyring.kept
        vault = Vault(root)
        assert vault.open_by_keyring(mortal)
        with monkeypatch.context() as patched:
            patched.setattr("faceid_app.storage.vault.vault.write_whole", write)
            try:
                vault.renew()
                done = True
            except PowerCut:
                done = False
        after = Vault(root)
        assert after.open_by_keyring(keyring)
        assert list(keyring.kept) == [after.file().master_id]  # type: ignore[union-attr]
        assert Profiles(VaultStore(profile.store.plain, after)).get("anna").read("model") == b"a model"  # type: ignore[attr-defined]
        Vault(root).open_by_passphrase(PASSPHRASE)
        if done:
            break
    assert steps == 5


# --- another process at the same moment ------------------------------------------------------------------------------


def key_of(vault: Vault, name: str) -> bytes:
    place = vault.place(name)
    assert place is not None
    assert place.seal is not None
    return place.seal.key


class Busy(FakeKeyring):
    """Another process's way to the same keyring; `at` is called once, before or after the first call of that kind."""

    def __init__(self, shared: FakeKeyring, call: str, at: Callable[[], object], *, after: bool = False) -> None:
        super().__init__()
        self.kept, self._call, self._at, self._after = shared.kept, call, at, after

    def get(self, name: str) -> bytes | None:
        with self._beside("get"):
            return super().get(name)

    def put(self, name: str, secret: bytes) -> None:
        with self._beside("put"):
            super().put(name, secret)

    @contextmanager
    def _beside(self, call: str) -> Iterator[None]:
        at, is_it = self._at, call == self._call
        if is_it:
            self._call = ""
        if is_it and not self._after:
            at()
        yield
        if is_it and self._after:
            at()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faceid_app.storage.vault.vault._LOCK_WAIT", 0.0)


@pytest.mark.usefixtures("impatient")
def test_who_opens_it_while_it_is_renewed_takes_no_key_away(profile: Profile, root: Path, keyring: FakeKeyring) -> None:
    other, renewing = Vault(root), Vault(root)
    assert renewing.open_by_keyring(Busy(keyring, "put", lambda: other.open_by_keyring(keyring), after=True))
    renewing.renew()
    assert other.is_open
    after = Vault(root)
    assert after.open_by_keyring(keyring)
    assert list(keyring.kept) == [after.file().master_id]  # type: ignore[union-attr]
    assert Profiles(VaultStore(profile.store.plain, after)).get("anna").name == "anna"  # type: ignore[attr-defined]


@pytest.mark.usefixtures("impatient")
def test_what_the_keyring_cannot_forget_now_hinders_no_opening(vault: Vault, root: Path, keyring: FakeKeyring) -> None:
    keyring.kept["left"] = b"\1" * 32
    with vault._changing() as (file, _master):
        file.retired.append("left")
    other = Vault(root)
    with vault._locked():
        assert other.open_by_keyring(keyring)
    assert "left" in keyring.kept
    other.open_by_passphrase(PASSPHRASE, keyring)
    assert list(keyring.kept) == [vault.file().master_id]  # type: ignore[union-attr]


@pytest.mark.parametrize("after", [False, True])
def test_the_keyring_opens_what_is_renewed_while_it_is_asked(
    profile: Profile, vault: Vault, root: Path, keyring: FakeKeyring, after: bool
) -> None:
    other = Vault(root)
    assert other.open_by_keyring(Busy(keyring, "get", vault.renew, after=after))
    assert key_of(other, "anna") == key_of(vault, "anna")


def test_who_follows_one_renewal_while_the_next_is_made_stays_in(
    profile: Profile, vault: Vault, root: Path, keyring: FakeKeyring
) -> None:
    vault.remove_passphrase()
    other = Vault(root)
    assert other.open_by_keyring(keyring)
    vault.renew()
    other._keyring = Busy(keyring, "get", vault.renew)
    assert key_of(other, "anna") == key_of(vault, "anna")


@pytest.mark.usefixtures("impatient")
def test_the_file_of_keys_is_not_erased_while_another_process_changes_it(vault: Vault, root: Path) -> None:
    with vault._changing(), pytest.raises(Locked):
        Vault(root).erase()
    Vault(root).erase()
    assert not (root / KEY_FILE).exists()
    assert not vault.exists


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], object]]]:
    """What others do while a passphrase is being tried, which takes half a second: once, and nothing afterwards."""
    there: list[Callable[[], object]] = []
    tried = KeyFile.master_by_passphrase

    def slow(file: KeyFile, passphrase: str) -> bytes | None:
        master = tried(file, passphrase)
        while there:
            there.pop(0)()
        return master

    monkeypatch.setattr(KeyFile, "master_by_passphrase", slow)
    yield there
    assert not there


def test_what_is_renewed_while_a_passphrase_is_tried_is_written_under_the_new_key(
    profile: Profile, vault: Vault, root: Path, meanwhile: list[Callable[[], object]]
) -> None:
    other = Vault(root)
    meanwhile += [vault.renew, other.file]  # the second as another thread of that process looks
    other.open_by_passphrase(PASSPHRASE)
    bob = other.admit("bob")
    third = Vault(root)
    third.open_by_passphrase(PASSPHRASE)
    assert key_of(third, "bob") == bob.key
    assert key_of(third, "anna") == key_of(vault, "anna") == key_of(other, "anna")


def test_what_another_thread_opened_and_renewed_meanwhile_is_not_put_back(
    vault: Vault, root: Path, keyring: FakeKeyring, meanwhile: list[Callable[[], object]]
) -> None:
    other = Vault(root)
    meanwhile += [lambda: other.open_by_keyring(keyring), other.renew]
    other.open_by_passphrase(PASSPHRASE)
    bob = other.admit("bob")
    assert key_of(vault, "bob") == bob.key


def test_an_earlier_passphrase_opens_nothing_that_was_renewed_under_another(
    vault: Vault, root: Path, meanwhile: list[Callable[[], object]]
) -> None:
    other = Vault(root)
    meanwhile += [lambda: vault.set_passphrase("battery staple"), vault.renew]
    with pytest.raises(WrongPassphrase):
        other.open_by_passphrase(PASSPHRASE)
    assert not other.is_open
    other.open_by_passphrase("battery staple")


def test_a_key_that_was_renewed_while_a_passphrase_is_tried_does_not_come_back_to_the_keyring(
    vault: Vault, root: Path, keyring: FakeKeyring, meanwhile: list[Callable[[], object]]
) -> None:
    meanwhile += [vault.renew]
    Vault(root).open_by_passphrase(PASSPHRASE, keyring)
    assert list(keyring.kept) == [vault.file().master_id]  # type: ignore[union-attr]


@pytest.mark.parametrize("after", [False, True])
def test_a_key_that_is_renewed_while_the_keyring_gets_it_does_not_stay_there(
    vault: Vault, root: Path, keyring: FakeKeyring, after: bool
) -> None:
    Vault(root).open_by_passphrase(PASSPHRASE, Busy(keyring, "put", vault.renew, after=after))
    assert list(keyring.kept) == [vault.file().master_id]  # type: ignore[union-attr]


# --- what a child process gets ---------------------------------------------------------------------------------------


def test_a_child_reads_and_writes_the_lent_profile_and_no_other(profile: Profile, store: VaultStore) -> None:
    Profiles(store).create("bob")
    profile.write("model", b"a model")
    lent = store.vault.lend("anna")
    child = VaultStore(store.plain, LentVault(store.plain._root, json.loads(json.dumps(dict(lent)))))
    mine = Profiles(child).get("anna")
    assert mine.read("model") == b"a model"
    mine.write("model", b"better")
    assert profile.read("model") == b"better"
    for action in (
        lambda: Profiles(child).get("bob"),
        lambda: Profiles(child).create("eve"),
        lambda: Profiles(child).rename("anna", "eve"),
        lambda: Profiles(child).delete("bob"),
    ):
        with pytest.raises(VaultClosed):
            action()
    assert Profiles(store).names() == ["anna", "bob"]
    assert Vault(store.plain._root.parent).lend("anna") == {}


def test_a_deleted_profile_is_known_by_its_state_alone(profile: Profile, vault: Vault) -> None:
    vault_id, _entry = vault.file().find("anna")  # type: ignore[union-attr, misc]
    vault.move_on(vault_id, State.DELETING)
    assert vault.place("anna") is None
    assert vault.file().profiles[vault_id].wrapped == b""  # type: ignore[union-attr]
    assert Profiles(profile.store).names() == []
