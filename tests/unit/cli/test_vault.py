"""`faceid vault`: states as exit codes and JSON, passphrases over descriptors, and what doctor makes of it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faceid_app.cli.main import main
from faceid_app.errors import DiskFull, NotWritable
from faceid_app.files import write_whole
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.progress import Progress
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault import opening, passphrase
from faceid_app.storage.vault.draft import Draft, draft_vault
from faceid_app.storage.vault.errors import WrongPassphrase
from faceid_app.storage.vault.opening import leave_closed, open_personal, vault_of
from faceid_app.storage.vault.vault import Vault
from faceid_app.workers import protecting
from faceid_app.workers.doctor import check_protection
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.protecting import FindKeyring, make_vault, seal_all, set_passphrase, take_care
from faceid_app.workers.starting_anew import StillOpens, start_anew
from tests.helpers.fake_keyring import FakeKeyring

PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "_COST", 16)


def faceid(
    paths: Paths, capsys: pytest.CaptureFixture[str], *arguments: str, phrase: str | None = None
) -> tuple[int, dict[str, Any]]:
    """The program as a new process would run it: nothing is open yet."""
    opening._vaults.clear()
    reading, writing = os.pipe()
    os.write(writing, f"{phrase or ''}\n".encode())
    os.close(writing)
    given = [] if phrase is None else ["--passphrase-fd", str(reading)]
    told = [argument.format(fd=reading) for argument in arguments]
    try:
        code = main(["--data-dir", str(paths.root), "--json", *given, *told])
    finally:
        os.close(reading)
    return code, json.loads(capsys.readouterr().out)


def test_from_plain_to_sealed_and_in_again(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    Profiles(PlainStore(paths.personal)).create("anna")
    code, told = faceid(paths, capsys, "vault", "status")
    assert (code, told["exists"], told["plain"]) == (1, False, ["anna"])
    code, told = faceid(paths, capsys, "vault", "seal", "--new-passphrase-fd", "999")
    assert (code, told["error"]["kind"]) == (4, "UsageError")
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    code, told = faceid(paths, capsys, "vault", "seal", "--new-passphrase-fd", str(reading))
    os.close(reading)
    assert (code, told["sealed_now"], told["plain"]) == (0, ["anna"], [])
    code, told = faceid(paths, capsys, "vault", "status")
    assert (code, told["sealed"], told["is_open"]) == (0, ["anna"], False)
    code, told = faceid(paths, capsys, "thresholds", "anna")
    assert (code, told["error"]["kind"]) == (4, "VaultClosed")
    code, told = faceid(paths, capsys, "thresholds", "anna", phrase="wrong passphrase")
    assert (code, told["error"]["kind"]) == (4, "WrongPassphrase")
    code, told = faceid(paths, capsys, "thresholds", "anna", phrase=PASSPHRASE)
    assert (code, told["error"]["kind"]) == (4, "NotEnoughCaptures")  # it was read
    Profiles(PlainStore(paths.personal)).create("eve")
    code, told = faceid(paths, capsys, "vault", "status")
    assert (code, told["unknown"]) == (1, ["eve"])
    code, told = faceid(paths, capsys, "vault", "seal", phrase=PASSPHRASE)
    assert (code, told["error"]["kind"]) == (4, "UsageError")
    code, told = faceid(paths, capsys, "vault", "remove-passphrase", phrase=PASSPHRASE)
    assert (code, told["error"]["kind"]) == (4, "NoWayIn")


def test_a_passphrase_that_seals_nobody_yet_comes_with_the_command_that_does(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    open_profiles(paths).create("anna")
    descriptor = str(_told(PASSPHRASE))
    assert main(["--data-dir", str(paths.root), "vault", "set-passphrase", "--new-passphrase-fd", descriptor]) == 0
    told = capsys.readouterr().out
    assert "Of 1 profiles 0 are sealed" in told
    assert told.endswith("To seal them run: faceid vault seal\n")
    assert main(["--data-dir", str(paths.root), "vault", "seal"]) == 0
    assert "faceid vault seal" not in capsys.readouterr().out
    assert vault_of(paths).exists


@pytest.mark.skipif(sys.platform == "win32", reason="a process of Windows has the terminal of its parent")
@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("vault", "set-passphrase"), "--new-passphrase-fd"),
        (("capsule", "export", "anna", "anna.faceid"), "--capsule-passphrase-fd"),
        (("capsule", "import", "anna.faceid"), "--capsule-passphrase-fd"),
    ],
)
def test_without_a_terminal_the_option_of_this_very_command_is_named(
    paths: Paths, arguments: tuple[str, ...], option: str
) -> None:
    open_profiles(paths).create("anna")
    finished = subprocess.run(
        [sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), *arguments],
        cwd=PROJECT_ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 4
    assert finished.stderr == f"faceid: There is no terminal to type a passphrase at; give it with {option}.\n"


def test_the_doctor_says_so(paths: Paths) -> None:
    keyring = FakeKeyring()
    assert check_protection(paths, lambda: None).ok
    Profiles(PlainStore(paths.personal)).create("anna")
    plain = check_protection(paths, lambda: None)
    assert plain.ok  # nothing here could keep a key by itself
    assert "no keyring" in plain.detail
    could = check_protection(paths, lambda: keyring)
    assert not could.ok
    assert could.action == "run: faceid vault seal"
    (paths.personal / ".vault.json").write_bytes(b"{}")
    assert not check_protection(paths, lambda: keyring).ok


def test_who_lost_every_way_in_can_start_anew(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    faceid(paths, capsys, "vault", "set-passphrase", "--new-passphrase-fd", str(_told(PASSPHRASE)))
    open_profiles(paths).create("anna").write("a.jpg", b"her face")
    sealed = (paths.personal / "anna" / "a.jpg").read_bytes()
    Profiles(PlainStore(paths.personal), AuditLog(paths)).create("eve")
    code, told = faceid(paths, capsys, "vault", "start-anew", "--yes")
    assert code == 0, told
    (receipt,) = told["deleted"]
    digest = hashlib.sha256(sealed).hexdigest()
    assert {"place": "a.jpg", "bytes": len(sealed), "sha256": digest} in receipt["removed"]
    assert [path.name for path in paths.personal.iterdir() if not path.name.endswith(".lock")] == ["eve"]
    opening._vaults.clear()
    open_profiles(paths).create("anna")
    code, told = faceid(paths, capsys, "audit", "verify")
    assert code == 0, told


def test_nobody_starts_anew_by_mistake(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    keyring = FakeKeyring()
    make_vault(paths, find=lambda: keyring)
    Profiles(open_personal(paths)).create("anna")
    code, told = faceid(paths, capsys, "vault", "start-anew")
    assert (code, told["error"]["kind"]) == (4, "UsageError")
    assert "what is kept of anna; give --yes" in told["error"]["message"]
    opening._vaults.clear()
    with pytest.raises(StillOpens):
        start_anew(paths, lambda: keyring)
    assert Profiles(open_personal(paths)).names() == ["anna"]
    shutil.rmtree(paths.personal)
    with pytest.raises(StillOpens):
        start_anew(paths, lambda: keyring)


# --- another process makes the vault at the same moment --------------------------------------------------------------


def racing(paths: Paths, keyring: FakeKeyring) -> FindKeyring:
    """Finds the keyring; before it has, another process has made the vault."""

    def find() -> FakeKeyring:
        if not Vault(paths.personal).exists:
            Vault(paths.personal).create(draft_vault(keyring))
        return keyring

    return find


def test_a_passphrase_is_set_also_where_another_process_has_just_made_the_vault(paths: Paths) -> None:
    keyring = FakeKeyring()
    set_passphrase(paths, PASSPHRASE, racing(paths, keyring))
    made = Vault(paths.personal)
    made.open_by_passphrase(PASSPHRASE)
    assert list(keyring.kept) == [made.file().master_id]  # type: ignore[union-attr]
    assert [event["facts"] for event in _events(paths)][1:] == [{"what": "passphrase set"}]


def test_a_passphrase_that_cannot_be_set_is_not_told_as_set(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def too_late(keyring: object, phrase: str) -> Draft:
        Vault(paths.personal).create(draft_vault(passphrase="battery staple"))
        return draft_vault(passphrase=phrase)

    monkeypatch.setattr(protecting, "draft_vault", too_late)
    code, told = faceid(paths, capsys, "vault", "set-passphrase", "--new-passphrase-fd", str(_told(PASSPHRASE)))
    assert (code, told["error"]["kind"]) == (4, "VaultClosed")
    with pytest.raises(WrongPassphrase):
        Vault(paths.personal).open_by_passphrase(PASSPHRASE)


def test_sealing_with_a_passphrase_sets_it_also_where_the_vault_was_just_made(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Profiles(PlainStore(paths.personal)).create("anna")

    def read(_descriptor: int) -> str:
        vault_of(paths).create(draft_vault(FakeKeyring()), ["anna"])
        return PASSPHRASE

    monkeypatch.setattr("faceid_app.cli.vault.read_passphrase", read)
    code, told = faceid(paths, capsys, "vault", "seal", "--new-passphrase-fd", "9")
    assert (code, told["sealed_now"], told["passphrase"]) == (0, ["anna"], True)
    Vault(paths.personal).open_by_passphrase(PASSPHRASE)


def test_the_vault_that_another_process_made_beside_the_start_is_opened(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_unlock", [leave_closed])  # as in the window
    keyring = FakeKeyring()
    take_care(paths, find=racing(paths, keyring))
    assert vault_of(paths).is_open
    assert list(keyring.kept) == [vault_of(paths).file().master_id]  # type: ignore[union-attr]


def test_a_vault_that_could_not_be_made_leaves_nothing_in_the_keyring(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = FakeKeyring()

    def full(path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr("faceid_app.storage.vault.vault.write_whole", full)
        with pytest.raises(DiskFull):
            make_vault(paths, find=lambda: keyring)
    assert not keyring.kept

    def late(path: Path, data: bytes) -> None:
        write_whole(path, data)
        raise OSError(errno.EIO, "the folder")

    monkeypatch.setattr("faceid_app.storage.vault.vault.write_whole", late)
    with pytest.raises(NotWritable):
        make_vault(paths, find=lambda: keyring)
    assert Vault(paths.personal).open_by_keyring(keyring)


def test_who_is_deleted_while_others_are_sealed_hinders_nobody(paths: Paths) -> None:
    for name in ("anna", "bob", "eve"):
        Profiles(PlainStore(paths.personal)).create(name)
    make_vault(paths, passphrase=PASSPHRASE, find=lambda: None)
    people = Profiles(open_personal(paths))

    def delete_bob(_progress: Progress) -> None:
        if "bob" in people.names():
            people.delete("bob")

    assert seal_all(paths, report=delete_bob) == ["anna", "eve"]
    assert people.names() == ["anna", "eve"]


def _events(paths: Paths) -> list[dict[str, Any]]:
    return [json.loads(line) for file in AuditLog(paths).files() for line in file.read_bytes().splitlines()]


def _told(phrase: str) -> int:
    """A descriptor to read it from."""
    reading, writing = os.pipe()
    os.write(writing, f"{phrase}\n".encode())
    os.close(writing)
    return reading
